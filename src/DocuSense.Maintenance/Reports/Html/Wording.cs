using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>The words in which the page says what the model says in values.</summary>
internal static class Wording
{
    public static string Of(ReportStatus status) => status switch
    {
        ReportStatus.Healthy => "Healthy",
        ReportStatus.Degraded => "Degraded",
        _ => "Unhealthy",
    };

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Used => "Used",
        Verdict.Pinned => "Pinned",
        Verdict.Unused => "Unused",
        _ => "Not known",
    };

    /// <summary>What the state means, in one sentence for whoever has to decide.</summary>
    public static string Sentence(PageModel model) => model.Report.Status switch
    {
        ReportStatus.Healthy when !model.HasEnvironment => "Nothing wrong was found, but without a virtual environment versions and conflicts could not be checked.",
        ReportStatus.Healthy when model.FindingCount == 0 => "The backend is in order: there is nothing to correct.",
        ReportStatus.Healthy => $"The backend is in order: no errors, no warnings, {Figures.Count(model.Advice.Count, "piece", "pieces")} of advice.",
        ReportStatus.Degraded => $"The backend works today, and something is wrong: {Figures.Count(model.Warnings.Count, "warning")} to look at.",
        _ when model.Warnings.Count == 0 => $"The backend will not install, import or start as it should: {Figures.Count(model.Errors.Count, "error")} to correct.",
        _ => $"The backend will not install, import or start as it should: {Figures.Count(model.Errors.Count, "error")} to correct, and {Figures.Count(model.Warnings.Count, "warning")}.",
    };

    /// <summary>How a distribution came to be there and whether it is used, in a few words.</summary>
    public static string Kind(ReportDistribution distribution) => distribution switch
    {
        { IsDirect: false } => "indirect",
        { Verdict: Verdict.Unused } => "direct, unused",
        { Verdict: Verdict.Pinned } => "direct, pinned",
        { Verdict: Verdict.Used } => "direct, used",
        _ => "direct",
    };
}
