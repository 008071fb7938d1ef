using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>
/// Text of others as a page can show it. Control characters, halves of surrogate pairs, and the characters that turn the direction of writing around for what
/// follows (Unicode's "Trojan Source") are shown as escapes, so that what is read is what is there.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with what cannot be shown replaced by <c>\u202E</c> and the like; line ends and tabs become blanks.</summary>
    public static string Clean(string? text)
    {
        if (text is null)
            return "";
        int first = 0;
        while (first < text.Length && IsPlain(text[first]))
            first++;
        if (first == text.Length)
            return text;

        var cleaned = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (int index = first; index < text.Length; index++)
        {
            char character = text[index];
            if (char.IsHighSurrogate(character) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
                cleaned.Append(character).Append(text[++index]);
            else if (character is '\t' or '\n' or '\r')
                cleaned.Append(' ');
            else if (IsPlain(character))
                cleaned.Append(character);
            else
                cleaned.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
        }

        return cleaned.ToString();
    }

    /// <summary>Appends the text, cleaned, for use between tags or in a quoted attribute.</summary>
    public static void AppendEncoded(StringBuilder page, string? text)
    {
        foreach (char character in Clean(text))
        {
            _ = character switch
            {
                '&' => page.Append("&amp;"),
                '<' => page.Append("&lt;"),
                '>' => page.Append("&gt;"),
                '"' => page.Append("&quot;"),
                '\'' => page.Append("&#39;"),
                _ => page.Append(character),
            };
        }
    }

    private static bool IsPlain(char character) => character switch
    {
        < ' ' or (>= '\u007f' and <= '\u009f') => false,
        '\u200e' or '\u200f' or '\u061c' or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' => false,
        (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => false,
        _ => !char.IsSurrogate(character),
    };
}
