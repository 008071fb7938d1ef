using System.Text;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Links to files and to the pages of rules.</summary>
internal static class PageLinks
{
    /// <summary>Writes a place as <c>app/main.py:3</c>, linked to the file where its path is absolute.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="backend">What paths are shown relative to.</param>
    /// <param name="file">Absolute path; null writes a dash.</param>
    /// <param name="line">From 1; 0 for none.</param>
    public static void Place(HtmlWriter page, string backend, string? file, int line)
    {
        if (string.IsNullOrEmpty(file))
        {
            page.Add($"""<span class="none">–</span>""");
            return;
        }

        string shown = FilePaths.Relative(file!, backend) + (line > 0 ? ":" + line.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        if (FileUrl(file!) is { } url)
            page.Add($"""<a class="place" href="{url}"><bdi>{shown}</bdi></a>""");
        else
            page.Add($"""<span class="place"><bdi>{shown}</bdi></span>""");
    }

    /// <summary>The <c>file:</c> URL of an absolute path, of this system or another (RFC 8089); null where the path is none.</summary>
    public static string? FileUrl(string path)
    {
        string slashed = path.Replace('\\', '/');
        bool isDrive = slashed.Length > 2 && slashed[1] == ':' && slashed[2] == '/' && slashed[0] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
        if (path.StartsWith("/", StringComparison.Ordinal))
            slashed = path;
        else if (!isDrive && !path.StartsWith(@"\\", StringComparison.Ordinal))
            return null;

        // A share: the server is the URL's host.
        bool isShare = !isDrive && path[0] == '\\';
        var url = new StringBuilder(isShare ? "file:" : isDrive ? "file:///" : "file://");
        string[] segments = slashed.Split('/');
        for (int index = 0; index < segments.Length; index++)
        {
            if (index > 0)
                url.Append('/');
            url.Append(index == 0 && isDrive ? segments[0] : Escape(segments[index]));
        }

        return url.ToString();
    }

    /// <summary>Writes a code, linked to its page where it has one.</summary>
    public static void Rule(HtmlWriter page, string code)
    {
        if (Find(code) is { } descriptor)
            page.Add($"""<a class="code" href="{descriptor.HelpLink}" rel="noreferrer">{code}</a>""");
        else
            page.Add($"""<span class="code">{code}</span>""");
    }

    /// <summary>The title of a code; empty where there is no such code.</summary>
    public static string TitleOf(string code) => Find(code)?.Title ?? "";

    private static DiagnosticDescriptor? Find(string code)
    {
        foreach (DiagnosticDescriptor descriptor in DiagnosticCatalogue.All)
        {
            if (descriptor.Code == code)
                return descriptor;
        }

        return null;
    }

    // Half a surrogate pair, which a damaged file name can hold, is refused by Uri on some frameworks.
    private static string Escape(string segment)
    {
        var whole = new StringBuilder(segment.Length);
        for (int index = 0; index < segment.Length; index++)
        {
            if (char.IsHighSurrogate(segment[index]) && index + 1 < segment.Length && char.IsLowSurrogate(segment[index + 1]))
                whole.Append(segment[index]).Append(segment[++index]);
            else
                whole.Append(char.IsSurrogate(segment[index]) ? '\ufffd' : segment[index]);
        }

        return Uri.EscapeDataString(whole.ToString());
    }
}
