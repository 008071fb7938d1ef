namespace DocuSense.Maintenance.Sources;

/// <summary>Whether an imported name is the project's own.</summary>
public enum Ownership
{
    /// <summary>Nothing in the project has that name.</summary>
    Foreign,

    /// <summary>The project has it where Python would only look if the application arranges it (<c>sys.path</c>, a working directory).</summary>
    Perhaps,

    /// <summary>The project has it where Python looks: beside the importing file, at the root, or in a <c>src</c> folder.</summary>
    FirstParty,
}

/// <summary>The modules and packages that the project itself provides, found as Python would find them.</summary>
public sealed class ModuleIndex
{
    private static readonly string[] _sourceRoots = ["src", "lib", "python"];

    /// <summary>For each folder (relative, forward slashes, empty for the root): the module and package names directly in it.</summary>
    private readonly Dictionary<string, HashSet<string>> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _anywhere = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outside;
    private readonly IReadOnlyList<ScannedFile> _sources;
    private HashSet<string>? _imported;

    /// <summary>Builds the index.</summary>
    /// <param name="relativePaths">The project's source files, relative to the backend, with forward slashes.</param>
    /// <param name="outsideNames">Module and package names in the folders above the backend, up to the repository's root.</param>
    /// <param name="sources">The sources, whose imports tell which folders are packages without <c>__init__</c>; none where that is not to be told.</param>
    public ModuleIndex(IEnumerable<string> relativePaths, IEnumerable<string> outsideNames, IReadOnlyList<ScannedFile>? sources = null)
    {
        _sources = sources ?? [];
        _outside = new HashSet<string>(outsideNames, StringComparer.Ordinal);
        foreach (string path in relativePaths)
        {
            if (path.EndsWith(".ipynb", StringComparison.Ordinal))
                continue;
            int slash = path.LastIndexOf('/');
            string folder = slash < 0 ? "" : path.Substring(0, slash);
            string name = path.Substring(slash + 1);
            int dot = name.IndexOf('.');
            name = dot < 0 ? name : name.Substring(0, dot);
            Add(folder, name);
            _files.Add(folder.Length == 0 ? name : folder + "/" + name);

            // A folder with a source anywhere below it is a package, with or without __init__.py (PEP 420).
            while (folder.Length > 0)
            {
                slash = folder.LastIndexOf('/');
                string parent = slash < 0 ? "" : folder.Substring(0, slash);
                if (!Add(parent, folder.Substring(slash + 1)))
                    break;
                folder = parent;
            }
        }
    }

    /// <summary>Tells whether the top-level module that a file imports is the project's own.</summary>
    /// <param name="topLevelModule">The first part of the imported module.</param>
    /// <param name="importingFile">The importing file, relative to the backend, with forward slashes.</param>
    public Ownership Find(string topLevelModule, string importingFile)
    {
        if (!_anywhere.Contains(topLevelModule))
            return _outside.Contains(topLevelModule) ? Ownership.Perhaps : Ownership.Foreign;

        // A script sees what lies beside it; a package's modules see what lies beside the outermost package.
        string folder = importingFile;
        do
        {
            int slash = folder.LastIndexOf('/');
            folder = slash < 0 ? "" : folder.Substring(0, slash);
            if (Has(folder, topLevelModule) && (folder.Length == 0 || !(IsPackage(folder) || IsImported(folder))))
                return Ownership.FirstParty;
        }
        while (folder.Length > 0);

        foreach (string root in _sourceRoots)
        {
            if (Has(root, topLevelModule))
                return Ownership.FirstParty;
        }

        return Ownership.Perhaps;
    }

    /// <summary>
    /// Whether the project has the module at its root as nothing but a folder without <c>__init__</c>: Python takes a package installed under
    /// that name before such a folder (PEP 420).
    /// </summary>
    /// <param name="topLevelModule">The first part of a module's name.</param>
    /// <param name="importingFile">The importing file, relative to the backend, with forward slashes.</param>
    public bool IsBareFolder(string topLevelModule, string importingFile)
    {
        bool found = false;
        string folder = importingFile;
        do
        {
            int slash = folder.LastIndexOf('/');
            folder = slash < 0 ? "" : folder.Substring(0, slash);
            if (!Has(folder, topLevelModule) || (folder.Length > 0 && IsPackage(folder)))
                continue;
            if (!IsBare(folder, topLevelModule))
                return false;
            found = true;
        }
        while (folder.Length > 0);

        foreach (string root in _sourceRoots)
        {
            if (!Has(root, topLevelModule))
                continue;
            if (!IsBare(root, topLevelModule))
                return false;
            found = true;
        }

        return found;
    }

    /// <summary>Whether a folder, relative to the backend, has a module or package of that name directly in it.</summary>
    public bool IsIn(string folder, string name) => Has(folder, name);

    /// <summary>A folder and no file of that name, without <c>__init__</c>.</summary>
    private bool IsBare(string folder, string name)
    {
        string path = folder.Length == 0 ? name : folder + "/" + name;
        return _folders.ContainsKey(path) && !IsPackage(path) && !_files.Contains(path);
    }

    private bool Has(string folder, string name) => _folders.TryGetValue(folder, out HashSet<string>? names) && names.Contains(name);

    private bool IsPackage(string folder) => Has(folder, "__init__");

    /// <summary>
    /// Whether some source imports the folder by its path, or something in it does so relatively: then it is a package (PEP 420), and what lies in it is seen from above it
    /// under its full name.
    /// </summary>
    private bool IsImported(string folder) => (_imported ??= Imported()).Contains(folder);

    private HashSet<string> Imported()
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ScannedFile source in _sources)
        {
            foreach (Import import in source.Result?.Imports ?? [])
            {
                if (import.Level > 0)
                {
                    string folder = source.File.RelativePath;
                    for (int level = import.Level; level > 0 && folder.Length > 0; level--)
                    {
                        folder = folder.Substring(0, Math.Max(0, folder.LastIndexOf('/')));
                        folders.Add(folder);
                    }
                }
                else if (seen.Add(import.Module))
                {
                    AddFolders(import.Module, folders);
                }
            }
        }

        return folders;
    }

    /// <summary>The folders that a dotted name leads through.</summary>
    private void AddFolders(string module, HashSet<string> folders)
    {
        string path = module.Replace('.', '/');
        for (int end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            string folder = path.Substring(0, end);
            if (_folders.ContainsKey(folder))
                folders.Add(folder);
            foreach (string root in _sourceRoots)
            {
                if (_folders.ContainsKey(root + "/" + folder))
                    folders.Add(root + "/" + folder);
            }
        }
    }

    private bool Add(string folder, string name)
    {
        if (!_folders.TryGetValue(folder, out HashSet<string>? names))
            _folders.Add(folder, names = new HashSet<string>(StringComparer.Ordinal));
        _anywhere.Add(name);
        return names.Add(name);
    }
}
