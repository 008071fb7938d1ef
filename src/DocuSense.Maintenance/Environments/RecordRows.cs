using System.Text;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The rows of a list of files: of each the path relative to site-packages, with forward slashes, and the size it states. They point into the bytes of the
/// list, as a string for each would cost more than to read it.
/// </summary>
internal sealed class RecordRows
{
    private const int OrdinaryRows = 4096;

    private readonly ValueList<Row> _rows = new(OrdinaryRows);
    private ReadOnlyMemory<byte> _text;
    private byte[] _made = [];
    private int _madeLength;
    private char[] _characters = [];

    public int Count => _rows.Count;

    /// <summary>Forgets all rows.</summary>
    /// <param name="text">What rows added from now on point into.</param>
    public void Reset(ReadOnlyMemory<byte> text)
    {
        _rows.Clear();
        _text = text;
        _madeLength = 0;
    }

    /// <summary>Adds a row whose path stands in the text.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="size">The size, or -1 where none is stated.</param>
    public void Add(int start, int length, long size) => _rows.Add(new Row(start, length, size));

    /// <summary>Adds a row whose path does not stand in the text as it is.</summary>
    /// <param name="path">The path in UTF-8.</param>
    /// <param name="size">The size, or -1 where none is stated.</param>
    public void Add(ReadOnlySpan<byte> path, long size)
    {
        if (_made.Length - _madeLength < path.Length)
            Array.Resize(ref _made, Math.Max(_made.Length * 2, _madeLength + path.Length));
        path.CopyTo(_made.AsSpan(_madeLength));
        _rows.Add(new Row(~_madeLength, path.Length, size));
        _madeLength += path.Length;
    }

    /// <summary>Adds a row that states no size.</summary>
    public void Add(string path) => Add(Encoding.UTF8.GetBytes(path), -1);

    /// <summary>A row's path in bytes, which are UTF-8 if the list is sound.</summary>
    public ReadOnlySpan<byte> Bytes(int index)
    {
        Row row = _rows[index];
        return row.Start < 0 ? _made.AsSpan(~row.Start, row.Length) : _text.Span.Slice(row.Start, row.Length);
    }

    /// <summary>A row's path, until the next one is asked for.</summary>
    public ReadOnlySpan<char> Path(int index)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
#if NET
        if (_characters.Length < bytes.Length)
            _characters = new char[Math.Max(256, bytes.Length)];
        return _characters.AsSpan(0, Encoding.UTF8.GetChars(bytes, _characters));
#else
        _characters = Utf8.Text(bytes).ToCharArray();
        return _characters;
#endif
    }

    /// <summary>A row's path as a text of its own.</summary>
    public string Text(int index) => Utf8.Text(Bytes(index));

    /// <summary>The size that a row states, or -1.</summary>
    public long Size(int index) => _rows[index].Size;

    /// <summary>Where a path lies: in the text, or by its complement in what was made.</summary>
    private readonly record struct Row(int Start, int Length, long Size);
}
