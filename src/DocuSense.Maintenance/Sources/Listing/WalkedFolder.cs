using System.Text;

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>A folder on the way of the walk.</summary>
internal sealed class WalkedFolder
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    public required string Name { get; init; }

    /// <summary>Relative to the backend, with forward slashes and one at the end; empty for the backend itself.</summary>
    public required string Prefix { get; init; }

    /// <summary>Relative to the repository's root, in UTF-8, with a slash at the end; empty for the root.</summary>
    public required byte[] RepositoryPrefix { get; set; }

    /// <summary>The ignore rules that hold here, or null for none.</summary>
    public required IgnoreScope? Scope { get; set; }

    /// <summary>Whether only text files count here.</summary>
    public bool HasOnlySettings { get; init; }

    /// <summary>An entry's path as seen from the repository's root, in UTF-8.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="buffer">Grown where it is too small; holds the path.</param>
    /// <returns>The path's length.</returns>
    public int PathOf(string name, ref byte[] buffer)
    {
        int start = RepositoryPrefix.Length;
        int most = start + Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
        if (buffer.Length < most)
            buffer = new byte[most * 2];
        RepositoryPrefix.CopyTo(buffer, 0);
        return start + Encoding.UTF8.GetBytes(name, 0, name.Length, buffer, start);
    }

    /// <summary>A folder in this one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="prefix">As the backend sees it.</param>
    public WalkedFolder Below(string name, string path, string prefix)
    {
        byte[] buffer = [];
        int length = PathOf(name, ref buffer);
        buffer[length++] = (byte)'/';
        Array.Resize(ref buffer, length);
        return new WalkedFolder
        {
            Path = path,
            Name = name,
            Prefix = prefix,
            RepositoryPrefix = buffer,
            Scope = Scope,
            HasOnlySettings = HasOnlySettings || SkippedFolders.HasOnlySettings(name),
        };
    }

    /// <summary>Adds the rules of the folder's own <c>.gitignore</c>.</summary>
    public void AddRules(FolderMarks marks)
    {
        if ((marks & FolderMarks.IgnoreFile) != 0 && FolderReader.Bytes(System.IO.Path.Combine(Path, ".gitignore")) is { } content)
            Scope = IgnoreScope.Add(Scope, content, RepositoryPrefix.Length, IgnoreScope.IgnoresCase);
    }

    /// <summary>Makes the folder a repository's root: rules from above end here, as they do for git.</summary>
    public void BeginRepository()
    {
        RepositoryPrefix = [];
        Scope = Repository.ReadExclude(Path) is { } exclude ? IgnoreScope.Add(null, exclude, 0, IgnoreScope.IgnoresCase) : null;
    }
}
