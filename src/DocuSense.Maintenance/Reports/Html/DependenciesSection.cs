using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Who requires whom: the conflicts, a drawing, a view of one distribution at a time, and everything as a table.</summary>
internal static class DependenciesSection
{
    private const int MaximumConflicts = 200;

    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="dependencies" aria-labelledby="dependencies-title">
            <h2 id="dependencies-title">Dependencies</h2>

            """);
        if (model.Report.Distributions.Count == 0)
        {
            CommandText.WriteEmpty(page, "Who requires whom is known once something is installed:", "dotnet build -t:DocuSenseRestore");
            page.Add($"\n</section>\n");
            return;
        }

        Conflicts(page, model);
        if (model.Report.Dependencies.Count == 0)
        {
            page.Add($"""<p class="empty">Nothing that is installed requires anything else.</p>""");
            page.Add($"\n</section>\n");
            return;
        }

        page.Add($"<h3>Who requires whom</h3>\n");
        GraphFigure.Write(page, model);
        Explorer(page);
        Table(page, model);
        page.Add($"</section>\n");
    }

    private static void Conflicts(HtmlWriter page, PageModel model)
    {
        if (model.Conflicts.Count == 0)
        {
            page.Add($"<p>No conflicts: everything that is installed finds what it requires, in a version that fits.</p>\n");
            return;
        }

        page.Add($"""
            <table class="conflicts wide">
            <caption>Conflicts: what is required and not installed, or installed in a version that does not fit.</caption>
            <thead><tr><th scope="col">Who</th><th scope="col">Requires</th><th scope="col">Installed</th></tr></thead>
            <tbody>

            """);
        foreach (ReportDependency conflict in model.Conflicts.Take(MaximumConflicts))
        {
            ReportDistribution? from = model.Find(conflict.From);
            ReportDistribution? to = model.Find(conflict.To);
            page.Add($"""<tr><th scope="row" data-name="Who"><bdi>{from?.Name ?? conflict.From} {from?.Version}</bdi></th><td data-name="Requires"><bdi class="name">{conflict.Requirement}</bdi></td><td data-name="Installed" class="wrong">""");
            page.Add($"<bdi>{(to is null ? "nothing" : $"{to.Name} {to.Version}")}</bdi></td></tr>\n");
        }

        page.Add($"</tbody></table>\n");
        Remainder.Write(page, model.Conflicts.Count, MaximumConflicts);
    }

    // Filled by the script.
    private static void Explorer(HtmlWriter page) => page.Add($"""
        <div class="explorer" id="explorer" hidden>
        <h3 id="explorer-title">One distribution at a time</h3>
        <p><label for="focus">Distribution</label> <select id="focus"></select></p>
        <div class="around" role="group" aria-labelledby="explorer-title">
        <div class="side left"><h4 id="left-title">Required by</h4><ul aria-labelledby="left-title"></ul></div>
        <svg class="links left" aria-hidden="true"></svg>
        <div class="centre" tabindex="-1"></div>
        <svg class="links right" aria-hidden="true"></svg>
        <div class="side right"><h4 id="right-title">Requires</h4><ul aria-labelledby="right-title"></ul></div>
        </div>
        <p class="visually-hidden" role="status"></p>
        </div>

        """);

    private static void Table(HtmlWriter page, PageModel model)
    {
        var requires = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var requiredBy = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (ReportDependency dependency in model.Report.Dependencies)
        {
            string note = dependency.IsSatisfied ? "" : model.IndexOf(dependency.To) < 0 ? " (not installed)" : " (does not fit)";
            Append(requires, dependency.From, dependency.Requirement + note);
            Append(requiredBy, dependency.To, (model.Find(dependency.From)?.Name ?? dependency.From) + note);
        }

        page.Add($"""
            <details class="data"><summary>{Figures.Count(model.Report.Dependencies.Count, "dependency", "dependencies")} as a table</summary>
            <table class="dependencies wide" data-sortable>
            <caption>For each distribution, what it requires and who requires it.</caption>
            <thead><tr><th scope="col">Distribution</th><th scope="col">Requires</th><th scope="col">Required by</th></tr></thead>
            <tbody>

            """);
        foreach (ReportDistribution distribution in model.Report.Distributions)
        {
            page.Add($"""<tr><th scope="row" data-name="Distribution"><bdi>{distribution.Name} {distribution.Version}</bdi></th><td data-name="Requires"><bdi>{TextOf(requires, distribution.NormalizedName)}</bdi></td><td data-name="Required by"><bdi>{TextOf(requiredBy, distribution.NormalizedName)}</bdi></td></tr>""");
            page.Add($"\n");
        }

        page.Add($"</tbody></table></details>\n");
    }

    private static void Append(Dictionary<string, StringBuilder> texts, string name, string text)
    {
        if (!texts.TryGetValue(name, out StringBuilder? list))
            texts.Add(name, list = new StringBuilder());
        if (list.Length > 0)
            list.Append("; ");
        list.Append(text);
    }

    private static string TextOf(Dictionary<string, StringBuilder> texts, string name) => texts.TryGetValue(name, out StringBuilder? list) ? list.ToString() : "–";
}
