using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Lines of UTF-8 text sorted by their bytes, searched as they lie in memory: nothing is parsed before it is asked for.
/// A line is <c>key TAB rest</c> and ends in a line feed; a key may itself hold a tab.
/// </summary>
internal sealed class SortedTable(byte[] text)
{
    private const byte Tab = (byte)'\t';
    private const byte LineFeed = (byte)'\n';

    /// <summary>Reads a resource embedded in this assembly.</summary>
    public static SortedTable FromResource(string name)
    {
        using Stream stream = typeof(SortedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        byte[] text = new byte[stream.Length];
        int read = 0;
        while (read < text.Length)
        {
            int count = stream.Read(text, read, text.Length - read);
            if (count == 0)
                throw new EndOfStreamException(name);
            read += count;
        }

        return new SortedTable(text);
    }

    /// <summary>What follows the key and its tab, or null where no line has the key.</summary>
    public string? Find(ReadOnlySpan<byte> key)
    {
        int start = LowerBound(key);
        if (!StartsWith(start, key) || start + key.Length >= text.Length || text[start + key.Length] != Tab)
            return null;
        int from = start + key.Length + 1;
        return Encoding.UTF8.GetString(text, from, LineEnd(from) - from);
    }

    /// <summary>Whether a line starts with these bytes.</summary>
    public bool HasPrefix(ReadOnlySpan<byte> prefix) => StartsWith(LowerBound(prefix), prefix);

    private bool StartsWith(int start, ReadOnlySpan<byte> prefix) => text.AsSpan(start).StartsWith(prefix);

    /// <summary>The start of the first line that is not below the key; a key's own line is the first of those that start with it, as a tab is below every other character.</summary>
    private int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = text.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            int start = middle;
            while (start > low && text[start - 1] != LineFeed)
                start--;
            int end = LineEnd(middle);
            if (text.AsSpan(start, end - start).SequenceCompareTo(key) < 0)
                low = Math.Min(end + 1, text.Length);
            else
                high = start;
        }

        return low;
    }

    private int LineEnd(int from)
    {
        int length = text.AsSpan(from).IndexOf(LineFeed);
        return length < 0 ? text.Length : from + length;
    }
}
