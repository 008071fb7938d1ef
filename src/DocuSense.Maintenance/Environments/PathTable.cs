namespace DocuSense.Maintenance.Environments;

/// <summary>
/// A set of paths that is filled and asked by the bytes of names, and emptied without giving up its room: the files of an environment are tens of thousands, and
/// a string for each would cost more than to look for them.
/// </summary>
internal sealed class PathTable
{
    private byte[] _text = new byte[1 << 14];
    private Entry[] _entries = new Entry[256];
    private int[] _first = new int[512];
    private int _length;
    private int _count;

    /// <summary>Forgets all paths.</summary>
    public void Clear()
    {
        Array.Clear(_first, 0, _first.Length);
        _length = 0;
        _count = 0;
    }

    /// <summary>Adds a path.</summary>
    /// <param name="folder">What it begins with: a folder and a slash, or nothing.</param>
    /// <param name="name">The rest.</param>
    public void Add(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name)
    {
        int length = folder.Length + name.Length;
        if (_text.Length - _length < length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + length));
        Span<byte> path = _text.AsSpan(_length, length);
        folder.CopyTo(path);
        name.CopyTo(path.Slice(folder.Length));
        if (_count == _entries.Length)
            Grow();
        uint hash = HashOf(path);
        ref int first = ref _first[hash & (uint)(_first.Length - 1)];
        _entries[_count] = new Entry { Hash = hash, Start = _length, Length = length, Next = first };
        first = ++_count;
        _length += length;
    }

    /// <summary>Whether a path was added, letter case considered.</summary>
    public bool Contains(ReadOnlySpan<byte> path)
    {
        uint hash = HashOf(path);
        for (int number = _first[hash & (uint)(_first.Length - 1)]; number > 0;)
        {
            ref Entry entry = ref _entries[number - 1];
            if (entry.Hash == hash && path.SequenceEqual(_text.AsSpan(entry.Start, entry.Length)))
                return true;
            number = entry.Next;
        }

        return false;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _count * 2);
        _first = new int[_entries.Length * 2];
        for (int index = 0; index < _count; index++)
        {
            ref int first = ref _first[_entries[index].Hash & (uint)(_first.Length - 1)];
            _entries[index].Next = first;
            first = index + 1;
        }
    }

    /// <summary>FNV-1a.</summary>
    private static uint HashOf(ReadOnlySpan<byte> path)
    {
        uint hash = 2166136261;
        foreach (byte value in path)
            hash = (hash ^ value) * 16777619;
        return hash ^ (hash >> 15);
    }

    /// <summary>Where a path stands in the text, and the number of another one with the same place in the table; 0 for none.</summary>
    private struct Entry
    {
        public uint Hash;
        public int Start;
        public int Length;
        public int Next;
    }
}
