namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>
/// Reads the words of one simple command: which command or module runs in the end, behind <c>exec</c>, <c>env</c>,
/// <c>poetry run</c> and the like, and what its options name.
/// </summary>
internal sealed class CommandLine(HintSink sink)
{
    /// <summary>Commands that run one another; real ones need no more than three or four.</summary>
    private const int MaximumHops = 16;

    /// <summary>Words that a shell puts before a command, which is what runs.</summary>
    private static readonly HashSet<string> _prefixes = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "exec", "env", "sudo", "doas", "nohup", "nice", "ionice", "setsid", "stdbuf", "xargs", "timeout",
        "gosu", "su-exec", "setpriv", "dumb-init", "tini", "command", "builtin", "catchsegv", "unbuffer", "faketime", "caffeinate", "cross-env", "call", "start", "strace",
    };

    /// <summary>Options of prefixes that take the next word.</summary>
    private static readonly HashSet<string> _prefixOptions = new(StringComparer.Ordinal)
    {
        "sudo -u", "sudo -g", "sudo -C", "sudo -h", "sudo -p", "sudo -U", "sudo --user", "sudo --group", "doas -u", "nice -n", "ionice -c", "ionice -n", "env -u", "env -C", "env --unset", "env --chdir",
        "xargs -I", "xargs -n", "xargs -P", "xargs -d", "xargs -L", "xargs -a", "xargs -s", "xargs -E", "timeout -s", "timeout -k", "timeout --signal", "timeout --kill-after",
        "stdbuf -i", "stdbuf -o", "stdbuf -e", "exec -a", "tini -p", "tini -e", "strace -o", "strace -e", "strace -p", "time -f", "time -o",
    };

    /// <summary>What a shell does itself, or every system brings: never a distribution's command.</summary>
    private static readonly HashSet<string> _ignored = new(StringComparer.Ordinal)
    {
        "echo", "printf", "cd", "export", "set", "unset", "source", ".", ":", "test", "[", "[[", "true", "false", "exit", "return", "read", "local", "declare", "typeset", "readonly", "shift",
        "trap", "wait", "alias", "unalias", "eval", "type", "which", "hash", "help", "ulimit", "umask", "pushd", "popd", "dirs", "jobs", "kill", "pkill", "killall", "pgrep", "for", "case", "select", "function",
        "fi", "done", "esac", "in", "}", "]]", "break", "continue", "let", "getopts", "shopt", "mapfile", "cat", "ls", "cp", "mv", "rm", "mkdir", "rmdir", "touch", "chmod", "chown", "ln", "grep", "egrep", "sed",
        "awk", "find", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "tee", "sleep", "date", "apt-get", "apt", "apk", "yum", "dnf", "pacman", "brew", "curl", "wget", "tar", "unzip", "zip", "git", "make",
        "useradd", "adduser", "groupadd", "addgroup", "su", "id", "whoami", "hostname", "man", "where", "ps", "df", "du", "diff", "install", "dpkg", "rem", "setlocal", "endlocal", "goto", "pause", "title",
        "del", "copy", "xcopy", "md", "rd", "dir", "cls", "ver", "reg", "if", "else", "foreach", "param", "try", "catch", "finally", "switch", "throw", "stdin", "exist", "defined", "errorlevel", "not", "activate", "deactivate", "npm", "npx", "yarn", "pnpm", "node", "go", "cargo", "java",
    };

    /// <summary>Shells, whose <c>-c</c> is a script.</summary>
    private static readonly HashSet<string> _shells = new(StringComparer.Ordinal) { "sh", "bash", "ash", "dash", "zsh", "ksh", "busybox" };

    /// <summary>Commands that run another in the same environment, given after their own options.</summary>
    private static readonly HashSet<string> _runners = new(StringComparer.Ordinal)
    {
        "ddtrace-run", "opentelemetry-instrument", "watchmedo", "dotenv", "newrelic-admin", "elastic-apm-run", "py-spy", "memray", "mprof", "scalene", "kernprof", "pyinstrument", "viztracer", "coverage",
        "debugpy", "pdb", "cProfile", "profile", "trace", "austin", "xvfb-run", "wait-for-it", "wait-for", "dockerize", "doppler", "aws-vault", "chamber", "op", "infisical", "s6-setuidgid", "logwrapper", "sentry-run", "hupper",
    };

    /// <summary>Managers of environments, whose <c>run</c> runs a command in the project's.</summary>
    private static readonly HashSet<string> _managers = new(StringComparer.Ordinal) { "poetry", "uv", "pipenv", "pdm", "hatch", "rye", "pixi", "conda", "mamba", "micromamba" };

    private static readonly HashSet<string> _managerOptions = new(StringComparer.Ordinal)
    {
        "--with", "--extra", "--group", "--python", "-p", "--package", "--env-file", "--directory", "--project", "-C", "-n", "--name", "--prefix", "-e", "--environment", "--index", "--index-url", "--with-editable",
        "--with-requirements", "--only-group", "--no-group", "--cwd", "-f", "--feature", "--manifest-path",
    };

    /// <summary>Options whose value is a module or something in one.</summary>
    private static readonly HashSet<string> _moduleOptions = new(StringComparer.Ordinal)
    {
        "gunicorn -k", "gunicorn --worker-class", "gunicorn --logger-class", "pytest -p", "py.test -p", "pylint --load-plugins", "celery --pool", "celery --loader", "celery --scheduler", "celery -S", "hypercorn -k",
        "hypercorn --worker-class", "uvicorn --loop", "stubtest --custom-typeshed-dir", "dramatiq --use-spawn",
    };

    /// <summary>Parts of the text that are scripts themselves, to be read next.</summary>
    public List<(int Start, int End, Dialect Dialect)> Scripts { get; } = [];

    /// <summary>Whether the command read so far takes a script on its standard input.</summary>
    public static bool ReadsScript(List<Word> words)
    {
        // In a container file a here-document without a command is a script.
        if (words.Count == 0)
            return true;
        string name = BaseName(words[0].Value);
        return _shells.Contains(name) || (name is "sudo" or "exec" && words.Count > 1 && _shells.Contains(BaseName(words[1].Value)));
    }

    /// <summary>Reads one command.</summary>
    public void Read(IReadOnlyList<Word> words)
    {
        var next = new Step(0, IsModule: false);
        for (int hops = 0; hops < MaximumHops && next.At >= 0; hops++)
            next = next.IsModule ? ReadModule(words, next.At) : ReadFrom(words, next.At);
    }

    private Step ReadFrom(IReadOnlyList<Word> words, int at)
    {
        while (at < words.Count)
        {
            Word word = words[at];
            if (IsAssignment(word.Value))
            {
                at++;
                continue;
            }

            if (word.Value.Length > 0 && word.Value[word.Value.Length - 1] == Word.Unknown)
                return ReadUnknown(words, at);

            string name = BaseName(word.Value);
            if (IsPython(name))
                return ReadPython(words, at + 1);

            if (_prefixes.Contains(name))
            {
                at = SkipPrefix(words, at, name);
                continue;
            }

            return ReadCommand(words, at, name);
        }

        return Step.None;
    }

    /// <summary>A command that only a variable names: <c>$(PYTHON) -m pytest</c>, <c>$(RUN) pytest</c>, <c>{{ poetry }} run pytest</c>.</summary>
    private static Step ReadUnknown(IReadOnlyList<Word> words, int at)
    {
        if (at + 1 >= words.Count)
            return Step.None;
        string next = words[at + 1].Value;
        string variable = words[at].Variable ?? "";
        if (next.StartsWith("-", StringComparison.Ordinal))
            return Has("py") || next == "-m" ? ReadPython(words, at + 1) : Step.None;
        if (next == "run" && (Has("poetry") || Has("uv") || Has("pipenv") || Has("pdm") || Has("hatch")))
            return new Step(at + 2, IsModule: false);
        bool runs = (Has("run") || Has("exec")) && !Has("docker") && !Has("compose") && !Has("container") && !Has("kube");
        return runs ? new Step(at + 1, IsModule: false) : Step.None;

        bool Has(string part) => variable.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static int SkipPrefix(IReadOnlyList<Word> words, int at, string prefix)
    {
        for (at++; at < words.Count; at++)
        {
            string value = words[at].Value;
            if (value == "--")
                return at + 1;
            if (prefix == "command" && value is "-v" or "-V")
                return words.Count;
            if (value.Length > 1 && value[0] == '-')
            {
                if (_prefixOptions.Contains(prefix + " " + value))
                    at++;
            }
            else if (!IsAssignment(value) && !(prefix == "start" && (value.Length == 0 || value[0] == '/')))
            {
                break;
            }
        }

        // The duration, the user: a first word that is not the command.
        return prefix is "timeout" or "gosu" or "su-exec" or "faketime" ? at + 1 : at;
    }

    /// <summary>A command by its name; returns what it runs in turn.</summary>
    private Step ReadCommand(IReadOnlyList<Word> words, int at, string name)
    {
        Word word = words[at];
        if (_shells.Contains(name) || name is "cmd" or "powershell" or "pwsh")
        {
            AddScript(words, at + 1, name);
            return Step.None;
        }

        if (IsWaiter(name))
            return new Step(AfterDashes(words, at), IsModule: false);
        if (name is "Start-Process")
            return new Step(at + 1 + OptionCount(words, at + 1), IsModule: false);
        if (_ignored.Contains(name) || !IsCommand(word, name))
            return Step.None;

        sink.AddCommand(name, word.Start);
        ReadOptions(name, words, at + 1);
        if (name is "docker" or "docker-compose" or "podman" or "kubectl" or "oc" or "nerdctl")
            return new Step(AfterContainer(words, at, name), IsModule: false);
        if (name is "concurrently" or "nodemon" or "watchfiles" or "entr" or "watch")
        {
            for (int index = at + 1; index < words.Count; index++)
                AddScript(words[index], Dialect.Posix);
            return Step.None;
        }

        if (_managers.Contains(name))
            return AfterManager(words, at + 1);
        return _runners.Contains(name) ? AfterRunner(words, at + 1) : Step.None;
    }

    private void AddScript(IReadOnlyList<Word> words, int at, string shell)
    {
        for (; at < words.Count; at++)
        {
            string value = words[at].Value;
            bool isOption = value.Length > 1 && (value[0] == '-' || (value[0] == '/' && shell == "cmd"));
            if (!isOption)
                return;
            bool isScript = shell switch
            {
                "cmd" => value is "/c" or "/C" or "/k" or "/K",
                "powershell" or "pwsh" => value.StartsWith("-c", StringComparison.OrdinalIgnoreCase),
                _ => value[1] != '-' && value[value.Length - 1] == 'c',
            };
            if (!isScript || at + 1 >= words.Count)
                continue;
            Dialect dialect = shell switch { "cmd" => Dialect.Batch, "powershell" or "pwsh" => Dialect.PowerShell, _ => Dialect.Posix };
            if (!AddScript(words[at + 1], dialect) && dialect != Dialect.Posix)
            {
                // cmd /c uvicorn main:app
                Scripts.Add((words[at + 1].Start, words[words.Count - 1].End, dialect));
            }

            return;
        }
    }

    /// <summary>Takes a quoted word, or one of several words, as a script; a bare one is no more than a word.</summary>
    private bool AddScript(Word word, Dialect dialect)
    {
        int start = word.Start;
        int end = word.End;
        if (end - start >= 2 && sink.Text[start] is '"' or '\'' && sink.Text[end - 1] == sink.Text[start])
            Scripts.Add((start + 1, end - 1, dialect));
        else if (word.Value.IndexOf(' ') > 0)
            Scripts.Add((start, end, dialect));
        else
            return false;
        return true;
    }

    private static int OptionCount(IReadOnlyList<Word> words, int at)
    {
        int index = at;
        while (index < words.Count && words[index].Value.StartsWith("-", StringComparison.Ordinal))
            index++;
        return index - at;
    }

    private static bool IsWaiter(string value)
    {
        string name = BaseName(value);
        return name.StartsWith("wait-for", StringComparison.Ordinal) || name.StartsWith("wait_for", StringComparison.Ordinal) || name.IndexOf("entrypoint", StringComparison.Ordinal) >= 0;
    }

    private static int AfterDashes(IReadOnlyList<Word> words, int at)
    {
        for (int index = at + 1; index < words.Count; index++)
        {
            if (words[index].Value == "--")
                return index + 1;
        }

        return -1;
    }

    /// <summary><c>docker exec -it web uvicorn</c>, <c>docker compose run web uvicorn</c>, <c>kubectl exec pod -- uvicorn</c>.</summary>
    private static int AfterContainer(IReadOnlyList<Word> words, int at, string name)
    {
        if (name is "kubectl" or "oc")
            return AfterDashes(words, at);
        bool isCompose = name == "docker-compose";
        for (int index = at + 1; index < words.Count; index++)
        {
            string value = words[index].Value;
            if (value == "compose")
                isCompose = true;
            if (value is not ("exec" or "run"))
                continue;

            // docker run names an image, which is its own environment.
            if (value == "run" && !isCompose)
                return -1;
            for (index++; index < words.Count; index++)
            {
                value = words[index].Value;
                if (!value.StartsWith("-", StringComparison.Ordinal))
                    return index + 1;
                if (value is "-e" or "-u" or "-w" or "--env" or "--user" or "--workdir" or "--env-file" or "-v" or "--volume" or "-p" or "--publish" or "--name" or "--index" or "--entrypoint")
                    index++;
            }
        }

        return -1;
    }

    private static Step AfterManager(IReadOnlyList<Word> words, int at)
    {
        while (at < words.Count && words[at].Value.StartsWith("-", StringComparison.Ordinal))
            at += _managerOptions.Contains(words[at].Value) ? 2 : 1;
        if (at >= words.Count || words[at].Value != "run")
            return Step.None;
        for (at++; at < words.Count && words[at].Value.StartsWith("-", StringComparison.Ordinal); at++)
        {
            if (words[at].Value is "-m" or "--module")
                return new Step(at + 1, IsModule: true);
            if (words[at].Value == "--")
                return new Step(at + 1, IsModule: false);
            if (_managerOptions.Contains(words[at].Value))
                at++;
        }

        return new Step(at, IsModule: false);
    }

    /// <summary>Past a runner's own words: to <c>-m</c>, to what follows <c>--</c>, or to the first word that is a known command.</summary>
    private static Step AfterRunner(IReadOnlyList<Word> words, int at)
    {
        for (int index = at; index < words.Count; index++)
        {
            string value = words[index].Value;
            if (value == "--")
                return new Step(index + 1, IsModule: false);
            if (value is "-m" or "--module")
                return new Step(index + 1, IsModule: true);
            string name = BaseName(value);
            if (value.Length > 0 && value[0] != '-' && (IsPython(name) || CommandMap.Distributions(name).Count > 0))
                return new Step(index, IsModule: false);
        }

        return Step.None;
    }

    /// <summary>The arguments of an interpreter: <c>-m module</c> runs one.</summary>
    private static Step ReadPython(IReadOnlyList<Word> words, int at)
    {
        for (; at < words.Count; at++)
        {
            string value = words[at].Value;
            if (value.Length < 2 || value[0] != '-')
            {
                // A script of the project, or one of the environment's: python venv/bin/celery.
                string script = BaseName(value);
                return script.Length < value.Length && IsCommand(words[at], script) ? new Step(at, IsModule: false) : Step.None;
            }

            if (value == "--module" || (value[1] != '-' && value[value.Length - 1] == 'm' && IsFlags(value, value.Length - 1)))
                return new Step(at + 1, IsModule: true);
            if (value[1] == 'm')
                return new Step(at, IsModule: true);
            int code = value.IndexOf('c');
            if (value[1] != '-' && code > 0 && IsFlags(value, code))
                return Step.None;
            if (value is "-W" or "-X" or "--check-hash-based-pycs")
                at++;
        }

        return Step.None;
    }

    private static bool IsFlags(string value, int end)
    {
        for (int index = 1; index < end; index++)
        {
            if ("bBdEhiIOPqsSuvVx".IndexOf(value[index]) < 0)
                return false;
        }

        return true;
    }

    private Step ReadModule(IReadOnlyList<Word> words, int at)
    {
        if (at >= words.Count)
            return Step.None;
        string module = words[at].Value;
        if (module.StartsWith("-m", StringComparison.Ordinal))
            module = module.Substring(2);
        if (!Dotted.IsName(module))
            return Step.None;
        sink.AddModule("command", module, words[at].Start);
        ReadOptions(module, words, at + 1);
        return _runners.Contains(module) ? AfterRunner(words, at + 1) : Step.None;
    }

    /// <summary>What the options of a command say: a module by its name, or a row of the table.</summary>
    public void ReadOptions(string command, IReadOnlyList<Word> words, int from)
    {
        string key = command is "py.test" ? "pytest" : command;
        for (int at = from; at < words.Count; at++)
        {
            string option = words[at].Value;
            if (option.Length < 2 || option[0] != '-')
                continue;
            int equals = option.IndexOf('=');
            string name = equals < 0 ? option : option.Substring(0, equals);
            string value = equals >= 0 ? option.Substring(equals + 1) : at + 1 < words.Count ? words[at + 1].Value : "";
            int valueStart = equals >= 0 || at + 1 >= words.Count ? words[at].Start : words[at + 1].Start;

            // -pxdist, -n4: a short option with its value attached.
            if (option[1] != '-' && option.Length > 2 && equals < 0)
            {
                name = option.Substring(0, 2);
                value = option.Substring(2);
                valueStart = words[at].Start;
            }

            if (_moduleOptions.Contains(key + " " + name))
                AddModules(value, valueStart, isPlain: key is "pytest" or "pylint");
            foreach (ImplicitUse use in sink.Table.OfOption(key, name))
            {
                if (use.MatchesValue(value))
                    sink.AddImplicit(use, words[at].Start, "runs '" + key + "' with '" + option + "'");
            }
        }
    }

    /// <param name="value">One or more names, with commas between.</param>
    /// <param name="start">Where they stand.</param>
    /// <param name="isPlain">Whether a name without a dot is a module too; gunicorn's <c>sync</c> is not.</param>
    private void AddModules(string value, int start, bool isPlain)
    {
        if (value.StartsWith("no:", StringComparison.Ordinal))
            return;
        foreach (string each in value.Split(','))
        {
            string module = each.Trim();
            int colon = module.IndexOf(':');
            if (colon >= 0)
                module = module.Substring(0, colon);
            if (Dotted.IsName(module) && (isPlain || module.IndexOf('.') > 0))
                sink.AddModule("command", module, start);
        }
    }

    /// <summary>Whether the word names a command that is looked up, or one in an environment's folder of commands; not a script of the project.</summary>
    private static bool IsCommand(Word word, string name)
    {
        if (name.Length == 0 || !char.IsLetterOrDigit(name[0]) || name.IndexOf(Word.Unknown) >= 0 || name.EndsWith(".sh", StringComparison.Ordinal) || IsCmdlet(name))
            return false;
        foreach (char character in name)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('-' or '_' or '.' or '+'))
                return false;
        }

        string value = word.Value;
        int slash = LastSlash(value);
        if (slash < 0)
            return name.IndexOf('.') < 0 || char.IsDigit(name[name.Length - 1]) || CommandMap.Distributions(name).Count > 0;
        string path = value.Substring(0, slash).TrimEnd(_slashes);
        string folder = path.Substring(LastSlash(path) + 1);
        if (folder is "bin" or "Scripts" or "scripts" or "sbin" && (folder != "scripts" || value.IndexOf("env", StringComparison.Ordinal) >= 0))
            return value[0] != '.' || value.IndexOf("env", StringComparison.Ordinal) >= 0;
        string variable = word.Variable ?? "";
        return folder.Length == 1 && folder[0] == Word.Unknown
            && (variable.IndexOf("bin", StringComparison.OrdinalIgnoreCase) >= 0 || variable.IndexOf("env", StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>PowerShell's own: <c>Write-Host</c>, <c>Set-Location</c>.</summary>
    private static bool IsCmdlet(string name)
    {
        int dash = name.IndexOf('-');
        return dash > 0 && dash + 1 < name.Length && char.IsUpper(name[0]) && char.IsUpper(name[dash + 1]);
    }

    private static bool IsAssignment(string value)
    {
        int equals = value.IndexOf('=');
        if (equals <= 0 || !(char.IsLetter(value[0]) || value[0] == '_'))
            return false;
        for (int index = 1; index < equals; index++)
        {
            if (!char.IsLetterOrDigit(value[index]) && value[index] is not ('_' or '+'))
                return false;
        }

        return true;
    }

    /// <summary>python, python3.11, py, pypy3, with or without a folder and .exe.</summary>
    private static bool IsPython(string name)
    {
        string stem = name is "py" or "pythonw" ? "python" : name.StartsWith("pypy", StringComparison.Ordinal) ? "python" + name.Substring(4) : name;
        if (stem is "envpython" or "sys.executable")
            return true;
        if (!stem.StartsWith("python", StringComparison.Ordinal))
            return false;
        for (int index = 6; index < stem.Length; index++)
        {
            if (!char.IsDigit(stem[index]) && stem[index] != '.')
                return false;
        }

        return true;
    }

    private static int LastSlash(string value) => value.LastIndexOfAny(_slashes);

    private static readonly char[] _slashes = ['/', '\\'];

    private static string BaseName(string value)
    {
        string name = value.Substring(LastSlash(value) + 1);
        foreach (string suffix in _suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return name.Substring(0, name.Length - suffix.Length);
        }

        return name;
    }

    private static readonly string[] _suffixes = [".exe", ".cmd", ".bat"];

    /// <summary>Where to read on, and whether a module's name stands there; none where <paramref name="At"/> is negative.</summary>
    private readonly record struct Step(int At, bool IsModule)
    {
        public static Step None => new(-1, false);
    }
}
