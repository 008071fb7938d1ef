namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What importing the backend's modules costs.</summary>
internal static class ImportsSection
{
    private const int Shown = 12;
    private const int Maximum = 200;

    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="imports" aria-labelledby="imports-title">
            <h2 id="imports-title">Import time</h2>

            """);
        if (model.Report.Imports is not { } imports)
        {
            CommandText.WriteEmpty(page, "No imports have been measured. To import every module and measure what each costs:", "dotnet build -t:DocuSenseTest");
            page.Add($"\n</section>\n");
            return;
        }

        int failed = imports.Modules.Count(static module => !module.Imported);
        page.Add($"""
            <p>About {Figures.Seconds(imports.TotalSeconds)} for a start of the whole application, measured <time datetime="{Figures.MachineTime(imports.Measured)}">{Figures.Time(imports.Measured)}</time>. {(failed == 0 ? "" : Figures.Count(failed, "module does", "modules do") + " not import.")}</p>
            <div class="columns">

            """);
        Distributions(page, imports);
        Modules(page, model, imports);
        page.Add($"</div>\n</section>\n");
    }

    private static void Distributions(HtmlWriter page, ReportImports imports)
    {
        page.Add($"""<div><h3>Distributions</h3>""");
        if (imports.Distributions.Count == 0)
        {
            page.Add($"""<p class="empty">No distribution was loaded.</p></div>""");
            return;
        }

        double longest = imports.Distributions.Max(static one => one.SelfSeconds);
        Rows(imports.Distributions.Take(Shown), "What each takes by itself, dearest first, and how many modules load it.");
        if (imports.Distributions.Count > Shown)
        {
            page.Add($"""<details class="data"><summary>{imports.Distributions.Count - Shown} more</summary>""");
            Rows(imports.Distributions.Take(Maximum).Skip(Shown), "The other distributions.");
            Remainder.Write(page, imports.Distributions.Count, Maximum);
            page.Add($"</details>");
        }

        page.Add($"</div>\n");

        void Rows(IEnumerable<ReportImportCost> costs, string caption)
        {
            page.Add($"""<table class="bars"><caption>{caption}</caption><thead><tr><th scope="col">Distribution</th><th scope="col" class="number">Itself</th><th scope="col" class="number">Loaded by</th></tr></thead><tbody>""");
            page.Add($"\n");
            foreach (ReportImportCost cost in costs)
            {
                page.Add($"""<tr><th scope="row"><bdi>{cost.Distribution}</bdi>""");
                Bar(page, cost.SelfSeconds, cost.SelfSeconds, longest);
                page.Add($"""</th><td class="number">{Figures.Seconds(cost.SelfSeconds)}</td><td class="number">{Figures.Number(cost.LoadedBy)}</td></tr>""");
                page.Add($"\n");
            }

            page.Add($"</tbody></table>");
        }
    }

    private static void Modules(HtmlWriter page, PageModel model, ReportImports imports)
    {
        page.Add($"""<div><h3>Modules</h3>""");
        if (imports.Modules.Count == 0)
        {
            page.Add($"""<p class="empty">The backend has no module that was imported.</p></div>""");
            return;
        }

        double longest = imports.Modules.Max(static one => one.CumulativeSeconds);
        Rows(imports.Modules.Take(Shown), "What each takes with everything that it imports, dearest first; darker, what it takes by itself.");
        if (imports.Modules.Count > Shown)
        {
            page.Add($"""<details class="data"><summary>{imports.Modules.Count - Shown} more</summary>""");
            Rows(imports.Modules.Take(Maximum).Skip(Shown), "The other modules.");
            Remainder.Write(page, imports.Modules.Count, Maximum);
            page.Add($"</details>");
        }

        page.Add($"</div>\n");

        void Rows(IEnumerable<ReportModule> modules, string caption)
        {
            page.Add($"""<table class="bars"><caption>{caption}</caption><thead><tr><th scope="col">Module</th><th scope="col" class="number">With all</th><th scope="col" class="number">Itself</th></tr></thead><tbody>""");
            page.Add($"\n");
            foreach (ReportModule module in modules)
            {
                page.Add($"""<tr><th scope="row">""");
                if (module.File is { } file && PageLinks.FileUrl(file) is { } url)
                    page.Add($"""<a href="{url}"><bdi>{module.Module}</bdi></a>""");
                else
                    page.Add($"<bdi>{module.Module}</bdi>");
                if (!module.Imported)
                    page.Add($""" <span class="badge failed">does not import</span>""");
                Bar(page, module.CumulativeSeconds, module.SelfSeconds, longest);
                page.Add($"""</th><td class="number">{Figures.Seconds(module.CumulativeSeconds)}</td><td class="number">{Figures.Seconds(module.SelfSeconds)}</td></tr>""");
                page.Add($"\n");
            }

            page.Add($"</tbody></table>");
        }
    }

    private static void Bar(HtmlWriter page, double all, double self, double longest)
    {
        if (longest <= 0)
            return;
        page.Add($"""<svg class="bar" height="6" aria-hidden="true"><rect class="all" width="{Figures.Percent(Math.Min(1, all / longest))}" height="6"/><rect class="self" width="{Figures.Percent(Math.Min(1, self / longest))}" height="6"/></svg>""");
    }
}
