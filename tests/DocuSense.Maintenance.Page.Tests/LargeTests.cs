using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>400 distributions, 1,200 dependencies and 300 findings: bounded in size, and told how long the browser was busy.</summary>
[Collection(nameof(Pages))]
public sealed class LargeTests(Pages pages, ITestOutputHelper output)
{
    [BrowserFact]
    public async Task A_large_environment_stays_within_bounds()
    {
        await using OpenPage opened = await pages.OpenAsync("large");
        string busy = await BusyAsync(opened.Page);
        int nodes = await opened.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");
        double[] load = await opened.Page.EvaluateAsync<double[]>("""
            () => {
              const { domInteractive, domContentLoadedEventEnd, loadEventEnd } = performance.getEntriesByType('navigation')[0];
              return [domInteractive, domContentLoadedEventEnd, loadEventEnd];
            }
            """);

        // Each of these lets the browser draw twice, so that layout counts as well.
        double[] actions = await opened.Page.EvaluateAsync<double[]>("""
            async () => {
              const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              const timed = async (action) => { await frame(); const start = performance.now(); action(); await frame(); return performance.now() - start; };
              const input = (element, value) => { element.value = value; element.dispatchEvent(new Event('input', { bubbles: true })); element.dispatchEvent(new Event('change', { bubbles: true })); };
              const at = (selector) => document.querySelector(selector);
              return [
                await timed(() => {}),
                await timed(() => input(at('#finding-text'), 'module_1')),
                await timed(() => at('#warnings thead button').click()),
                await timed(() => input(at('#focus'), '200')),
                await timed(() => at('.graph a.node').focus()),
                await timed(() => { at('#size details').open = true; at('.sizes thead button').click(); }),
              ];
            }
            """);
        output.WriteLine($"{pages.SizeOf("large"):N0} bytes, {nodes:N0} elements");
        output.WriteLine(busy);
        output.WriteLine($"interactive after {load[0]:0} ms, scripts done after {load[1]:0} ms, loaded after {load[2]:0} ms");
        output.WriteLine($"until drawn: nothing {actions[0]:0} ms, filter {actions[1]:0} ms, sort {actions[2]:0} ms, another distribution {actions[3]:0} ms, trace {actions[4]:0} ms, unfold and sort 400 {actions[5]:0} ms");

        Assert.InRange(nodes, 5_000, 15_000);
        Assert.InRange(pages.SizeOf("large"), 100_000, 1_000_000);
        Assert.Equal(400, await opened.Page.Locator("#focus option").CountAsync());
        Assert.InRange(await opened.Page.Locator(".graph .node").CountAsync(), 20, 48);
        Assert.InRange(await opened.Page.Locator(".treemap .cell").CountAsync(), 100, 150);
        Assert.Equal("200", await opened.Page.Locator("#focus").InputValueAsync());
    }

    /// <summary>How long the browser was busy with a load of the page, and the longest time for which it could not have answered.</summary>
    private static async Task<string> BusyAsync(IPage page)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        await page.ReloadAsync();
        JsonElement metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
        double Of(string name) => metrics.EnumerateArray().First(metric => metric.GetProperty("name").GetString() == name).GetProperty("value").GetDouble() * 1000;
        double[] tasks = await page.EvaluateAsync<double[]>("""
            () => new Promise((done) => {
              const durations = [];
              new PerformanceObserver((list) => durations.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: true });
              setTimeout(() => done(durations), 300);
            })
            """);
        return $"a load: scripts {Of("ScriptDuration"):0} ms, styles {Of("RecalcStyleDuration"):0} ms, layout {Of("LayoutDuration"):0} ms; "
            + $"{tasks.Length} tasks above 50 ms, the longest {tasks.DefaultIfEmpty().Max():0} ms";
    }

    [BrowserFact]
    public async Task Areas_too_small_to_see_are_one_and_the_table_has_them_all()
    {
        await using OpenPage opened = await pages.OpenAsync("large");

        Assert.Equal(1, await opened.Page.Locator(".treemap .rest").CountAsync());
        Assert.StartsWith("251 smaller ones: ", await opened.Page.Locator(".treemap .rest title").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(400, await opened.Page.Locator(".sizes tbody tr").CountAsync());
    }
}
