using System.Text;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The <c>__editable___name_finder.py</c> of an editable install by setuptools (PEP 660): a literal dictionary <c>MAPPING</c> from
/// top-level module to its file or folder, and <c>NAMESPACES</c> from namespace to folders. Read as text, never run.
/// </summary>
internal static class EditableFinder
{
    /// <summary>Module and path of each entry of <c>MAPPING</c>; nothing where the file is not of that form.</summary>
    public static List<(string Module, string Path)> Mapping(string text)
    {
        var entries = new List<(string, string)>();
        int at = Assignment(text, "MAPPING");
        if (at < 0)
            return entries;
        while (true)
        {
            at = SkipBlanks(text, at, ',');
            if (ReadString(text, ref at) is not string module)
                return entries;
            at = SkipBlanks(text, at, ':');
            if (ReadString(text, ref at) is not string path)
                return entries;
            entries.Add((module, path));
        }
    }

    /// <summary>Offset just after the brace of <c>NAME: … = {</c> at the start of a line, or -1.</summary>
    private static int Assignment(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at > 0 && text[at - 1] != '\n')
                continue;
            int equals = text.IndexOf('=', at);
            int brace = equals < 0 ? -1 : SkipBlanks(text, equals + 1, ' ');
            if (brace >= 0 && brace < text.Length && text[brace] == '{')
                return brace + 1;
        }

        return -1;
    }

    private static int SkipBlanks(string text, int at, char separator)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\r' or '\n' || text[at] == separator))
            at++;
        return at;
    }

    private static int? Hexadecimal(ReadOnlySpan<char> digits)
    {
        int value = 0;
        foreach (char digit in digits)
        {
            int number = digit is >= '0' and <= '9' ? digit - '0' : (digit | 0x20) is >= 'a' and <= 'f' ? (digit | 0x20) - 'a' + 10 : -1;
            if (number < 0 || value > 0x10FFFF)
                return null;
            value = value * 16 + number;
        }

        return value;
    }

    /// <summary>A string as <c>repr</c> writes it.</summary>
    private static string? ReadString(string text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('\'' or '"'))
            return null;
        char quote = text[at];
        var value = new StringBuilder();
        for (int index = at + 1; index < text.Length; index++)
        {
            char character = text[index];
            if (character == quote)
            {
                at = index + 1;
                return value.ToString();
            }

            if (character == '\n')
                return null;
            if (character != '\\')
            {
                value.Append(character);
                continue;
            }

            if (++index >= text.Length)
                return null;
            int digits = text[index] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                value.Append(text[index] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char other => other });
            }
            else if (index + digits < text.Length
                && Hexadecimal(text.AsSpan(index + 1, digits)) is int code
                && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF))
            {
                value.Append(char.ConvertFromUtf32(code));
                index += digits;
            }
            else
            {
                return null;
            }
        }

        return null;
    }
}
