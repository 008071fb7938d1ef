using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>Text as Python's <c>str</c> and <c>re</c> see it, where .NET differs.</summary>
internal static class PythonText
{
    /// <summary>Whether Python's <c>str.isspace</c> holds: as .NET's white space, and the four ASCII separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => c <= '\u00a0'
        ? c is ' ' or (>= '\t' and <= '\r') or (>= '\u001c' and <= '\u001f') or '\u0085' or '\u00a0'
        : char.IsWhiteSpace(c);

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsLetterOrDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    /// <summary>Whether the character continues a word for <c>\b</c>, as far as ASCII goes.</summary>
    public static bool IsWord(char c) => IsLetterOrDigit(c) || c == '_';

    /// <summary>As Python's <c>str.strip</c>.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text.Slice(start, end - start);
    }

    /// <summary>As Python's <c>str.lower</c>: lower case without culture; the dotted capital I becomes two characters.</summary>
    public static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();
        return lower.IndexOf('\u0130') < 0 ? lower : lower.Replace("\u0130", "i\u0307");
    }

    /// <summary>Compares by code points as Python does; UTF-16 order puts U+E000 and above after the surrogates.</summary>
    public static int CompareCodePoints(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            char a = left[i];
            char b = right[i];
            if (a == b)
                continue;
            bool aIsSurrogate = char.IsSurrogate(a);
            return aIsSurrogate != char.IsSurrogate(b) ? (aIsSurrogate ? 1 : -1) : a - b;
        }

        return left.Length - right.Length;
    }

    public static void Append(StringBuilder builder, ReadOnlySpan<char> text)
    {
#if NET
        builder.Append(text);
#else
        builder.Append(text.ToString());
#endif
    }
}
