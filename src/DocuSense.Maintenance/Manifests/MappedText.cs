namespace DocuSense.Maintenance.Manifests;

/// <summary>A text put together from pieces of a file, each character knowing the offset it came from.</summary>
internal sealed class MappedText
{
    private readonly int[] _starts;
    private readonly int[] _sources;

    public MappedText(string text, int[] starts, int[] sources)
    {
        Text = text;
        _starts = starts;
        _sources = sources;
    }

    public string Text { get; }

    /// <summary>The offset in the file of a character; for the text's end, just past its last character.</summary>
    public int ToSource(int index)
    {
        if (Text.Length == 0)
            return _sources[0];
        if (index >= Text.Length)
            return ToSource(Text.Length - 1) + 1;
        int piece = Array.BinarySearch(_starts, index);
        if (piece < 0)
            piece = ~piece - 1;
        // An empty piece shares its start with the one after it, which holds the character.
        while (piece + 1 < _starts.Length && _starts[piece + 1] == index)
            piece++;
        return _sources[piece] + (index - _starts[piece]);
    }

    /// <summary>A part of the text with its map.</summary>
    public MappedText Slice(int start, int length)
    {
        if (length == 0)
            return new MappedText("", [0], [start < Text.Length ? ToSource(start) : ToSource(Text.Length)]);
        var starts = new List<int>();
        var sources = new List<int>();
        for (int piece = 0; piece < _starts.Length; piece++)
        {
            int pieceEnd = piece + 1 < _starts.Length ? _starts[piece + 1] : Text.Length;
            int from = Math.Max(_starts[piece], start);
            if (from >= Math.Min(pieceEnd, start + length))
                continue;
            starts.Add(from - start);
            sources.Add(_sources[piece] + (from - _starts[piece]));
        }

        return new MappedText(Text.Substring(start, length), [.. starts], [.. sources]);
    }
}
