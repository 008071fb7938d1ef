using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>URLs as pip takes them apart, and how to show them.</summary>
internal static class UrlText
{
    private static readonly HashSet<string> _vcsSchemes = new(StringComparer.Ordinal)
    {
        "bzr+http", "bzr+https", "bzr+ssh", "bzr+sftp", "bzr+ftp", "bzr+lp", "bzr+file",
        "git+http", "git+https", "git+ssh", "git+git", "git+file",
        "hg+file", "hg+http", "hg+https", "hg+ssh", "hg+static-http",
        "svn+ssh", "svn+http", "svn+https", "svn+svn", "svn+file",
    };

    /// <summary>The scheme in lower case; empty where the text begins with none.</summary>
    public static string Scheme(string text)
    {
        int start = 0;
        while (start < text.Length && text[start] <= ' ')
            start++;
        int colon = text.IndexOf(':', start);
        if (colon <= start || text[start] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z')))
            return "";
        for (int i = start; i < colon; i++)
        {
            if (text[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '+' or '-' or '.'))
                return "";
        }

        return text.Substring(start, colon - start).ToLowerInvariant();
    }

    /// <summary>Whether pip takes a requirement for a URL.</summary>
    public static bool IsUrl(string text) => Scheme(text) is "http" or "https" or "file" or "ftp" || IsVersionControl(text);

    public static bool IsVersionControl(string text) => _vcsSchemes.Contains(Scheme(text));

    /// <summary>What follows <c>egg=</c> in the fragment; null for none.</summary>
    public static string? Egg(string url)
    {
        for (int at = 0; (at = url.IndexOf("egg=", at, StringComparison.Ordinal)) >= 0; at += 4)
        {
            if (at == 0 || url[at - 1] is not ('#' or '&'))
                continue;
            int end = url.IndexOf('&', at);
            return end < 0 ? url.Substring(at + 4) : url.Substring(at + 4, end - at - 4);
        }

        return null;
    }

    /// <summary>The path, percent signs decoded, without query and fragment.</summary>
    public static string DecodedPath(string url)
    {
        int start = url.IndexOf(':') + 1;
        int end = url.IndexOfAny(_ends, start);
        if (end < 0)
            end = url.Length;
        if (string.CompareOrdinal(url, start, "//", 0, 2) == 0)
        {
            start = url.IndexOf('/', start + 2, Math.Max(0, end - start - 2));
            if (start < 0)
                return "";
        }

        return Unquote(url.Substring(start, end - start));
    }

    private static readonly char[] _ends = ['?', '#'];

    /// <summary>The path a <c>file:</c> URL names on this machine; null where it names another machine.</summary>
    public static string? LocalPath(string url)
    {
        int start = url.IndexOf(':') + 1;
        if (string.CompareOrdinal(url, start, "//", 0, 2) == 0)
        {
            int slash = url.IndexOf('/', start + 2);
            string host = slash < 0 ? url.Substring(start + 2) : url.Substring(start + 2, slash - start - 2);
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                return null;
        }

        string path = DecodedPath(url);
        // /C:/folder is C:/folder where drives are.
        return Path.DirectorySeparatorChar == '\\' && path.Length > 2 && path[0] == '/' && path[2] == ':' ? path.Substring(1) : path;
    }

    /// <summary>Decodes percent signs as UTF-8; what does not decode stays.</summary>
    public static string Unquote(string text)
    {
        if (!text.Contains('%'))
            return text;
        var result = new StringBuilder();
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
                continue;
            }

            Flush(result, bytes);
            result.Append(text[i]);
        }

        Flush(result, bytes);
        return result.ToString();
    }

    /// <summary>The text with user names, passwords and queries of its URLs taken out, fit to be shown.</summary>
    public static string Redact(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return text;
        var result = new StringBuilder();
        int done = 0;
        for (; scheme >= 0; scheme = text.IndexOf("://", done, StringComparison.Ordinal))
        {
            int host = scheme + 3;
            int end = host;
            int at = -1;
            for (; end < text.Length && text[end] is not ('/' or '?' or '#' or '\'' or '"') && !PythonText.IsSpace(text[end]); end++)
            {
                if (text[end] == '@')
                    at = end;
            }

            result.Append(text, done, host - done);
            if (at >= 0)
                result.Append("****@");
            int from = at < 0 ? host : at + 1;
            int query = from;
            while (query < text.Length && text[query] != '?' && !PythonText.IsSpace(text[query]))
                query++;
            result.Append(text, from, query - from);
            done = query;
            if (query < text.Length && text[query] == '?')
            {
                result.Append("?****");
                // What was redacted before stays as it is, with the quote that follows it.
                if (IsHidden(text, query + 1))
                {
                    done = query + 5;
                    continue;
                }

                while (done < text.Length && text[done] != '#' && !PythonText.IsSpace(text[done]))
                    done++;
            }
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private static bool IsHidden(string text, int start) =>
        string.CompareOrdinal(text, start, "****", 0, 4) == 0 && (start + 4 == text.Length || text[start + 4] is '#' or '\'' or '"' || PythonText.IsSpace(text[start + 4]));

    private static void Flush(StringBuilder result, List<byte> bytes)
    {
        if (bytes.Count > 0)
            result.Append(Encoding.UTF8.GetString([.. bytes]));
        bytes.Clear();
    }
}
