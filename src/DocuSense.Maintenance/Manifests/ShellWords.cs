using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>One word of an option string: its value without quotes, and the range it takes in the text.</summary>
internal sealed record ShellWord(string Value, int Start, int End);

/// <summary>Splits an option string into words as Python's <c>shlex.split</c> does: POSIX quoting, no comments.</summary>
internal static class ShellWords
{
    /// <summary>Splits the text from an offset on.</summary>
    /// <returns>The words; null with the offset of the open quote or last backslash where the text ends too early.</returns>
    public static List<ShellWord>? Split(string text, int offset, out int errorOffset, out string? error)
    {
        errorOffset = 0;
        error = null;
        var words = new List<ShellWord>();
        var value = new StringBuilder();
        int i = offset;
        while (i < text.Length)
        {
            if (IsBlank(text[i]))
            {
                i++;
                continue;
            }

            int start = i;
            value.Clear();
            for (; i < text.Length && !IsBlank(text[i]); i++)
            {
                char c = text[i];
                if (c is '"' or '\'')
                {
                    int open = i;
                    i = Quoted(text, i, value);
                    if (i < 0)
                    {
                        errorOffset = open;
                        error = "this quotation is not closed";
                        return null;
                    }
                }
                else if (c == '\\')
                {
                    if (i + 1 == text.Length)
                    {
                        errorOffset = i;
                        error = "a character is expected after the backslash";
                        return null;
                    }

                    value.Append(text[++i]);
                }
                else
                {
                    value.Append(c);
                }
            }

            words.Add(new ShellWord(value.ToString(), start, i));
        }

        return words;
    }

    /// <summary>Reads from an opening quote; returns the offset of the closing one, or -1.</summary>
    private static int Quoted(string text, int open, StringBuilder value)
    {
        char quote = text[open];
        for (int i = open + 1; i < text.Length; i++)
        {
            char c = text[i];
            if (c == quote)
                return i;
            if (c == '\\' && quote == '"')
            {
                if (++i == text.Length)
                    return -1;
                // Between double quotes a backslash is itself unless it hides a quote or a backslash.
                if (text[i] is not ('"' or '\\'))
                    value.Append('\\');
                value.Append(text[i]);
            }
            else
            {
                value.Append(c);
            }
        }

        return -1;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';
}
