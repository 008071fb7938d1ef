using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Every requirement with its verdict and the evidence for it.</summary>
internal static class RequirementsSection
{
    private const int MaximumPlaces = 20;

    public static void Write(HtmlWriter page, PageModel model)
    {
        IReadOnlyList<ReportRequirement> requirements = model.Report.Requirements;
        page.Add($"""
            <section id="requirements" aria-labelledby="requirements-title">
            <h2 id="requirements-title">Requirements</h2>

            """);
        if (requirements.Count == 0)
        {
            page.Add($"""<p class="empty">No requirements were found. Write them to <code>requirements.txt</code> or <code>pyproject.toml</code>, or name their file in <code>DocuSenseRequirements</code>.</p>""");
            page.Add($"\n</section>\n");
            return;
        }

        Shares(page, model);
        page.Add($"""
            <form class="filter" role="search" aria-label="Requirements" data-filter="requirements" hidden>
            <div><label for="requirement-text">Text</label><input id="requirement-text" type="search" autocomplete="off" spellcheck="false"></div>
            <div><label for="requirement-verdict">Verdict</label><select id="requirement-verdict"><option value="">All</option>
            """);
        foreach (Verdict verdict in _order)
        {
            if (model.CountOf(verdict) is > 0 and int count)
                page.Add($"""<option value="{ClassOf(verdict)}">{Wording.Of(verdict)} ({count})</option>""");
        }

        page.Add($"""
            </select></div><button type="reset">Show all</button><p class="count" role="status"></p></form>
            <table class="requirements wide" data-sortable>
            <caption>Used: the code needs it. Pinned: it only holds the version of what another one brings. Unused: nothing needs it. Not known: neither could be shown.</caption>
            <thead><tr><th scope="col">Requirement</th><th scope="col">Verdict</th><th scope="col">Evidence</th><th scope="col">Place</th></tr></thead>
            <tbody>

            """);
        foreach (ReportRequirement requirement in requirements)
        {
            string verdict = ClassOf(requirement.Verdict);
            page.Add($"""<tr data-verdict="{verdict}"><th scope="row" data-name="Requirement"><bdi class="name">{requirement.Text}</bdi>""");
            if (requirement.Group.Length > 0)
                page.Add($""" <span class="group-name"><bdi>{requirement.Group}</bdi></span>""");
            page.Add($"""</th><td data-name="Verdict"><span class="badge {verdict}">{Wording.Of(requirement.Verdict)}</span></td><td data-name="Evidence">""");
            EvidenceOf(page, model, requirement);
            page.Add($"""</td><td data-name="Place">""");
            PageLinks.Place(page, model.Report.Backend, requirement.File, requirement.Line);
            page.Add($"</td></tr>\n");
        }

        page.Add($"</tbody></table>\n</section>\n");
    }

    private static readonly Verdict[] _order = [Verdict.Used, Verdict.Pinned, Verdict.Unknown, Verdict.Unused];

    private static string ClassOf(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>One bar, parted by verdict, with its figures in words.</summary>
    private static void Shares(HtmlWriter page, PageModel model)
    {
        page.Add($"""<svg class="shares" height="10" aria-hidden="true">""");
        double done = 0;
        double total = model.Report.Requirements.Count;
        foreach (Verdict verdict in _order)
        {
            int count = model.CountOf(verdict);
            if (count == 0)
                continue;
            page.Add($"""<rect class="{ClassOf(verdict)}" x="{Figures.Percent(done / total)}" width="{Figures.Percent(count / total)}" height="10"/>""");
            done += count;
        }

        page.Add($"""</svg><ul class="legend">""");
        foreach (Verdict verdict in _order)
            page.Add($"""<li><span class="swatch {ClassOf(verdict)}"></span>{Wording.Of(verdict)} <span class="figure">{model.CountOf(verdict)}</span></li>""");
        page.Add($"</ul>\n");
    }

    private static void EvidenceOf(HtmlWriter page, PageModel model, ReportRequirement requirement)
    {
        IReadOnlyList<Evidence> evidence = requirement.Evidence;
        if (evidence.Count == 0)
        {
            page.Add($"""<span class="none">{(requirement.Verdict == Verdict.Unused ? "nothing imports or names it" : "none")}</span>""");
            return;
        }

        // Two take no more room than one and the word that there is another.
        if (evidence.Count <= 2)
        {
            List(page, model, evidence, 0, evidence.Count);
            return;
        }

        List(page, model, evidence, 0, 1);
        page.Add($"<details><summary>{evidence.Count - 1} more</summary>");
        List(page, model, evidence, 1, Math.Min(MaximumPlaces, evidence.Count));
        Remainder.Write(page, evidence.Count, MaximumPlaces);
        page.Add($"</details>");
    }

    private static void List(HtmlWriter page, PageModel model, IReadOnlyList<Evidence> evidence, int from, int to)
    {
        page.Add($"""<ul class="evidence">""");
        for (int index = from; index < to; index++)
        {
            page.Add($"<li><bdi>{evidence[index].Detail}</bdi>");
            if (evidence[index].File is { } file)
            {
                page.Add($" ");
                PageLinks.Place(page, model.Report.Backend, file, evidence[index].Line);
            }

            page.Add($"</li>");
        }

        page.Add($"</ul>");
    }
}
