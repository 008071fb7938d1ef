namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>What an entry of a folder is to the listing, by its name.</summary>
internal enum EntryKind : byte
{
    /// <summary>Nothing to the listing.</summary>
    None,
    Folder,
    Source,
    Text,

    /// <summary>A text file if its content begins as a script's does.</summary>
    Script,

    /// <summary>A compiled module: not listed, but its name is one that Python sees.</summary>
    Compiled,

    /// <summary>Settings that people keep out of the repository: listed although ignored.</summary>
    LocalSettings,
}

/// <summary>An entry of a folder.</summary>
/// <param name="Name">As the file system gives it.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Kind">What it is to the listing.</param>
/// <param name="IsLink">Whether it is a symbolic link, or what the system marks like one.</param>
/// <param name="IsRegular">Whether it is known to be an ordinary file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastWriteUtcTicks">Time of the last write.</param>
internal sealed record FolderEntry(string Name, string Path, EntryKind Kind, bool IsLink, bool IsRegular, long Length, long LastWriteUtcTicks);

/// <summary>Names found in a folder that say what the folder is.</summary>
[Flags]
internal enum FolderMarks : byte
{
    None = 0,

    /// <summary><c>pyvenv.cfg</c> or <c>conda-meta</c>.</summary>
    Environment = 1,

    /// <summary><c>project.assets.json</c> or <c>*.nuget.g.props</c>.</summary>
    MSBuild = 2,

    /// <summary>An own <c>.git</c>, folder or file.</summary>
    Repository = 4,

    /// <summary>An ordinary file <c>.gitignore</c>.</summary>
    IgnoreFile = 8,

    /// <summary><c>bin</c>, <c>lib</c> or <c>Scripts</c>, as environments have.</summary>
    Layout = 16,
}
