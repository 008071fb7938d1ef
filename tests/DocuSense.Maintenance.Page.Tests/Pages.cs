using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Reports;
using Microsoft.Playwright;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>One browser for all tests, and the pages that they look at, written to a folder of their own as files.</summary>
public sealed class Pages : IAsyncLifetime
{
    public const string Harm = "</script><script>document.title='harmed'</script>\"'><img src=x onerror=\"document.title='harmed'\">\u202Etxt \U0001F40D \u05e9\u05dc\u05d5\u05dd";

    private readonly string _folder = Directory.CreateTempSubdirectory("docusense-page-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Browser.Path is null)
        {
            // Where the tests are not skipped.
            if (Browser.IsExpected)
                throw new InvalidOperationException(Browser.Lack);
            return;
        }

        string[] arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

        // Chromium's sandbox does not work for root, as whom containers run.
        if (Environment.UserName == "root")
            arguments = [.. arguments, "--no-sandbox"];
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browser.Path, Args = arguments });
        Write("full", SampleReports.Full());
        Write("healthy", SampleReports.Healthy());
        Write("empty", SampleReports.Empty());
        Write("large", SampleReports.Large(400, 1200, 300));
        Write("hostile", SampleReports.Hostile(Harm));
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Renders a report to a file that <see cref="OpenAsync"/> opens by its name.</summary>
    public void Write(string name, MaintenanceReport report) => File.WriteAllBytes(FileOf(name), HtmlReport.Render(report));

    /// <summary>How many bytes the page has.</summary>
    public long SizeOf(string name) => new FileInfo(FileOf(name)).Length;

    /// <summary>Opens a page in a context of its own; anything that it says to the console, and any request but that for itself, is kept.</summary>
    public async Task<OpenPage> OpenAsync(string name, int width = 1280, bool dark = false, bool script = true, int height = 900)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
            Locale = "en-GB",
        });
        var opened = new OpenPage(context, await context.NewPageAsync(), new Uri(FileOf(name)).AbsoluteUri);
        await opened.Page.GotoAsync(opened.Address);
        return opened;
    }

    private string FileOf(string name) => Path.Combine(_folder, name + ".html");
}

/// <summary>A page in the browser.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal OpenPage(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        Page = page;
        Address = address;
        context.Request += (_, request) => Requests.Add(request.Url);
        context.Console += (_, message) => Messages.Add(message.Text);
        context.Dialog += (_, dialog) => Messages.Add("dialog: " + dialog.Message);
        page.PageError += (_, error) => Messages.Add(error);
    }

    public IPage Page { get; }

    public string Address { get; }

    /// <summary>What was asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What was said to the console, and errors of scripts.</summary>
    public List<string> Messages { get; } = [];

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}

[CollectionDefinition(nameof(Pages))]
public sealed class PageGroup : ICollectionFixture<Pages>;
