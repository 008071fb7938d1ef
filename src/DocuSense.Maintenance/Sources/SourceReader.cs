using DocuSense.Maintenance.Sources.Listing;

namespace DocuSense.Maintenance.Sources;

/// <summary>Scans the files of a backend from disk, on all processors.</summary>
public static class SourceReader
{
    /// <summary>So many files are one piece of work.</summary>
    private const int Share = 16;

    /// <summary>Scans files; the result of each stands at its index. A file that cannot be read gives a problem and counts as not complete.</summary>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static ScanResult[] ScanAll(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = new ScanResult[files.Count];
        var queue = new WorkQueue<object>(cancellationToken);
        for (int start = 0; start < results.Length; start += Share)
            queue.Add(start);
        queue.Run(() =>
        {
            var reader = new SourceBuffer(cancellationToken);
            return start =>
            {
                for (int i = (int)start; i < Math.Min(results.Length, (int)start + Share); i++)
                    results[i] = reader.Scan(files[i].Path);
            };
        });
        return results;
    }

    /// <summary>Lists the files of a backend as <see cref="SourceTree.List(string, IReadOnlyList{string}, CancellationToken)"/> does, and scans them meanwhile.</summary>
    /// <returns>The listing, and the result of each file at its index.</returns>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public static (SourceListing Listing, ScanResult[] Results) ListAndScan(string backend, IReadOnlyList<string> excludes, CancellationToken cancellationToken = default) =>
        SourceTree.Walk(backend, excludes, everything: false, scan: true, cancellationToken).Run();

    /// <summary>Scans one file, by its extension as module, stub or notebook.</summary>
    public static ScanResult Scan(string path, CancellationToken cancellationToken = default) => new SourceBuffer(cancellationToken).Scan(path);
}
