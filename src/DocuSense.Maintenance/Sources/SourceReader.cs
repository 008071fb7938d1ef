namespace DocuSense.Maintenance.Sources;

/// <summary>Scans the files of a backend from disk, on all processors.</summary>
public static class SourceReader
{
    /// <summary>Scans files.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="cancellationToken">Ends the scan early.</param>
    /// <returns>The result of each file at its index; one that cannot be read has a failure instead of a result.</returns>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScannedFile[] ScanAll(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken = default)
    {
        var results = new ScannedFile[files.Count];
        Processors.ForEach(files.Count, () =>
        {
            var buffer = new SourceBuffer();
            return i => results[i] = Scan(files[i], buffer, cancellationToken);
        }, cancellationToken);
        return results;
    }

    private static ScannedFile Scan(SourceFile file, SourceBuffer buffer, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> source;
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
