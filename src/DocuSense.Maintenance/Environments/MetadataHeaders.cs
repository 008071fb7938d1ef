namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The headers of METADATA or PKG-INFO, as Python's <c>email.parser</c> reads them: keys without regard to case, folded values,
/// an end at the first empty line or the first line that is no header. The long description after them is not read.
/// </summary>
internal sealed class MetadataHeaders
{
    private const int FirstRead = 8 << 10;
    private const int Limit = 8 << 20;

    public string? Name { get; private set; }

    public string? Version { get; private set; }

    public string? RequiresPython { get; private set; }

    /// <summary>Whether there is neither a name nor a version: no metadata at all.</summary>
    public bool IsEmpty => Name is null && Version is null;

    public List<(string Text, int Line)> RequiresDist { get; } = [];

    public List<string> ProvidesExtra { get; } = [];

    /// <summary>Reads the headers of a file, or gives null and the reason.</summary>
    public static MetadataHeaders? Read(string path, out string? fault)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            int size = FirstRead;
            while (true)
            {
                int count = Fill(path, ref buffer, size, out fault);
                if (count < 0)
                    return null;
                int end = HeaderEnd(buffer, count);
                if (end >= 0 || count < size || size >= Limit)
                {
                    var headers = new MetadataHeaders();
                    headers.Parse(SmallFile.Decode(buffer, end >= 0 ? end : count));
                    return headers;
                }

                size *= 8;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads from a text in memory.</summary>
    public static MetadataHeaders Of(string text)
    {
        var headers = new MetadataHeaders();
        headers.Parse(text);
        return headers;
    }

    private static int Fill(string path, ref byte[] buffer, int size, out string? fault)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                fault = SmallFile.Absent(path);
                return -1;
            }

            fault = null;
            if (file.Length == 0)
                return 0;
            if (buffer.Length < size)
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
                buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(size);
            }

            return SmallFile.ReadStart(path, buffer, size);
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            fault = SmallFile.Reason(exception);
            return -1;
        }
    }

    /// <summary>Offset of the empty line that ends the headers, or -1.</summary>
    private static int HeaderEnd(byte[] buffer, int count)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, count);
        int from = 0;
        while (from < bytes.Length)
        {
            int newline = bytes.Slice(from).IndexOf((byte)'\n');
            if (newline < 0)
                return -1;
            from += newline + 1;
            if (from < bytes.Length && (bytes[from] == '\n' || bytes[from] == '\r'))
                return from;
        }

        return -1;
    }

    private void Parse(string text)
    {
        int line = 0;
        int start = 0;
        string? key = null;
        int keyLine = 0;
        System.Text.StringBuilder? folded = null;
        int valueStart = 0, valueEnd = 0;
        while (start < text.Length)
        {
            line++;
            int end = text.IndexOfAny(_newlines, start);
            if (end < 0)
                end = text.Length;
            int next = end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? end + 2 : end + 1;
            if (end == start)
                break;
            if (text[start] is ' ' or '\t')
            {
                if (key is not null)
                {
                    folded ??= new System.Text.StringBuilder().Append(text, valueStart, valueEnd - valueStart);
                    folded.Append('\n').Append(text, start, end - start);
                }
            }
            else
            {
                int colon = HeaderColon(text, start, end);
                if (colon < 0 && string.CompareOrdinal(text, start, "From ", 0, 5) != 0)
                    break;
                Keep(key, text, valueStart, valueEnd, folded, keyLine);
                key = null;
                folded = null;
                if (colon > start)
                {
                    key = Known(text, start, colon - start);
                    keyLine = line;
                    valueStart = colon + 1;
                    valueEnd = end;
                }
            }

            start = next;
        }

        Keep(key, text, valueStart, valueEnd, folded, keyLine);
    }

    private static readonly char[] _newlines = ['\r', '\n'];

    private static readonly string[] _keys = ["Name", "Version", "Requires-Dist", "Provides-Extra", "Requires-Python"];

    /// <summary>The key where it is one that matters here.</summary>
    private static string? Known(string text, int start, int length)
    {
        foreach (string key in _keys)
        {
            if (key.Length == length && string.Compare(text, start, key, 0, length, StringComparison.OrdinalIgnoreCase) == 0)
                return key;
        }

        return null;
    }

    /// <summary>Offset of the colon where the line is a header: printable ASCII without space before a colon.</summary>
    private static int HeaderColon(string text, int start, int end)
    {
        for (int index = start; index < end; index++)
        {
            char character = text[index];
            if (character == ':')
                return index;
            if (character is < '!' or > '~')
                return -1;
        }

        return -1;
    }

    private void Keep(string? key, string text, int start, int end, System.Text.StringBuilder? folded, int line)
    {
        if (key is null)
            return;
        string value = (folded?.ToString() ?? text.Substring(start, end - start)).Trim();
        switch (key)
        {
            case "Name":
                Name ??= value;
                break;
            case "Version":
                Version ??= value;
                break;
            case "Requires-Python":
                RequiresPython ??= value;
                break;
            case "Provides-Extra":
                ProvidesExtra.Add(value);
                break;
            default:
                // A folded requirement is one requirement; the folds stand for spaces.
                RequiresDist.Add((folded is null ? value : value.Replace('\n', ' '), line));
                break;
        }
    }
}
