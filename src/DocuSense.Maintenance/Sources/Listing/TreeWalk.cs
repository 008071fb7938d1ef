namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>One walk over a backend's folders.</summary>
internal sealed class TreeWalk
{
    /// <summary>A folder with more files without extension than this holds data, and none of them is looked into.</summary>
    private const int MaximumScripts = 64;

    private readonly string _backend;
    private readonly PathGlob[] _excludes;
    private readonly CancellationToken _cancellation;
    private readonly Stack<WalkedFolder> _pending = new();
    private readonly List<FolderEntry> _entries = [];
    private readonly List<SourceFile> _files = [];
    private readonly List<SourceFile> _texts = [];
    private readonly List<string> _unreadable = [];
    private readonly List<string> _otherModules = [];
    private readonly LinkedEntries _links;
    private readonly HashSet<string> _walked = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[512];

    public TreeWalk(string backend, IReadOnlyList<string> excludes, CancellationToken cancellation)
    {
        string full = Path.GetFullPath(backend);
        int end = full.Length;
        int root = Path.GetPathRoot(full)?.Length ?? 0;
        while (end > root && (full[end - 1] == Path.DirectorySeparatorChar || full[end - 1] == Path.AltDirectorySeparatorChar))
            end--;
        _backend = full.Substring(0, end);
        _excludes = ReadExcludes(_backend, excludes);
        _cancellation = cancellation;
        _links = new LinkedEntries(_backend);
    }

    public SourceListing List()
    {
        WalkBackend();
        _links.Resolve(_walked, _files, _texts, _otherModules);
        _files.Sort(static (left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        _texts.Sort(static (left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        _unreadable.Sort(StringComparer.Ordinal);
        _otherModules.Sort(StringComparer.Ordinal);
        return new SourceListing(_files, _unreadable) { Texts = _texts, OtherModules = _otherModules };
    }

    private static PathGlob[] ReadExcludes(string backend, IReadOnlyList<string> excludes)
    {
        var globs = new List<PathGlob>(excludes.Count);
        string prefix = backend.Replace('\\', '/').TrimEnd('/') + "/";
        foreach (string exclude in excludes)
        {
            string pattern = exclude.Trim().Replace('\\', '/');
            if (pattern.StartsWith(prefix, StringComparison.Ordinal))
                pattern = pattern.Substring(prefix.Length);
            if (pattern.Length > 0 && pattern[0] != '/')
                globs.Add(new PathGlob(pattern));
        }

        return [.. globs];
    }

    /// <summary>The folders above first, for their ignore rules and text files; then everything below.</summary>
    private void WalkBackend()
    {
        List<string> levels = Repository.FoldersDownTo(_backend);
        string root = levels[0];
        bool ignoreCase = IgnoreScope.IgnoresCase;
        IgnoreScope? scope = Repository.ReadExclude(root) is { } exclude ? IgnoreScope.Add(null, exclude, 0, ignoreCase) : null;
        var folder = new WalkedFolder
        {
            Path = root,
            Name = "",
            Prefix = AbovePrefix(levels.Count - 1),
            RepositoryPrefix = [],
            Scope = scope,
        };
        for (int level = 0; level < levels.Count - 1; level++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (FolderReader.TryRead(folder.Path, _entries, out FolderMarks marks))
            {
                AddRules(folder, marks);
                AddTexts(folder);
                if (level == 0)
                    AddPipelines(folder);
            }

            string next = levels[level + 1];
            string name = Path.GetFileName(next);
            folder = Below(folder, name, next, AbovePrefix(levels.Count - 2 - level));
        }

        _pending.Push(folder);
        while (_pending.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            Walk(_pending.Pop());
        }
    }

    /// <summary>How the backend sees a folder so many levels above itself.</summary>
    private static string AbovePrefix(int levels)
    {
        var prefix = new System.Text.StringBuilder(levels * 3);
        for (int level = 0; level < levels; level++)
            prefix.Append("../");
        return prefix.ToString();
    }

    /// <summary>The folders at the repository's root whose files say what continuous integration runs.</summary>
    private void AddPipelines(WalkedFolder root)
    {
        var folders = new List<string> { Path.Combine(".github", "workflows"), ".circleci" };
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Folder && !entry.IsLink && entry.Name.StartsWith(".gitlab", StringComparison.Ordinal))
                folders.Add(entry.Name);
        }

        string backend = _backend + Path.DirectorySeparatorChar;
        foreach (string relative in folders)
        {
            string path = Path.Combine(root.Path, relative);
            if (backend.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Directory.Exists(path))
                continue;
            string name = relative.Replace(Path.DirectorySeparatorChar, '/');
            WalkedFolder folder = Below(root, name, path, root.Prefix + name + "/");
            if (FolderReader.TryRead(path, _entries, out FolderMarks marks))
            {
                AddRules(folder, marks);
                AddTexts(folder);
            }
        }
    }

    private static WalkedFolder Below(WalkedFolder above, string name, string path, string prefix)
    {
        byte[] buffer = [];
        int length = above.PathOf(name, ref buffer);
        buffer[length++] = (byte)'/';
        Array.Resize(ref buffer, length);
        return new WalkedFolder
        {
            Path = path,
            Name = name,
            Prefix = prefix,
            RepositoryPrefix = buffer,
            Scope = above.Scope,
            HasOnlySettings = above.HasOnlySettings || SkippedFolders.HasOnlySettings(name),
        };
    }

    private static void AddRules(WalkedFolder folder, FolderMarks marks)
    {
        if ((marks & FolderMarks.IgnoreFile) != 0 && FolderReader.Bytes(Path.Combine(folder.Path, ".gitignore")) is { } content)
            folder.Scope = IgnoreScope.Add(folder.Scope, content, folder.RepositoryPrefix.Length, IgnoreScope.IgnoresCase);
    }

    private void Walk(WalkedFolder folder)
    {
        bool isRoot = folder.Prefix.Length == 0;
        bool isWhole = FolderReader.TryRead(folder.Path, _entries, out FolderMarks marks);
        if (!isRoot && SkippedFolders.IsSkipped(folder.Path, folder.Name, marks))
            return;
        if (!isWhole)
            _unreadable.Add(folder.Path);
        _walked.Add(folder.Prefix);

        // A repository within, as a submodule is: rules from above end there, as they do for git.
        if (!isRoot && (marks & FolderMarks.Repository) != 0)
        {
            folder.RepositoryPrefix = [];
            folder.Scope = Repository.ReadExclude(folder.Path) is { } exclude ? IgnoreScope.Add(null, exclude, 0, IgnoreScope.IgnoresCase) : null;
        }

        AddRules(folder, marks);
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Folder)
                AddFolder(folder, entry);
            else if (entry.Kind is EntryKind.Source or EntryKind.Compiled && !folder.HasOnlySettings)
                AddSource(folder, entry);
        }

        AddTexts(folder);
    }

    private void AddFolder(WalkedFolder folder, FolderEntry entry)
    {
        string relative = folder.Prefix + entry.Name;
        string path = Path.Combine(folder.Path, entry.Name);
        if (IsExcluded(relative))
            return;
        if (IsIgnored(folder, entry))
        {
            if (SystemPaths.IsRegularFile(Path.Combine(path, "__init__.py")))
                _otherModules.Add(relative + "/__init__.py");
            return;
        }

        if (entry.IsLink && _links.Add(path, relative, entry))
            return;
        _pending.Push(Below(folder, entry.Name, path, relative + "/"));
    }

    private void AddSource(WalkedFolder folder, FolderEntry entry)
    {
        string relative = folder.Prefix + entry.Name;
        if (IsExcluded(relative))
            return;
        if (entry.Kind == EntryKind.Compiled || IsIgnored(folder, entry))
        {
            if (!entry.Name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
                _otherModules.Add(relative);
            return;
        }

        string path = Path.Combine(folder.Path, entry.Name);
        if (entry.IsLink && _links.Add(path, relative, entry))
            return;
        if (entry.Length > 0 || SystemPaths.IsRegularFile(path))
            _files.Add(new SourceFile(path, relative, entry.Length, entry.LastWriteUtcTicks));
        else if (entry.Name.IndexOf('\uFFFD') >= 0)
            _unreadable.Add(path);
    }

    private void AddTexts(WalkedFolder folder)
    {
        int scripts = 0;
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Script && entry.Length is > 3 and <= EntryNames.MaximumScript)
                scripts++;
        }

        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind is not (EntryKind.Text or EntryKind.Script or EntryKind.LocalSettings) || !EntryNames.IsWritten(entry.Name, entry.Kind, entry.Length)
                || (entry.Kind == EntryKind.Script && scripts > MaximumScripts))
            {
                continue;
            }

            string relative = folder.Prefix + entry.Name;
            if (IsExcluded(relative) || (entry.Kind != EntryKind.LocalSettings && IsIgnored(folder, entry)))
                continue;
            string path = Path.Combine(folder.Path, entry.Name);
            bool isAbove = relative.StartsWith("../", StringComparison.Ordinal);
            if (entry.IsLink && (isAbove || _links.Add(path, relative, entry)))
                continue;
            if (entry.Kind != EntryKind.Script || StartsAsScript(path))
                _texts.Add(new SourceFile(path, relative, entry.Length, entry.LastWriteUtcTicks));
        }
    }

    private bool IsExcluded(string relative)
    {
        foreach (PathGlob glob in _excludes)
        {
            if (glob.IsMatch(relative))
                return true;
        }

        return false;
    }

    private bool IsIgnored(WalkedFolder folder, FolderEntry entry)
    {
        if (folder.Scope is not { } scope)
            return false;
        int length = folder.PathOf(entry.Name, ref _buffer);
        return scope.Ignores(_buffer.AsSpan(0, length), folder.RepositoryPrefix.Length, entry.Kind == EntryKind.Folder && !entry.IsLink);
    }

    private static bool StartsAsScript(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return stream.ReadByte() == '#' && stream.ReadByte() == '!';
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            return false;
        }
    }
}
