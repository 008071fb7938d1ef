namespace DocuSense.Maintenance.Sources;

/// <summary>Finds every import of Python source text without running Python.</summary>
public static class ImportScanner
{
    /// <summary>Scans the bytes of a <c>.py</c> or <c>.pyi</c> file, encoding declaration and BOM honoured.</summary>
    public static ScanResult Scan(ReadOnlyMemory<byte> source, bool isStub = false, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Scans the code cells of a Jupyter notebook (<c>.ipynb</c>).</summary>
    public static ScanResult ScanNotebook(ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
