using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Reports;

namespace DocuSense.Maintenance.Build;

/// <summary>The log of one run of a verb: what was planned, what was done, what came of it. What it is told holds no secrets.</summary>
internal sealed class RunLog
{
    private readonly DateTimeOffset _began = DateTimeOffset.Now;
    private readonly List<string> _lines = [];

    /// <summary>Notes what is being done; from any thread.</summary>
    public void Add(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }

    /// <summary>The whole text.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="backend">Absolute path of the backend.</param>
    /// <param name="result">What came of it; null where it was cancelled or failed.</param>
    /// <param name="outcome">The outcome in a sentence.</param>
    /// <param name="findings">What was shown.</param>
    public string Text(string verb, string backend, MaintenanceResult? result, string outcome, IReadOnlyList<Diagnostic> findings)
    {
        var text = new StringBuilder();
        Line(text, $"{verb} of '{backend}'");
        Line(text, $"{JsonReport.ToolName} {ToolIdentity.Version}, from {Moment(_began)} to {Moment(DateTimeOffset.Now)}");
        Section(text, "Plan", result is null || result.Plan.Steps.Count == 0 ? ["nothing"] : result.Plan.Steps.Select(static step => step.ToString()));
        lock (_lines)
            Section(text, "Done", _lines.Count == 0 ? ["nothing"] : _lines);
        Section(text, "Findings", findings.Count == 0 ? ["none"] : findings.Select(static finding => $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message}"));
        string size = result is { BytesFreed: not 0 } ? $"{PlanStep.Size(Math.Abs(result.BytesFreed))} {(result.BytesFreed > 0 ? "less" : "more")} on disk" : "no change on disk was measured";
        Section(text, "Outcome", [outcome, result?.Applied == true ? "the plan was applied" : "the plan was not applied", size]);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        Line(text, "");
        Line(text, title);
        foreach (string line in lines)
            Line(text, "  " + line.Replace("\r", "").Replace("\n", "\n  "));
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
