using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>axe finds nothing to object to, light and dark; what axe does not look at in drawings has the contrast that WCAG 2.2 asks for.</summary>
[Collection(nameof(Pages))]
public sealed class AccessibilityTests(Pages pages)
{
    [BrowserTheory]
    [InlineData("full", false, 1280)]
    [InlineData("full", true, 1280)]
    [InlineData("full", false, 320)]
    [InlineData("full", true, 320)]
    [InlineData("healthy", false, 1280)]
    [InlineData("empty", false, 1280)]
    [InlineData("empty", true, 1280)]
    [InlineData("hostile", false, 1280)]
    [InlineData("hostile", true, 768)]
    public async Task Axe_has_no_objection(string name, bool dark, int width)
    {
        await using OpenPage opened = await pages.OpenAsync(name, width, dark);
        await opened.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details')) details.open = true; }");
        AxeResult result = await opened.Page.RunAxe();

        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"));
        Assert.Contains(result.Passes, pass => pass.Id == "color-contrast");
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_and_lines_of_drawings_stand_out_from_what_is_behind_them(bool dark)
    {
        await using OpenPage opened = await pages.OpenAsync("full", dark: dark);
        string[] names =
        [
            "ink", "soft", "link", "bad", "poor", "good", "direct", "indirect", "unused", "ground", "paper", "faint", "direct-ground", "indirect-ground", "unused-ground", "bad-ground", "poor-ground",
            "good-ground",
        ];
        string[] values = await opened.Page.EvaluateAsync<string[]>("(names) => names.map((name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim())", names);
        Dictionary<string, Colour> colours = names.Zip(values).ToDictionary(pair => pair.First, pair => Colour.Parse(pair.Second));
        colours["hatch"] = colours["unused-ground"].Under(colours["unused"], 0.25);

        // Text: 4.5 to 1.
        foreach ((string text, string behind) in ((string, string)[])
        [
            ("ink", "direct-ground"), ("ink", "indirect-ground"), ("ink", "unused-ground"), ("ink", "hatch"), ("ink", "bad-ground"), ("ink", "faint"), ("ink", "paper"), ("soft", "paper"),
            ("soft", "ground"), ("soft", "faint"), ("link", "paper"), ("bad", "paper"), ("bad", "bad-ground"), ("poor", "paper"), ("poor", "poor-ground"), ("good", "good-ground"),
        ])
        {
            Assert.True(colours[text].Contrast(colours[behind]) >= 4.5, $"{text} on {behind}: {colours[text].Contrast(colours[behind]):0.00}");
        }

        // Lines and shapes that carry meaning: 3 to 1.
        foreach (string line in (string[])["direct", "indirect", "unused", "bad", "poor", "good", "link"])
            Assert.True(colours[line].Contrast(colours["paper"]) >= 3, $"{line}: {colours[line].Contrast(colours["paper"]):0.00}");
    }

    [BrowserFact]
    public async Task It_has_landmarks_one_first_heading_and_tables_with_captions()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        string snapshot = await opened.Page.Locator("body").AriaSnapshotAsync();

        Assert.Contains("- banner", snapshot, StringComparison.Ordinal);
        Assert.Contains("- navigation \"Contents\"", snapshot, StringComparison.Ordinal);
        Assert.Contains("- main", snapshot, StringComparison.Ordinal);
        Assert.Contains("- contentinfo", snapshot, StringComparison.Ordinal);
        Assert.Equal(1, await opened.Page.Locator("h1").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("table:not(:has(> caption))").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("th:not([scope])").CountAsync());
        foreach (string section in (string[])["State", "Findings", "Requirements", "Size", "Dependencies", "Import time", "Trends", "Maintenance"])
            Assert.Equal(1, await opened.Page.Locator("nav li a", new() { HasText = section }).CountAsync());
    }

    private readonly record struct Colour(double Red, double Green, double Blue)
    {
        public static Colour Parse(string hex) => new(Part(hex, 1), Part(hex, 3), Part(hex, 5));

        /// <summary>What is seen where another colour lies over this one.</summary>
        public Colour Under(Colour over, double opacity) =>
            new(Mix(Red, over.Red, opacity), Mix(Green, over.Green, opacity), Mix(Blue, over.Blue, opacity));

        // WCAG 2.2, "contrast ratio".
        public double Contrast(Colour other)
        {
            double[] both = [Luminance + 0.05, other.Luminance + 0.05];
            return both.Max() / both.Min();
        }

        private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        private static double Part(string hex, int at) => Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0;

        private static double Mix(double under, double over, double opacity) => (under * (1 - opacity)) + (over * opacity);

        private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
