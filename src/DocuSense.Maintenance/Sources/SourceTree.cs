namespace DocuSense.Maintenance.Sources;

/// <summary>One source file of a backend.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="RelativePath">Relative to the backend, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastWriteUtcTicks">Time of the last write, for change detection.</param>
public sealed record SourceFile(string Path, string RelativePath, long Length, long LastWriteUtcTicks);

/// <summary>Lists the files of a backend that are the project's own.</summary>
public static class SourceTree
{
    /// <summary>
    /// Every <c>.py</c>, <c>.pyi</c> and <c>.ipynb</c> file below the folder, except in environments, <c>.git</c>, <c>node_modules</c>,
    /// <c>__pycache__</c> and the like, what <c>.gitignore</c> files exclude, and what the given globs exclude. Ordered by relative path, ordinally.
    /// Symbolic links that leave the backend or loop are not followed. Unreadable folders are reported, not thrown.
    /// </summary>
    public static SourceListing List(string backend, IReadOnlyList<string> excludes, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}

/// <summary>The files found, and the folders that could not be read (absolute paths).</summary>
public sealed record SourceListing(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Unreadable)
{
    /// <summary>
    /// Configuration, scripts and other text files that may name a distribution without importing it: container, compose and process files,
    /// shell scripts, <c>.ini</c>, <c>.toml</c>, <c>.yml</c> and the like; never documents, lock files or requirement files.
    /// </summary>
    public IReadOnlyList<SourceFile> Texts { get; init; } = [];
}
