using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>TOML's four kinds of string.</summary>
internal static class TomlStrings
{
    /// <summary>Reads the string that begins at the cursor's quote; a multi-line one only where those are allowed, which keys are not.</summary>
    public static TomlValue? Read(TomlCursor cursor, bool allowLines)
    {
        char quote = cursor.Current;
        if (cursor.Peek(1) == quote && cursor.Peek(2) == quote && allowLines)
            return ReadLines(cursor, quote);
        int start = cursor.Offset++;
        var value = new StringBuilder();
        while (true)
        {
            if (cursor.AtEnd)
                return Fail(cursor, start, "this string is not closed");
            char c = cursor.Current;
            if (c == quote)
            {
                int end = cursor.Offset++;
                return new TomlValue(TomlKind.String, start) { Text = value.ToString(), ContentStart = start + 1, ContentEnd = end, End = end + 1 };
            }

            if (c is '\n' or '\r')
                return Fail(cursor, start, "this string is not closed on its line");
            if (TomlCursor.IsControl(c))
                return Fail(cursor, cursor.Offset, "a string cannot hold a control character");
            if (c == '\\' && quote == '"')
            {
                if (!Escape(cursor, value, allowLines: false))
                    return null;
            }
            else
            {
                value.Append(c);
                cursor.Offset++;
            }
        }
    }

    private static TomlValue? ReadLines(TomlCursor cursor, char quote)
    {
        int start = cursor.Offset;
        cursor.Offset += 3;
        cursor.Offset += cursor.LineEnd();
        int content = cursor.Offset;
        var value = new StringBuilder();
        while (true)
        {
            if (cursor.AtEnd)
                return Fail(cursor, start, "this multi-line string is not closed");
            char c = cursor.Current;
            if (c == quote && cursor.Peek(1) == quote && cursor.Peek(2) == quote)
            {
                // Up to two quotes may stand right before the closing three.
                int quotes = 3;
                while (quotes < 5 && cursor.Peek(quotes) == quote)
                    quotes++;
                value.Append(quote, quotes - 3);
                int end = cursor.Offset + quotes - 3;
                cursor.Offset += quotes;
                return new TomlValue(TomlKind.String, start) { Text = value.ToString(), ContentStart = content, ContentEnd = end, End = cursor.Offset };
            }

            if (cursor.LineEnd() is int length and > 0)
            {
                value.Append('\n');
                cursor.Offset += length;
            }
            else if (TomlCursor.IsControl(c))
            {
                return Fail(cursor, cursor.Offset, "a string cannot hold a control character");
            }
            else if (c == '\\' && quote == '"')
            {
                if (!Escape(cursor, value, allowLines: true))
                    return null;
            }
            else
            {
                value.Append(c);
                cursor.Offset++;
            }
        }
    }

    private static bool Escape(TomlCursor cursor, StringBuilder value, bool allowLines)
    {
        char c = cursor.Peek(1);
        char plain = c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => '\0',
        };
        if (plain != '\0')
        {
            value.Append(plain);
            cursor.Offset += 2;
            return true;
        }

        if (c is 'u' or 'U')
            return Unicode(cursor, value, c == 'u' ? 4 : 8);
        if (!allowLines || c is not (' ' or '\t' or '\n' or '\r'))
            return cursor.Fail("the backslash begins no escape that TOML knows");
        int start = cursor.Offset++;
        cursor.SkipBlanks();
        if (cursor.AtEnd)
            return true;
        if (cursor.LineEnd() == 0)
            return cursor.Fail(start, "the backslash begins no escape that TOML knows");
        while (cursor.LineEnd() is int length and > 0)
        {
            cursor.Offset += length;
            cursor.SkipBlanks();
        }

        return true;
    }

    private static bool Unicode(TomlCursor cursor, StringBuilder value, int digits)
    {
        int code = 0;
        for (int i = 0; i < digits; i++)
        {
            char digit = cursor.Peek(2 + i);
            if (!Uri.IsHexDigit(digit))
                return cursor.Fail($"{digits.ToString(CultureInfo.InvariantCulture)} hexadecimal digits are expected in this escape");
            code = unchecked((code << 4) | Convert.ToInt32(digit.ToString(), 16));
        }

        if (code is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            return cursor.Fail("this escape is not a Unicode scalar value");
        value.Append(char.ConvertFromUtf32(code));
        cursor.Offset += 2 + digits;
        return true;
    }

    private static TomlValue? Fail(TomlCursor cursor, int offset, string message)
    {
        cursor.Fail(offset, message);
        return null;
    }
}
