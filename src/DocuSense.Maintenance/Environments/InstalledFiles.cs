using System.Text;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// Whether the files of a distribution are there. Lists a folder once where RECORD has several files of it; asks the file system about
/// single files, and about names that a listing lacks, which settles names that differ in case or in Unicode form.
/// </summary>
internal sealed class InstalledFiles
{
    /// <summary>Up to so many files in a row, asking for each is cheaper than a listing.</summary>
    private const int FewFiles = 2;

    /// <summary>How many missing files a message names.</summary>
    private const int Named = 3;

    /// <summary>Instead of a number, for a folder that is not there.</summary>
    private const int Missing = -1;

    /// <summary>For one that may not be listed: nothing in it is said to be gone.</summary>
    private const int Unreadable = -2;

    /// <summary>Instead of a folder's number, for the names of the folders that were listed.</summary>
    private const int Folders = -1;

    private readonly string _site;
    private readonly string _prefix;
    private readonly bool _isSitePackages;
    private readonly OpenFolder _folder;

    private readonly RecordRows _rows;
    private readonly FileTable _listed;
    private readonly List<string> _firstGone = new(Named);

    // Of folders that could not be listed, by their numbers, why not.
    private readonly Dictionary<int, int> _states = [];
    private string? _firstOutside;
    private int _files, _gone, _outside;
    private long _unstatedBytes;

    private InstalledFiles(RecordRows rows, FileTable listed, string site, string? prefix, OpenFolder folder)
    {
        _site = site;
        _prefix = prefix ?? site;
        _isSitePackages = prefix is not null;
        _folder = folder;
        _rows = rows;
        _listed = listed;
        _listed.Clear();
    }

    /// <summary>What the files of a distribution come to.</summary>
    /// <param name="Files">How many RECORD lists, compiled ones not counted: Python makes and removes them at will.</param>
    /// <param name="Gone">How many of them do not exist.</param>
    /// <param name="Outside">How many lie outside the environment; those were not looked at.</param>
    /// <param name="FirstGone">The first few that do not exist, as RECORD names them.</param>
    /// <param name="FirstOutside">The first that lies outside, or null.</param>
    /// <param name="UnstatedBytes">The size of the files for which RECORD states none, compiled ones not counted.</param>
    public readonly record struct Census(int Files, int Gone, int Outside, IReadOnlyList<string> FirstGone, string? FirstOutside, long UnstatedBytes);

    /// <summary>Counts the files that are there, gone, or outside the environment.</summary>
    /// <param name="rows">The distribution's files.</param>
    /// <param name="listed">Room for listings.</param>
    /// <param name="site">The folder their paths are relative to.</param>
    /// <param name="prefix">The environment; nothing outside it is looked at. Null where the folder is no site-packages.</param>
    public static Census Count(RecordRows rows, FileTable listed, string site, string? prefix)
    {
        using var folder = new OpenFolder(site);
        var files = new InstalledFiles(rows, listed, site, prefix, folder);
        files.Count();
        return new Census(files._files, files._gone, files._outside, files._firstGone, files._firstOutside, files._unstatedBytes);
    }

    private void Count()
    {
        for (int start = 0; start < _rows.Count;)
        {
            int end = start + 1;
            ReadOnlySpan<byte> folder = Folder(_rows.Bytes(start));
            while (end < _rows.Count && Folder(_rows.Bytes(end)).SequenceEqual(folder))
                end++;
            Count(start, end, folder);
            start = end;
        }
    }

    private static ReadOnlySpan<byte> Folder(ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        return slash < 0 ? default : path.Slice(0, slash);
    }

    /// <summary>Counts rows of one folder.</summary>
    private void Count(int start, int end, ReadOnlySpan<byte> folder)
    {
        bool compiledFolder = folder.EndsWith("__pycache__"u8);
        int? number = null;
        for (int index = start; index < end; index++)
        {
            ReadOnlySpan<byte> path = _rows.Bytes(index);
            long size = _rows.Size(index);
            bool compiled = compiledFolder || IsCompiled(path);
            _files += compiled ? 0 : 1;
            if (compiled || (Bytes.NextBeyondAscii(path, 0) < int.MaxValue && Utf8.Text(path).IndexOf('\uFFFD') >= 0))
                continue;
            if (!IsPlain(path))
            {
                CountElsewhere(index);
                continue;
            }

            if (size < 0 || (end - start <= FewFiles && _listed.Find(Folders, folder) < 0))
            {
                if (!IsThere(path, size))
                    Note(index, Local(index));
                continue;
            }

            number ??= NumberOf(folder);
            if (number == Missing || (number >= 0 && !_listed.Contains(number.Value, path.Slice(folder.Length == 0 ? 0 : folder.Length + 1))))
                Note(index, Local(index));
        }
    }

    /// <summary>A path that leaves site-packages: scripts and data of the environment are looked up, anything further away is not.</summary>
    private void CountElsewhere(int index)
    {
        string path = _rows.Text(index);
        string? full = BaseInterpreter.IsForeign(path) ? null : SmallFile.FullPath(_site, path);
        if (full is not null && FolderIdentity.IsWithin(full, _prefix))
        {
            Note(index, full);
        }
        else if (_isSitePackages || full is null || Path.IsPathRooted(path))
        {
            _outside++;
            _firstOutside ??= path;
        }
    }

    /// <summary>Whether an ordinary file is there by the quickest way to ask; false also where that way cannot tell.</summary>
    private bool IsThere(ReadOnlySpan<byte> path, long size)
    {
        if (_folder.Status(path) is not { Type: EntryType.File } status)
            return false;
        if (size < 0)
            _unstatedBytes += status.Length;
        return true;
    }

    /// <summary>Asks for one file: its size where RECORD states none, else whether it exists.</summary>
    private void Note(int index, string full)
    {
        long size = SizeOf(full);
        if (_rows.Size(index) < 0)
            _unstatedBytes += Math.Max(size, 0);
        if (size >= 0)
            return;
        _gone++;
        if (_firstGone.Count < Named)
            _firstGone.Add(_rows.Text(index));
    }

    private static long SizeOf(string path)
    {
        if (SystemPaths.HasStatus && SystemPaths.Status(path) is { Type: EntryType.File, Length: long length })
            return length;
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? file.Length : -1;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or System.Security.SecurityException)
        {
            return 0;
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return -1;
        }
    }

    /// <summary>Whether a path is relative and stays below its start: no <c>..</c>, no root, no drive.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> path)
    {
        if (path[0] is (byte)'/' or (byte)'\\' || path.Length > 1 && path[1] == ':' || Path.DirectorySeparatorChar == '\\' && path.IndexOf((byte)'\\') >= 0)
            return false;
        return path.IndexOf(".."u8) < 0 || !path.StartsWith("../"u8) && path.IndexOf("/../"u8) < 0;
    }

    private static bool IsCompiled(ReadOnlySpan<byte> path) =>
        path.Length > 4 && path[path.Length - 4] == '.' && (path[path.Length - 3] | 0x20) == 'p' && (path[path.Length - 2] | 0x20) == 'y' && (path[path.Length - 1] | 0x20) == 'c';

    private string Local(int index) => _site + "/" + _rows.Text(index);

    /// <summary>Lists a folder that was not listed yet.</summary>
    private int NumberOf(ReadOnlySpan<byte> folder)
    {
        // The place of a folder's name in the table is its number: each name has another one.
        int own = _listed.Find(Folders, folder);
        if (own >= 0)
            return _states.TryGetValue(own, out int state) ? state : own;
        own = _listed.Count;
        _listed.Add(Folders, folder);
        int number = List(folder, own);
        if (number != own)
            _states.Add(own, number);
        return number;
    }

    private int List(ReadOnlySpan<byte> relative, int number)
    {
#if NET
        if (SystemPaths.HasStatus && TryListNames(relative, number))
            return number;
#endif
        string folder = relative.Length == 0 ? _site : _site + "/" + Utf8.Text(relative);
        try
        {
#if NET
            var entries = new System.IO.Enumeration.FileSystemEnumerable<string>(folder, (ref entry) => entry.FileName.ToString(),
                new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            };
            foreach (string name in entries)
                _listed.Add(number, Encoding.UTF8.GetBytes(name));
#else
            foreach (string entry in Directory.EnumerateFiles(folder))
                _listed.Add(number, Encoding.UTF8.GetBytes(Path.GetFileName(entry)));
#endif
            return number;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or System.Security.SecurityException)
        {
            return Unreadable;
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return Missing;
        }
    }

#if NET
    private bool TryListNames(ReadOnlySpan<byte> relative, int number)
    {
        using var folder = new UnixFolder(_folder, relative.Length == 0 ? "."u8 : relative);
        if (!folder.IsOpen)
            return false;
        while (folder.TryNext(out ReadOnlySpan<byte> name, out EntryType type))
        {
            if (type != EntryType.Folder && (type is not (EntryType.Link or EntryType.None) || !SystemPaths.IsFolderIn(folder.Descriptor, name)))
                _listed.Add(number, name);
        }

        return !folder.HasFailed;
    }
#endif
}
