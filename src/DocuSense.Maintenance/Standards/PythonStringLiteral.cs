using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>The inside of a Python string literal in single quotation marks, which is what the quoted texts of markers are to <c>packaging</c>.</summary>
internal static class PythonStringLiteral
{
    /// <summary>Resolves the escapes.</summary>
    /// <param name="text">The text around the literal.</param>
    /// <param name="start">Offset just past the opening quotation mark.</param>
    /// <param name="end">Offset of the closing quotation mark.</param>
    /// <param name="value">The value.</param>
    /// <param name="offending">Offset of what is not allowed in such a literal: an end of line, NUL, an incomplete escape.</param>
    /// <remarks>Characters by name (<c>\N{…}</c>) are refused: that needs the names of all of Unicode.</remarks>
    public static bool TryUnescape(string text, int start, int end, [NotNullWhen(true)] out string? value, out int offending)
    {
        value = null;
        offending = start;
        StringBuilder? builder = null;
        for (int i = start; i < end; i++)
        {
            char c = text[i];
            offending = i;
            if (c is '\n' or '\r' or '\0')
                return false;
            if (c != '\\')
            {
                builder?.Append(c);
                continue;
            }

            builder ??= new StringBuilder().Append(text, start, i - start);
            // The last backslash would escape the closing quotation mark.
            if (i + 1 >= end || !TryAppendEscape(builder, text, ref i, end))
                return false;
        }

        value = builder?.ToString() ?? text.Substring(start, end - start);
        return true;
    }

    /// <summary>Appends what an escape means and moves to its last character.</summary>
    private static bool TryAppendEscape(StringBuilder builder, string text, ref int i, int end)
    {
        char c = text[++i];
        switch (c)
        {
            case 'x':
                return TryAppendHex(builder, text, ref i, end, 2);
            case 'u':
                return TryAppendHex(builder, text, ref i, end, 4);
            case 'U':
                return TryAppendHex(builder, text, ref i, end, 8);
            case 'N' or '\0':
                return false;
            case '\r':
                if (i + 1 < end && text[i + 1] == '\n')
                    i++;
                return true;
            case '\n':
                return true;
            case >= '0' and <= '7':
                AppendOctal(builder, text, ref i, end);
                return true;
        }

        char simple = c switch
        {
            'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', '\\' => '\\', '\'' => '\'', '"' => '"', _ => '\0',
        };
        if (simple == '\0')
            builder.Append('\\').Append(c);
        else
            builder.Append(simple);
        return true;
    }

    private static bool TryAppendHex(StringBuilder builder, string text, ref int i, int end, int digits)
    {
        if (i + digits >= end)
            return false;
        uint code = 0;
        for (int digit = 0; digit < digits; digit++)
        {
            char c = text[++i];
            int nibble = c is >= '0' and <= '9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
            if (nibble < 0)
                return false;
            code = code << 4 | (uint)nibble;
        }

        if (code > 0x10FFFF)
            return false;
        if (code > 0xFFFF)
            builder.Append(char.ConvertFromUtf32((int)code));
        else
            builder.Append((char)code);
        return true;
    }

    private static void AppendOctal(StringBuilder builder, string text, ref int i, int end)
    {
        int code = text[i] - '0';
        for (int digit = 1; digit < 3 && i + 1 < end && text[i + 1] is >= '0' and <= '7'; digit++)
            code = code * 8 + (text[++i] - '0');
        builder.Append((char)code);
    }
}
