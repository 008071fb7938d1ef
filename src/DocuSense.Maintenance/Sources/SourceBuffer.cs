namespace DocuSense.Maintenance.Sources;

/// <summary>Reads files one after another into one buffer, and scans them.</summary>
internal sealed class SourceBuffer
{
    /// <summary>Files larger than an array can be are not read.</summary>
    private const long MaximumLength = 0x7FFFFFC7;

    private readonly CancellationToken _cancellation;
    private byte[] _buffer = new byte[1 << 16];

    public SourceBuffer(CancellationToken cancellation)
    {
        _cancellation = cancellation;
    }

    /// <summary>Scans one file; one that cannot be read gives a problem.</summary>
    public ScanResult Scan(string path)
    {
        int length;
        try
        {
            length = Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException or ArgumentException)
        {
            return new ScanResult([], [new SourceProblem(SourceSpan.Start, "The file cannot be read: " + exception.Message.TrimEnd('.'))], false);
        }
        if (length < 0)
            return new ScanResult([], [new SourceProblem(SourceSpan.Start, "The file is too large to be read")], false);
        ReadOnlyMemory<byte> source = _buffer.AsMemory(0, length);
        return path.EndsWith(".ipynb", StringComparison.Ordinal)
            ? ImportScanner.ScanNotebook(source, _cancellation)
            : ImportScanner.Scan(source, path.EndsWith(".pyi", StringComparison.Ordinal), _cancellation);
    }

    /// <summary>Reads a whole file into the buffer, which grows as needed; gives the number of bytes, or -1 for a file that is too large.</summary>
    private int Read(string path)
    {
#if NET
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int total = 0;
        while (true)
        {
            // One byte of room more than the file has, so that the read that finds its end is the first.
            if (total == _buffer.Length)
            {
                long length = RandomAccess.GetLength(handle);
                if (Math.Max(length, total) >= MaximumLength)
                    return -1;
                Array.Resize(ref _buffer, (int)Math.Min(MaximumLength, Math.Max(length + 1, total * 2L)));
            }
            int read = RandomAccess.Read(handle, _buffer.AsSpan(total), total);
            if (read == 0)
                return total;
            total += read;
            if (total < _buffer.Length)
                return total;
        }
#else
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        long length = stream.Length;
        if (length >= MaximumLength)
            return -1;
        if (_buffer.Length < length)
            _buffer = new byte[(int)Math.Min(MaximumLength, length + 1)];
        int total = 0;
        int read;
        while (total < _buffer.Length && (read = stream.Read(_buffer, total, _buffer.Length - total)) > 0)
            total += read;
        return total;
#endif
    }
}
