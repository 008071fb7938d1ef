using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Testing;

/// <summary>Who imports what, as the sources of a backend say: the project's own modules among each other, and what they import of others.</summary>
internal sealed class ImportGraph
{
    // Of the standard library, what does something when it is imported; and what changes the library for all others.
    private static readonly string[] _never = ["this", "antigravity", "idlelib", "turtle", "turtledemo", "gevent", "eventlet", "__main__", "__future__"];

    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ImportTarget> _targets;

    private ImportGraph(IReadOnlyList<ImportTarget> targets)
    {
        _targets = targets;
        Edges = new HashSet<int>[targets.Count];
        CertainEdges = new HashSet<int>[targets.Count];
        Certain = new Dictionary<string, int>[targets.Count];
        for (int index = 0; index < targets.Count; index++)
        {
            Edges[index] = [];
            CertainEdges[index] = [];
            Certain[index] = new Dictionary<string, int>(StringComparer.Ordinal);
            if (!targets[index].Module.IsScript)
                _byName[targets[index].Module.Name] = index;
        }
    }

    /// <summary>For each module the project's modules that it imports when it is imported itself, perhaps only under a condition.</summary>
    public HashSet<int>[] Edges { get; }

    /// <summary>For each module the project's modules that it imports in any case.</summary>
    public HashSet<int>[] CertainEdges { get; }

    /// <summary>For each module what it imports of others in any case, <c>sqlalchemy</c> and perhaps a submodule, <c>sqlalchemy.orm</c>, with the line of the first import.</summary>
    public Dictionary<string, int>[] Certain { get; }

    /// <summary>For each import of others, also under a condition: the names imported from it, and the modules that do.</summary>
    public SortedDictionary<string, (SortedSet<string> Names, HashSet<int> Files)> Foreign { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the sources.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ImportGraph Read(IReadOnlyList<ImportTarget> targets, CancellationToken cancellationToken)
    {
        SourceFile[] files = [.. targets.Select(static target => target.File)];
        ScannedFile[] scanned = SourceReader.ScanAll(files, cancellationToken);
        var graph = new ImportGraph(targets);
        var own = new ModuleIndex(files.Select(static file => file.RelativePath), []);
        for (int index = 0; index < files.Length; index++)
        {
            graph.Reach(index, targets[index].Module.Name, includeItself: false, isCertain: true);
            foreach (Import import in scanned[index].Result?.Imports ?? [])
            {
                if (!import.TypeChecking && !import.Deferred && import.Kind != ImportKind.Dynamic)
                    graph.Add(index, import, own);
            }
        }

        return graph;
    }

    /// <summary>The line in the project that imports something of others for a tested module; null where none is found.</summary>
    /// <param name="from">The tested module's index.</param>
    /// <param name="item">A key of <see cref="Certain"/>.</param>
    public ProjectPlace? PlaceOf(int from, string item)
    {
        foreach (int index in Closure(from))
        {
            if (Certain[index].TryGetValue(item, out int line))
                return new ProjectPlace(_targets[index].File.RelativePath, line);
        }

        return null;
    }

    /// <summary>The module and all that it imports of the project in any case, nearest first.</summary>
    public List<int> Closure(int from)
    {
        var found = new List<int> { from };
        var seen = new HashSet<int> { from };
        for (int at = 0; at < found.Count; at++)
        {
            foreach (int next in CertainEdges[found[at]])
            {
                if (seen.Add(next))
                    found.Add(next);
            }
        }

        return found;
    }

    /// <summary>The modules from which no circle of imports can be reached, each behind those that it imports.</summary>
    public List<int> Acyclic()
    {
        var importers = new List<int>[_targets.Count];
        int[] open = new int[_targets.Count];
        for (int index = 0; index < importers.Length; index++)
            importers[index] = [];
        for (int index = 0; index < importers.Length; index++)
        {
            open[index] = Edges[index].Count;
            foreach (int to in Edges[index])
                importers[to].Add(index);
        }

        var order = new List<int>();
        for (int index = 0; index < importers.Length; index++)
        {
            if (open[index] == 0)
                order.Add(index);
        }

        for (int at = 0; at < order.Count; at++)
        {
            foreach (int importer in importers[order[at]])
            {
                if (--open[importer] == 0)
                    order.Add(importer);
            }
        }

        return order;
    }

    private void Add(int from, Import import, ModuleIndex own)
    {
        bool isCertain = import is { Optional: false, Conditional: false, Deferred: false };
        string module = import.Level == 0 ? import.Module : Absolute(_targets[from], import);
        Reach(from, module, includeItself: true, isCertain);
        foreach (string name in import.Names)
            Reach(from, module + "." + name, includeItself: true, isCertain);
        if (import.Level > 0 || module.Length == 0)
            return;
        int dot = module.IndexOf('.');
        string top = dot < 0 ? module : module.Substring(0, dot);
        if (Array.IndexOf(_never, top) >= 0 || own.Find(top, _targets[from].File.RelativePath) != Ownership.Foreign)
            return;
        if (!Foreign.TryGetValue(module, out (SortedSet<string> Names, HashSet<int> Files) entry))
            Foreign.Add(module, entry = (new SortedSet<string>(StringComparer.Ordinal), []));
        entry.Files.Add(from);
        Note(from, module, import.Span.Line, isCertain);
        foreach (string name in import.Names)
        {
            if (name == "*")
                continue;
            entry.Names.Add(name);
            Note(from, module + "." + name, import.Span.Line, isCertain);
        }
    }

    private void Note(int from, string item, int line, bool isCertain)
    {
        if (isCertain && !Certain[from].ContainsKey(item))
            Certain[from].Add(item, line);
    }

    /// <summary>Notes that a module imports another, and the packages that one is in.</summary>
    private void Reach(int from, string module, bool includeItself, bool isCertain)
    {
        for (int end = includeItself ? module.Length : module.LastIndexOf('.'); end > 0; end = module.LastIndexOf('.', end - 1))
        {
            if (!_byName.TryGetValue(module.Substring(0, end), out int to) || to == from)
                continue;
            Edges[from].Add(to);
            if (isCertain)
                CertainEdges[from].Add(to);
        }
    }

    private static string Absolute(ImportTarget target, Import import)
    {
        string package = target.Module.Name;
        int drop = import.Level - (target.File.RelativePath.EndsWith("__init__.py", StringComparison.Ordinal) ? 1 : 0);
        for (; drop > 0; drop--)
        {
            int dot = package.LastIndexOf('.');
            package = dot < 0 ? "" : package.Substring(0, dot);
        }

        return import.Module.Length == 0 ? package : package.Length == 0 ? import.Module : package + "." + import.Module;
    }
}
