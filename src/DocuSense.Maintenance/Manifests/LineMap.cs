namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// Turns offsets of a text into lines and columns as editors count them: lines end at LF, CR or CRLF, columns count code points.
/// </summary>
internal sealed class LineMap
{
    private const int BlockLength = 1024;

    private readonly string _text;
    private readonly List<int> _starts;

    /// <summary>How many characters before each block of the text are second halves of a pair; null where there are none at all.</summary>
    private readonly int[]? _pairsBefore;

    public LineMap(string text)
    {
        _text = text;
        _starts = new List<int>();
        _starts.Add(0);
        int offset = 0;
        while (offset < text.Length)
        {
            int found = text.IndexOfAny(_ends, offset);
            if (found < 0)
                break;
            offset = text[found] == '\r' && found + 1 < text.Length && text[found + 1] == '\n' ? found + 2 : found + 1;
            _starts.Add(offset);
        }

        int pairs = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (!IsSecondHalf(i))
                continue;
            _pairsBefore ??= new int[text.Length / BlockLength + 2];
            _pairsBefore[i / BlockLength + 1] = ++pairs;
        }

        for (int block = 1; _pairsBefore is not null && block < _pairsBefore.Length; block++)
            _pairsBefore[block] = Math.Max(_pairsBefore[block], _pairsBefore[block - 1]);
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
        int start = _starts[index];
        return (index + 1, offset - start - (Pairs(offset) - Pairs(start)) + 1);
    }

    /// <summary>How many characters before an offset are second halves of a pair.</summary>
    private int Pairs(int offset)
    {
        if (_pairsBefore is null)
            return 0;
        int block = offset / BlockLength;
        int pairs = _pairsBefore[block];
        for (int i = block * BlockLength; i < offset; i++)
            pairs += IsSecondHalf(i) ? 1 : 0;
        return pairs;
    }

    private bool IsSecondHalf(int index) => char.IsLowSurrogate(_text[index]) && index > 0 && char.IsHighSurrogate(_text[index - 1]);

    /// <summary>The span from one offset to another, the end exclusive.</summary>
    public SourceSpan Span(int start, int end)
    {
        (int line, int column) = Position(start);
        (int endLine, int endColumn) = Position(Math.Max(start, end));
        return new SourceSpan(line, column, endLine, endColumn);
    }
}
