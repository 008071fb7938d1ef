using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Checks a Python backend from its files and puts every finding into the build's log.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPythonBackend : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The engine; tests put their own in its place.</summary>
    internal Func<CheckOptions, CancellationToken, CheckResult> Engine { get; set; } = Checker.Run;

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

    /// <summary>What was shown: the code, with metadata Severity, File, Line, Column, EndLine, EndColumn, Message and Package.</summary>
    [Output]
    public ITaskItem[] Findings { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var clock = Stopwatch.StartNew();
        var report = new FindingLog(Log, new SeverityPolicy(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors), ProjectFile);
        try
        {
            foreach (string text in Switches)
            {
                if (Switch.Problem(text) is { } problem)
                    report.Add(problem);
            }

            CheckResult result = Engine(Options(), _cancellation.Token);
            foreach (Diagnostic diagnostic in result.Diagnostics)
                report.Add(diagnostic);
            report.Summarise(result, clock.ElapsedMilliseconds);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Normal, "DocuSense: the check was cancelled.");
            return false;
        }
        catch (Exception exception)
        {
            // The check is a guest in somebody's build: whatever goes wrong in it must not stop that build.
            report.Add(Failure(exception));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        Findings = report.Items;
        return !Log.HasLoggedErrors;
    }

    private CheckOptions Options() => new()
    {
        Backend = Absolute(BackendPath) ?? ProjectDirectory,
        ProjectFile = ProjectFile,
        Environment = Absolute(Venv),
        Manifests = Requirements.Length == 0 ? [] : [.. Requirements.Select(item => Absolute(item.ItemSpec)).OfType<string>()],
        Excludes = ProjectPaths.List(Exclude),
        Suppressions = Array.ConvertAll(Suppressions, Suppression),
        KnownModules = KnownItems.Modules(KnownModules),
        KnownUses = KnownItems.Uses(KnownUses),
        OutputFolder = Absolute(OutputFolder),
        ToolVersion = ToolVersion,
    };

    /// <summary>The identity of the engine's very build, so that no other build's cache is replayed, whatever its version says.</summary>
    private static string ToolVersion => typeof(Checker).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private string? Absolute(string? path) => ProjectPaths.Absolute(ProjectDirectory, path);

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

    private static Diagnostic Failure(Exception exception)
    {
        string reason = exception.Message.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ');
        return new Diagnostic
        {
            Code = "DSM9009",
            Severity = Severity.Warning,
            Message = $"The Python backend could not be checked: {reason}. Nothing was decided about it.",
        };
    }
}
