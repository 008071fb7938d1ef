using Microsoft.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>Nothing sticks out of the page at any width, nor on paper.</summary>
[Collection(nameof(Pages))]
public sealed class LayoutTests(Pages pages)
{
    // What is as wide as it needs to be scrolls within its own box.
    private const string SticksOut = """
        () => [...document.querySelectorAll('body *')].filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 0 && box.height > 0 && (box.right > document.documentElement.clientWidth + 0.5 || box.left < -0.5)
            && !element.closest('.scroll > *, svg svg, .skip, .visually-hidden, option');
        }).map((element) => element.outerHTML.slice(0, 120))
        """;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string name in (string[])["full", "healthy", "empty", "large", "hostile"])
        {
            foreach (int width in (int[])[320, 768, 1280, 1920])
                cases.Add(name, width);
        }

        return cases;
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_overflows(string name, int width)
    {
        await using OpenPage opened = await pages.OpenAsync(name, width);
        await opened.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details')) details.open = true; }");

        Assert.Equal(width, await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>(SticksOut));
    }

    [BrowserTheory]
    [InlineData("full")]
    [InlineData("empty")]
    [InlineData("hostile")]
    [InlineData("large")]
    public async Task Nothing_overflows_on_paper_and_the_controls_are_gone(string name)
    {
        // A4 less its margins, in CSS pixels.
        await using OpenPage opened = await pages.OpenAsync(name, width: 688, dark: true);
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal(688, await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>(SticksOut));
        Assert.False(await opened.Page.Locator(".filter, .contents, .explorer, .readout").First.IsVisibleAsync());

        // Ink on paper, whatever the reader's screen is like.
        Assert.Equal("rgb(29, 33, 37)", await opened.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).color"));
        byte[] pdf = await opened.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
        Assert.NotEmpty(await opened.Page.Locator("main section h2").AllInnerTextsAsync());
    }

    [BrowserFact]
    public async Task Labels_of_the_treemap_stay_within_their_areas()
    {
        foreach (int width in (int[])[320, 768, 1280])
        {
            await using OpenPage opened = await pages.OpenAsync("full", width);
            string[] cut = await opened.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('.treemap text')].filter((text) => {
                  const label = text.getBoundingClientRect();
                  const area = text.parentElement.querySelector('rect').getBoundingClientRect();
                  return label.width > 0 && (label.right > area.right + 1 || label.bottom > area.bottom + 1);
                }).map((text) => text.textContent)
                """);
            Assert.Empty(cut);
            Assert.NotEqual(0, await opened.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('.treemap text')].filter((text) => text.getBoundingClientRect().width > 0).length"));
        }
    }
}
