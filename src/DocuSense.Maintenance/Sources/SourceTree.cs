using DocuSense.Maintenance.Sources.Listing;

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
        List(backend, excludes, everything: false, cancellationToken);

    /// <summary>As the public method; with <paramref name="everything"/> no folder is taken for foreign and no <c>.gitignore</c> is read.</summary>
    internal static SourceListing List(string backend, IReadOnlyList<string> excludes, bool everything, CancellationToken cancellationToken) =>
        Walk(backend, excludes, everything, scan: false, cancellationToken).Run().Listing;

    internal static FolderWalk Walk(string backend, IReadOnlyList<string> excludes, bool everything, bool scan, CancellationToken cancellationToken)
    {
        string folder = Path.GetFullPath(backend);
        string root = Path.GetPathRoot(folder) ?? "";
        if (folder.Length > root.Length)
            folder = folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return new FolderWalk(folder, new Excludes(folder, excludes), everything, scan, cancellationToken);
    }
}

/// <summary>The files found, and the folders that could not be read (absolute paths).</summary>
public sealed record SourceListing(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Unreadable);
