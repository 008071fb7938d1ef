using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>Writes into the build's log why a distribution is there, from files alone.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExplainPythonDistribution : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The backend's folder, absolute or relative to the project.</summary>
    [Required]
    public string BackendPath { get; set; } = "";

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Absolute path of the project file.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The distribution, or a module of it.</summary>
    public string? Package { get; set; }

    /// <summary>The virtual environment's folder; empty to look for it.</summary>
    public string? Venv { get; set; }

    /// <summary>The manifests; none to look for them.</summary>
    public ITaskItem[] Requirements { get; set; } = [];

    /// <summary>Globs relative to the backend, separated by semicolons, of what is not scanned.</summary>
    public string? Exclude { get; set; }

    /// <summary>As for the check.</summary>
    public ITaskItem[] KnownModules { get; set; } = [];

    /// <summary>As for the check.</summary>
    public ITaskItem[] KnownUses { get; set; } = [];

    /// <summary>The folder in which the check and the tests keep what they know; it is read, and nothing is written.</summary>
    public string? OutputFolder { get; set; }

    /// <summary>What was written, a line an item.</summary>
    [Output]
    public string[] Lines { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (string.IsNullOrWhiteSpace(Package))
        {
            Warn("DSM9002", "DocuSensePackage is empty; name a distribution or a module, as in -p:DocuSensePackage=starlette.");
            return true;
        }

        try
        {
            Lines = [.. WhyReport.Run(Options(), Package!, _cancellation.Token)];
            foreach (string line in Lines)
                Log.LogMessage(MessageImportance.High, line);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Normal, "DocuSense: the explanation was cancelled.");
            return false;
        }
        catch (Exception exception)
        {
            Warn("DSM9009", $"'{Package}' could not be explained: {exception.Message.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ')}.");
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return true;
    }

    private CheckOptions Options() => new()
    {
        Backend = ProjectPaths.Absolute(ProjectDirectory, BackendPath) ?? ProjectDirectory,
        ProjectFile = ProjectFile,
        Environment = ProjectPaths.Absolute(ProjectDirectory, Venv),
        Manifests = [.. Requirements.Select(item => ProjectPaths.Absolute(ProjectDirectory, item.ItemSpec)).OfType<string>()],
        Excludes = ProjectPaths.List(Exclude),
        KnownModules = KnownItems.Modules(KnownModules),
        KnownUses = KnownItems.Uses(KnownUses),
        OutputFolder = ProjectPaths.Absolute(ProjectDirectory, OutputFolder),
    };

    private void Warn(string code, string message) =>
        Log.LogWarning(null, code, null, $"{DiagnosticCatalogue.HelpRoot}{code}.md", ProjectFile, 0, 0, 0, 0, message);
}
