namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>What is known of commands that run others, and of those that are nobody's.</summary>
internal static class CommandWords
{
    /// <summary>Words that a shell puts before a command, which is what runs.</summary>
    public static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "exec", "env", "sudo", "doas", "nohup", "nice", "ionice", "setsid", "stdbuf", "xargs", "timeout",
        "gosu", "su-exec", "setpriv", "dumb-init", "tini", "command", "builtin", "catchsegv", "unbuffer", "faketime", "caffeinate", "cross-env", "call", "start", "strace",
    };

    /// <summary>Options of prefixes that take the next word.</summary>
    public static readonly HashSet<string> PrefixOptions = new(StringComparer.Ordinal)
    {
        "sudo -u", "sudo -g", "sudo -C", "sudo -h", "sudo -p", "sudo -U", "sudo --user", "sudo --group", "doas -u", "nice -n", "ionice -c", "ionice -n", "env -u", "env -C", "env --unset", "env --chdir",
        "xargs -I", "xargs -n", "xargs -P", "xargs -d", "xargs -L", "xargs -a", "xargs -s", "xargs -E", "timeout -s", "timeout -k", "timeout --signal", "timeout --kill-after",
        "stdbuf -i", "stdbuf -o", "stdbuf -e", "exec -a", "tini -p", "tini -e", "strace -o", "strace -e", "strace -p", "time -f", "time -o",
    };

    /// <summary>What a shell does itself, or every system brings: never a distribution's command.</summary>
    public static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "echo", "printf", "cd", "export", "set", "unset", "source", ".", ":", "test", "[", "[[", "true", "false", "exit", "return", "read", "local", "declare", "typeset", "readonly", "shift",
        "trap", "wait", "alias", "unalias", "eval", "type", "which", "hash", "help", "ulimit", "umask", "pushd", "popd", "dirs", "jobs", "kill", "pkill", "killall", "pgrep", "for", "case", "select", "function",
        "fi", "done", "esac", "in", "}", "]]", "break", "continue", "let", "getopts", "shopt", "mapfile", "cat", "ls", "cp", "mv", "rm", "mkdir", "rmdir", "touch", "chmod", "chown", "ln", "grep", "egrep", "sed",
        "awk", "find", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "tee", "sleep", "date", "apt-get", "apt", "apk", "yum", "dnf", "pacman", "brew", "curl", "wget", "tar", "unzip", "zip", "git", "make",
        "useradd", "adduser", "groupadd", "addgroup", "su", "id", "whoami", "hostname", "man", "where", "ps", "df", "du", "diff", "install", "dpkg", "rem", "setlocal", "endlocal", "goto", "pause", "title",
        "del", "copy", "xcopy", "md", "rd", "dir", "cls", "ver", "reg", "if", "else", "foreach", "param", "try", "catch", "finally", "switch", "throw", "stdin", "exist", "defined", "errorlevel", "not", "activate", "deactivate", "npm", "npx", "yarn", "pnpm", "node", "go", "cargo", "java",
    };

    /// <summary>Shells, whose <c>-c</c> is a script.</summary>
    public static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "sh", "bash", "ash", "dash", "zsh", "ksh", "busybox" };

    /// <summary>Commands that run another in the same environment, given after their own options.</summary>
    public static readonly HashSet<string> Runners = new(StringComparer.Ordinal)
    {
        "ddtrace-run", "opentelemetry-instrument", "watchmedo", "dotenv", "newrelic-admin", "elastic-apm-run", "py-spy", "memray", "mprof", "scalene", "kernprof", "pyinstrument", "viztracer", "coverage",
        "debugpy", "pdb", "cProfile", "profile", "trace", "austin", "xvfb-run", "wait-for-it", "wait-for", "dockerize", "doppler", "aws-vault", "chamber", "op", "infisical", "s6-setuidgid", "logwrapper", "sentry-run", "hupper",
    };

    /// <summary>Managers of environments, whose <c>run</c> runs a command in the project's.</summary>
    public static readonly HashSet<string> Managers = new(StringComparer.Ordinal) { "poetry", "uv", "pipenv", "pdm", "hatch", "rye", "pixi", "conda", "mamba", "micromamba" };

    public static readonly HashSet<string> ManagerOptions = new(StringComparer.Ordinal)
    {
        "--with", "--extra", "--group", "--python", "-p", "--package", "--env-file", "--directory", "--project", "-C", "-n", "--name", "--prefix", "-e", "--environment", "--index", "--index-url", "--with-editable",
        "--with-requirements", "--only-group", "--no-group", "--cwd", "-f", "--feature", "--manifest-path",
    };

    /// <summary>Options whose value is a module or something in one.</summary>
    public static readonly HashSet<string> ModuleOptions = new(StringComparer.Ordinal)
    {
        "gunicorn -k", "gunicorn --worker-class", "gunicorn --logger-class", "pytest -p", "py.test -p", "pylint --load-plugins", "celery --pool", "celery --loader", "celery --scheduler", "celery -S", "hypercorn -k",
        "hypercorn --worker-class", "uvicorn --loop", "stubtest --custom-typeshed-dir", "dramatiq --use-spawn",
    };
}
