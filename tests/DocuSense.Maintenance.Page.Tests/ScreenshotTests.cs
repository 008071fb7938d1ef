using Microsoft.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>Makes the pictures of the manual, of a made-up backend; into the folder that DOCUSENSE_SCREENSHOTS names, or else into a temporary one.</summary>
[Collection(nameof(Pages))]
public sealed class ScreenshotTests(Pages pages)
{
    private const int MaximumBytes = 300_000;

    [BrowserTheory]
    [InlineData("report-light.png", false, "#state")]
    [InlineData("report-dark.png", true, "#size")]
    [InlineData("report-graph.png", false, "#dependencies")]
    public async Task Pictures_for_the_manual_are_made_and_small(string name, bool dark, string section)
    {
        string? kept = Environment.GetEnvironmentVariable("DOCUSENSE_SCREENSHOTS");
        string folder = string.IsNullOrEmpty(kept) ? Directory.CreateTempSubdirectory("docusense-screenshots-").FullName : Directory.CreateDirectory(kept).FullName;
        await using OpenPage opened = await pages.OpenAsync("full", width: 1280, dark: dark, height: 960);
        if (section != "#state")
            await opened.Page.Locator(section).EvaluateAsync("(element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24)");
        string path = Path.Combine(folder, name);
        byte[] picture = await opened.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, Animations = ScreenshotAnimations.Disabled });

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.InRange(picture.Length, 20_000, MaximumBytes);
        if (string.IsNullOrEmpty(kept))
            Directory.Delete(folder, recursive: true);
    }
}
