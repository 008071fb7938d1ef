using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Reports;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>What all tasks that change an environment or requirements share: parameters in, a verb of the engine, its plan and findings out.</summary>
public abstract class MaintenanceTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly RunLog _runLog = new();

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

    /// <summary>The folder for what is remembered between runs.</summary>
    public string? OutputFolder { get; set; }

    /// <summary>Only plan.</summary>
    public string? DryRun { get; set; }

    /// <summary>Rebuild, whatever there is.</summary>
    public string? Force { get; set; }

    /// <summary>As in the project.</summary>
    public string? TreatWarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? NoWarn { get; set; }

    /// <summary>The folder for the log of the run; empty for none.</summary>
    public string? LogPath { get; set; }

    /// <summary>How many logs of each verb are kept.</summary>
    public string? HistoryLimit { get; set; }

    /// <summary>The properties that are switches, as <c>Name=value</c>, each reported where its value is no switch's.</summary>
    public string[] Switches { get; set; } = [];

    /// <summary>The plan: one item a step, named for its subject, with metadata Verb, Kind, Before, After, Reason, Bytes and File.</summary>
    [Output]
    public ITaskItem[] Steps { get; private set; } = [];

    /// <summary>What came of it, for the report: the verb, with metadata Summary, Applied, BytesFreed and Steps.</summary>
    [Output]
    public ITaskItem[] Runs { get; private set; } = [];

    /// <summary>What was shown, for the report: the code, with metadata as the check's.</summary>
    [Output]
    public ITaskItem[] Findings { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _cancellation.Dispose();
    }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var report = new FindingLog(Log, new SeverityPolicy(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors), ProjectFile);
        try
        {
            foreach (string text in Switches)
            {
                if (Switch.Problem(text) is { } problem)
                    report.Add(problem);
            }

            MaintenanceResult result = Run(Configure(Options()), Tell, _cancellation.Token);
            foreach (Diagnostic diagnostic in result.Diagnostics)
                report.Add(diagnostic);
            Steps = [.. result.Plan.Steps.Select(step => Item(result.Verb, step))];
            Log.LogMessage(result.UpToDate ? MessageImportance.Normal : MessageImportance.High, $"DocuSense: {result.Verb.ToLowerInvariant()}: {result.Summary}");
            Runs = [RunItems.Write(new ReportRun(result.Verb, result.Summary, result.Applied, result.BytesFreed, [.. result.Plan.Steps.Select(static step => step.ToString())]))];
            // A restore that runs in every build leaves a log only where it had something to do.
            if (!(Verb == "Restore" && result.UpToDate && result.Diagnostics.Count == 0))
                WriteLog(report, result, result.Summary);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.High, "DocuSense: cancelled; everything is as it was.");
            WriteLog(report, null, "cancelled; everything is as it was");
            return false;
        }
        catch (Exception exception)
        {
            string reason = exception.Message.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ');
            report.Add(new Diagnostic
            {
                Code = "DSM5009",
                Severity = Severity.Error,
                Message = $"The maintenance failed: {reason}. What was begun is undone, at the latest by the next run.",
            });
            Log.LogMessage(MessageImportance.Low, exception.ToString());
            Runs = [RunItems.Write(new ReportRun(Verb, "it failed", false, 0, []))];
            WriteLog(report, null, "it failed");
        }

        Findings = report.Items;
        return !Log.HasLoggedErrors;
    }

    /// <summary>Its name: <c>Restore</c>, <c>Update</c>, <c>Clean</c> or <c>Optimize</c>.</summary>
    protected abstract string Verb { get; }

    /// <summary>The verb.</summary>
    protected abstract MaintenanceResult Run(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken);

    /// <summary>Adds what only this verb takes.</summary>
    protected virtual MaintenanceOptions Configure(MaintenanceOptions options) => options;

    /// <summary>Whether a property that is a switch is on.</summary>
    protected static bool IsOn(string? value) => string.Equals(value?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    private MaintenanceOptions Options() => new()
    {
        Check = new CheckOptions
        {
            Backend = ProjectPaths.Absolute(ProjectDirectory, BackendPath) ?? ProjectDirectory,
            ProjectFile = ProjectFile,
            Environment = ProjectPaths.Absolute(ProjectDirectory, Venv),
            Manifests = [.. Requirements.Select(item => ProjectPaths.Absolute(ProjectDirectory, item.ItemSpec)).OfType<string>()],
            Excludes = ProjectPaths.List(Exclude),
            Suppressions = [.. Suppressions.Select(CheckPythonBackend.Suppression)],
            KnownModules = KnownItems.Modules(KnownModules),
            KnownUses = KnownItems.Uses(KnownUses),
            OutputFolder = ProjectPaths.Absolute(ProjectDirectory, OutputFolder),
            ToolVersion = ToolIdentity.Build,
        },
        DryRun = IsOn(DryRun),
        Force = IsOn(Force),
    };

    private void Tell(MaintenanceProgress progress)
    {
        _runLog.Add(progress.Text);
        Log.LogMessage(progress.IsDetail ? MessageImportance.Normal : MessageImportance.High, "DocuSense: {0}", progress.Text);
    }

    /// <summary>A dry run changes nothing, and so leaves no log. A log that cannot be written undoes nothing of the run.</summary>
    private void WriteLog(FindingLog report, MaintenanceResult? result, string outcome)
    {
        if (IsOn(DryRun) || ProjectPaths.Absolute(ProjectDirectory, LogPath) is not { } folder)
            return;
        try
        {
            int limit = new SettingReader(report.Add).Number("DocuSenseHistoryLimit", HistoryLimit, 0, 10_000) ?? MaintenanceLogs.DefaultLimit;
            string backend = ProjectPaths.Absolute(ProjectDirectory, BackendPath) ?? ProjectDirectory;
            if (new MaintenanceLogs(folder, limit).Write(Verb, DateTimeOffset.Now, _runLog.Text(Verb, backend, result, outcome, report.Findings)) is { } path)
                Log.LogMessage(MessageImportance.Normal, "DocuSense: the log of the run is '{0}'.", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            report.Add(new Diagnostic
            {
                Code = "DSM9010",
                Severity = Severity.Warning,
                Message = $"The log of the run could not be written to '{folder}': {exception.Message.TrimEnd('.')}. Give access to it, or set DocuSenseLogPath to another place.",
            });
        }
    }

    private static TaskItem Item(string verb, PlanStep step)
    {
        var item = new TaskItem(Escape(step.Subject));
        Set(item, "Verb", verb);
        Set(item, "Kind", step.Kind.ToString());
        Set(item, "Before", step.Before ?? "");
        Set(item, "After", step.After ?? "");
        Set(item, "Reason", step.Reason);
        Set(item, "Bytes", step.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set(item, "File", step.File ?? "");
        return item;
    }

    /// <summary>A percent sign would begin an escape sequence in an item's name.</summary>
    private static string Escape(string text) => text.Replace("%", "%25").Replace(";", "%3B");

    private static void Set(ITaskItem2 item, string name, string value) => item.SetMetadataValueLiteral(name, value);
}
