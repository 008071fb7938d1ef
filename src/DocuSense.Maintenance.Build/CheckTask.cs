using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>What all tasks that check a backend from its files share: what a project says about it, and how grave it wants findings to be.</summary>
public abstract class CheckTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The backend's folder, absolute or relative to the project.</summary>
    [Required]
    public string BackendPath { get; set; } = "";

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Absolute path of the project file: where findings without a file of their own are shown.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The virtual environment's folder; empty to look for it.</summary>
    public string? Venv { get; set; }

    /// <summary>The manifests; none to look for them.</summary>
    public ITaskItem[] Requirements { get; set; } = [];

    /// <summary>Globs relative to the backend, separated by semicolons, of what is not scanned.</summary>
    public string? Exclude { get; set; }

    /// <summary>Accepted findings: the code, with metadata Package, Path, Justification and Expires.</summary>
    public ITaskItem[] Suppressions { get; set; } = [];

    /// <summary>What the project knows of modules: the module, with metadata Distribution.</summary>
    public ITaskItem[] KnownModules { get; set; } = [];

    /// <summary>What the project knows of uses without an import: the trigger, with metadata Distribution and Needed.</summary>
    public ITaskItem[] KnownUses { get; set; } = [];

    /// <summary>The folder for the cache and <c>analysis.json</c>; empty to keep nothing.</summary>
    public string? OutputFolder { get; set; }

    /// <summary>The SARIF log to write.</summary>
    public string? ErrorLog { get; set; }

    /// <summary>The properties that are switches, as <c>Name=value</c>, each reported where its value is no switch's.</summary>
    public string[] Switches { get; set; } = [];

    /// <summary>As in the project.</summary>
    public string? TreatWarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? NoWarn { get; set; }

    /// <summary>Ends the work early.</summary>
    protected CancellationToken Cancellation => _cancellation.Token;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _cancellation.Dispose();
    }

    /// <summary>What the engine is asked.</summary>
    private protected CheckOptions Options() => new()
    {
        Backend = Absolute(BackendPath) ?? ProjectDirectory,
        ProjectFile = ProjectFile,
        Environment = Absolute(Venv),
        Manifests = [.. Requirements.Select(item => Absolute(item.ItemSpec)).OfType<string>()],
        Excludes = ProjectPaths.List(Exclude),
        Suppressions = [.. Suppressions.Select(Suppression)],
        KnownModules = KnownItems.Modules(KnownModules),
        KnownUses = KnownItems.Uses(KnownUses),
        OutputFolder = Absolute(OutputFolder),
        ToolVersion = ToolIdentity.Build,
    };

    /// <summary>How grave the project wants findings to be.</summary>
    private protected SeverityPolicy Policy() => new(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors);

    /// <summary>The absolute form of a path of the project, or null for none.</summary>
    private protected string? Absolute(string? path) => ProjectPaths.Absolute(ProjectDirectory, path);

    internal static Suppression Suppression(ITaskItem item)
    {
        string declaredIn = item.GetMetadata("DefiningProjectFullPath");
        return new Suppression(item.ItemSpec.Trim(), Metadata(item, "Package"), Metadata(item, "Path"), Metadata(item, "Justification"),
            Metadata(item, "Expires"), declaredIn.Length == 0 ? null : declaredIn,
            declaredIn.Length == 0 ? 0 : SuppressionPlace.Line(declaredIn, item.ItemSpec.Trim(), Metadata(item, "Package")));
    }

    private static string? Metadata(ITaskItem item, string name)
    {
        string value = item.GetMetadata(name).Trim();
        return value.Length == 0 ? null : value;
    }
}
