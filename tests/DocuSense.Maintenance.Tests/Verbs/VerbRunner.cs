using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Runs verbs as the tasks do, with verifications that fit the tests' backends.</summary>
internal static class VerbRunner
{
    public static MaintenanceOptions Options(string backend, string output) => new()
    {
        Check = new CheckOptions { Backend = backend, OutputFolder = output, ToolVersion = "test", ProjectFile = Path.Combine(backend, "wrapper.csproj") },
        LockLimit = TimeSpan.FromSeconds(60),
        TimeLimit = TimeSpan.FromMinutes(3),
        PurgeCache = false,
        Verifications = [new CheckVerification(), new ImportOfMain()],
    };

    public static MaintenanceResult Run(string verb, MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default) => verb switch
    {
        "restore" => MaintenanceVerbs.Restore(options, progress, cancellationToken),
        "update" => MaintenanceVerbs.Update(options, progress, cancellationToken),
        "clean" => MaintenanceVerbs.Clean(options, progress, cancellationToken),
        "optimize" => MaintenanceVerbs.Optimize(options, progress, cancellationToken),
        _ => throw new ArgumentException(verb),
    };

    /// <summary>Imports the backend's <c>main.py</c> with the environment's Python: the smallest import test there is.</summary>
    private sealed class ImportOfMain : IVerification
    {
        public string Name => "import of main";

        public IReadOnlyList<Failure> Observe(MaintenanceOptions options, string environment, CancellationToken cancellationToken)
        {
            string python = OperatingSystem.IsWindows() ? Path.Combine(environment, "Scripts", "python.exe") : Path.Combine(environment, "bin", "python");
            if (!File.Exists(Path.Combine(options.Check.Backend, "main.py")) || !File.Exists(python))
                return [];
            (int exit, _, string error) = Python.Execute(python, ["-c", "import main"], null, TimeSpan.FromMinutes(1), options.Check.Backend);
            return exit == 0 ? [] : [new Failure("import:main", "main no longer imports: " + error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])];
        }
    }
}
