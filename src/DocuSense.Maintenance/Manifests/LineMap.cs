namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// Turns offsets of a text into lines and columns as editors count them: lines end at LF, CR or CRLF, columns count code points.
/// </summary>
internal sealed class LineMap
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineMap(string text)
    {
        _text = text;
        int offset = 0;
        while (offset < text.Length)
        {
            int found = text.IndexOfAny(_ends, offset);
            if (found < 0)
                break;
            offset = text[found] == '\r' && found + 1 < text.Length && text[found + 1] == '\n' ? found + 2 : found + 1;
            _starts.Add(offset);
        }
    }

    private static readonly char[] _ends = ['\n', '\r'];

    /// <summary>Line and column, from 1, of an offset from 0 up to the text's length.</summary>
    public (int Line, int Column) Position(int offset)
    {
        if (offset > _text.Length)
            offset = _text.Length;
        int index = _starts.BinarySearch(offset);
        if (index < 0)
            index = ~index - 1;
        int column = 1;
        for (int i = _starts[index]; i < offset; i++)
        {
            if (!char.IsLowSurrogate(_text[i]) || i == 0 || !char.IsHighSurrogate(_text[i - 1]))
                column++;
        }

        return (index + 1, column);
    }

    /// <summary>The span from one offset to another, the end exclusive.</summary>
    public SourceSpan Span(int start, int end)
    {
        (int line, int column) = Position(start);
        (int endLine, int endColumn) = Position(Math.Max(start, end));
        return new SourceSpan(line, column, endLine, endColumn);
    }
}
