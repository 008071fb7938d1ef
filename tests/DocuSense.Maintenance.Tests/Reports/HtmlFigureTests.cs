using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Reports.Html;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>How the page's drawings are laid out, and how it writes figures and file URLs.</summary>
public sealed class HtmlFigureTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("6 6 4 3 2 2 1")]
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("1000000000 1 1 1")]
    [InlineData("900000 40000 30000 200 100 10 5 1 1 1 1 1")]
    public void A_treemap_s_cells_are_in_proportion_fill_the_whole_and_do_not_overlap(string text)
    {
        double[] weights = [.. text.Split(' ').Select(double.Parse)];
        TreemapCell[] cells = Treemap.Layout(weights, 960, 440);
        double scale = 960 * 440 / weights.Sum();

        for (int index = 0; index < cells.Length; index++)
        {
            TreemapCell cell = cells[index];
            Assert.Equal(weights[index] * scale, cell.Width * cell.Height, 0.01 + (weights[index] * scale * 1e-6));
            Assert.True(cell.X >= -1e-6 && cell.Y >= -1e-6 && cell.X + cell.Width <= 960 + 1e-6 && cell.Y + cell.Height <= 440 + 1e-6);
            for (int other = 0; other < index; other++)
            {
                double across = Math.Min(cell.X + cell.Width, cells[other].X + cells[other].Width) - Math.Max(cell.X, cells[other].X);
                double down = Math.Min(cell.Y + cell.Height, cells[other].Y + cells[other].Height) - Math.Max(cell.Y, cells[other].Y);
                Assert.True(across < 1e-6 || down < 1e-6, $"Cells {other} and {index} overlap.");
            }
        }
    }

    [Fact]
    public void The_paper_s_own_example_comes_out_as_in_the_paper()
    {
        // Bruls, Huizing, van Wijk: 6 6 4 3 2 2 1 in 6 by 4; first 6 and 6 at the left, 3 wide.
        TreemapCell[] cells = Treemap.Layout([6, 6, 4, 3, 2, 2, 1], 6, 4);

        Assert.Equal(new TreemapCell(0, 0, 3, 2), cells[0]);
        Assert.Equal(new TreemapCell(0, 2, 3, 2), cells[1]);
        Assert.Equal(7.0 / 3, cells[2].Height, 9);
        Assert.Equal(4 / (7.0 / 3), cells[2].Width, 9);
    }

    [Theory]
    [InlineData("/srv/a b/ü#?%.py", "file:///srv/a%20b/%C3%BC%23%3F%25.py")]
    [InlineData(@"C:\Users\me\app\main.py", "file:///C:/Users/me/app/main.py")]
    [InlineData("D:/x/y.py", "file:///D:/x/y.py")]
    [InlineData(@"\\server\share\a b.py", "file://server/share/a%20b.py")]
    [InlineData("/srv/back\\slash.py", "file:///srv/back%5Cslash.py")]
    [InlineData("app/main.py", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("", null)]
    public void An_absolute_path_becomes_a_file_url(string path, string? url) => Assert.Equal(url, PageLinks.FileUrl(path));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(154_600_000, "154.6 MB")]
    [InlineData(1_184_000_000, "1.18 GB")]
    public void Sizes(long bytes, string text) => Assert.Equal(text.Replace(' ', '\u00a0'), Figures.Size(bytes));

    [Theory]
    [InlineData(0.0004, "0.4 ms")]
    [InlineData(0.038, "38 ms")]
    [InlineData(0.9994, "999 ms")]
    [InlineData(0.9996, "1.00 s")]
    [InlineData(4.864, "4.86 s")]
    [InlineData(120, "120 s")]
    public void Times(double seconds, string text) => Assert.Equal(text.Replace(' ', '\u00a0'), Figures.Seconds(seconds));

    [Fact]
    public void The_drawing_holds_every_conflict_first_with_what_brings_it()
    {
        var model = new PageModel(SampleReports.Full());
        string[] drawn = [.. GraphSelection.Create(model, 6).Nodes.Select(node => node.NormalizedName).Order(StringComparer.Ordinal)];

        Assert.All(["anthropic", "tokenizers", "fastapi", "starlette"], name => Assert.Contains(name, drawn));
        Assert.True(drawn.Length <= 6);
    }

    [Fact]
    public void A_chain_from_the_requirement_to_the_conflict_is_drawn()
    {
        var model = new PageModel(Chain("a>b b>c c>d!", direct: "a"));

        Assert.Equal(["a", "b", "c", "d"], GraphSelection.Create(model, 48).Nodes.Select(node => node.NormalizedName).Order(StringComparer.Ordinal));
        Assert.Equal([0, 1, 2, 3], Layers(model, 5));
    }

    [Fact]
    public void Cycles_end_and_what_is_deep_is_put_into_the_last_layer()
    {
        Assert.Equal([0, 1, 2, 2], Layers(new PageModel(Chain("a>b b>c c>d", direct: "a")), 3));
        Assert.All(Layers(new PageModel(Chain("a>b b>c c>a c>d d>b", direct: "a")), 4), layer => Assert.InRange(layer, 0, 3));
        Assert.All(Layers(new PageModel(Chain("a>a a>b", direct: "a")), 4), layer => Assert.InRange(layer, 0, 1));
    }

    [Fact]
    public void Nodes_of_a_layer_do_not_overlap_and_lie_within_the_drawing()
    {
        var layout = GraphLayout.Create(GraphSelection.Create(new PageModel(SampleReports.Large(400, 1200, 1)), 48), 5);

        Assert.All(layout.Layers, layer =>
        {
            double[] middles = [.. layer.Where(slot => slot.Node is not null).Select(slot => slot.Y)];
            Assert.All(middles.Zip(middles.Skip(1)), pair => Assert.True(pair.Second - pair.First >= GraphLayout.NodeHeight));
            Assert.All(middles, middle => Assert.InRange(middle, GraphLayout.NodeHeight / 2, layout.Height - (GraphLayout.NodeHeight / 2)));
        });
    }

    private static int[] Layers(PageModel model, int maximum) =>
        [.. GraphLayout.Create(GraphSelection.Create(model, 48), maximum).Layers.SelectMany(layer => layer).Where(slot => slot.Node is not null)
            .OrderBy(slot => slot.Node!.NormalizedName, StringComparer.Ordinal).Select(slot => slot.Layer)];

    // "a>b" requires; "!" not satisfied.
    private static MaintenanceReport Chain(string text, string direct)
    {
        ReportDependency[] dependencies =
        [
            .. text.Split(' ').Select(pair => new ReportDependency { From = pair[..1], To = pair.Substring(2, 1), Requirement = pair.Substring(2, 1), IsSatisfied = !pair.EndsWith('!') }),
        ];
        return SampleReports.Empty() with
        {
            Dependencies = dependencies,
            Distributions =
            [
                .. dependencies.SelectMany(one => new[] { one.From, one.To }).Distinct().Select(name => new ReportDistribution
                {
                    Name = name, NormalizedName = name, Version = "1", Bytes = 1, ExclusiveBytes = 1, IsDirect = name == direct, Verdict = name == direct ? Verdict.Used : null,
                }),
            ],
        };
    }
}
