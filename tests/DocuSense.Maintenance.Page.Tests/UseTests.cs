using Microsoft.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>Working with the page: filters, sorting, drawings, one distribution at a time; by mouse and by keyboard.</summary>
[Collection(nameof(Pages))]
public sealed class UseTests(Pages pages)
{
    private const string Rows = "#findings tbody tr:not([hidden])";

    [BrowserFact]
    public async Task Findings_are_filtered_by_text_severity_and_rule()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        Assert.Equal("All 13 shown", await page.Locator("#findings .count").InnerTextAsync());

        await page.FillAsync("#finding-text", "REQUIREMENTS.TXT keep");
        Assert.Equal("5 of 13 shown", await page.Locator("#findings .count").InnerTextAsync());
        Assert.False(await page.Locator("#errors").IsVisibleAsync());

        await page.SelectOptionAsync("#finding-rule", "DSM3001");
        Assert.Equal(4, await page.Locator(Rows).CountAsync());
        await page.ClickAsync("#findings button[type=reset]");
        Assert.Equal(13, await page.Locator(Rows).CountAsync());

        await page.SelectOptionAsync("#finding-severity", "errors");
        Assert.Equal(3, await page.Locator(Rows).CountAsync());
        Assert.False(await page.Locator("#warnings").IsVisibleAsync());

        // What leads to something that is filtered away shows it again.
        await page.ClickAsync("#state a[href='#warnings']");
        await page.Locator("#warnings").WaitForAsync();

        await page.SelectOptionAsync("#requirement-verdict", "unused");
        Assert.Equal(4, await page.Locator("#requirements tbody tr:not([hidden])").CountAsync());
    }

    [BrowserFact]
    public async Task Tables_sort_by_what_is_pressed_and_go_back()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        await page.ClickAsync("#size summary");
        ILocator names = page.Locator(".sizes tbody th");
        IReadOnlyList<string> original = await names.AllInnerTextsAsync();
        Assert.Equal("opencv-python", original[0]);

        ILocator gone = page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "Would go with it" });
        await gone.GetByRole(AriaRole.Button).PressAsync("Enter");
        Assert.Equal("descending", await gone.GetAttributeAsync("aria-sort"));
        Assert.Equal("librosa", (await names.AllInnerTextsAsync())[0]);
        await gone.GetByRole(AriaRole.Button).PressAsync("Enter");
        Assert.NotEqual("librosa", (await names.AllInnerTextsAsync())[0]);
        await gone.GetByRole(AriaRole.Button).PressAsync("Enter");
        Assert.Null(await gone.GetAttributeAsync("aria-sort"));
        Assert.Equal(original, await names.AllInnerTextsAsync());

        ILocator name = page.Locator(".sizes").GetByRole(AriaRole.Columnheader, new LocatorGetByRoleOptions { Name = "Distribution" });
        await name.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("alembic", (await names.AllInnerTextsAsync())[0]);
    }

    [BrowserFact]
    public async Task The_tab_key_reaches_the_filters_and_each_drawing_is_one_stop()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the report", await Focused(page));
        Assert.True((await page.Locator(".skip").BoundingBoxAsync())!.Y >= 0);
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("report", await page.EvaluateAsync<string>("() => document.activeElement.id"));

        var stops = new List<string>();
        for (int press = 0; press < 400 && !stops.Contains("focus"); press++)
        {
            await page.Keyboard.PressAsync("Tab");
            stops.Add(await page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.getAttribute('class') || ''"));

            // Where the focus is can be seen: an outline, or the frame of an area in a drawing.
            Assert.True(await page.EvaluateAsync<bool>("""
                () => {
                  const one = document.activeElement;
                  const drawn = one.querySelector(':scope > rect');
                  return getComputedStyle(one).outlineStyle !== 'none' || (drawn !== null && parseFloat(getComputedStyle(drawn).strokeWidth) >= 3);
                }
                """), stops[^1]);
        }

        Assert.Contains("finding-text", stops);
        Assert.Contains("finding-severity", stops);
        Assert.Contains("finding-rule", stops);
        Assert.Contains("requirement-verdict", stops);
        Assert.Contains("scroll", stops);
        Assert.Single(stops, stop => stop.StartsWith("cell ", StringComparison.Ordinal));
        Assert.Single(stops, stop => stop.StartsWith("node ", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_arrow_keys_go_through_a_drawing_and_enter_shows_the_distribution()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        await page.Locator(".treemap a").First.FocusAsync();
        Assert.StartsWith("opencv-python 4.9.0.80: 154.6\u00a0MB;", await page.Locator(".readout").TextContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("llvmlite", await page.Locator(".readout").TextContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.StartsWith("scipy", await page.Locator(".readout").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".treemap a[tabindex='0']").CountAsync());

        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("centre indirect", await page.EvaluateAsync<string>("() => document.activeElement.className"));
        Assert.Contains("scipy 1.12.0", await page.Locator(".centre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["librosa 0.10.1", "scikit-learn 1.4.1"], await page.Locator(".side.left b").AllInnerTextsAsync());
        Assert.Equal(["numpy 1.26.4"], await page.Locator(".side.right b").AllInnerTextsAsync());
        Assert.Equal("scipy 1.12.0: required by 2, requires 1.", await page.Locator("#explorer [role=status]").TextContentAsync());

        // From the distribution in the middle the next stop is what it requires, and that leads on.
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("numpy 1.26.4", await page.Locator(".centre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(7, await page.Locator(".side.left li").CountAsync());
        Assert.Equal(await page.Locator(".side.left li").CountAsync(), await page.Locator(".links.left path").CountAsync());
    }

    [BrowserFact]
    public async Task One_distribution_at_a_time_shows_conflicts_first_and_marked()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        await page.SelectOptionAsync("#focus", new SelectOptionValue { Label = "fastapi 0.110.0" });

        Assert.Equal("starlette 0.35.1", await page.Locator(".side.right b").First.InnerTextAsync());
        Assert.Equal("does not fit: starlette<0.37.0,>=0.36.3", await page.Locator(".side.right .conflict small").InnerTextAsync());
        Assert.Equal(1, await page.Locator(".links.right .conflict").CountAsync());
        await page.SelectOptionAsync("#focus", new SelectOptionValue { Label = "anthropic 0.21.3" });
        Assert.Equal("tokenizers not installed", await page.Locator(".side.right .absent b").InnerTextAsync());
    }

    [BrowserFact]
    public async Task Pointing_at_a_node_of_the_drawing_traces_its_lines_and_a_click_shows_it()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        IPage page = opened.Page;
        ILocator librosa = page.Locator(".graph a.node", new PageLocatorOptions { HasText = "librosa" });
        await librosa.HoverAsync();
        Assert.Equal(7, await page.Locator(".graph .edge.near").CountAsync());
        await librosa.ClickAsync();
        Assert.Contains("librosa 0.10.1", await page.Locator(".centre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator(".graph .edge.conflict").CountAsync());
    }

    [BrowserFact]
    public async Task Without_script_everything_is_still_there()
    {
        await using OpenPage opened = await pages.OpenAsync("full", script: false);
        IPage page = opened.Page;

        Assert.True(await page.Locator("#state .lead").IsVisibleAsync());
        Assert.Equal(13, await page.Locator("#findings tbody tr:visible").CountAsync());
        Assert.Equal(28, await page.Locator("#requirements tbody tr:visible").CountAsync());
        Assert.Equal(74, await page.Locator(".treemap a:visible").CountAsync());
        Assert.Equal(48, await page.Locator(".graph .node:visible").CountAsync());
        Assert.Equal(2, await page.Locator(".conflicts tbody tr:visible").CountAsync());
        Assert.Equal(4, await page.Locator(".trend svg:visible").CountAsync());
        Assert.Equal(22, await page.Locator("#imports tbody tr:visible").CountAsync());
        Assert.Equal(0, await page.Locator(".filter:visible, .explorer:visible, .readout:visible, thead button").CountAsync());

        await page.Locator("#size summary").ClickAsync();
        Assert.Equal(74, await page.Locator(".sizes tbody tr:visible").CountAsync());
        await page.Locator("#dependencies summary").ClickAsync();
        Assert.Equal(74, await page.Locator(".dependencies tbody tr:visible").CountAsync());
    }

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.textContent");
}
