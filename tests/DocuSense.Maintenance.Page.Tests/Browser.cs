using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>Finds a Chromium of this machine; none is downloaded.</summary>
internal static class Browser
{
    private static readonly Lazy<string?> _path = new(Find);

    /// <summary>Absolute path of its program, or null.</summary>
    public static string? Path => _path.Value;

    /// <summary>In a pipeline on Linux, which installs one, and where pictures are asked for, a lack of it is a fault and no reason to skip.</summary>
    public static bool IsExpected =>
        (Environment.GetEnvironmentVariable("CI") == "true" && RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) || Environment.GetEnvironmentVariable("DOCUSENSE_SCREENSHOTS") is { Length: > 0 };

    public static string Lack => "No Chromium was found. Install one (apt-get install chromium), or name its program in DOCUSENSE_TEST_CHROMIUM.";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DOCUSENSE_TEST_CHROMIUM") is { Length: > 0 } named)
            return named;
        bool windows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string[] names = windows ? ["chrome.exe", "msedge.exe"] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (windows)
        {
            folders = folders.Concat(new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }
                .Select(Environment.GetFolderPath).SelectMany(folder => new[] { System.IO.Path.Combine(folder, "Google", "Chrome", "Application"), System.IO.Path.Combine(folder, "Microsoft", "Edge", "Application") }));
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            folders = folders.Append("/Applications/Google Chrome.app/Contents/MacOS");
            names = [.. names, "Google Chrome"];
        }

        return names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

/// <summary>A test that needs a browser; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null && !Browser.IsExpected)
            Skip = Browser.Lack;
    }
}

/// <summary>A theory that needs a browser; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Browser.Path is null && !Browser.IsExpected)
            Skip = Browser.Lack;
    }
}
