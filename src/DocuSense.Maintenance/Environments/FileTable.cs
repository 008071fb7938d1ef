namespace DocuSense.Maintenance.Environments;

/// <summary>
/// A set of files, each the number of its folder and its name in bytes, that is emptied without giving up its room: the files of an environment are tens of
/// thousands, and a string for each would cost more than to look for them.
/// </summary>
internal sealed class FileTable
{
    private byte[] _text = new byte[1 << 15];
    private Entry[] _entries = new Entry[1 << 11];
    private int[] _first = new int[1 << 12];
    private int _length;
    private int _count;

    /// <summary>How many files there are.</summary>
    public int Count => _count;

    /// <summary>Forgets all files.</summary>
    public void Clear()
    {
        Array.Clear(_first, 0, _first.Length);
        _length = 0;
        _count = 0;
    }

    /// <summary>Adds a file.</summary>
    /// <param name="folder">The number of its folder.</param>
    /// <param name="name">Its name.</param>
    public void Add(int folder, ReadOnlySpan<byte> name)
    {
        if (_text.Length - _length < name.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + name.Length));
        name.CopyTo(_text.AsSpan(_length));
        if (_count == _entries.Length)
            Grow();
        uint hash = HashOf(folder, name);
        ref int first = ref _first[hash & (uint)(_first.Length - 1)];
        _entries[_count] = new Entry { Hash = hash, Folder = folder, Start = _length, Length = name.Length, Next = first };
        first = ++_count;
        _length += name.Length;
    }

    /// <summary>Whether a file was added, letter case considered.</summary>
    public bool Contains(int folder, ReadOnlySpan<byte> name) => Find(folder, name) >= 0;

    /// <summary>How many names were added before a file; -1 where it was not added. Letter case is considered.</summary>
    public int Find(int folder, ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(folder, name);
        for (int number = _first[hash & (uint)(_first.Length - 1)]; number > 0;)
        {
            ref Entry entry = ref _entries[number - 1];
            if (entry.Hash == hash && entry.Folder == folder && name.SequenceEqual(_text.AsSpan(entry.Start, entry.Length)))
                return number - 1;
            number = entry.Next;
        }

        return -1;
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
    private static uint HashOf(int folder, ReadOnlySpan<byte> name)
    {
        uint hash = (2166136261 ^ (uint)folder) * 16777619;
        foreach (byte value in name)
            hash = (hash ^ value) * 16777619;
        return hash ^ (hash >> 15);
    }

    /// <summary>Where a name stands in the text, and the number of another one with the same place in the table; 0 for none.</summary>
    private struct Entry
    {
        public uint Hash;
        public int Folder;
        public int Start;
        public int Length;
        public int Next;
    }
}
