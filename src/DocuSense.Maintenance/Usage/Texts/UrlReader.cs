namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Finds the schemes of URLs in text.</summary>
internal static class UrlReader
{
    /// <summary>What every Python serves, or is no one's business here.</summary>
    private static readonly HashSet<string> _plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "http", "https", "file", "ftp", "ftps", "sftp", "ssh", "git", "git+https", "git+ssh", "git+http", "svn", "hg", "ws", "wss", "tcp", "udp", "unix", "fd", "tls", "ssl", "docker", "mailto", "data", "about",
        "chrome", "app", "urn", "oci", "npm", "vscode", "arn", "jdbc", "package", "resource", "rtsp", "rtmp", "smtp", "smtps", "imap", "pop3", "ipp", "local", "localhost", "sqlite",
    };

    /// <summary>Adds the schemes of a text's lines, comments left out.</summary>
    /// <param name="sink">Takes them.</param>
    /// <param name="comments">The characters that start a comment at the start of a line or after white space; <c>;</c> only at the start.</param>
    public static void ReadLines(HintSink sink, string comments)
    {
        string text = sink.Text;
        int at = text.IndexOf("://", StringComparison.Ordinal);
        int lineStart = 0;
        int commentFrom = -1;
        int lineEnd = -1;
        while (at >= 0)
        {
            if (at > lineEnd)
            {
                lineStart = at == 0 ? 0 : text.LastIndexOfAny(_lineBreaks, at - 1) + 1;
                lineEnd = TextLines.EndOfLine(text, at, text.Length);
                commentFrom = CommentStart(text, lineStart, lineEnd, comments);
            }

            if (at < commentFrom)
                Add(sink, lineStart, at);
            at = text.IndexOf("://", at + 3, StringComparison.Ordinal);
        }
    }

    /// <summary>Adds the scheme that ends where <c>://</c> stands.</summary>
    /// <param name="sink">Takes it.</param>
    /// <param name="from">How far back it may reach.</param>
    /// <param name="colon">Where <c>://</c> stands.</param>
    public static void Add(HintSink sink, int from, int colon)
    {
        string text = sink.Text;
        int start = colon;
        int limit = Math.Max(from, colon - 40);
        while (start > limit && (text[start - 1] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '+' or '-' or '.' or '_'))
            start--;
        if (start == colon || !char.IsLetter(text[start]) || start == limit && start > from)
            return;

        // jdbc:postgresql://, a variable's or template's end: not a scheme of Python's.
        if (start > from && text[start - 1] is ':' or '}' or '$' or '%' or ')' or '+')
            return;
        string scheme = text.Substring(start, colon - start);
        if (!_plain.Contains(scheme))
            sink.AddScheme(scheme.ToLowerInvariant(), start, "a " + scheme + ":// URL", isUrl: true);
    }

    private static int CommentStart(string text, int start, int end, string comments)
    {
        for (int index = start; index < end; index++)
        {
            char character = text[index];
            if (comments.IndexOf(character) < 0)
                continue;
            bool isFirst = TextLines.SkipBlanks(text, start, end) == index;
            if (isFirst || (character == '#' && char.IsWhiteSpace(text[index - 1])))
                return index;
        }

        return end;
    }

    private static readonly char[] _lineBreaks = ['\n', '\r'];
}
