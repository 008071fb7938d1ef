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
    /// Every <c>.py</c>, <c>.pyw</c>, <c>.pyi</c> and <c>.ipynb</c> file below the folder, except in environments, <c>.git</c>, <c>node_modules</c>,
    /// <c>__pycache__</c> and the like, what <c>.gitignore</c> files exclude, and what the given globs exclude. Ordered by relative path, ordinally.
    /// A symbolic link is never walked through: what it names inside the backend is listed where it is, what lies outside is not the backend's.
    /// Unreadable folders are reported, not thrown.
    /// </summary>
    /// <param name="backend">The folder.</param>
    /// <param name="excludes">Patterns as MSBuild items write them, relative to the backend; one that matches a folder excludes all below it.</param>
    /// <param name="cancellationToken">Ends the listing early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// <c>.gitignore</c> counts from the repository's root down, with <c>.git/info/exclude</c>; a person's own <c>core.excludesFile</c> does not,
    /// as findings must be the same on every machine. Git's index is not read: a file that an ignore rule covers is left out even if it is tracked.
    /// </remarks>
    public static SourceListing List(string backend, IReadOnlyList<string> excludes, CancellationToken cancellationToken = default) =>
        List(backend, excludes, null, cancellationToken);

    /// <summary>The same, and shows each source as it is found, in any order and on any thread.</summary>
    internal static SourceListing List(string backend, IReadOnlyList<string> excludes, Action<SourceFile>? found, CancellationToken cancellationToken) =>
        new TreeWalk(backend, excludes, found, cancellationToken).List();
}

/// <summary>The files found, and the folders that could not be read (absolute paths).</summary>
public sealed record SourceListing(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Unreadable)
{
    /// <summary>
    /// Configuration, scripts and other text files that may name a distribution without importing it: container, compose and process files,
    /// shell scripts, <c>.ini</c>, <c>.toml</c>, <c>.yml</c> and the like; never documents, lock files or requirement files. Also those directly in
    /// the folders above the backend up to the repository's root, and in the root's folders for continuous integration.
    /// </summary>
    public IReadOnlyList<SourceFile> Texts { get; init; } = [];

    /// <summary>
    /// Modules that Python sees in the backend although they are not among <see cref="Files"/>, so that their names are not taken for foreign ones:
    /// other paths of listed files through symbolic links, links that leave the backend, generated modules that <c>.gitignore</c> covers.
    /// Relative paths with forward slashes; of a folder that was not entered, <c>folder/__init__.py</c>.
    /// </summary>
    public IReadOnlyList<string> OtherModules { get; init; } = [];
}
