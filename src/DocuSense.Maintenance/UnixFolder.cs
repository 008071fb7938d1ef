#if NET
using System.Buffers.Binary;
using System.Text;

namespace DocuSense.Maintenance;

/// <summary>
/// The names in a folder as Linux gives them, many with each call and each with its type, where the class library asks for one after another. One at a
/// time on a thread. Elsewhere it does not open.
/// </summary>
internal ref struct UnixFolder
{
    /// <summary>As much as the C library asks for at once.</summary>
    private const int Room = 1 << 15;

    /// <summary>As many characters as nearly every name has at most.</summary>
    private const int OrdinaryName = 256;

    // struct linux_dirent64, the same on every architecture: d_reclen, 2 bytes at 16; d_type, 1 byte; d_name, until its zero byte.
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    [ThreadStatic]
    private static PinnedBytes? _room;

    [ThreadStatic]
    private static PinnedBytes? _name;

    [ThreadStatic]
    private static char[]? _characters;

    private readonly PinnedBytes _entries;
    private int _at;
    private int _end;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">Absolute path.</param>
    public UnixFolder(string path)
    {
        _entries = _room ??= new PinnedBytes(Room);
        Descriptor = UnixFile.CanReadFolders ? UnixFile.OpenFolder(path, ref _name) : -1;
    }

    /// <summary>Opens a folder below an open one.</summary>
    /// <param name="parent">The open folder.</param>
    /// <param name="relative">The way from there, with forward slashes, in UTF-8.</param>
    public UnixFolder(OpenFolder parent, ReadOnlySpan<byte> relative)
    {
        _entries = _room ??= new PinnedBytes(Room);
        Descriptor = UnixFile.CanReadFolders && parent.IsOpen ? UnixFile.OpenFolderIn(parent.Descriptor, relative, ref _name) : -1;
    }

    public readonly bool IsOpen => Descriptor >= 0;

    /// <summary>The open folder, from which its entries can be asked about and opened.</summary>
    public int Descriptor { get; }

    /// <summary>Whether the system stopped giving names before the end.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Goes on to the next entry.</summary>
    /// <param name="name">Its name in the system's bytes, which are UTF-8 by custom only; until the next call.</param>
    /// <param name="type">Its type, links not followed; <see cref="EntryType.None"/> where the file system does not tell.</param>
    /// <returns>False at the end.</returns>
    public bool TryNext(out ReadOnlySpan<byte> name, out EntryType type)
    {
        while (true)
        {
            if (_at >= _end)
            {
                _at = 0;
                _end = UnixFile.ReadFolder(Descriptor, _entries.Address, Room);
                if (_end <= 0)
                {
                    HasFailed = _end < 0;
                    name = default;
                    type = EntryType.None;
                    return false;
                }
            }

            ReadOnlySpan<byte> entry = _entries.Array.AsSpan(_at, _end - _at);
            entry = entry.Slice(0, BinaryPrimitives.ReadUInt16LittleEndian(entry.Slice(LengthAt)));
            _at += entry.Length;
            name = entry.Slice(NameAt);
            name = name.Slice(0, name.IndexOf((byte)0));
            if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                continue;
            type = entry[TypeAt] switch { 0 => EntryType.None, 4 => EntryType.Folder, 8 => EntryType.File, 10 => EntryType.Link, _ => EntryType.Other };
            return true;
        }
    }

    /// <summary>Goes on to the next entry.</summary>
    /// <param name="name">Its name, with U+FFFD for what is not UTF-8; until the next call.</param>
    /// <param name="type">Its type, links not followed; <see cref="EntryType.None"/> where the file system does not tell.</param>
    /// <returns>False at the end.</returns>
    public bool TryNext(out ReadOnlySpan<char> name, out EntryType type)
    {
        if (!TryNext(out ReadOnlySpan<byte> bytes, out type))
        {
            name = default;
            return false;
        }

        if (_characters is null || _characters.Length < bytes.Length)
            _characters = new char[Math.Max(OrdinaryName, bytes.Length)];
        name = _characters.AsSpan(0, Encoding.UTF8.GetChars(bytes, _characters));
        return true;
    }

    public readonly void Dispose()
    {
        if (IsOpen)
            UnixFile.Close(Descriptor);
    }
}
#endif
