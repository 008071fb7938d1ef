using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>The report, and where things are in it.</summary>
internal sealed class PageModel
{
    private readonly Dictionary<string, int> _places;

    public PageModel(MaintenanceReport report)
    {
        Report = report;
        _places = new Dictionary<string, int>(report.Distributions.Count, StringComparer.Ordinal);
        for (int index = 0; index < report.Distributions.Count; index++)
            _places[report.Distributions[index].NormalizedName] = index;
        Errors = Of(Severity.Error);
        Warnings = Of(Severity.Warning);
        Advice = Of(Severity.Message);
        Conflicts = [.. report.Dependencies.Where(static dependency => !dependency.IsSatisfied)];
    }

    public MaintenanceReport Report { get; }

    public IReadOnlyList<Diagnostic> Errors { get; }

    public IReadOnlyList<Diagnostic> Warnings { get; }

    public IReadOnlyList<Diagnostic> Advice { get; }

    public int FindingCount => Errors.Count + Warnings.Count + Advice.Count;

    /// <summary>What is required and not there, or there in a version that does not fit.</summary>
    public IReadOnlyList<ReportDependency> Conflicts { get; }

    /// <summary>The report before this one, or null.</summary>
    public ReportHistoryEntry? Previous => Report.History.Count == 0 ? null : Report.History[Report.History.Count - 1];

    public bool HasEnvironment => Report.Environment.Path is not null;

    /// <summary>Where the distribution is in <see cref="MaintenanceReport.Distributions"/>; -1 where it is not installed.</summary>
    public int IndexOf(string normalizedName) => _places.TryGetValue(normalizedName, out int index) ? index : -1;

    /// <summary>The distribution of that name, or null.</summary>
    public ReportDistribution? Find(string normalizedName) => IndexOf(normalizedName) is >= 0 and int index ? Report.Distributions[index] : null;

    /// <summary>How many requirements got the verdict.</summary>
    public int CountOf(Verdict verdict) => Report.Requirements.Count(requirement => requirement.Verdict == verdict);

    /// <summary>How a distribution is drawn: <c>direct</c>, <c>unused</c> or <c>indirect</c>.</summary>
    public static string KindOf(ReportDistribution distribution) =>
        !distribution.IsDirect ? "indirect" : distribution.Verdict == Verdict.Unused ? "unused" : "direct";

    private Diagnostic[] Of(Severity severity) => [.. Report.Findings.Where(finding => finding.Severity == severity)];
}
