using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Lines of UTF-8 text sorted by their bytes, searched where they lie and never parsed as a whole. A line is <c>key TAB rest</c>, ended by a line feed; a key
/// may itself hold a tab, but no line feed. Safe to use from several threads.
/// </summary>
internal sealed class SortedTable(ReadOnlyMemory<byte> text)
{
    private const byte Tab = (byte)'\t';
    private const byte LineFeed = (byte)'\n';

    /// <summary>Reads a resource embedded in this assembly.</summary>
    public static SortedTable FromResource(string name)
    {
        using Stream stream = typeof(SortedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
#if NET
        // It stays as long as the process, out of the collector's sight.
        Memory<byte> text = new NativeMemoryOwner((int)stream.Length).Memory;
        stream.ReadExactly(text.Span);
#else
        var text = new byte[stream.Length];
        for (int read = 0; read < text.Length;)
            read += stream.Read(text, read, text.Length - read);
#endif
        return new SortedTable(text);
    }

    /// <summary>What follows the key and its tab, or null where no line has the key.</summary>
    public string? Find(ReadOnlySpan<byte> key)
    {
        // A key's own line is the first of those that start with it: a tab is below every other character.
        ReadOnlySpan<byte> line = FirstNotBelow(key);
        if (line.Length <= key.Length || line[key.Length] != Tab || !line.StartsWith(key))
            return null;
        ReadOnlySpan<byte> rest = line.Slice(key.Length + 1);
        int end = rest.IndexOf(LineFeed);
        return GetString(end < 0 ? rest : rest.Slice(0, end));
    }

    /// <summary>Whether a line starts with these bytes.</summary>
    public bool HasPrefix(ReadOnlySpan<byte> prefix) => FirstNotBelow(prefix) is { Length: > 0 } line && line.StartsWith(prefix);

    /// <summary>The text from the first line on that is not below the key.</summary>
    private ReadOnlySpan<byte> FirstNotBelow(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> all = text.Span;
        int low = 0;
        int high = all.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            int start = LineStart(all, middle);

            // A line that is shorter than the key differs from it at its line feed at the latest: what follows is not compared.
            if (start < all.Length && all.Slice(start, Math.Min(key.Length, all.Length - start)).SequenceCompareTo(key) < 0)
                low = start + 1;
            else
                high = middle;
        }

        return all.Slice(LineStart(all, low));
    }

    /// <summary>The first start of a line at or after a place; the length of the text where there is none.</summary>
    private static int LineStart(ReadOnlySpan<byte> all, int place)
    {
        if (place == 0)
            return 0;
        int end = all.Slice(place - 1).IndexOf(LineFeed);
        return end < 0 ? all.Length : place + end;
    }

    private static string GetString(ReadOnlySpan<byte> bytes)
    {
#if NET
        return Encoding.UTF8.GetString(bytes);
#else
        return Encoding.UTF8.GetString(bytes.ToArray());
#endif
    }
}
