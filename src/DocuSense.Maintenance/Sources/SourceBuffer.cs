using System.Buffers;

namespace DocuSense.Maintenance.Sources;

/// <summary>Reads files one after another into one buffer; each thread has its own. Large ones are borrowed: allocated anew they would cost a full collection each.</summary>
internal sealed class SourceBuffer : IDisposable
{
    /// <summary>Room for nearly every source, and small enough to be no large object.</summary>
    private const int Ordinary = 1 << 16;

    /// <summary>Files larger than an array can be are not read.</summary>
    private const long MaximumLength = 0x7FFFFFC7;

    private byte[] _bytes = new byte[Ordinary];
    private bool _isBorrowed;
#if NET
    private byte[] _name = new byte[512];
#endif

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="content">The bytes, until the next read.</param>
    /// <returns>Whether an array has room for them.</returns>
    /// <exception cref="IOException">The file cannot be read; so with the other exceptions of opening a file.</exception>
    public bool TryRead(string path, out ReadOnlyMemory<byte> content)
    {
        int length = Read(path);
        content = length < 0 ? default : _bytes.AsMemory(0, length);
        return length >= 0;
    }

#if NET
    private int Read(string path)
    {
        int descriptor = UnixFile.Open(path, ref _name);
        if (descriptor < 0)
            return ReadByClassLibrary(path);
        try
        {
            int total = 0;
            while (total < _bytes.Length)
            {
                int read = UnixFile.Read(descriptor, _bytes.AsSpan(total));
                if (read < 0)
                    return ReadByClassLibrary(path);
                total += read;

                // An ordinary file gives all it has; less than there was room for is its end.
                if (total < _bytes.Length)
                    return total;
                if (!TryGrow(total))
                    return -1;
            }

            return total;
        }
        finally
        {
            UnixFile.Close(descriptor);
        }
    }

    private int ReadByClassLibrary(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int total = 0;
        int read;
        while ((read = RandomAccess.Read(handle, _bytes.AsSpan(total), total)) > 0)
        {
            total += read;
            if (total == _bytes.Length && !TryGrow(total))
                return -1;
        }

        return total;
    }

    /// <summary>Doubles the room: a file so long is rare, and asking for its length would cost every file a call.</summary>
    private bool TryGrow(long length)
    {
        if (length >= MaximumLength)
            return false;
        Grow((int)Math.Min(MaximumLength, Math.Max(Ordinary, length * 2)));
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
        int total = 0;
        int read;
        while (total < _bytes.Length && (read = stream.Read(_bytes, total, _bytes.Length - total)) > 0)
            total += read;
        return total;
    }
#endif

    /// <summary>Gives back what is borrowed. What was read is not to be used any more.</summary>
    public void Dispose()
    {
        if (_isBorrowed)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _isBorrowed = false;
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(length);
        _bytes.CopyTo(larger, 0);
        Dispose();
        _bytes = larger;
        _isBorrowed = true;
    }
}
