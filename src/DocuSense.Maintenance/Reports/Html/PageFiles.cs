using System.Security.Cryptography;
using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>The page's own style and script, embedded in the assembly, with the hashes by which its security policy admits them.</summary>
internal static class PageFiles
{
    private static readonly Lazy<(string Text, string Hash)> _style = new(static () => Join("report.css", "figures.css", "print.css"));
    private static readonly Lazy<(string Text, string Hash)> _script = new(static () => Join("report.js", "tables.js", "graph.js"));

    public static string Style => _style.Value.Text;

    public static string Script => _script.Value.Text;

    /// <summary>
    /// The policy (CSP 3): nothing may be loaded, sent or framed; only this very style and this very script count. It holds in a file that is opened from disk too.
    /// </summary>
    public static string Policy =>
        $"default-src 'none'; style-src '{_style.Value.Hash}'; script-src '{_script.Value.Hash}'; base-uri 'none'; form-action 'none'";

    private static (string Text, string Hash) Join(params string[] names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
            text.Append(Read(name));
        string joined = text.ToString();
        using var sha = SHA256.Create();
#pragma warning disable CA1850 // SHA256.HashData is not there on netstandard2.0.
        return (joined, "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(joined))));
#pragma warning restore CA1850
    }

    // A browser hashes what it has after it made every line end a line feed, whatever a checkout made of them.
    private static string Read(string name)
    {
        using Stream stream = typeof(PageFiles).Assembly.GetManifestResourceStream("DocuSense.Maintenance.Reports.Html." + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
