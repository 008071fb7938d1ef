using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Lines of UTF-8 text sorted by their bytes, searched where they lie: neither parsed nor copied, so that the first
/// question costs no more than the few pages it touches. A line is <c>key TAB rest</c>, ended by a line feed; a key may
/// itself hold a tab, but no line feed. Safe to use from several threads.
/// </summary>
internal sealed class SortedTable(Stream stream)
{
    /// <summary>Longer keys are not looked for; the table's own are far shorter.</summary>
    public const int LongestKey = 512;

    private const byte Tab = (byte)'\t';
    private const byte LineFeed = (byte)'\n';

    private readonly object _gate = new();
    private readonly long _length = stream.Length;
    private readonly byte[] _buffer = new byte[LongestKey + 1];

    /// <summary>Opens a resource embedded in this assembly, which the runtime maps into memory.</summary>
    public static SortedTable FromResource(string name) =>
        new(typeof(SortedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly."));

    /// <summary>What follows the key and its tab, or null where no line has the key.</summary>
    public string? Find(ReadOnlySpan<byte> key)
    {
        if (key.Length > LongestKey)
            return null;
        lock (_gate)
        {
            // A key's own line is the first of those that start with it: a tab is below every other character.
            long start = LowerBound(key);
            int read = Read(start, key.Length + 1);
            return read > key.Length && _buffer.AsSpan(0, key.Length).SequenceEqual(key) && _buffer[key.Length] == Tab
                ? RestOfLine(start + key.Length + 1)
                : null;
        }
    }

    /// <summary>Whether a line starts with these bytes.</summary>
    public bool HasPrefix(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length > LongestKey)
            return false;
        lock (_gate)
        {
            int read = Read(LowerBound(prefix), prefix.Length);
            return read > 0 && _buffer.AsSpan(0, read).SequenceEqual(prefix);
        }
    }

    /// <summary>The start of the first line that is not below the key.</summary>
    private long LowerBound(ReadOnlySpan<byte> key)
    {
        long low = 0;
        long high = _length;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            long start = LineStart(middle);
            // A line that is shorter than the key differs from it at its line feed at the latest: what follows is not compared.
            if (start < _length && _buffer.AsSpan(0, Read(start, key.Length)).SequenceCompareTo(key) < 0)
                low = start + 1;
            else
                high = middle;
        }

        return LineStart(low);
    }

    /// <summary>The first start of a line at or after a place; the length of the text where there is none.</summary>
    private long LineStart(long place)
    {
        if (place == 0)
            return 0;
        for (long from = place - 1; from < _length;)
        {
            int read = Read(from, 128);
            if (read == 0)
                break;
            int end = _buffer.AsSpan(0, read).IndexOf(LineFeed);
            if (end >= 0)
                return from + end + 1;
            from += read;
        }

        return _length;
    }

    private string RestOfLine(long from)
    {
        byte[] line = [];
        while (true)
        {
            int read = Read(from, _buffer.Length);
            int end = _buffer.AsSpan(0, read).IndexOf(LineFeed);
            int count = end < 0 ? read : end;
            if (line.Length == 0 && (end >= 0 || read == 0))
                return Encoding.UTF8.GetString(_buffer, 0, count);
            int known = line.Length;
            Array.Resize(ref line, known + count);
            _buffer.AsSpan(0, count).CopyTo(line.AsSpan(known));
            if (end >= 0 || read == 0)
                return Encoding.UTF8.GetString(line);
            from += read;
        }
    }

    /// <summary>Fills the buffer from a place; fewer bytes than asked for only at the end of the text.</summary>
    private int Read(long place, int count)
    {
        stream.Position = place;
        int read = 0;
        while (read < count)
        {
            int more = stream.Read(_buffer, read, count - read);
            if (more == 0)
                break;
            read += more;
        }

        return read;
    }
}
