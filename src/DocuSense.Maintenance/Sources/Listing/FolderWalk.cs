namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Lists a tree level by level, the folders of a level in parallel.</summary>
internal sealed class FolderWalk
{
    /// <summary>Fewer folders than this are read on one thread: starting others would take longer.</summary>
    private const int WorthSharing = 8;

    // Folders of tools, of version control and of environments: never the project's own sources.
    private static readonly HashSet<string> s_foreign = new(StringComparer.Ordinal)
    {
        ".git", ".hg", ".svn", ".bzr", "node_modules", "__pycache__", "__pypackages__", "site-packages", ".tox", ".nox", ".venv", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", ".pytype", ".eggs", ".ipynb_checkpoints", ".idea", ".vs", ".vscode",
    };

    private readonly string _backend;
    private readonly Excludes _excludes;
    private readonly bool _everything;
    private readonly CancellationToken _cancellation;

    public FolderWalk(string backend, Excludes excludes, bool everything, CancellationToken cancellation)
    {
        _backend = backend;
        _excludes = excludes;
        _everything = everything;
        _cancellation = cancellation;
    }

    public SourceListing Run()
    {
        (IgnoreRules? rules, string repositoryPath) = _everything ? (null, "") : IgnoreRules.ForBackend(_backend);
        var files = new List<SourceFile>();
        var unreadable = new List<string>();
        var level = new List<Folder> { new(_backend, "", repositoryPath, rules, null) };
        while (level.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            var results = new FolderResult[level.Count];
            if (level.Count < WorthSharing)
            {
                for (int i = 0; i < results.Length; i++)
                    results[i] = Read(level[i]);
            }
            else
            {
                List<Folder> current = level;
                Processors.ForEach(results.Length, () => i => results[i] = Read(current[i]), _cancellation);
            }
            var next = new List<Folder>();
            for (int i = 0; i < results.Length; i++)
            {
                if (results[i].Files is not { } found)
                {
                    unreadable.Add(level[i].FullPath);
                    continue;
                }
                files.AddRange(found);
                next.AddRange(results[i].Folders);
            }
            level = next;
        }
        files.Sort((left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        unreadable.Sort(StringComparer.Ordinal);
        return new SourceListing(files, unreadable);
    }

    private FolderResult Read(Folder folder)
    {
        List<FolderEntry>? entries = FolderEntry.Read(folder.FullPath);
        if (entries is null)
            return new FolderResult(null, []);
        var files = new List<SourceFile>();
        var folders = new List<Folder>();
        if (!_everything && folder.RelativePath.Length > 0 && IsEnvironment(entries))
            return new FolderResult(files, folders);

        IgnoreRules? rules = folder.Rules;
        if (rules is not null && folder.RelativePath.Length > 0 && entries.Exists(entry => entry.Name == ".gitignore"))
            rules = rules.Below(folder.FullPath, folder.RepositoryPath);
        bool hasProject = entries.Exists(entry => !entry.IsFolder && entry.Name.EndsWith("proj", StringComparison.Ordinal) && entry.Name.IndexOf('.') > 0);
        foreach (FolderEntry entry in entries)
        {
            string relative = folder.RelativePath + entry.Name;
            if (entry.IsFolder)
            {
                if (IsForeign(entry.Name, hasProject) || rules?.IsIgnored(folder.RepositoryPath + entry.Name, isFolder: true) == true || _excludes.Folder(relative))
                    continue;
                string full = Path.Combine(folder.FullPath, entry.Name);
                Links? links = folder.Links;
                if (entry.IsLink && !Links.Follow(_backend, folder.FullPath, full, ref links))
                    continue;
                folders.Add(new Folder(full, relative + "/", folder.RepositoryPath + entry.Name + "/", rules, links));
            }
            else if (FolderEntry.IsSource(entry.Name.AsSpan()))
            {
                if (rules?.IsIgnored(folder.RepositoryPath + entry.Name, isFolder: false) == true || _excludes.File(relative))
                    continue;
                string full = Path.Combine(folder.FullPath, entry.Name);
                if (!entry.IsLink)
                    files.Add(new SourceFile(full, relative, entry.Length, entry.LastWriteUtcTicks));
                else if (Links.Target(_backend, full) is { } target)
                    files.Add(new SourceFile(full, relative, target.Length, target.LastWriteTimeUtc.Ticks));
            }
        }
        return new FolderResult(files, folders);
    }

    private bool IsForeign(string name, bool hasProject) =>
        !_everything && (s_foreign.Contains(name) || (hasProject && (name == "bin" || name == "obj")));

    private static bool IsEnvironment(List<FolderEntry> entries) =>
        entries.Exists(entry => entry.IsFolder ? entry.Name == "conda-meta" : entry.Name == "pyvenv.cfg");

    private sealed class Folder(string fullPath, string relativePath, string repositoryPath, IgnoreRules? rules, Links? links)
    {
        public string FullPath => fullPath;

        public string RelativePath => relativePath;

        public string RepositoryPath => repositoryPath;

        public IgnoreRules? Rules => rules;

        public Links? Links => links;
    }

    private sealed class FolderResult(List<SourceFile>? files, List<Folder> folders)
    {
        public List<SourceFile>? Files => files;

        public List<Folder> Folders => folders;
    }
}
