using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>The value of a Python string literal.</summary>
internal static class StringLiteral
{
    /// <summary>The text a literal stands for, given with prefix and quotes; null for bytes, and for what needs the Unicode name table.</summary>
    public static string? Value(ReadOnlySpan<byte> literal)
    {
        bool raw = false;
        int at = 0;
        for (; at < literal.Length && literal[at] is not ((byte)'"' or (byte)'\''); at++)
        {
            if ((literal[at] | 0x20) == 'b')
                return null;
            raw |= (literal[at] | 0x20) == 'r';
        }
        int size = literal.Length - at >= 6 && literal[at + 1] == literal[at] && literal[at + 2] == literal[at] ? 3 : 1;
        if (literal.Length - at < 2 * size)
            return null;
        ReadOnlySpan<byte> content = literal.Slice(at + size, literal.Length - at - 2 * size);
        if (raw || content.IndexOf((byte)'\\') < 0)
            return Utf8.Text(content);

        var text = new StringBuilder();
        while (true)
        {
            int escape = content.IndexOf((byte)'\\');
            if (escape < 0 || escape + 1 >= content.Length)
            {
                text.Append(Utf8.Text(content));
                return text.ToString();
            }
            text.Append(Utf8.Text(content.Slice(0, escape)));
            int used = Escape(content.Slice(escape + 1), text);
            if (used < 0)
                return null;
            content = content.Slice(escape + 1 + used);
        }
    }

    /// <summary>Appends what the escape after a backslash stands for; gives its length, or -1 where it cannot be told.</summary>
    private static int Escape(ReadOnlySpan<byte> escape, StringBuilder text)
    {
        byte kind = escape[0];
        switch (kind)
        {
            case (byte)'\n': return 1;
            case (byte)'\\': text.Append('\\'); return 1;
            case (byte)'\'': text.Append('\''); return 1;
            case (byte)'"': text.Append('"'); return 1;
            case (byte)'a': text.Append('\a'); return 1;
            case (byte)'b': text.Append('\b'); return 1;
            case (byte)'f': text.Append('\f'); return 1;
            case (byte)'n': text.Append('\n'); return 1;
            case (byte)'r': text.Append('\r'); return 1;
            case (byte)'t': text.Append('\t'); return 1;
            case (byte)'v': text.Append('\v'); return 1;
            case (byte)'x': return Hexadecimal(escape, 2, text);
            case (byte)'u': return Hexadecimal(escape, 4, text);
            case (byte)'U': return Hexadecimal(escape, 8, text);
            case (byte)'N': return -1;
        }
        if (kind is < (byte)'0' or > (byte)'7')
        {
            // An unknown escape stands for itself.
            text.Append('\\');
            return 0;
        }
        int value = 0;
        int length = 0;
        for (; length < 3 && length < escape.Length && escape[length] is >= (byte)'0' and <= (byte)'7'; length++)
            value = value * 8 + escape[length] - '0';
        text.Append((char)value);
        return length;
    }

    private static int Hexadecimal(ReadOnlySpan<byte> escape, int digits, StringBuilder text)
    {
        if (escape.Length < 1 + digits
            || !uint.TryParse(Utf8.Text(escape.Slice(1, digits)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            || value > 0x10FFFF)
            return -1;
        if (value < 0x10000)
            text.Append((char)value);
        else
            text.Append(char.ConvertFromUtf32((int)value));
        return 1 + digits;
    }
}
