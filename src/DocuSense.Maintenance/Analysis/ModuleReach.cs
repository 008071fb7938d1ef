using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>How the project's modules are imported by each other: at the start, or only where a failure is caught.</summary>
internal sealed class ModuleReach
{
    private readonly Dictionary<string, Loads> _modules = new(StringComparer.Ordinal);

    // Of each module that is imported whether the project may have it: the first part of its name tells, and spares most imports a closer look.
    private readonly Dictionary<string, bool> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);

    /// <summary>Reads the imports of a snapshot's production code, and the modules that its files name.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="withHelpers">Whether files count that may be helpers of tests by their names.</param>
    public static ModuleReach Create(Snapshot snapshot, bool withHelpers = true)
    {
        var loads = new ModuleReach();
        foreach (ScannedFile source in snapshot.Sources)
            loads.AddParts(source.File.RelativePath);
        foreach (FileHints hints in snapshot.Hints)
        {
            foreach (Usage.UseHint hint in hints.Hints)
            {
                if (hint.Target == Usage.HintTarget.Module && loads.IsOwn(hint.Value))
                    loads.Add(hint.Value, importer: "", isOptional: false, isAtStart: true);
            }
        }

        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Result is null || SourceRole.IsAuxiliary(source.File.RelativePath) || (!withHelpers && SourceRole.MayServeTests(source.File.RelativePath)))
                continue;
            string folder = FolderOf(source.File.RelativePath);
            foreach (Import import in source.Result.Imports)
            {
                if (import.TypeChecking || (import.Level == 0 && !loads.IsOwn(import.Module)))
                    continue;
                string from = Absolute(import, folder);
                bool isAtStart = !import.Optional && !import.Deferred && !import.Conditional;
                loads.Add(from, source.File.RelativePath, import.Optional, isAtStart);
                for (int index = 0; index < import.Names.Count; index++)
                {
                    // What is no file or folder of the project is a name in the module.
                    string name = import.Names[index];
                    if (loads._parts.Contains(name))
                        loads.Add(from.Length == 0 ? name : from + "." + name, source.File.RelativePath, import.Optional, isAtStart);
                }
            }
        }

        return loads;
    }

    /// <summary>
    /// Whether a setting or command names the module, or a file imports it when it is itself imported: one outside the module's folder, or one in it that is not
    /// made to be taken in on demand as well.
    /// </summary>
    /// <param name="path">The module's file, relative to the backend, with forward slashes.</param>
    /// <param name="isOnDemand">Whether a file is made to be taken in on demand; asked about those of the module's folder and below.</param>
    public bool IsAtStart(string path, Predicate<string> isOnDemand)
    {
        string folder = path.Substring(0, path.LastIndexOf('/') + 1);
        foreach (Loads loads in Of(path))
        {
            foreach (string importer in loads.AtStart)
            {
                bool isNeighbour = importer.Length > 0 && importer.StartsWith(folder, StringComparison.Ordinal);
                if (!isNeighbour || (importer != path && !isOnDemand(importer)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the project imports the module, and everywhere with the failure caught.</summary>
    /// <param name="path">The module's file, relative to the backend, with forward slashes.</param>
    public bool IsGuarded(string path)
    {
        bool isGuarded = false;
        foreach (Loads loads in Of(path))
        {
            if (loads.HasOther)
                return false;
            isGuarded |= loads.HasOptional;
        }

        return isGuarded;
    }

    /// <summary>Whether production code imports the module, or a setting or command names it.</summary>
    /// <param name="path">The module's file, relative to the backend, with forward slashes.</param>
    public bool IsLoaded(string path) => Of(path).Any();

    /// <summary>What is known under the module's name; a root such as <c>src</c> may stand before it in the path.</summary>
    private IEnumerable<Loads> Of(string path)
    {
        string module = path.Substring(0, path.LastIndexOf('.')).Replace('/', '.');
        if (module.EndsWith(".__init__", StringComparison.Ordinal))
            module = module.Substring(0, module.Length - ".__init__".Length);
        while (true)
        {
            if (_modules.TryGetValue(module, out Loads? loads))
                yield return loads;
            int dot = module.IndexOf('.');
            if (dot < 0 || module.IndexOf('.', dot + 1) < 0)
                yield break;
            module = module.Substring(dot + 1);
        }
    }

    private void Add(string module, string importer, bool isOptional, bool isAtStart)
    {
        // Importing a module runs the packages that it lies in.
        for (int end = module.Length; end > 0; end = module.LastIndexOf('.', end - 1))
        {
            string name = module.Substring(0, end);
            if (!_modules.TryGetValue(name, out Loads? loads))
                _modules.Add(name, loads = new Loads());
            loads.HasOther |= !isOptional;
            loads.HasOptional |= isOptional && end == module.Length;
            if (isAtStart && (loads.AtStart.Count == 0 || !ReferenceEquals(loads.AtStart[loads.AtStart.Count - 1], importer)))
                loads.AtStart.Add(importer);
        }
    }

    /// <summary>Notes the names of a file and of the folders it lies in.</summary>
    private void AddParts(string path)
    {
        int slash = path.LastIndexOf('/');
        int dot = path.LastIndexOf('.');
        _parts.Add(path.Substring(slash + 1, (dot > slash ? dot : path.Length) - slash - 1));
        while (slash > 0)
        {
            int end = slash;
            slash = path.LastIndexOf('/', end - 1);
            _parts.Add(path.Substring(slash + 1, end - slash - 1));
        }
    }

    private bool IsOwn(string module)
    {
        if (!_own.TryGetValue(module, out bool isOwn))
        {
            int dot = module.IndexOf('.');
            _own.Add(module, isOwn = _parts.Contains(dot < 0 ? module : module.Substring(0, dot)));
        }

        return isOwn;
    }

    private static string Absolute(Import import, string folder)
    {
        if (import.Level == 0)
            return import.Module;
        for (int level = 1; level < import.Level; level++)
            folder = FolderOf(folder);
        folder = folder.Replace('/', '.');
        return import.Module.Length == 0 ? folder : folder.Length == 0 ? import.Module : folder + "." + import.Module;
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path.Substring(0, slash) : "";

    private sealed class Loads
    {
        /// <summary>Files, relative to the backend; empty for a setting or command.</summary>
        public List<string> AtStart { get; } = [];

        public bool HasOptional { get; set; }

        public bool HasOther { get; set; }
    }
}
