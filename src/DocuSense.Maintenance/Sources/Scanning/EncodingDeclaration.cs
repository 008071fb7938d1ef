namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>The encoding declaration of PEP 263: a comment with <c>coding: name</c> in one of the first two lines.</summary>
internal static class EncodingDeclaration
{
    /// <summary>The encoding's name as written, or null where none is declared.</summary>
    public static string? Find(ReadOnlySpan<byte> text, out int at)
    {
        int start = 0;
        for (int line = 0; line < 2 && start < text.Length; line++)
        {
            int end = start;
            while (end < text.Length && text[end] is not ((byte)'\n' or (byte)'\r'))
                end++;
            string? name = InLine(text.Slice(0, end), start, out bool blank, out at);
            if (name is not null)
                return name;
            if (!blank)
                break;
            start = end + (end + 1 < text.Length && text[end] == (byte)'\r' && text[end + 1] == (byte)'\n' ? 2 : 1);
        }
        at = 0;
        return null;
    }

    /// <summary>Looks into one line; <paramref name="blank"/> says that it holds a comment at most, so that the next line may declare.</summary>
    private static string? InLine(ReadOnlySpan<byte> text, int start, out bool blank, out int at)
    {
        at = start;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\f')
            at++;
        blank = at >= text.Length || text[at] == (byte)'#';
        if (at >= text.Length || !blank)
            return null;
        while (true)
        {
            at = Bytes.Find(text, at, "coding"u8);
            if (at < 0)
                return null;
            at += 6;
            if (at >= text.Length || text[at] is not ((byte)':' or (byte)'='))
                continue;
            at++;
            while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
                at++;
            int end = at;
            while (end < text.Length && (text[end] < 0x80 && Bytes.IsIdentifier(text[end]) || text[end] is (byte)'-' or (byte)'.'))
                end++;
            if (end > at)
                return NameCache.Get(text.Slice(at, end - at));
        }
    }
}
