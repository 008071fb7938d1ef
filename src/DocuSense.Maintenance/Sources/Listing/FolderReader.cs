#if NET
using System.IO.Enumeration;
#endif

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Reads the entries of one folder that matter to the listing.</summary>
internal static class FolderReader
{
    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="entries">Receives the entries; cleared first.</param>
    /// <param name="marks">What names in it say about the folder.</param>
    /// <returns>Whether all of it could be read.</returns>
    public static bool TryRead(string path, List<FolderEntry> entries, out FolderMarks marks)
    {
        entries.Clear();
        marks = FolderMarks.None;
        try
        {
#if NET
            using var enumerator = new Enumerator(path);
            while (enumerator.MoveNext())
                entries.Add(enumerator.Current);
            marks = enumerator.Marks;
#else
            foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
                Add(entry, entries, ref marks);
#endif
            return true;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return false;
        }
    }

    /// <summary>What a file system may throw for a path or a file that is not as it should be.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    /// <summary>The bytes of a file that is there, or null.</summary>
    public static byte[]? Bytes(string path)
    {
        try
        {
            // A length of nothing needs no reading, and may be a pipe.
            var file = new FileInfo(path);
            return !file.Exists || (file.Attributes & FileAttributes.ReparsePoint) != 0 ? null : file.Length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return null;
        }
    }

#if NET
    /// <summary>Reads names and types as the system gives them, and asks for more only of the entries that matter.</summary>
    private sealed class Enumerator(string path) : FileSystemEnumerator<FolderEntry>(path, _options)
    {
        private static readonly EnumerationOptions _options = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
        private EntryKind _kind;

        public FolderMarks Marks { get; private set; }

        protected override bool ShouldIncludeEntry(ref FileSystemEntry entry)
        {
            ReadOnlySpan<char> name = entry.FileName;
            FolderMarks mark = EntryNames.MarkOf(name);
            if (mark == FolderMarks.IgnoreFile && (entry.IsDirectory || (entry.Attributes & FileAttributes.ReparsePoint) != 0))
                mark = FolderMarks.None;
            Marks |= mark;
            _kind = entry.IsDirectory ? (SkippedFolders.IsSkipped(name) ? EntryKind.None : EntryKind.Folder) : EntryNames.KindOf(name);
            return _kind != EntryKind.None;
        }

        protected override FolderEntry TransformEntry(ref FileSystemEntry entry)
        {
            bool isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
            return _kind == EntryKind.Folder
                ? new FolderEntry(entry.FileName.ToString(), _kind, isLink, 0, 0)
                : new FolderEntry(entry.FileName.ToString(), _kind, isLink, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
    }
#else
    private static void Add(FileSystemInfo entry, List<FolderEntry> entries, ref FolderMarks marks)
    {
        string name = entry.Name;
        FolderMarks mark = EntryNames.MarkOf(name.AsSpan());
        bool isFolder = entry is DirectoryInfo;
        if (mark == FolderMarks.IgnoreFile && (isFolder || IsLink(entry)))
            mark = FolderMarks.None;
        marks |= mark;
        EntryKind kind = isFolder ? (SkippedFolders.IsSkipped(name.AsSpan()) ? EntryKind.None : EntryKind.Folder) : EntryNames.KindOf(name.AsSpan());
        if (kind == EntryKind.None)
            return;
        try
        {
            entries.Add(entry is FileInfo file
                ? new FolderEntry(name, kind, IsLink(entry), file.Length, file.LastWriteTimeUtc.Ticks)
                : new FolderEntry(name, kind, IsLink(entry), 0, 0));
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            // Gone since, or a link that leads nowhere: as the walk finds out.
            entries.Add(new FolderEntry(name, kind, IsLink: false, 0, 0));
        }
    }

    private static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
#endif
}
