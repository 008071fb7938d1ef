using Microsoft.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>No request leaves, nothing goes wrong, and no name can do anything.</summary>
[Collection(nameof(Pages))]
public sealed class SafetyTests(Pages pages)
{
    [BrowserTheory]
    [InlineData("full")]
    [InlineData("healthy")]
    [InlineData("empty")]
    [InlineData("large")]
    [InlineData("hostile")]
    public async Task The_page_asks_for_nothing_and_says_nothing_to_the_console(string name)
    {
        await using OpenPage opened = await pages.OpenAsync(name, dark: true);
        await opened.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details')) details.open = true; }");
        await opened.Page.Mouse.WheelAsync(0, 100_000);
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await opened.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Equal([opened.Address], opened.Requests);
        Assert.Empty(opened.Messages);
    }

    [BrowserFact]
    public async Task The_policy_stops_what_would_be_loaded_or_run_all_the_same()
    {
        await using OpenPage opened = await pages.OpenAsync("full");
        await opened.Page.EvaluateAsync("""
            () => {
              const image = new Image();
              image.src = 'https://example.invalid/x.png';
              document.body.append(image);
              const script = document.createElement('script');
              script.textContent = 'document.title = "harmed"';
              document.body.append(script);
              document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="1">x</p>');
            }
            """);
        await opened.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.StartsWith("Unhealthy", await opened.Page.TitleAsync(), StringComparison.Ordinal);
        // The image, the script, the style and the handler.
        Assert.Equal(4, opened.Messages.Count(message => message.Contains("Content Security Policy", StringComparison.Ordinal)));
    }

    [BrowserFact]
    public async Task Names_that_mean_harm_are_shown_and_do_nothing()
    {
        await using OpenPage opened = await pages.OpenAsync("hostile");
        string shown = Pages.Harm.Replace("\u202E", "\\u202E", StringComparison.Ordinal);

        // What the script builds too.
        Assert.Contains(shown, await opened.Page.Locator("#explorer").TextContentAsync(), StringComparison.Ordinal);
        await opened.Page.Locator("#focus").SelectOptionAsync("2");
        await opened.Page.Locator(".treemap a").First.HoverAsync();
        await opened.Page.Locator("#finding-text").FillAsync("</script>");
        await opened.Page.Locator("#findings thead button").First.ClickAsync();

        Assert.StartsWith("Unhealthy", await opened.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Contains(shown, await opened.Page.Locator("#findings tbody").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await opened.Page.Locator("img").CountAsync());
        Assert.Equal(2, await opened.Page.Locator("script").CountAsync());
        Assert.Equal(0, await opened.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((name) => name.name.startsWith('on'))).length"));
        Assert.Equal([opened.Address], opened.Requests);
        Assert.Empty(opened.Messages);
    }
}
