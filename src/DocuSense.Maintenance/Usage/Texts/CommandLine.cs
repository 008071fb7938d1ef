namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>
/// Reads the words of one simple command: which command or module runs in the end, behind <c>exec</c>, <c>env</c>,
/// <c>poetry run</c> and the like, and what its options name.
/// </summary>
internal sealed class CommandLine(HintSink sink)
{
    /// <summary>Commands that run one another; real ones need no more than three or four.</summary>
    private const int MaximumHops = 16;

    /// <summary>Parts of the text that are scripts themselves, to be read next.</summary>
    public List<ShellRegion> Scripts { get; } = [];

    /// <summary>Whether the command read so far takes a script on its standard input.</summary>
    public static bool ReadsScript(List<Word> words)
    {
        // In a container file a here-document without a command is a script.
        if (words.Count == 0)
            return true;
        string name = CommandName.BaseName(words[0].Value);
        return CommandWords.Shells.Contains(name) || (name is "sudo" or "exec" && words.Count > 1 && CommandWords.Shells.Contains(CommandName.BaseName(words[1].Value)));
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
            if (CommandName.IsAssignment(word.Value))
            {
                at++;
                continue;
            }

            if (word.Value.Length > 0 && word.Value[word.Value.Length - 1] == Word.Unknown)
                return ReadUnknown(words, at);

            string name = CommandName.BaseName(word.Value);
            if (CommandName.IsPython(name))
                return ReadPython(words, at + 1);

            if (CommandWords.Prefixes.Contains(name))
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
                if (CommandWords.PrefixOptions.Contains(prefix + " " + value))
                    at++;
            }
            else if (!CommandName.IsAssignment(value) && !(prefix == "start" && (value.Length == 0 || value[0] == '/')))
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
        if (CommandWords.Shells.Contains(name) || name is "cmd" or "powershell" or "pwsh")
        {
            AddScript(words, at + 1, name);
            return Step.None;
        }

        if (IsWaiter(name))
            return new Step(AfterDashes(words, at), IsModule: false);
        if (name is "Start-Process")
            return new Step(at + 1 + OptionCount(words, at + 1), IsModule: false);
        if (CommandWords.Ignored.Contains(name) || !CommandName.IsCommand(word, name))
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

        if (CommandWords.Managers.Contains(name))
            return AfterManager(words, at + 1);
        return CommandWords.Runners.Contains(name) ? AfterRunner(words, at + 1) : Step.None;
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
                Scripts.Add(new ShellRegion(words[at + 1].Start, words[words.Count - 1].End, dialect));
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
            Scripts.Add(new ShellRegion(start + 1, end - 1, dialect));
        else if (word.Value.IndexOf(' ') > 0)
            Scripts.Add(new ShellRegion(start, end, dialect));
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
        string name = CommandName.BaseName(value);
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
            at += CommandWords.ManagerOptions.Contains(words[at].Value) ? 2 : 1;
        if (at >= words.Count || words[at].Value != "run")
            return Step.None;
        for (at++; at < words.Count && words[at].Value.StartsWith("-", StringComparison.Ordinal); at++)
        {
            if (words[at].Value is "-m" or "--module")
                return new Step(at + 1, IsModule: true);
            if (words[at].Value == "--")
                return new Step(at + 1, IsModule: false);
            if (CommandWords.ManagerOptions.Contains(words[at].Value))
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
            string name = CommandName.BaseName(value);
            if (value.Length > 0 && value[0] != '-' && (CommandName.IsPython(name) || CommandMap.Distributions(name).Count > 0))
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
                string script = CommandName.BaseName(value);
                return script.Length < value.Length && CommandName.IsCommand(words[at], script) ? new Step(at, IsModule: false) : Step.None;
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
        return CommandWords.Runners.Contains(module) ? AfterRunner(words, at + 1) : Step.None;
    }

    /// <summary>What the options of a command say: a module by its name, or a row of the table.</summary>
    public void ReadOptions(string command, IReadOnlyList<Word> words, int from)
    {
        string key = command is "py.test" ? "pytest" : command;
        for (int at = from; at < words.Count; at++)
        {
            string option = words[at].Value;
            if (option.Length < 2 || option[0] != '-')
            {
                // A command of a command, such as celery's flower.
                foreach (ImplicitUse use in sink.Table.OfOption(key, option))
                    sink.AddImplicit(use, words[at].Start, "runs '" + key + " " + option + "'");
                continue;
            }

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

            if (CommandWords.ModuleOptions.Contains(key + " " + name))
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

    /// <summary>Where to read on, and whether a module's name stands there; none where <paramref name="At"/> is negative.</summary>
    private readonly record struct Step(int At, bool IsModule)
    {
        public static Step None => new(-1, false);
    }
}
