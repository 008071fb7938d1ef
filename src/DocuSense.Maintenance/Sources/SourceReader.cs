namespace DocuSense.Maintenance.Sources;

/// <summary>Scans the files of a backend from disk, on all processors.</summary>
public static class SourceReader
{
    /// <summary>A thread takes so many files at a time at most, so that those of one folder are read together.</summary>
    private const int MaximumShare = 8;

    /// <summary>Each processor takes at least so many shares, so that all end together.</summary>
    private const int SharesEach = 16;

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
        int share = Math.Max(1, Math.Min(MaximumShare, files.Count / (SharesEach * Environment.ProcessorCount)));
        Processors.ForEach((files.Count + share - 1) / share, static () => SourceBuffer.Rent(), (buffer, number) =>
        {
            int end = Math.Min(files.Count, (number + 1) * share);
            for (int index = number * share; index < end;)
            {
                string path = files[index].Path;
                int folder = FolderLength(path);
                int next = index + 1;
                while (next < end && IsBeside(files[next].Path, path, folder))
                    next++;
#if NET
                buffer.Enter(path, folder, next - index);
#endif
                for (; index < next; index++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    results[index] = Scan(files[index], buffer, out ReadOnlyMemory<byte> source, cancellationToken);
                    if (also is not null && results[index].Result is { } result)
                        also(index, source, result);
                }
            }
        }, cancellationToken);
        return results;
    }

    /// <summary>The length of a path's folder, with the separator at its end.</summary>
    private static int FolderLength(string path) => path.LastIndexOf(Path.DirectorySeparatorChar) + 1;

    private static bool IsBeside(string path, string other, int folder) =>
        FolderLength(path) == folder && path.AsSpan(0, folder).SequenceEqual(other.AsSpan(0, folder));

    private static ScannedFile Scan(SourceFile file, SourceBuffer buffer, out ReadOnlyMemory<byte> source, CancellationToken cancellationToken)
    {
        source = default;
        try
        {
            if (!buffer.TryRead(file.Path, out source))
                return new ScannedFile(file, null, "It is too large.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException or ArgumentException)
        {
            return new ScannedFile(file, null, exception.Message);
        }

        return new ScannedFile(file, file.Path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
            ? ImportScanner.ScanNotebook(source, cancellationToken)
            : ImportScanner.Scan(source, file.Path.EndsWith(".pyi", StringComparison.OrdinalIgnoreCase), cancellationToken));
    }
}
