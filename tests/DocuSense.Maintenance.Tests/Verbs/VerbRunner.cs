using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Runs verbs as the tasks do.</summary>
internal static class VerbRunner
{
    public static MaintenanceOptions Options(string backend, string output) => new()
    {
        Check = new CheckOptions { Backend = backend, OutputFolder = output, ToolVersion = "test", ProjectFile = Path.Combine(backend, "wrapper.csproj") },
        LockLimit = TimeSpan.FromSeconds(60),
        TimeLimit = TimeSpan.FromMinutes(3),
        PurgeCache = false,
    };

    public static MaintenanceResult Run(string verb, MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default) => verb switch
    {
        "restore" => MaintenanceVerbs.Restore(options, progress, cancellationToken),
        "update" => MaintenanceVerbs.Update(options, progress, cancellationToken),
        "clean" => MaintenanceVerbs.Clean(options, progress, cancellationToken),
        "optimize" => MaintenanceVerbs.Optimize(options, progress, cancellationToken),
        _ => throw new ArgumentException(verb),
    };
}
