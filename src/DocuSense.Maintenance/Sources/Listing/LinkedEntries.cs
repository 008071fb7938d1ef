namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>
/// The symbolic links met on a walk. Each real folder is walked and each real file listed once, where it is; the other paths that lead there are
/// names that Python sees, and so are links that leave the backend, which are not followed.
/// </summary>
internal sealed class LinkedEntries
{
    private const string Outside = "..";

    private readonly string _backend;
    private readonly List<Link> _links = [];
    private readonly Lazy<string> _root;

    public LinkedEntries(string backend)
    {
        _backend = backend;
        _root = new Lazy<string>(() => (SystemPaths.Real(backend) ?? backend).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar);
    }

    /// <summary>Takes note of a link. One that leads nowhere, or in a circle, is nothing.</summary>
    /// <returns>False for what is no link after all but an ordinary entry of its folder, as some file systems mark files that they store elsewhere.</returns>
    public bool Add(string relative, FolderEntry entry)
    {
        if (SystemPaths.Real(entry.Path) is not { } real)
            return true;
        string? target = real.StartsWith(_root.Value, StringComparison.Ordinal) ? real.Substring(_root.Value.Length).Replace(Path.DirectorySeparatorChar, '/')
            : real + Path.DirectorySeparatorChar == _root.Value ? ""
            : null;
        if (target == relative)
            return false;
        lock (_links)
        {
            _links.Add(new Link(relative, target ?? Outside, entry.Kind));
        }

        return true;
    }

    /// <summary>Settles all links, once the walk is over.</summary>
    /// <param name="all">What was gathered; receives names, and files of a folder walked that count by a link's name only.</param>
    public void Resolve(FolderWalker all)
    {
        if (_links.Count == 0)
            return;
        _links.Sort(static (left, right) => string.CompareOrdinal(left.Relative, right.Relative));
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceFile file in all.Files)
            listed.Add(file.RelativePath);
        foreach (SourceFile text in all.Texts)
            listed.Add(text.RelativePath);

        var walked = new HashSet<string>(all.Walked, StringComparer.Ordinal);
        int count = all.Files.Count;
        foreach ((string relative, string target, EntryKind kind) in _links)
        {
            if (kind == EntryKind.Folder)
                AddFolder(relative, target, walked, all, count);
            else if (FileOf(relative, target, kind, walked, listed) is { } file)
                (kind == EntryKind.Source ? all.Files : all.Texts).Add(file);
            else if (kind == EntryKind.Source && IsModule(relative))
                all.OtherModules.Add(relative);
        }
    }

    private static void AddFolder(string relative, string target, HashSet<string> walked, FolderWalker all, int count)
    {
        string prefix = target + "/";
        bool isAbove = target.Length == 0 || relative.StartsWith(prefix, StringComparison.Ordinal);
        if (!isAbove && walked.Contains(prefix))
        {
            for (int index = 0; index < count; index++)
            {
                string file = all.Files[index].RelativePath;
                if (file.StartsWith(prefix, StringComparison.Ordinal) && IsModule(file))
                    all.OtherModules.Add(relative + file.Substring(target.Length));
            }
        }
        else
        {
            all.OtherModules.Add(relative + "/__init__.py");
        }
    }

    /// <summary>A file in a folder that was walked is the backend's under whatever name, and listed once; one elsewhere is not.</summary>
    private SourceFile? FileOf(string relative, string target, EntryKind kind, HashSet<string> walked, HashSet<string> listed)
    {
        string folder = target.Substring(0, target.LastIndexOf('/') + 1);
        string path = Path.Combine(_backend, target.Replace('/', Path.DirectorySeparatorChar));
        if (target == Outside || kind == EntryKind.Script || !walked.Contains(folder) || listed.Contains(target) || !SystemPaths.IsRegularFile(path))
            return null;
        try
        {
            var file = new FileInfo(path);
            if (kind != EntryKind.Source && !EntryNames.IsWritten(file.Name, kind, file.Length))
                return null;
            listed.Add(target);
            return new SourceFile(path, relative, file.Length, file.LastWriteTimeUtc.Ticks);
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            return null;
        }
    }

    private static bool IsModule(string path) => !path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    /// <summary>A link, and where it leads: relative to the backend, or outside of it.</summary>
    private sealed record Link(string Relative, string Target, EntryKind Kind);
}
