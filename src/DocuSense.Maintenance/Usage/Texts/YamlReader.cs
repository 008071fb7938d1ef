namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>A value of a YAML file.</summary>
/// <param name="Key">The key it stands under; for an item of a list the key of the list.</param>
/// <param name="Parent">The key around that, or empty.</param>
/// <param name="List">For an item: which list it is in, by the place of its key; otherwise -1.</param>
/// <param name="KeyStart">Where the key stands.</param>
/// <param name="Start">The value's first character, within its quotes.</param>
/// <param name="End">Just past its last.</param>
/// <param name="Form"><c>'|'</c> or <c>'>'</c> for a block, <c>'['</c> for a list on one line, <c>'"'</c> for a quoted scalar, <c>' '</c> for a plain one, <c>'-'</c> where a mapping begins.</param>
internal readonly record struct YamlValue(string Key, string Parent, int List, int KeyStart, int Start, int End, char Form);

/// <summary>
/// Reads YAML line by line, as far as settings and pipelines need it: mappings, lists, scalars and blocks by their
/// indentation. Templates and whatever else it does not know are passed over.
/// </summary>
internal sealed class YamlReader(string text, Action<YamlValue> found)
{
    private readonly List<(int Indent, string Key, int Start)> _open = [];
    private int _next;

    public void Read()
    {
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfLine(text, at, text.Length);
            _next = TextLines.Next(text, end, text.Length);
            ReadLine(at, end);
            at = _next;
        }
    }

    private void ReadLine(int start, int end)
    {
        int at = TextLines.SkipBlanks(text, start, end);
        if (at == end || text[at] is '#' or '%' || TextLines.StartsWith(text, at, end, "---") || IsTemplate(at, end))
            return;

        bool isItem = false;
        while (text[at] == '-' && (at + 1 == end || text[at + 1] is ' ' or '\t'))
        {
            Close(at - start, keepsKey: true);
            _open.Add((at - start, "-", at));
            isItem = true;
            at = TextLines.SkipBlanks(text, at + 1, end);
            if (at == end)
                return;
        }

        int keyEnd = KeyEnd(at, end);
        if (keyEnd >= 0)
        {
            Close(at - start, keepsKey: false);
            string parent = NearestKey(_open.Count);
            string key = text.Substring(at, keyEnd - at).Trim().Trim('"', '\'');
            if (isItem)
                found(new YamlValue(parent, "", -1, at, at, at, '-'));
            _open.Add((at - start, key, at));
            ReadValue(key, parent, -1, at, text.IndexOf(':', keyEnd) + 1, end, at - start);
        }
        else if (isItem)
        {
            string key = NearestKey(_open.Count);
            int list = NearestStart();
            ReadValue(key, ParentOf(key), list, at, at, end, _open[_open.Count - 1].Indent);
        }
    }

    private bool IsTemplate(int at, int end) => TextLines.StartsWith(text, at, end, "{{") || TextLines.StartsWith(text, at, end, "{%");

    /// <summary>Leaves everything that is indented as much or more. A list may stand under its key without more indentation.</summary>
    private void Close(int indent, bool keepsKey)
    {
        while (_open.Count > 0)
        {
            (int each, string key, _) = _open[_open.Count - 1];
            if (each < indent || (each == indent && keepsKey && key != "-"))
                return;
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private string NearestKey(int count)
    {
        for (int index = count - 1; index >= 0; index--)
        {
            if (_open[index].Key != "-")
                return _open[index].Key;
        }

        return "";
    }

    private int NearestStart()
    {
        for (int index = _open.Count - 1; index >= 0; index--)
        {
            if (_open[index].Key != "-")
                return _open[index].Start;
        }

        return 0;
    }

    private string ParentOf(string key)
    {
        for (int index = _open.Count - 1; index >= 0; index--)
        {
            if (ReferenceEquals(_open[index].Key, key))
                return NearestKey(index);
        }

        return "";
    }

    /// <summary>Where the key's own text ends, or -1 where the line has none.</summary>
    private int KeyEnd(int at, int end)
    {
        int index = at;
        if (text[at] is '"' or '\'')
        {
            int close = TextLines.CloseQuote(text, at, end);
            if (close < 0)
                return -1;
            index = TextLines.SkipBlanks(text, close + 1, end);
            return index < end && text[index] == ':' && (index + 1 == end || text[index + 1] is ' ' or '\t') ? close + 1 : -1;
        }

        if (text[at] is '[' or '{' or '|' or '>' or '&' or '*' or '!' or '@' or '`' or '#')
            return -1;
        for (; index < end; index++)
        {
            if (text[index] == ':' && (index + 1 == end || text[index + 1] is ' ' or '\t'))
                return index;
            if (text[index] == '#' && index > at && text[index - 1] is ' ' or '\t')
                return -1;
        }

        return -1;
    }

    private void ReadValue(string key, string parent, int list, int keyStart, int from, int end, int indent)
    {
        int start = TextLines.SkipBlanks(text, from, end);

        // Anchors and tags stand before the value.
        while (start < end && text[start] is '&' or '!')
        {
            while (start < end && text[start] is not (' ' or '\t'))
                start++;
            start = TextLines.SkipBlanks(text, start, end);
        }

        if (start == end || text[start] == '#')
        {
            found(new YamlValue(key, parent, list, keyStart, start, start, '-'));
            return;
        }

        char form = ' ';
        int stop;
        switch (text[start])
        {
            case '|' or '>':
                form = text[start];
                start = TextLines.Next(text, end, text.Length);
                stop = EndOfBlock(start, indent);
                _next = Math.Max(_next, stop);
                break;
            case '[':
                form = '[';
                stop = EndOfList(start, indent);
                _next = Math.Max(_next, TextLines.Next(text, TextLines.EndOfLine(text, stop, text.Length), text.Length));
                break;
            case '"' or '\'' when TextLines.CloseQuote(text, start, end) is >= 0 and var close:
                form = '"';
                start++;
                stop = close;
                break;
            default:
                stop = PlainEnd(start, end);
                break;
        }

        found(new YamlValue(key, parent, list, keyStart, start, stop, form));
    }

    private int PlainEnd(int start, int end)
    {
        for (int index = start + 1; index < end; index++)
        {
            if (text[index] == '#' && text[index - 1] is ' ' or '\t')
                return TextLines.TrimEnd(text, start, index);
        }

        return TextLines.TrimEnd(text, start, end);
    }

    private int EndOfBlock(int at, int indent)
    {
        int stop = at;
        while (at < text.Length)
        {
            int end = TextLines.EndOfLine(text, at, text.Length);
            int first = TextLines.SkipBlanks(text, at, end);
            if (first < end && first - at <= indent)
                break;
            at = TextLines.Next(text, end, text.Length);
            stop = at;
        }

        return stop;
    }

    /// <summary>A list in brackets may span lines that are indented more than its key.</summary>
    private int EndOfList(int start, int indent)
    {
        int depth = 0;
        int at = start;
        int end = TextLines.EndOfLine(text, at, text.Length);
        while (true)
        {
            for (; at < end; at++)
            {
                char character = text[at];
                if (character is '"' or '\'')
                    at = TextLines.CloseQuote(text, at, end) is >= 0 and var close ? close : at;
                else if (character == '#' && text[at - 1] is ' ' or '\t')
                    break;
                else if (character == '[')
                    depth++;
                else if (character == ']' && --depth == 0)
                    return at + 1;
            }

            int next = TextLines.Next(text, end, text.Length);
            int nextEnd = TextLines.EndOfLine(text, next, text.Length);
            int first = TextLines.SkipBlanks(text, next, nextEnd);
            if (next >= text.Length || (first < nextEnd && text[first] != ']' && first - next <= indent))
                return end;
            at = next;
            end = nextEnd;
        }
    }
}
