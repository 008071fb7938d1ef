using System.Runtime.InteropServices;
using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Testing;

/// <summary>Which interpreter is run, where, and with which variables.</summary>
internal sealed class PythonLaunch
{
    /// <summary>Absolute path of the interpreter; null where there is none, and then <see cref="Problem"/> says why.</summary>
    public string? Interpreter { get; private init; }

    /// <summary>Why there is no interpreter.</summary>
    public string? Problem { get; private init; }

    /// <summary>The code of that problem.</summary>
    public string ProblemCode { get; private init; } = "DSM1002";

    /// <summary>The environment as its files tell; null where an interpreter is named and has none.</summary>
    public PythonEnvironment? Environment { get; private init; }

    /// <summary>The folder it is started in.</summary>
    public required string Folder { get; init; }

    /// <summary>Variables to set.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; }

    /// <summary>Finds the interpreter, and reads the file of variables.</summary>
    public static PythonLaunch Create(TestManifest manifest, CancellationToken cancellationToken)
    {
        PythonEnvironment? environment = EnvironmentReader.Find(manifest.Backend, manifest.Venv, EnvironmentDetail.Modules, cancellationToken);
        (string? interpreter, string? problem, string code) = Choose(manifest, environment);
        var variables = new List<KeyValuePair<string, string>>();
        if (manifest.EnvironmentFile is { } file)
        {
            try
            {
                variables.AddRange(EnvironmentFile.Parse(File.ReadAllText(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                (interpreter, problem, code) = (null, $"The file of environment variables '{file}' cannot be read; correct DocuSenseEnvironmentFile.", "DSM9006");
            }
        }

        if (interpreter is not null && !Directory.Exists(manifest.StartFolder))
            (interpreter, problem, code) = (null, $"The working directory '{manifest.StartFolder}' does not exist; correct DocuSenseWorkingDirectory.", "DSM9006");
        if (environment is { IsVirtual: true } && manifest.Python is null)
        {
            // As an activated environment has them.
            string scripts = Path.GetDirectoryName(environment.Interpreter ?? Path.Combine(environment.Root, "bin", "python"))!;
            variables.Add(new("VIRTUAL_ENV", environment.Root));
            variables.Add(new("PATH", scripts + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH")));
        }

        variables.AddRange(manifest.Environment);
        return new PythonLaunch
        {
            Interpreter = interpreter, Problem = problem, ProblemCode = code, Environment = environment, Folder = manifest.StartFolder, Variables = variables,
        };
    }

    /// <summary>The same with one more variable.</summary>
    public PythonLaunch With(string name, string value) => new()
    {
        Interpreter = Interpreter, Problem = Problem, ProblemCode = ProblemCode, Environment = Environment, Folder = Folder, Variables = [.. Variables, new(name, value)],
    };

    /// <summary>The same with a folder in front of <c>PYTHONPATH</c>.</summary>
    public PythonLaunch WithPath(string folder)
    {
        string? path = System.Environment.GetEnvironmentVariable("PYTHONPATH");
        foreach (KeyValuePair<string, string> variable in Variables)
        {
            if (variable.Key == "PYTHONPATH")
                path = variable.Value;
        }

        return With("PYTHONPATH", string.IsNullOrEmpty(path) ? folder : folder + Path.PathSeparator + path);
    }

    private static (string? Interpreter, string? Problem, string Code) Choose(TestManifest manifest, PythonEnvironment? environment)
    {
        if (manifest.Python is { } named)
            return File.Exists(named) ? (named, null, "") : (null, $"There is no interpreter at '{named}'; correct DocuSenseTestPython.", "DSM1002");
        if (environment is null)
        {
            return (null, manifest.Venv is { } venv
                ? $"There is no virtual environment at '{venv}'; correct DocuSenseVenv or create it with 'python -m venv'."
                : $"'{manifest.Backend}' has no virtual environment; create one with 'python -m venv .venv' or name yours in DocuSenseVenv.", "DSM1001");
        }

        if (environment.Interpreter is not { } interpreter || !File.Exists(interpreter))
            return (null, $"The environment '{environment.Root}' has no interpreter that runs; recreate it with 'python -m venv --clear' and reinstall the requirements.", "DSM1002");
        return environment.IsWindows != RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? (null, $"The environment '{environment.Root}' was made on another system; make one here and name it in DocuSenseVenv.", "DSM1002")
            : (interpreter, null, "");
    }
}
