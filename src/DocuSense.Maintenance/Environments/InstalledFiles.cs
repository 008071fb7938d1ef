using System.Collections.Concurrent;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// Whether files are there. Lists each folder once instead of asking for each file; asks the file system only about names that the
/// listing lacks, which settles names that differ in case or in Unicode form.
/// </summary>
internal sealed class InstalledFiles
{
    /// <summary>Stands for a folder that may not be listed: nothing in it is said to be gone.</summary>
    private static readonly HashSet<string> _unreadable = [];

    private readonly string _site;
    private readonly string _prefix;
    private readonly bool _ownPrefix;
    private readonly ConcurrentDictionary<string, HashSet<string>?> _folders = new(StringComparer.Ordinal);

    /// <param name="site">The folder that RECORD's paths are relative to.</param>
    /// <param name="prefix">The environment; nothing outside it is looked at. Null where the folder is no site-packages.</param>
    public InstalledFiles(string site, string? prefix)
    {
        _site = site;
        _prefix = prefix ?? site;
        _ownPrefix = prefix is not null;
    }

    /// <summary>What the files of a distribution come to.</summary>
    public readonly record struct Census(int Files, int Gone, int Outside, IReadOnlyList<string> FirstGone, string? FirstOutside, long UnstatedBytes);

    /// <summary>Counts the rows that are gone and those that lie outside the environment.</summary>
    public Census Count(List<RecordRow> rows)
    {
        int files = 0, gone = 0, outside = 0;
        long bytes = 0;
        var firstGone = new List<string>(3);
        string? firstOutside = null;
        string folder = "";
        HashSet<string>? names = Names("");
        foreach (RecordRow row in rows)
        {
            ReadOnlySpan<char> path = row.Path;
            bool compiled = path.EndsWith(".pyc".AsSpan(), StringComparison.OrdinalIgnoreCase);
            files += compiled ? 0 : 1;
            if (compiled && row.Size >= 0 || path.IndexOf('\uFFFD') >= 0)
                continue;
            bool exists;
            if (IsPlain(path))
            {
                int slash = path.LastIndexOf('/');
                ReadOnlySpan<char> parent = slash < 0 ? default : path.Slice(0, slash);
                if (!parent.SequenceEqual(folder.AsSpan()))
                {
                    folder = parent.ToString();
                    names = Names(folder);
                }

                exists = names is not null && (ReferenceEquals(names, _unreadable) || Contains(names, path.Slice(slash + 1)) || SmallFile.FileExists(Local(path)));
                if (exists && row.Size < 0)
                    bytes += Size(Local(path));
            }
            else if (Resolve(path.ToString()) is not string full)
            {
                outside++;
                firstOutside ??= path.ToString();
                continue;
            }
            else
            {
                if (!_ownPrefix && !FolderIdentity.IsWithin(full, _site))
                    continue;
                exists = SmallFile.FileExists(full);
                if (exists && row.Size < 0)
                    bytes += Size(full);
            }

            if (exists || compiled)
                continue;
            gone++;
            if (firstGone.Count < 3)
                firstGone.Add(path.ToString());
        }

        return new Census(files, gone, outside, firstGone, firstOutside, bytes);
    }

    /// <summary>The absolute path of a row, or null where it lies outside the environment.</summary>
    private string? Resolve(string path)
    {
        if (BaseInterpreter.IsForeign(path))
            return null;
        string? full = SmallFile.FullPath(_site, path);
        return full is not null && (FolderIdentity.IsWithin(full, _prefix) || !_ownPrefix && !Path.IsPathRooted(path)) ? full : null;
    }

    /// <summary>Whether a path is relative and stays below its start: no <c>..</c>, no root, no drive.</summary>
    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path[0] is '/' or '\\' || path.IndexOf('\\') >= 0 && Path.DirectorySeparatorChar == '\\' || path.Length > 1 && path[1] == ':')
            return false;
        int dots = path.IndexOf("..".AsSpan(), StringComparison.Ordinal);
        if (dots < 0)
            return true;
        return !path.StartsWith("../".AsSpan(), StringComparison.Ordinal) && path.IndexOf("/../".AsSpan(), StringComparison.Ordinal) < 0;
    }

    private string Local(ReadOnlySpan<char> path) => _site + Path.DirectorySeparatorChar + path.ToString();

    private HashSet<string>? Names(string folder) => _folders.TryGetValue(folder, out HashSet<string>? names) ? names : _folders.GetOrAdd(folder, List(folder));

    private HashSet<string>? List(string folder)
    {
        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (string entry in Directory.EnumerateFiles(folder.Length == 0 ? _site : Path.Combine(_site, folder)))
                names.Add(Path.GetFileName(entry));
            return names;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or System.Security.SecurityException)
        {
            return _unreadable;
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return null;
        }
    }

    private static bool Contains(HashSet<string> names, ReadOnlySpan<char> name) =>
#if NET
        names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
#else
        names.Contains(name.ToString());
#endif

    private static long Size(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return 0;
        }
    }
}
