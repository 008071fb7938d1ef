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
#if NET
        if (SystemPaths.HasStatus && TryReadNames(path, entries, out marks))
            return true;
#endif
        return TryReadByClassLibrary(path, entries, out marks);
    }

    /// <summary>The same where nothing but the class library answers.</summary>
    internal static bool TryReadByClassLibrary(string path, List<FolderEntry> entries, out FolderMarks marks)
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
                Add(path, entry, entries, ref marks);
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

    /// <summary>All bits together say that there is no such entry.</summary>
    private static bool IsLink(FileAttributes attributes) => attributes != (FileAttributes)(-1) && (attributes & FileAttributes.ReparsePoint) != 0;

#if NET
    /// <summary>Reads a folder in as few calls as Linux allows, with one more for each file that matters, asked for from the open folder.</summary>
    /// <returns>False where that cannot be done; the entries are then not all.</returns>
    internal static bool TryReadNames(string path, List<FolderEntry> entries, out FolderMarks marks)
    {
        entries.Clear();
        marks = FolderMarks.None;
        using var folder = new UnixFolder(path);
        if (!folder.IsOpen)
            return false;
        while (folder.TryNext(out ReadOnlySpan<char> name, out EntryType type))
        {
            bool isFolder = type == EntryType.Folder || (type is EntryType.Link or EntryType.None && SystemPaths.IsFolderIn(folder.Descriptor, name));
            FolderMarks mark = EntryNames.MarkOf(name);
            if (mark == FolderMarks.IgnoreFile && (isFolder || SystemPaths.StatusBelow(folder.Descriptor, name).Type is EntryType.Link))
                mark = FolderMarks.None;
            marks |= mark;
            EntryKind kind = isFolder ? (SkippedFolders.IsSkipped(name) ? EntryKind.None : EntryKind.Folder) : EntryNames.KindOf(name);
            if (kind == EntryKind.None)
                continue;
            FileStatus status = type == EntryType.Folder ? default : SystemPaths.StatusBelow(folder.Descriptor, name);
            string text = name.ToString();
            entries.Add(new FolderEntry(text, Path.Join(path, text), kind, status.Type == EntryType.Link, status.Type == EntryType.File, status.Length, status.LastWriteUtcTicks));
        }

        // A C library that lacks one of the calls gave names without what they are.
        return !folder.HasFailed && SystemPaths.HasStatus;
    }

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
            if (mark == FolderMarks.IgnoreFile && (entry.IsDirectory || IsLink(entry.Attributes)))
                mark = FolderMarks.None;
            Marks |= mark;
            _kind = entry.IsDirectory ? (SkippedFolders.IsSkipped(name) ? EntryKind.None : EntryKind.Folder) : EntryNames.KindOf(name);
            return _kind != EntryKind.None;
        }

        protected override FolderEntry TransformEntry(ref FileSystemEntry entry)
        {
            string name = entry.FileName.ToString();
            string path = Path.Join(entry.Directory, name);
            if (SystemPaths.HasStatus)
            {
                FileStatus status = SystemPaths.Status(path);
                return new FolderEntry(name, path, _kind, status.Type == EntryType.Link, status.Type == EntryType.File, status.Length, status.LastWriteUtcTicks);
            }

            return _kind == EntryKind.Folder
                ? new FolderEntry(name, path, _kind, IsLink(entry.Attributes), false, 0, 0)
                : new FolderEntry(name, path, _kind, IsLink(entry.Attributes), entry.Length > 0, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
    }
#else
    private static void Add(string folder, FileSystemInfo entry, List<FolderEntry> entries, ref FolderMarks marks)
    {
        string name = entry.Name;
        FolderMarks mark = EntryNames.MarkOf(name.AsSpan());
        bool isFolder = entry is DirectoryInfo;
        if (mark == FolderMarks.IgnoreFile && (isFolder || IsLink(entry.Attributes)))
            mark = FolderMarks.None;
        marks |= mark;
        EntryKind kind = isFolder ? (SkippedFolders.IsSkipped(name.AsSpan()) ? EntryKind.None : EntryKind.Folder) : EntryNames.KindOf(name.AsSpan());
        if (kind == EntryKind.None)
            return;

        // Not FullName, which is empty where the path is longer than the system takes.
        string path = Path.Combine(folder, name);
        try
        {
            entries.Add(entry is FileInfo file
                ? new FolderEntry(name, path, kind, IsLink(entry.Attributes), file.Length > 0, file.Length, file.LastWriteTimeUtc.Ticks)
                : new FolderEntry(name, path, kind, IsLink(entry.Attributes), false, 0, 0));
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            // Gone since, or not to be looked at: as the walk finds out.
            entries.Add(new FolderEntry(name, path, kind, false, false, 0, 0));
        }
    }
#endif
}
