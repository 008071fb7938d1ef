using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Runs modules of a Python so that they never outlive this process: an orphaned pip would go on changing what the next run puts back.</summary>
internal static class PythonProcess
{
    /// <summary>
    /// Run before the module: leads a group of its own, holds a file that tells others that it runs, and ends itself with the whole group when the
    /// pipe on its input closes, as the system closes it when this process ends, however that ends.
    /// </summary>
    private const string Supervisor = """
        import os, sys, threading
        mark, module = sys.argv[1], sys.argv[2]
        sys.argv = sys.argv[2:]
        held = open(mark, "a+b")
        try:
            import fcntl
            fcntl.flock(held, fcntl.LOCK_SH)
            os.setsid()
        except (ImportError, OSError):
            pass
        pipe = os.dup(0)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        def end():
            if os.name == "nt":
                import subprocess
                subprocess.call(["taskkill", "/T", "/F", "/PID", str(os.getpid())])
            else:
                import signal
                os.killpg(0, signal.SIGKILL)
            os._exit(1)
        def watch():
            try:
                while os.read(pipe, 4096):
                    pass
            except OSError:
                pass
            end()
        if os.name != "nt":
            import select
            if select.select([pipe], [], [], 0)[0]:
                end()
        threading.Thread(target=watch, daemon=True).start()
        import runpy
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        """;

    /// <summary>Variables that would send an installation elsewhere, or change what a Python is.</summary>
    private static readonly string[] _removed =
        ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_PYTHON", "PIP_REQUIREMENT", "PIP_DRY_RUN", "PIP_REPORT", "PIP_LOG", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"];

    /// <summary>Runs <c>python -m module</c>.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="busyFile">The file to hold while it runs.</param>
    /// <param name="module">The module.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="more">Further variables.</param>
    /// <param name="secrets">What must not be shown.</param>
    /// <param name="onLine">Is told each line that is printed.</param>
    /// <param name="timeLimit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it, with everything it has started.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The interpreter cannot be started.</exception>
    public static ProcessOutcome Run(string python, string busyFile, string module, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> more,
        Secrets secrets, Action<string>? onLine, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
            ["PIP_NO_INPUT"] = "1",
            ["PIP_NO_COLOR"] = "1",
            ["PIP_PROGRESS_BAR"] = "off",
            ["NO_COLOR"] = "1",
            ["LC_ALL"] = "C.UTF-8",
        };
        foreach (string name in _removed)
            variables[name] = null;
        foreach (KeyValuePair<string, string?> variable in more)
            variables[variable.Key] = variable.Value;
        return ProcessRunner.Run(new ProcessRequest
        {
            Program = python,
            Arguments = ["-I", "-X", "utf8", "-c", Supervisor, busyFile, module, .. arguments],
            WorkingFolder = Path.GetDirectoryName(busyFile),
            Variables = variables,
            TimeLimit = timeLimit,
            HoldsInput = true,
            Secrets = secrets,
            OnLine = onLine,
        }, cancellationToken);
    }
}
