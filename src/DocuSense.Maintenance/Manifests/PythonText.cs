namespace DocuSense.Maintenance.Manifests;

/// <summary>What Python's <c>str</c> methods take as blanks and as ends of lines, which is more than .NET or an editor does.</summary>
internal static class PythonText
{
    /// <summary>As <c>str.isspace</c> and <c>\s</c>: .NET's white space and the four ASCII separators.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>The length of the line end at an offset as <c>str.splitlines</c> sees it; 0 where there is none.</summary>
    public static int LineEnd(string text, int offset) => text[offset] switch
    {
        '\r' => offset + 1 < text.Length && text[offset + 1] == '\n' ? 2 : 1,
        '\n' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029' => 1,
        _ => 0,
    };

    /// <summary>Narrows a range of a text as <c>str.strip</c> does.</summary>
    public static (int Start, int Length) Strip(string text, int start, int length)
    {
        int end = start + length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return (start, end - start);
    }

    /// <summary>As <c>str.strip</c>.</summary>
    public static string Strip(string text)
    {
        (int start, int length) = Strip(text, 0, text.Length);
        return length == text.Length ? text : text.Substring(start, length);
    }
}
