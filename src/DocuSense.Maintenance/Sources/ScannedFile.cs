namespace DocuSense.Maintenance.Sources;

/// <summary>A source file and what the scan of it found.</summary>
/// <param name="File">The file.</param>
/// <param name="Result">The scan's result; null where the file could not be read.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
public sealed record ScannedFile(SourceFile File, ScanResult? Result, string? Failure = null);
