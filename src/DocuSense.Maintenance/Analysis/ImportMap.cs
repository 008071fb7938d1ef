using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An import of something outside the standard library, and what it may reach.</summary>
/// <param name="Source">The importing file.</param>
/// <param name="Import">The import.</param>
/// <param name="Module">The module it reaches: as written, or for a name taken from a namespace package the namespace and the name.</param>
/// <param name="TopLevel">The first part of the module's name.</param>
/// <param name="Ownership">Whether the project itself has a module of that name.</param>
/// <param name="Installed">Normalised names of the installed distributions that provide it.</param>
/// <param name="Known">Names of the distributions that are known to provide it wherever they are installed, most likely first.</param>
public sealed record ForeignImport(
    ScannedFile Source, Import Import, string Module, string TopLevel, Ownership Ownership, IReadOnlyList<string> Installed, IReadOnlyList<string> Known);

/// <summary>All imports that leave the project and the standard library.</summary>
public sealed class ImportMap
{
    private readonly Snapshot _snapshot;

    private ImportMap(Snapshot snapshot, IReadOnlyList<ForeignImport> imports, ModuleProviders providers)
    {
        _snapshot = snapshot;
        Imports = imports;
        Providers = providers;
    }

    /// <summary>In order of file and place.</summary>
    public IReadOnlyList<ForeignImport> Imports { get; }

    /// <summary>What is installed, by module.</summary>
    public ModuleProviders Providers { get; }

    /// <summary>Resolves the imports of a snapshot.</summary>
    public static ImportMap Create(Snapshot snapshot)
    {
        var providers = new ModuleProviders();
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            foreach (string module in distribution.Modules)
                providers.Add(module, distribution.NormalizedName);
        }

        // The same few modules are imported over and over.
        var resolved = new Dictionary<string, Reached>(StringComparer.Ordinal);
        var known = new Dictionary<string, Module>(StringComparer.Ordinal);
        var topLevels = new Dictionary<string, TopLevelModule>(StringComparer.Ordinal);
        var imports = new List<ForeignImport>();
        var map = new ImportMap(snapshot, imports, providers);
        string folder = "";
        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Result is null)
                continue;
            folder = FolderOf(source.File.RelativePath, folder);
            foreach (Import import in source.Result.Imports)
            {
                if (import.Level > 0 || import.Module.Length == 0)
                    continue;
                if (!known.TryGetValue(import.Module, out Module? module))
                    known.Add(import.Module, module = ModuleOf(import.Module));
                string topLevel = module.TopLevel.Name;
                if (module.TopLevel.IsStandard || (module.TopLevel.IsStandardElsewhere && IsGuarded(import)) || IsOfPyodide(topLevel, source.Result.Imports))
                    continue;

                // From a namespace each name may come from a distribution of its own.
                Ownership ownership = map.OwnershipOf(module, source.File.RelativePath, folder, import.Module);
                if (import.Names.Count > 0 && module.IsNamespace)
                {
                    foreach (string name in import.Names)
                        Add(source, import, module.TopLevel, ownership, name == "*" ? import.Module : import.Module + "." + name);
                }
                else
                {
                    Add(source, import, module.TopLevel, ownership, import.Module);
                }
            }
        }

        return map;

        Module ModuleOf(string name)
        {
            int dot = name.IndexOf('.');
            string first = dot < 0 ? name : name.Substring(0, dot);
            if (!topLevels.TryGetValue(first, out TopLevelModule? topLevel))
                topLevels.Add(first, topLevel = new TopLevelModule(first, IsStandard(first), IsStandardElsewhere(first), snapshot.Known.HasBelow(first)));
            return new Module(topLevel, providers.IsNamespace(name) || (topLevel.HasKnownBelow && ModuleMap.IsNamespace(name)));
        }

        void Add(ScannedFile source, Import import, TopLevelModule topLevel, Ownership ownership, string module)
        {
            if (!resolved.TryGetValue(module, out Reached? found))
            {
                IReadOnlyList<string> names = topLevel.HasKnownBelow ? snapshot.Known.OfModule(module) : topLevel.Known ??= snapshot.Known.OfModule(topLevel.Name);
                resolved.Add(module, found = new Reached(providers.Find(module), names));
            }

            imports.Add(new ForeignImport(source, import, module, topLevel.Name, ownership, found.Installed, found.Known));
        }
    }

    /// <summary>What there is to know of the first part of a module's name: of most, the tables know nothing deeper.</summary>
    private sealed record TopLevelModule(string Name, bool IsStandard, bool IsStandardElsewhere, bool HasKnownBelow)
    {
        /// <summary>Who is known to provide it, and with it all below, once somebody has asked.</summary>
        public IReadOnlyList<string>? Known { get; set; }
    }

    /// <summary>What there is to know of a module by its name.</summary>
    private sealed record Module(TopLevelModule TopLevel, bool IsNamespace)
    {
        /// <summary>The folder that the module was last imported in, and whose it is there.</summary>
        public string? Folder { get; set; }

        public Ownership Ownership { get; set; }
    }

    /// <summary>The distributions that provide a module: those installed, and those known to.</summary>
    private sealed record Reached(IReadOnlyList<string> Installed, IReadOnlyList<string> Known);

    /// <summary>The folder of a file: the very string that was given, where the file lies in that.</summary>
    private static string FolderOf(string path, string last)
    {
        int slash = Math.Max(0, path.LastIndexOf('/'));
        return slash == last.Length && path.AsSpan(0, slash).SequenceEqual(last.AsSpan()) ? last : path.Substring(0, slash);
    }

    /// <summary>As <see cref="OwnershipOf(string, string, string)"/>, which depends on the file's folder alone; files of one folder come one after another.</summary>
    private Ownership OwnershipOf(Module known, string file, string folder, string module)
    {
        if (!ReferenceEquals(known.Folder, folder))
        {
            known.Ownership = OwnershipOf(known.TopLevel.Name, file, module);
            known.Folder = folder;
        }

        return known.Ownership;
    }

    /// <summary>
    /// Whether a name that a file imports is the project's own. A bare folder, such as Alembic's, hides no package that is installed or required.
    /// </summary>
    /// <param name="topLevel">The first part of the module's name.</param>
    /// <param name="file">The importing file, relative to the backend.</param>
    /// <param name="module">The module.</param>
    internal Ownership OwnershipOf(string topLevel, string file, string module)
    {
        Ownership found = _snapshot.Modules.Find(topLevel, file);
        return found == Ownership.FirstParty && _snapshot.Modules.IsBareFolder(topLevel, file)
            && (Providers.Find(module).Count > 0 || IsRequired(_snapshot.Known.OfModule(module)) || _snapshot.Required.Contains(Standards.PackageName.Normalize(topLevel)))
            ? Ownership.Foreign : found;
    }

    private bool IsRequired(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (_snapshot.Required.Contains(Standards.PackageName.Normalize(name)))
                return true;
        }

        return false;
    }

    /// <summary>A module that any supported version has counts as standard: imports of <c>tomllib</c> or <c>distutils</c> are guarded by version, as a rule.</summary>
    internal static bool IsStandard(string topLevel)
    {
        for (int minor = StandardLibraryNames.NewestMinor; minor >= StandardLibraryNames.OldestMinor; minor--)
        {
            if (StandardLibrary.Contains(topLevel, minor))
                return true;
        }

        return false;
    }

    private static bool IsGuarded(Import import) => import.Optional || import.Deferred || import.Conditional;

    /// <summary>What a browser's Python brings: its own package, and in code that imports that, the page's.</summary>
    private static bool IsOfPyodide(string topLevel, IReadOnlyList<Import> imports)
    {
        if (topLevel is "pyodide" or "pyodide_js")
            return true;
        if (topLevel is not "js")
            return false;
        foreach (Import import in imports)
        {
            if (import.Module is "pyodide" or "pyodide_js" || import.Module.StartsWith("pyodide.", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>What code for several Pythons imports where it runs on Python 2, PyPy or Jython.</summary>
    private static bool IsStandardElsewhere(string topLevel) => topLevel is "BaseHTTPServer" or "CGIHTTPServer" or "ConfigParser" or "Cookie" or "HTMLParser" or "Queue"
        or "SimpleHTTPServer" or "SocketServer" or "StringIO" or "Tkinter" or "UserDict" or "UserList" or "UserString" or "__builtin__" or "anydbm" or "cPickle"
        or "cStringIO" or "commands" or "cookielib" or "copy_reg" or "dummy_thread" or "exceptions" or "htmlentitydefs" or "httplib" or "md5" or "robotparser"
        or "sets" or "sha" or "thread" or "tkFileDialog" or "tkMessageBox" or "urllib2" or "urlparse" or "xmlrpclib"
        or "_winreg" or "__pypy__" or "tputil" or "pypyjit" or "java" or "javax" or "com";
}
