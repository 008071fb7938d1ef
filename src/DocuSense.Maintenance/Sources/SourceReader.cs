namespace DocuSense.Maintenance.Sources;

/// <summary>Scans the files of a backend from disk, on all processors.</summary>
public static class SourceReader
{
    /// <summary>Files larger than an array can be are not read.</summary>
    private const long MaximumLength = 0x7FFFFFC7;

    /// <summary>Scans files.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="cancellationToken">Ends the scan early.</param>
    /// <returns>The result of each file at its index; one that cannot be read has a failure instead of a result.</returns>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScannedFile[] ScanAll(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken = default) =>
        ScanAll(files, null, cancellationToken);

    /// <summary>Scans files, and shows each one's bytes to somebody else while they are at hand: a file is read once.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="also">Gets a file's index, bytes and result; on any thread. The bytes are only lent.</param>
    /// <param name="cancellationToken">Ends the scan early.</param>
    internal static ScannedFile[] ScanAll(IReadOnlyList<SourceFile> files, Action<int, ReadOnlyMemory<byte>, ScanResult>? also, CancellationToken cancellationToken)
    {
        var results = new ScannedFile[files.Count];
        Processors.ForEach(files.Count, () =>
        {
            byte[] buffer = new byte[1 << 16];
            return i =>
            {
                results[i] = Scan(files[i], ref buffer, out ReadOnlyMemory<byte> source, cancellationToken);
                if (also is not null && results[i].Result is { } result)
                    also(i, source, result);
            };
        }, cancellationToken);
        return results;
    }

    private static ScannedFile Scan(SourceFile file, ref byte[] buffer, out ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        source = default;
        int length;
        try
        {
            length = Read(file.Path, ref buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException or ArgumentException)
        {
            return new ScannedFile(file, null, exception.Message);
        }

        if (length < 0)
            return new ScannedFile(file, null, "It is too large.");
        source = buffer.AsMemory(0, length);
        return new ScannedFile(file, file.Path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
            ? ImportScanner.ScanNotebook(source, cancellationToken)
            : ImportScanner.Scan(source, file.Path.EndsWith(".pyi", StringComparison.OrdinalIgnoreCase), cancellationToken));
    }

    /// <summary>Reads a whole file into the buffer, which grows as needed; gives the number of bytes, or -1 for a file that is too large.</summary>
    private static int Read(string path, ref byte[] buffer)
    {
#if NET
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int total = 0;
        while (true)
        {
            // One byte of room more than the file has, so that the read that finds its end is the first.
            if (total == buffer.Length)
            {
                long length = RandomAccess.GetLength(handle);
                if (Math.Max(length, total) >= MaximumLength)
                    return -1;
                Array.Resize(ref buffer, (int)Math.Min(MaximumLength, Math.Max(length + 1, total * 2L)));
            }
            int read = RandomAccess.Read(handle, buffer.AsSpan(total), total);
            if (read == 0)
                return total;
            total += read;
            if (total < buffer.Length)
                return total;
        }
#else
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        long length = stream.Length;
        if (length >= MaximumLength)
            return -1;
        if (buffer.Length < length)
            buffer = new byte[(int)Math.Min(MaximumLength, length + 1)];
        int total = 0;
        int read;
        while (total < buffer.Length && (read = stream.Read(buffer, total, buffer.Length - total)) > 0)
            total += read;
        return total;
#endif
    }
}
