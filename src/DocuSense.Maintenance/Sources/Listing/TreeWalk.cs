namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The walk over a backend's folders, and a look at those above it.</summary>
internal sealed class TreeWalk
{
    /// <summary>So many folders in, more threads are worth their start, which costs more than a small backend's whole walk.</summary>
    private const int ManyFolders = 512;

    private readonly string _backend;
    private readonly PathGlob[] _excludes;
    private readonly CancellationToken _cancellation;
    private readonly LinkedEntries _links;
    private readonly Action<SourceFile>? _found;
    private readonly FolderWalker _first;

    /// <param name="backend">The folder.</param>
    /// <param name="excludes">What is left out.</param>
    /// <param name="found">Gets each source as it is found, in any order and on any thread.</param>
    /// <param name="cancellation">Ends the walk early.</param>
    public TreeWalk(string backend, IReadOnlyList<string> excludes, Action<SourceFile>? found, CancellationToken cancellation)
    {
        string full = Path.GetFullPath(backend);
        int end = full.Length;
        int root = Path.GetPathRoot(full)?.Length ?? 0;
        while (end > root && (full[end - 1] == Path.DirectorySeparatorChar || full[end - 1] == Path.AltDirectorySeparatorChar))
            end--;
        _backend = full.Substring(0, end);
        _excludes = ReadExcludes(_backend, excludes);
        _found = found;
        _cancellation = cancellation;
        _links = new LinkedEntries(_backend);
        _first = new FolderWalker(_excludes, _links, _found);
    }

    public SourceListing List()
    {
        _first.Pending.Push(Descend());
        while (_first.Pending.Count > 0 && _first.Walked.Count < ManyFolders)
        {
            _cancellation.ThrowIfCancellationRequested();
            _first.Walk(_first.Pending.Pop());
        }

        if (_first.Pending.Count > 0)
            WalkTogether();

        _links.Resolve(_first);
        _first.Files.Sort(static (left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        _first.Texts.Sort(static (left, right) => string.CompareOrdinal(left.RelativePath, right.RelativePath));
        _first.Unreadable.Sort(StringComparer.Ordinal);
        _first.OtherModules.Sort(StringComparer.Ordinal);
        return new SourceListing(_first.Files, _first.Unreadable) { Texts = _first.Texts, OtherModules = _first.OtherModules };
    }

    /// <summary>Walks what waits on all processors; waiting for the system's answers is most of the work.</summary>
    private void WalkTogether()
    {
        WalkedFolder[] folders = _first.Pending.ToArray();
        _first.Pending.Clear();
        int next = -1;
        var options = new ParallelOptions { CancellationToken = _cancellation };
        Parallel.For(0, Math.Min(Environment.ProcessorCount, 8), options, _ =>
        {
            var walker = new FolderWalker(_excludes, _links, _found);
            for (int index; (index = Interlocked.Increment(ref next)) < folders.Length;)
            {
                walker.Pending.Push(folders[index]);
                while (walker.Pending.Count > 0)
                {
                    _cancellation.ThrowIfCancellationRequested();
                    walker.Walk(walker.Pending.Pop());
                }
            }

            lock (_first)
            {
                _first.Take(walker);
            }
        });
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

    /// <summary>Goes from the repository's root down to the backend, for the ignore rules and text files of the folders above it.</summary>
    /// <returns>The backend.</returns>
    private WalkedFolder Descend()
    {
        List<string> levels = Repository.FoldersDownTo(_backend);
        int above = levels.Count - 1;
        var folder = new WalkedFolder { Path = levels[0], Name = "", Prefix = Repeat("../", above), RepositoryPrefix = [], Scope = null };
        folder.BeginRepository();
        for (int level = 0; level < above; level++)
        {
            _cancellation.ThrowIfCancellationRequested();
            List<string> folders = _first.AddTextsOnly(folder);
            if (level == 0)
                AddPipelines(folder, folders);
            folder = folder.Below(Path.GetFileName(levels[level + 1]), levels[level + 1], Repeat("../", above - 1 - level));
        }

        return folder;
    }

    /// <summary>The folders at the repository's root whose files say what continuous integration runs.</summary>
    private void AddPipelines(WalkedFolder root, List<string> folders)
    {
        string backend = _backend + Path.DirectorySeparatorChar;
        foreach (string folder in folders)
        {
            if (folder != ".github" && folder != ".circleci" && !folder.StartsWith(".gitlab", StringComparison.Ordinal))
                continue;
            string path = Path.Combine(root.Path, folder);
            WalkedFolder pipelines = root.Below(folder, path, root.Prefix + folder + "/");
            if (folder == ".github")
            {
                path = Path.Combine(path, "workflows");
                pipelines = pipelines.Below("workflows", path, pipelines.Prefix + "workflows/");
            }

            // What is the backend's own comes with it.
            if (!backend.StartsWith(path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                _first.AddTextsOnly(pipelines);
        }
    }

    private static string Repeat(string text, int count)
    {
        var all = new System.Text.StringBuilder(text.Length * count);
        for (int index = 0; index < count; index++)
            all.Append(text);
        return all.ToString();
    }
}
