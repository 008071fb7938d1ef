namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Turns offsets into lines and columns. Offsets come in ascending order, so that the text is read once, and only up to the last of them.</summary>
internal ref struct PositionMap
{
    private readonly ReadOnlySpan<byte> _text;
    private int _offset;
    private int _line;
    private int _column;

    public PositionMap(ReadOnlySpan<byte> text)
    {
        _text = text;
        _offset = 0;
        _line = 1;
        _column = 1;
    }

    /// <summary>The line and column of an offset that is not before the last one asked for.</summary>
    public (int Line, int Column) At(int offset)
    {
        ReadOnlySpan<byte> passed = _text.Slice(_offset, offset - _offset);
        int newline = passed.LastIndexOf((byte)'\n');
        if (newline >= 0)
        {
            _line += Bytes.CountNewlines(passed);
            _column = 1;
            passed = passed.Slice(newline + 1);
        }
        _column += Bytes.CountCharacters(passed);
        _offset = offset;
        return (_line, _column);
    }

    /// <summary>The span of a range that does not begin before the last one ended.</summary>
    public SourceSpan Span(int start, int end)
    {
        (int line, int column) = At(start);
        (int endLine, int endColumn) = At(end);
        return new SourceSpan(line, column, endLine, endColumn);
    }

    /// <summary>The spans of ranges given as pairs of offsets, in any order.</summary>
    public static SourceSpan[] Spans(ReadOnlySpan<byte> text, int[] offsets)
    {
        var order = new int[offsets.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = (int[])offsets.Clone();
        Array.Sort(sorted, order);
        var lines = new int[offsets.Length];
        var columns = new int[offsets.Length];
        var map = new PositionMap(text);
        for (int i = 0; i < order.Length; i++)
            (lines[order[i]], columns[order[i]]) = map.At(sorted[i]);
        var spans = new SourceSpan[offsets.Length / 2];
        for (int i = 0; i < spans.Length; i++)
            spans[i] = new SourceSpan(lines[2 * i], columns[2 * i], lines[2 * i + 1], columns[2 * i + 1]);
        return spans;
    }
}
