namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Lists a tree, and scans its files on the way where that is wanted: a folder read is files known, and no processor waits for the last folder.</summary>
internal sealed class FolderWalk
{
    /// <summary>So many files are one piece of work.</summary>
    private const int Share = 16;

    // Folders of tools, of version control and of environments: never the project's own sources.
    private static readonly HashSet<string> s_foreign = new(StringComparer.Ordinal)
    {
        ".git", ".hg", ".svn", ".bzr", "node_modules", "__pycache__", "__pypackages__", "site-packages", ".tox", ".nox", ".venv", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", ".pytype", ".eggs", ".ipynb_checkpoints", ".idea", ".vs", ".vscode",
    };

    private readonly string _backend;
    private readonly Excludes _excludes;
    private readonly bool _everything;
    private readonly bool _scan;
    private readonly CancellationToken _cancellation;
    private readonly WorkQueue<Item> _queue;
    private readonly List<Found> _found = [];
    private readonly List<string> _unreadable = [];

    public FolderWalk(string backend, Excludes excludes, bool everything, bool scan, CancellationToken cancellation)
    {
        _backend = backend;
        _excludes = excludes;
        _everything = everything;
        _scan = scan;
        _cancellation = cancellation;
        _queue = new WorkQueue<Item>(cancellation);
    }

    /// <summary>The files in order, and where asked for the result of each at its index.</summary>
    public (SourceListing Listing, ScanResult[] Results) Run()
    {
        _cancellation.ThrowIfCancellationRequested();
        (IgnoreRules? rules, string repositoryPath) = _everything ? (null, "") : IgnoreRules.ForBackend(_backend);
        _queue.Add(new Folder(_backend, "", repositoryPath, rules, null));
        _queue.Run(() =>
        {
            var reader = new SourceBuffer(_cancellation);
            var found = new List<Found>();
            return item =>
            {
                if (item is Folder folder)
                    Read(folder, found);
                else
                    Scan((Files)item, reader);
            };
        });
        _found.Sort((left, right) => string.CompareOrdinal(left.File.RelativePath, right.File.RelativePath));
        _unreadable.Sort(StringComparer.Ordinal);
        var files = new SourceFile[_found.Count];
        var results = new ScanResult[_scan ? files.Length : 0];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = _found[i].File;
            if (_scan)
                results[i] = _found[i].Result!;
        }
        return (new SourceListing(files, _unreadable), results);
    }

    private static void Scan(Files files, SourceBuffer reader)
    {
        for (int i = files.Start; i < files.End; i++)
            files.All[i].Result = reader.Scan(files.All[i].File.Path);
    }

    private void Read(Folder folder, List<Found> found)
    {
        List<FolderEntry>? entries = FolderEntry.Read(folder.FullPath);
        if (entries is null)
        {
            lock (_unreadable)
                _unreadable.Add(folder.FullPath);
            return;
        }
        if (!_everything && folder.RelativePath.Length > 0 && IsEnvironment(entries))
            return;

        found.Clear();
        IgnoreRules? rules = folder.Rules;
        bool hasProject = false;
        if (!_everything)
        {
            if (rules is not null && folder.RelativePath.Length > 0 && entries.Exists(entry => entry.Name == ".gitignore"))
                rules = rules.Below(folder.FullPath, folder.RepositoryPath);
            hasProject = entries.Exists(entry => !entry.IsFolder && entry.Name.EndsWith("proj", StringComparison.Ordinal) && entry.Name.IndexOf('.') > 0);
        }
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
                _queue.Add(new Folder(full, relative + "/", rules is null ? "" : folder.RepositoryPath + entry.Name + "/", rules, links));
            }
            else if (FolderEntry.IsSource(entry.Name.AsSpan()))
            {
                if (rules?.IsIgnored(folder.RepositoryPath + entry.Name, isFolder: false) == true || _excludes.File(relative))
                    continue;
                string full = Path.Combine(folder.FullPath, entry.Name);
                if (!entry.IsLink)
                    found.Add(new Found(new SourceFile(full, relative, entry.Length, entry.LastWriteUtcTicks)));
                else if (Links.Target(_backend, full) is { } target)
                    found.Add(new Found(new SourceFile(full, relative, target.Length, target.LastWriteTimeUtc.Ticks)));
            }
        }
        Keep(found);
    }

    private void Keep(List<Found> found)
    {
        if (found.Count == 0)
            return;
        lock (_found)
            _found.AddRange(found);
        if (!_scan)
            return;
        Found[] all = [.. found];
        for (int start = 0; start < all.Length; start += Share)
            _queue.Add(new Files(all, start, Math.Min(all.Length, start + Share)));
    }

    private bool IsForeign(string name, bool hasProject) =>
        !_everything && (s_foreign.Contains(name) || (hasProject && (name == "bin" || name == "obj")));

    private static bool IsEnvironment(List<FolderEntry> entries) =>
        entries.Exists(entry => entry.IsFolder ? entry.Name == "conda-meta" : entry.Name == "pyvenv.cfg");

    private abstract class Item;

    private sealed class Folder(string fullPath, string relativePath, string repositoryPath, IgnoreRules? rules, Links? links) : Item
    {
        public string FullPath => fullPath;

        public string RelativePath => relativePath;

        public string RepositoryPath => repositoryPath;

        public IgnoreRules? Rules => rules;

        public Links? Links => links;
    }

    private sealed class Files(Found[] all, int start, int end) : Item
    {
        public Found[] All => all;

        public int Start => start;

        public int End => end;
    }

    private sealed class Found(SourceFile file)
    {
        public SourceFile File => file;

        public ScanResult? Result { get; set; }
    }
}
