using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Reports;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Writes the report of a backend: JSON, page and SARIF log. It tells of findings and fails for none of them; only a report that cannot be written is an error.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportPythonBackend : CheckTask
{
    /// <summary>The folder for the report; empty for the project's.</summary>
    public string? ReportPath { get; set; }

    /// <summary>The folder for the reports before it.</summary>
    [Required]
    public string LogPath { get; set; } = "";

    /// <summary>How many of those are kept.</summary>
    public string? HistoryLimit { get; set; }

    /// <summary>Write nothing.</summary>
    public string? DryRun { get; set; }

    /// <summary>What the verbs of this build did, as their tasks give it.</summary>
    public ITaskItem[] Runs { get; set; } = [];

    /// <summary>What the verbs of this build found, as their tasks give it.</summary>
    public ITaskItem[] RunFindings { get; set; } = [];

    /// <summary>The files that were written.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var log = new FindingLog(Log, Policy(), ProjectFile);
        try
        {
            foreach (string text in Switches)
            {
                if (Switch.Problem(text) is { } problem)
                    log.Add(problem);
            }

            if (string.Equals(DryRun?.Trim(), "true", StringComparison.OrdinalIgnoreCase))
                Log.LogMessage(MessageImportance.High, "DocuSense: report: dry run: none was written");
            else
                Write(log);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Normal, "DocuSense: the report was cancelled.");
            return false;
        }
        catch (ReportException exception)
        {
            log.Add(new Diagnostic { Code = "DSM9010", Severity = Severity.Error, Message = exception.Message });
        }
        catch (Exception exception)
        {
            string reason = exception.Message.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ');
            log.Add(new Diagnostic { Code = "DSM9010", Severity = Severity.Error, Message = $"The report could not be made: {reason}. What was there before is still there." });
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    private void Write(FindingLog log)
    {
        int limit = new SettingReader(log.Add).Number("DocuSenseHistoryLimit", HistoryLimit, 0, 10_000) ?? MaintenanceLogs.DefaultLimit;
        CheckOptions options = Options();
        SeverityPolicy policy = Policy();
        (Snapshot? snapshot, CheckResult result) = Checker.Examine(options, Cancellation);
        // What the verbs showed is as grave as it was shown. What a program under test says of its environment may hold what pip was given.
        var secrets = Secrets.Collect([], Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null);
        IReadOnlyList<Diagnostic> findings =
        [
            .. policy.Decide(result.Diagnostics),
            .. RunFindings.Select(RunItems.ReadFinding).Select(finding => finding with { Message = secrets.Redact(finding.Message) }),
        ];
        var input = new ReportInput
        {
            Backend = options.Backend,
            Snapshot = snapshot,
            Findings = findings,
            Runs = [.. Runs.Select(RunItems.Read).Select(run => run with { Summary = secrets.Redact(run.Summary), Steps = [.. run.Steps.Select(secrets.Redact)] })],
            Timestamp = DateTimeOffset.Now,
            ToolVersion = ToolIdentity.Version,
        };
        var sarif = new SarifInput
        {
            Backend = options.Backend,
            ProjectFile = ProjectFile,
            Findings = findings,
            Suppressed = policy.Decide(result.Suppressed),
            ToolVersion = ToolIdentity.Version,
        };
        (MaintenanceReport report, IReadOnlyList<string> files) = ReportFiles.Write(input, sarif, new ReportPlaces
        {
            Folder = Absolute(ReportPath) ?? ProjectDirectory,
            LogFolder = Absolute(LogPath)!,
            HistoryLimit = limit,
            SarifPath = Absolute(ErrorLog),
            ImportProfile = options.OutputFolder is { } output ? Path.Combine(output, "imports-profile.json") : null,
        });
        Files = [.. files.Select(Item)];
        string counts = string.Join(", ",
            FindingLog.Count(report.Findings.Count(static finding => finding.Severity == Severity.Error), "error"),
            FindingLog.Count(report.Findings.Count(static finding => finding.Severity == Severity.Warning), "warning"),
            FindingLog.Count(report.Suggestions.Count, "suggestion"));
        Log.LogMessage(MessageImportance.High, "DocuSense: report: {0}: {1}: {2}", report.Status.ToString().ToLowerInvariant(), counts, files[0]);
    }

    private static TaskItem Item(string path)
    {
        var item = new TaskItem();
        ((ITaskItem2)item).EvaluatedIncludeEscaped = path.Replace("%", "%25").Replace(";", "%3B").Replace("*", "%2A").Replace("?", "%3F");
        return item;
    }
}
