namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>All the ignore files that count in one folder: its own, those of the folders above it up to the repository, and the repository's own list.</summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreRules? _outer;
    private readonly IgnoreFile? _file;
    private readonly bool _ignoreCase;

    private IgnoreRules(IgnoreRules? outer, IgnoreFile? file, bool ignoreCase)
    {
        _outer = outer;
        _file = file;
        _ignoreCase = ignoreCase;
    }

    /// <summary>The rules for a backend's own folder, and its path from the repository's root (with a slash at the end, or empty).</summary>
    public static (IgnoreRules Rules, string Path) ForBackend(string backend)
    {
        bool ignoreCase = Path.DirectorySeparatorChar == '\\';
        string? root = RepositoryRoot(backend);
        if (root is null)
            return (new IgnoreRules(null, IgnoreFile.Read(Path.Combine(backend, ".gitignore"), ""), ignoreCase), "");

        var rules = new IgnoreRules(null, IgnoreFile.Read(Path.Combine(root, ".git", "info", "exclude"), ""), ignoreCase);
        rules = new IgnoreRules(rules, IgnoreFile.Read(Path.Combine(root, ".gitignore"), ""), ignoreCase);
        string relative = backend.Substring(root.Length).Replace(Path.DirectorySeparatorChar, '/').Trim('/');
        string path = "";
        string folder = root;
        foreach (string part in relative.Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            // A backend that is ignored as a whole is scanned all the same: it was named on purpose. What ignores it says nothing about its files.
            if (rules.IsIgnored(path + part, isFolder: true))
                rules = new IgnoreRules(null, null, ignoreCase);
            path += part + "/";
            folder = Path.Combine(folder, part);
            rules = new IgnoreRules(rules, IgnoreFile.Read(Path.Combine(folder, ".gitignore"), path), ignoreCase);
        }
        return (rules, path);
    }

    /// <summary>The rules one folder deeper, where that folder has an ignore file of its own.</summary>
    public IgnoreRules Below(string folder, string path) =>
        IgnoreFile.Read(Path.Combine(folder, ".gitignore"), path) is { } file ? new IgnoreRules(this, file, _ignoreCase) : this;

    /// <summary>Whether git ignores an entry of a folder that it does not ignore.</summary>
    public bool IsIgnored(string path, bool isFolder)
    {
        for (IgnoreRules? rules = this; rules is not null; rules = rules._outer)
            if (rules._file?.Decides(path, isFolder, _ignoreCase) is bool decided)
                return decided;
        return false;
    }

    /// <summary>The nearest folder, from this one upwards, that holds <c>.git</c> (a folder, or a file in a worktree).</summary>
    private static string? RepositoryRoot(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string git = Path.Combine(at, ".git");
            if (Directory.Exists(git) || File.Exists(git))
                return at;
        }
        return null;
    }
}
