namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>
/// The symbolic links met on a walk. Each real folder is walked and each real file listed once, where it is; the other paths that lead there are
/// names that Python sees, and so are links that leave the backend, which are not followed.
/// </summary>
internal sealed class LinkedEntries
{
    private const string Outside = "..";

    private readonly string _backend;
    private readonly List<(string Relative, string Target, EntryKind Kind)> _links = [];
    private string? _root;

    public LinkedEntries(string backend) => _backend = backend;

    /// <summary>Takes note of a link. One that leads nowhere, or in a circle, is nothing.</summary>
    /// <returns>False for what is no link after all but an ordinary entry of its folder, as some file systems mark files that they store elsewhere.</returns>
    public bool Add(string path, string relative, FolderEntry entry)
    {
        _root ??= (SystemPaths.Real(_backend) ?? _backend).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (SystemPaths.Real(path) is not { } real)
            return true;
        string? target = real.StartsWith(_root, StringComparison.Ordinal) ? real.Substring(_root.Length).Replace(Path.DirectorySeparatorChar, '/')
            : real + Path.DirectorySeparatorChar == _root ? ""
            : null;
        if (target == relative)
            return false;
        _links.Add((relative, target ?? Outside, entry.Kind));
        return true;
    }

    /// <summary>Settles all links, once the walk is over.</summary>
    /// <param name="walked">The prefixes of the folders walked.</param>
    /// <param name="files">The sources listed; a link inside the backend to a file of another name is added.</param>
    /// <param name="texts">The same for text files.</param>
    /// <param name="otherModules">Receives the names.</param>
    public void Resolve(HashSet<string> walked, List<SourceFile> files, List<SourceFile> texts, List<string> otherModules)
    {
        if (_links.Count == 0)
            return;
        _links.Sort(static (left, right) => string.CompareOrdinal(left.Relative, right.Relative));
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceFile file in files)
            listed.Add(file.RelativePath);
        foreach (SourceFile text in texts)
            listed.Add(text.RelativePath);

        int count = files.Count;
        foreach ((string relative, string target, EntryKind kind) in _links)
        {
            if (kind == EntryKind.Folder)
                AddFolder(relative, target, walked, files, count, otherModules);
            else if (FileOf(relative, target, kind, walked, listed) is { } file)
                (kind == EntryKind.Source ? files : texts).Add(file);
            else if (kind == EntryKind.Source && IsModule(relative))
                otherModules.Add(relative);
        }
    }

    private static void AddFolder(string relative, string target, HashSet<string> walked, List<SourceFile> files, int count, List<string> otherModules)
    {
        string prefix = target + "/";
        bool isAbove = target.Length == 0 || relative.StartsWith(prefix, StringComparison.Ordinal);
        if (!isAbove && walked.Contains(prefix))
        {
            for (int index = 0; index < count; index++)
            {
                string file = files[index].RelativePath;
                if (file.StartsWith(prefix, StringComparison.Ordinal) && IsModule(file))
                    otherModules.Add(relative + file.Substring(target.Length));
            }
        }
        else
        {
            otherModules.Add(relative + "/__init__.py");
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
}
