namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Lines of a text, and the small values in them.</summary>
internal static class TextLines
{
    /// <summary>Each line from <paramref name="start"/> to <paramref name="end"/>: its first character and the end without its line break.</summary>
    public static IEnumerable<(int Start, int End)> Of(string text, int start, int end)
    {
        int at = start;
        while (at < end)
        {
            int stop = EndOfLine(text, at, end);
            yield return (at, stop);
            at = Next(text, stop, end);
        }
    }

    public static int EndOfLine(string text, int at, int end)
    {
        int index = text.AsSpan(at, end - at).IndexOfAny('\n', '\r');
        return index < 0 ? end : at + index;
    }

    /// <summary>The start of the line after a line's end.</summary>
    public static int Next(string text, int lineEnd, int end) =>
        lineEnd >= end ? end : lineEnd + (text[lineEnd] == '\r' && lineEnd + 1 < end && text[lineEnd + 1] == '\n' ? 2 : 1);

    /// <summary>The first character that is no space or tab.</summary>
    public static int SkipBlanks(string text, int at, int end)
    {
        while (at < end && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    /// <summary>The end without the white space before it.</summary>
    public static int TrimEnd(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return end;
    }

    /// <summary>The end of a line together with those that a trailing backslash joins to it.</summary>
    public static int EndOfJoined(string text, int at, int end)
    {
        int stop = EndOfLine(text, at, end);
        while (stop < end)
        {
            int last = TrimEnd(text, at, stop);
            if (last <= at || text[last - 1] != '\\')
                break;
            at = Next(text, stop, end);
            stop = EndOfLine(text, at, end);
        }

        return stop;
    }

    public static bool StartsWith(string text, int at, int end, string what) =>
        at + what.Length <= end && string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    /// <summary>
    /// The strings of a list as JSON, TOML, YAML and INI files write them: in quotes, or bare between commas and white space. Comments are left out.
    /// </summary>
    public static List<Word> Items(string text, int start, int end, bool bareWords = true)
    {
        var items = new List<Word>();
        int at = start;
        while (at < end)
        {
            char character = text[at];
            if (character is '"' or '\'')
            {
                int close = CloseQuote(text, at, end);
                if (close < 0)
                {
                    // Never closed: nothing on the rest of the line can be told.
                    at = EndOfLine(text, at, end);
                    continue;
                }

                int quotes = close > at + 1 && close + 1 < end && text[at + 1] == character && text[close] == character && StartsWith(text, at, end, new string(character, 3)) ? 3 : 1;
                items.Add(new Word(text.Substring(at + quotes, Math.Max(0, close + 1 - at - (2 * quotes))), at, close + 1));
                at = close + 1;
            }
            else if (character == '#' && (at == start || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == ','))
            {
                at = EndOfLine(text, at, end);
            }
            else if (char.IsWhiteSpace(character) || character is '[' or ']' or ',' or '{' or '}')
            {
                at++;
            }
            else
            {
                int from = at;
                while (at < end && !char.IsWhiteSpace(text[at]) && text[at] is not (',' or '[' or ']' or '{' or '}' or '"' or '\''))
                    at++;
                if (bareWords)
                    items.Add(new Word(text.Substring(from, at - from), from, at));
            }
        }

        return items;
    }

    /// <summary>The last quote of a string that starts here; three quotes may span lines, one may not; -1 where it never ends.</summary>
    public static int CloseQuote(string text, int at, int end)
    {
        char quote = text[at];
        if (at + 2 < end && text[at + 1] == quote && text[at + 2] == quote)
        {
            int close = text.IndexOf(new string(quote, 3), at + 3, end - at - 3, StringComparison.Ordinal);
            return close < 0 ? -1 : close + 2;
        }

        for (int index = at + 1; index < end && text[index] is not ('\n' or '\r'); index++)
        {
            if (text[index] == quote)
                return index;
            if (text[index] == '\\' && quote == '"')
                index++;
        }

        return -1;
    }
}
