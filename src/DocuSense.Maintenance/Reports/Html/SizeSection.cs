namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What the environment weighs: a treemap, and the same as a table.</summary>
internal static class SizeSection
{
    // What the drawing is laid out for; its cells are in percent and follow the page's width.
    private const double Width = 960;
    private const double Height = 440;
    private const int MaximumCells = 150;
    private const double CharacterWidth = 6.8;

    // From these widths of the drawing on, a label of that class is shown; the style sheet has the same.
    private static readonly (string Class, double From)[] _steps = [("s", 250), ("m", 460), ("l", 640), ("xl", 860)];

    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="size" aria-labelledby="size-title">
            <h2 id="size-title">Size</h2>

            """);
        ReportDistribution[] bySize = [.. model.Report.Distributions.OrderByDescending(static one => one.Bytes).ThenBy(static one => one.NormalizedName, StringComparer.Ordinal)];
        if (bySize.Length == 0)
        {
            CommandText.WriteEmpty(page, $"{(model.HasEnvironment ? "Nothing is installed in the environment" : "There is no environment to weigh")}. To install the requirements:", "dotnet build -t:DocuSenseRestore");
            page.Add($"\n</section>\n");
            return;
        }

        page.Add($"<p>{Figures.Count(bySize.Length, "distribution")}, {Figures.Size(model.Report.Environment.Bytes)} on disk. The larger the area, the more it takes.</p>\n");
        Map(page, model, bySize);
        Table(page, model, bySize);
        page.Add($"</section>\n");
    }

    private static void Map(HtmlWriter page, PageModel model, ReportDistribution[] bySize)
    {
        ReportDistribution[] weighed = [.. bySize.Where(static one => one.Bytes > 0)];
        if (weighed.Length == 0)
            return;
        int shown = weighed.Length <= MaximumCells ? weighed.Length : MaximumCells - 1;
        var weights = new List<double>(shown + 1);
        for (int index = 0; index < shown; index++)
            weights.Add(weighed[index].Bytes);

        // The rest together is one cell, laid out last, wherever its weight would put it.
        long rest = 0;
        for (int index = shown; index < weighed.Length; index++)
            rest += weighed[index].Bytes;
        if (rest > 0)
            weights.Add(rest);
        TreemapCell[] cells = Treemap.Layout(weights, Width, Height);

        page.Add($"""
            <figure class="treemap">
            <svg role="group" aria-label="Treemap of the distributions by size; the table below has the same figures" height="{(int)Height}" data-roving>
            <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="7"/></pattern></defs>

            """);
        for (int index = 0; index < shown; index++)
            Cell(page, model, weighed[index], cells[index], isFirst: index == 0);
        if (rest > 0)
        {
            Open(page, cells[shown]);
            page.Add($"""<g class="cell rest"><title>{weighed.Length - shown} smaller ones: {Figures.Size(rest)}</title><rect width="100%" height="100%"/></g></svg>""");
        }

        page.Add($"""
            </svg>
            <figcaption><ul class="legend">
            <li><span class="swatch direct"></span>Direct: a requirement names it</li>
            <li><span class="swatch unused"></span>Direct, and nothing uses it</li>
            <li><span class="swatch indirect"></span>Indirect: no requirement names it</li>
            </ul><p class="readout" data-readout="Point at an area for its figures; with the keyboard, go from one to the next with the arrow keys." hidden></p></figcaption>
            </figure>

            """);
    }

    private static void Cell(HtmlWriter page, PageModel model, ReportDistribution distribution, TreemapCell cell, bool isFirst)
    {
        string kind = PageModel.KindOf(distribution);
        string size = Figures.Size(distribution.Bytes);
        int index = model.IndexOf(distribution.NormalizedName);
        Open(page, cell);
        page.Add($"""<a class="cell {kind}" href="#d{index}" data-dist="{index}" tabindex="{(isFirst ? "0" : "-1")}"><title>{distribution.Name} {distribution.Version}: {size}, {Wording.Kind(distribution)}</title><rect width="100%" height="100%"/>""");
        if (kind == "unused")
            page.Add($"""<rect class="hatched" width="100%" height="100%"/>""");
        string name = VisibleText.Clean(distribution.Name);
        int step = StepOf(name.Length, cell.Width);
        if (step < _steps.Length && cell.Height >= 20)
        {
            page.Add($"""<text class="{_steps[step].Class}" x="7" y="17">{name}</text>""");
            int room = (int)(((cell.Width / Width * _steps[0].From) - 12) / CharacterWidth);
            if (step > 0 && room >= 4 && room < name.Length && !char.IsHighSurrogate(name[room - 2]))
                page.Add($"""<text class="until-{_steps[step].Class}" x="7" y="17">{name.Substring(0, room - 1)}…</text>""");
            step = Math.Max(step, StepOf(size.Length, cell.Width));
            if (step < _steps.Length && cell.Height >= 38)
                page.Add($"""<text class="{_steps[step].Class}" x="7" y="33">{size}</text>""");
        }

        page.Add($"</a></svg>\n");
    }

    private static void Open(HtmlWriter page, TreemapCell cell) =>
        page.Add($"""<svg x="{Figures.Percent(cell.X / Width)}" y="{Figures.Percent(cell.Y / Height)}" width="{Figures.Percent(cell.Width / Width)}" height="{Figures.Percent(cell.Height / Height)}">""");

    /// <summary>The step from which a label of so many characters fits into a cell; past the last where it never does.</summary>
    private static int StepOf(int characters, double width)
    {
        int step = 0;
        while (step < _steps.Length && width / Width * _steps[step].From < (characters * CharacterWidth) + 12)
            step++;
        return step;
    }

    private static void Table(HtmlWriter page, PageModel model, ReportDistribution[] bySize)
    {
        page.Add($"""
            <details class="data"><summary>All {Figures.Count(bySize.Length, "distribution")} as a table</summary>
            <table class="sizes" data-sortable>
            <caption>What is installed, largest first. “Would go with it” is what would be freed if nothing required it any more.</caption>
            <thead><tr><th scope="col">Distribution</th><th scope="col">Version</th><th scope="col" class="number">On disk</th><th scope="col" class="number">Would go with it</th><th scope="col">Kind</th></tr></thead>
            <tbody>

            """);
        foreach (ReportDistribution distribution in bySize)
        {
            page.Add($"""<tr id="d{model.IndexOf(distribution.NormalizedName)}"><th scope="row"><bdi>{distribution.Name}</bdi></th><td><bdi>{distribution.Version}</bdi></td><td class="number" data-sort="{Figures.Sortable(distribution.Bytes)}">{Figures.Size(distribution.Bytes)}</td><td class="number" data-sort="{Figures.Sortable(distribution.ExclusiveBytes)}">{Figures.Size(distribution.ExclusiveBytes)}</td><td>{Wording.Kind(distribution)}</td></tr>""");
            page.Add($"\n");
        }

        page.Add($"</tbody></table></details>\n");
    }
}
