using System.Buffers;

namespace DocuSense.Maintenance.Sources;

/// <summary>
/// Reads files one after another into one buffer; each thread has its own. Room for large ones is borrowed: allocated anew it would cost a full collection each.
/// A check reads in several rounds, and the same few buffers serve them all: memory that is new to the process costs more than to read into it.
/// </summary>
internal sealed class SourceBuffer : IDisposable
{
    /// <summary>Room for nearly every source, and small enough to be no large object.</summary>
    private const int Ordinary = 1 << 16;

    /// <summary>Room for nearly every source that is not ordinary. What of it is never written to, the system never provides.</summary>
    private const int Large = 1 << 22;

#if NET
    /// <summary>For fewer files of a folder, opening it takes longer than it saves.</summary>
    private const int Few = 3;

#endif
    /// <summary>Files larger than an array can be are not read.</summary>
    private const long MaximumLength = 0x7FFFFFC7;

    private static readonly Stack<SourceBuffer> s_free = new();

    private Memory<byte> _bytes;
    private IDisposable? _borrowed;
    private bool _isRented;
#if NET
    private readonly PinnedBytes _ordinary = new(Ordinary + NativeMemoryOwner.Alignment);
    private nint _address;
    private PinnedBytes? _name;
    private int _folder = -1;
    private int _folderLength;
    private string? _entered;
#endif

    private SourceBuffer()
    {
#if NET
        int skipped = (int)(-_ordinary.Address & (NativeMemoryOwner.Alignment - 1));
        _bytes = _ordinary.Array.AsMemory(skipped, Ordinary);
        _address = _ordinary.Address + skipped;
#else
        _bytes = new byte[Ordinary];
#endif
    }

#if NET
    /// <summary>Prepares to read files of one folder: where there are some, the system need not go the whole way to each.</summary>
    /// <param name="path">One of them.</param>
    /// <param name="length">How much of the path is the folder, with the separator at its end.</param>
    /// <param name="count">How many there are.</param>
    public void Enter(string path, int length, int count)
    {
        Leave();
        if (count < Few)
            return;
        _folder = UnixFile.OpenFolder(path.AsSpan(0, length), ref _name);
        _folderLength = length;
    }
#endif

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="content">The bytes, until the next read.</param>
    /// <returns>Whether an array has room for them.</returns>
    /// <exception cref="IOException">The file cannot be read; so with the other exceptions of opening a file.</exception>
    public bool TryRead(string path, out ReadOnlyMemory<byte> content)
    {
        int length = Read(path);
        content = length < 0 ? default : _bytes.Slice(0, length);
        return length >= 0;
    }

    /// <summary>Reads a whole file below a folder. Of files of one folder that follow each other, the system goes the way to the folder once.</summary>
    /// <param name="folder">Absolute path, without a separator at its end.</param>
    /// <param name="file">The way from there, with forward slashes, in UTF-8.</param>
    /// <param name="content">The bytes, until the next read.</param>
    /// <returns>Whether an array has room for them.</returns>
    /// <exception cref="IOException">The file cannot be read; so with the other exceptions of opening a file.</exception>
    public bool TryRead(string folder, ReadOnlySpan<byte> file, out ReadOnlyMemory<byte> content)
    {
#if NET
        if (!ReferenceEquals(_entered, folder))
        {
            Leave();
            _folder = UnixFile.OpenFolder(folder, ref _name);
            _entered = folder;
        }

        int descriptor = _folder < 0 ? -1 : UnixFile.OpenIn(_folder, file, ref _name);
        if (descriptor >= 0)
        {
            int length = Read(descriptor);
            if (length >= 0)
            {
                content = _bytes.Slice(0, length);
                return true;
            }
        }
#endif
        return TryRead(Path.Combine(folder, Scanning.Utf8.Text(file).Replace('/', Path.DirectorySeparatorChar)), out content);
    }

#if NET
    private int Read(string path)
    {
        int descriptor = _folder < 0 || _entered is not null ? UnixFile.Open(path, ref _name) : UnixFile.OpenIn(_folder, path.AsSpan(_folderLength), ref _name);
        int length = descriptor < 0 ? -1 : Read(descriptor);
        return length < 0 ? ReadByClassLibrary(path) : length;
    }

    /// <summary>Reads an open file, and closes it; gives its length, or -1 where the class library has to read it, or to say why nobody can.</summary>
    private int Read(int descriptor)
    {
        try
        {
            int total = 0;
            while (true)
            {
                int read = UnixFile.Read(descriptor, _address + total, _bytes.Length - total);
                if (read < 0)
                    return -1;
                total += read;

                // An ordinary file gives all it has; less than there was room for is its end.
                if (total < _bytes.Length)
                    return total;
                if (total >= Large)
                    return -1;
                Grow(Large);
            }
        }
        finally
        {
            UnixFile.Close(descriptor);
        }
    }

    private void Leave()
    {
        if (_folder >= 0)
            UnixFile.Close(_folder);
        _folder = -1;
        _entered = null;
    }

    private int ReadByClassLibrary(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(handle) >= MaximumLength)
            return -1;
        int total = 0;
        int read;
        while ((read = RandomAccess.Read(handle, _bytes.Span.Slice(total), total)) > 0)
        {
            total += read;
            if (total == _bytes.Length && !TryGrow(path, total))
                return -1;
        }

        return total;
    }

    /// <summary>Makes room for a file of which a part is read: so long a file is rare, and asking for the length of every file would cost each a call.</summary>
    private bool TryGrow(string path, int length)
    {
        if (length >= MaximumLength)
            return false;

        // One byte more shows the end; a file that is said to be shorter grows, or is none whose length the system knows.
        long wanted = new FileInfo(path).Length + 1;
        Grow((int)Math.Min(MaximumLength, wanted > length ? wanted : Math.Max(Ordinary, length * 2L)));
        return true;
    }
#else
    private int Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        long length = stream.Length;
        if (length >= MaximumLength)
            return -1;
        if (_bytes.Length < length)
            Grow((int)Math.Min(MaximumLength, length + 1));
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)_bytes, out ArraySegment<byte> room);
        int total = 0;
        int read;
        while (total < room.Count && (read = stream.Read(room.Array!, room.Offset + total, room.Count - total)) > 0)
            total += read;
        return total;
    }
#endif

    /// <summary>A buffer that nobody else uses, until it is disposed of.</summary>
    public static SourceBuffer Rent()
    {
        lock (s_free)
        {
            SourceBuffer buffer = s_free.Count > 0 ? s_free.Pop() : new SourceBuffer();
            buffer._isRented = true;
            return buffer;
        }
    }

    /// <summary>Gives up those that nobody uses: the process may live on for long.</summary>
    public static void Release()
    {
        lock (s_free)
        {
            while (s_free.Count > 0)
                s_free.Pop()._borrowed?.Dispose();
        }
    }

    /// <summary>Hands the buffer back. What was read is not to be used any more.</summary>
    public void Dispose()
    {
#if NET
        Leave();
#endif
        lock (s_free)
        {
            if (_isRented)
                s_free.Push(this);
            _isRented = false;
        }
    }

    private void Grow(int length)
    {
#if NET
        var larger = new NativeMemoryOwner(Math.Max(Large, length));
#else
        IMemoryOwner<byte> larger = MemoryPool<byte>.Shared.Rent(length);
#endif
        _bytes.CopyTo(larger.Memory);
        _borrowed?.Dispose();
        _borrowed = larger;
        _bytes = larger.Memory;
#if NET
        _address = larger.Address;
#endif
    }
}
