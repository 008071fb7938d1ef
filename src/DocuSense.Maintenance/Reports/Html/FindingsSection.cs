using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What was found, by severity, each with its place and the page of its rule.</summary>
internal static class FindingsSection
{
    private const int MaximumFindings = 1000;

    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>

            """);
        if (model.FindingCount == 0)
        {
            CommandText.WriteEmpty(page, "The check found nothing. To run it again:", "dotnet build -t:DocuSenseCheck");
            page.Add($"\n</section>\n");
            return;
        }

        page.Add($"<p>{Summary(model)}.</p>\n");
        Filter(page, model);
        Group(page, model, "errors", "Errors", "Until these are corrected the backend will not install, import or start.", model.Errors);
        Group(page, model, "warnings", "Warnings", "It works today, and this is wrong.", model.Warnings);
        Group(page, model, "advice", "Advice", "Nothing is wrong here; it could be better.", model.Advice);
        page.Add($"</section>\n");
    }

    private static string Summary(PageModel model)
    {
        var parts = new List<string>();
        if (model.Errors.Count > 0)
            parts.Add(Figures.Count(model.Errors.Count, "error"));
        if (model.Warnings.Count > 0)
            parts.Add(Figures.Count(model.Warnings.Count, "warning"));
        if (model.Advice.Count > 0)
            parts.Add(Figures.Count(model.Advice.Count, "piece", "pieces") + " of advice");
        return string.Join(", ", parts);
    }

    // Shown by the script, which makes it work.
    private static void Filter(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <form class="filter" role="search" aria-label="Findings" data-filter="findings" hidden>
            <div><label for="finding-text">Text</label><input id="finding-text" type="search" autocomplete="off" spellcheck="false"></div>
            <div><label for="finding-severity">Severity</label><select id="finding-severity"><option value="">All</option>
            """);
        Option("errors", "Errors", model.Errors.Count);
        Option("warnings", "Warnings", model.Warnings.Count);
        Option("advice", "Advice", model.Advice.Count);
        page.Add($"""</select></div><div><label for="finding-rule">Rule</label><select id="finding-rule"><option value="">All</option>""");
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (Diagnostic finding in model.Errors.Concat(model.Warnings).Concat(model.Advice))
            counts[finding.Code] = (counts.TryGetValue(finding.Code, out int count) ? count : 0) + 1;
        foreach (KeyValuePair<string, int> rule in counts)
            page.Add($"""<option value="{rule.Key}">{rule.Key} {PageLinks.TitleOf(rule.Key)} ({rule.Value})</option>""");
        page.Add($"""</select></div><button type="reset">Show all</button><p class="count" role="status"></p></form>""");
        page.Add($"\n");

        void Option(string value, string text, int count)
        {
            if (count > 0)
                page.Add($"""<option value="{value}">{text} ({count})</option>""");
        }
    }

    private static void Group(HtmlWriter page, PageModel model, string id, string title, string meaning, IReadOnlyList<Diagnostic> findings)
    {
        if (findings.Count == 0)
            return;
        page.Add($"""
            <section class="group {id}" id="{id}" aria-labelledby="{id}-title">
            <h3 id="{id}-title">{title} <span class="figure">{findings.Count}</span></h3>
            <table class="findings wide" data-sortable>
            <caption>{meaning}</caption>
            <thead><tr><th scope="col">Rule</th><th scope="col">What is wrong, and what to do</th><th scope="col">Place</th></tr></thead>
            <tbody>

            """);
        foreach (Diagnostic finding in findings.Take(MaximumFindings))
        {
            page.Add($"""<tr data-rule="{finding.Code}"><td data-name="Rule">""");
            PageLinks.Rule(page, finding.Code);
            page.Add($"""<span class="title">{PageLinks.TitleOf(finding.Code)}</span></td><td data-name="Finding"><bdi>{finding.Message}</bdi></td><td data-name="Place">""");
            PageLinks.Place(page, model.Report.Backend, finding.File, finding.Span.Line);
            page.Add($"</td></tr>\n");
        }

        page.Add($"</tbody></table>");
        Remainder.Write(page, findings.Count, MaximumFindings);
        page.Add($"</section>\n");
    }
}
