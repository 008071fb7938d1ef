using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Draws who requires whom, in layers from left to right, as SVG.</summary>
internal static class GraphFigure
{
    private const int MaximumNodes = 48;
    private const int MaximumLayers = 5;
    private const double NodeWidth = 138;
    private const double Gap = 42;
    private const double Bow = 26;
    private const int MaximumCharacters = 17;

    /// <summary>Draws; nothing where nobody requires anybody.</summary>
    public static void Write(HtmlWriter page, PageModel model)
    {
        var graph = GraphSelection.Create(model, MaximumNodes);
        if (graph.Edges.Count == 0)
            return;
        var layout = GraphLayout.Create(graph, MaximumLayers);
        double width = (layout.Layers.Count * (NodeWidth + Gap)) - Gap + Bow + 4;
        int total = model.Report.Distributions.Count;
        bool isAll = graph.Nodes.Count(static node => node.Distribution is not null) == total;
        string shown = isAll
            ? "All distributions that require others or are required"
            : $"{(model.Conflicts.Count > 0 ? "What conflicts and what brings it, then the" : "The")} direct requirements that weigh most, with what they require: {graph.Nodes.Count} of {Figures.Count(total, "distribution")}";

        page.Add($"""
            <figure class="graph">
            <div class="scroll" tabindex="0" role="region" aria-label="Drawing of who requires whom">
            <svg role="group" aria-label="Who requires whom, from left to right; the tables have the same as text" viewBox="-2 -2 {Figures.Coordinate(width)} {Figures.Coordinate(layout.Height + 4)}" width="{Figures.Coordinate(width)}" height="{Figures.Coordinate(layout.Height + 4)}" data-roving>
            <g class="edges">

            """);
        foreach (GraphRoute route in layout.Routes)
        {
            ReportDependency dependency = route.Edge.Dependency;
            page.Add($"""<path class="{(dependency.IsSatisfied ? "edge" : "edge conflict")}" d="{Path(route)}" data-from="{IndexOf(model, route.Edge.From)}" data-to="{IndexOf(model, route.Edge.To)}"><title>{route.Edge.From.Name} requires {dependency.Requirement}{(dependency.IsSatisfied ? "" : ": not satisfied")}</title></path>""");
            page.Add($"\n");
        }

        page.Add($"</g>\n");
        bool isFirst = true;
        foreach (GraphSlot slot in layout.Layers.SelectMany(static layer => layer))
        {
            if (slot.Node is null)
                continue;
            Node(page, model, slot, isFirst);
            isFirst = false;
        }

        page.Add($"""
            </svg></div>
            <figcaption><p>{shown}.</p><ul class="legend">
            <li><span class="swatch direct"></span>Direct</li>
            <li><span class="swatch unused"></span>Direct, unused</li>
            <li><span class="swatch indirect"></span>Indirect</li>
            <li><span class="swatch conflict"></span>Conflict, or not installed</li>
            </ul></figcaption>
            </figure>

            """);
    }

    private static void Node(HtmlWriter page, PageModel model, GraphSlot slot, bool isFirst)
    {
        GraphNode node = slot.Node!;
        int index = IndexOf(model, node);
        string kind = node.Distribution is { } distribution ? PageModel.KindOf(distribution) : "missing";
        string title = node.Distribution is { } installed ? $"{installed.Name} {installed.Version}, {Wording.Kind(installed)}" : $"{node.Name}, not installed";
        string conflict = node.IsConflicting ? " conflict" : "";
        string name = VisibleText.Clean(node.Name);
        string shown = Shorten(name, node.IsConflicting ? MaximumCharacters - 2 : MaximumCharacters);
        double x = XOf(slot);
        double y = slot.Y - (GraphLayout.NodeHeight / 2);
        string box = $"""width="{Figures.Coordinate(NodeWidth)}" height="{Figures.Coordinate(GraphLayout.NodeHeight)}" rx="4" """;
        if (index >= 0)
            page.Add($"""<a class="node {kind}{conflict}" href="#d{index}" data-dist="{index}" tabindex="{(isFirst ? "0" : "-1")}">""");
        else
            page.Add($"""<g class="node {kind}{conflict}">""");
        page.Add($"""<title>{title}{(node.IsConflicting && index >= 0 ? ", in a version that does not fit" : "")}</title><rect x="{Figures.Coordinate(x)}" y="{Figures.Coordinate(y)}" """);
        page.AddTrusted(box);
        page.Add($"""/><text x="{Figures.Coordinate(x + 9)}" y="{Figures.Coordinate(slot.Y + 4)}">{shown}</text>""");
        if (node.IsConflicting)
            page.Add($"""<path class="mark" d="M{Figures.Coordinate(x + NodeWidth - 12)} {Figures.Coordinate(slot.Y - 6)}v7m0 3.6v.6"/>""");
        page.AddTrusted(index >= 0 ? "</a>\n" : "</g>\n");
    }

    private static int IndexOf(PageModel model, GraphNode node) => model.IndexOf(node.NormalizedName);

    private static double XOf(GraphSlot slot) => slot.Layer * (NodeWidth + Gap);

    // Curves that leave and arrive level; a line that goes back or stays in its layer takes a bow to the right.
    private static string Path(GraphRoute route)
    {
        IReadOnlyList<GraphSlot> slots = route.Slots;
        var path = new StringBuilder();
        double x = XOf(slots[0]) + NodeWidth;
        double y = slots[0].Y;
        Append(path, "M", x, y);
        if (slots[slots.Count - 1].Layer <= slots[0].Layer)
        {
            double end = XOf(slots[slots.Count - 1]) + NodeWidth;
            double bow = Math.Max(x, end) + Bow;
            Curve(path, bow, y, bow, slots[slots.Count - 1].Y, end, slots[slots.Count - 1].Y);
            return path.ToString();
        }

        for (int index = 1; index < slots.Count; index++)
        {
            double nextX = XOf(slots[index]);
            Curve(path, x + (Gap / 2), y, nextX - (Gap / 2), slots[index].Y, nextX, slots[index].Y);
            (x, y) = (nextX, slots[index].Y);
            if (slots[index].Node is not null)
                continue;
            x += NodeWidth;
            Append(path, "L", x, y);
        }

        return path.ToString();
    }

    private static void Curve(StringBuilder path, double x1, double y1, double x2, double y2, double x, double y)
    {
        Append(path, "C", x1, y1);
        Append(path, " ", x2, y2);
        Append(path, " ", x, y);
    }

    private static void Append(StringBuilder path, string command, double x, double y) =>
        path.Append(command).Append(Figures.Coordinate(x)).Append(' ').Append(Figures.Coordinate(y));

    private static string Shorten(string name, int characters)
    {
        if (name.Length <= characters)
            return name;
        int end = characters - 1;
        return name.Substring(0, char.IsHighSurrogate(name[end - 1]) ? end - 1 : end) + "…";
    }
}
