#if NET
using System.IO.Enumeration;
#endif

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>An entry of a folder, with what the listing needs of it. A class, as the framework's enumeration comes compiled only for those.</summary>
internal sealed class FolderEntry(string name, FileAttributes attributes, long length, long lastWriteUtcTicks)
{
#if NET
    private static readonly EnumerationOptions s_options = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

#endif
    public string Name { get; } = name;

    public bool IsFolder => (attributes & FileAttributes.Directory) != 0;

    public bool IsLink => (attributes & FileAttributes.ReparsePoint) != 0;

    public long Length { get; } = length;

    public long LastWriteUtcTicks { get; } = lastWriteUtcTicks;

    /// <summary>The sub-folders, the sources and the files that tell what kind of folder this is; null where the folder cannot be read.</summary>
    public static List<FolderEntry>? Read(string folder)
    {
        var entries = new List<FolderEntry>();
        try
        {
#if NET
            foreach (FolderEntry entry in new FileSystemEnumerable<FolderEntry>(folder, Make, s_options) { ShouldIncludePredicate = Wanted })
                entries.Add(entry);
#else
            foreach (FileSystemInfo info in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                bool isFolder = (info.Attributes & FileAttributes.Directory) != 0;
                if (isFolder || IsWantedFile(info.Name.AsSpan()))
                    entries.Add(new FolderEntry(info.Name, info.Attributes, info is FileInfo file ? file.Length : 0, info.LastWriteTimeUtc.Ticks));
            }
#endif
            return entries;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (System.Security.SecurityException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    public static bool IsSource(ReadOnlySpan<char> name) =>
        name.EndsWith(".py".AsSpan(), StringComparison.Ordinal) || name.EndsWith(".pyi".AsSpan(), StringComparison.Ordinal) || name.EndsWith(".ipynb".AsSpan(), StringComparison.Ordinal);

    private static bool IsWantedFile(ReadOnlySpan<char> name) =>
        IsSource(name) || name.EndsWith("proj".AsSpan(), StringComparison.Ordinal) || name.SequenceEqual("pyvenv.cfg".AsSpan()) || name.SequenceEqual(".gitignore".AsSpan());

#if NET
    private static bool Wanted(ref FileSystemEntry entry) => IsWantedFile(entry.FileName) || entry.IsDirectory;

    private static FolderEntry Make(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        FileAttributes attributes = (isFolder ? FileAttributes.Directory : 0) | (entry.Attributes & FileAttributes.ReparsePoint);
        return isFolder || !IsSource(entry.FileName)
            ? new FolderEntry(entry.FileName.ToString(), attributes, 0, 0)
            : new FolderEntry(entry.FileName.ToString(), attributes, entry.Length, entry.LastWriteTimeUtc.Ticks);
    }
#endif
}
