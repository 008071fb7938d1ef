using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Testing;

/// <summary>An import that many modules make: the module, and the names imported from it, which may be submodules.</summary>
internal sealed record PreloadRequest(string Module, IReadOnlyList<string> Names);

/// <summary>What a warm process imports beforehand: the foreign modules that enough of the tested modules import, themselves or through others of the project.</summary>
internal static class PreloadPlan
{
    // Of the standard library, what does something when it is imported.
    private static readonly string[] _never = ["this", "antigravity", "idlelib", "turtle", "turtledemo", "gevent", "eventlet", "__main__", "__future__"];

    /// <summary>The imports worth making once, those that most modules make first.</summary>
    /// <param name="targets">All modules of the backend.</param>
    /// <param name="tested">Those that will be imported.</param>
    /// <param name="least">How many of these have to import it.</param>
    /// <param name="cancellationToken">Ends the scan early.</param>
    public static List<PreloadRequest> Create(IReadOnlyList<ImportTarget> targets, HashSet<string> tested, int least, CancellationToken cancellationToken)
    {
        SourceFile[] files = [.. targets.Select(static target => target.File)];
        ScannedFile[] scanned = SourceReader.ScanAll(files, cancellationToken);
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < files.Length; index++)
        {
            if (!targets[index].Module.IsScript)
                byName[targets[index].Module.Name] = index;
        }

        // Who imports each file of the project, and who makes each foreign import.
        var importers = new List<int>[files.Length];
        for (int index = 0; index < files.Length; index++)
            importers[index] = [];
        var foreign = new SortedDictionary<string, (SortedSet<string> Names, HashSet<int> Files)>(StringComparer.Ordinal);
        var own = new ModuleIndex(files.Select(static file => file.RelativePath), []);
        for (int index = 0; index < files.Length; index++)
        {
            string name = targets[index].Module.Name;
            Reach(byName, importers, index, name, includeItself: false);
            foreach (Import import in scanned[index].Result?.Imports ?? [])
            {
                if (import.TypeChecking || import.Deferred || import.Kind == ImportKind.Dynamic)
                    continue;
                string module = import.Level == 0 ? import.Module : Absolute(targets[index], import);
                Reach(byName, importers, index, module, includeItself: true);
                foreach (string attribute in import.Names)
                    Reach(byName, importers, index, module + "." + attribute, includeItself: true);
                if (import.Level > 0 || module.Length == 0)
                    continue;
                int dot = module.IndexOf('.');
                string top = dot < 0 ? module : module.Substring(0, dot);
                if (Array.IndexOf(_never, top) >= 0 || own.Find(top, files[index].RelativePath) != Ownership.Foreign)
                    continue;
                if (!foreign.TryGetValue(module, out (SortedSet<string> Names, HashSet<int> Files) entry))
                    foreign.Add(module, entry = (new SortedSet<string>(StringComparer.Ordinal), []));
                entry.Files.Add(index);
                foreach (string attribute in import.Names)
                {
                    if (attribute != "*")
                        entry.Names.Add(attribute);
                }
            }
        }

        var plan = new List<(PreloadRequest Request, int Importers)>();
        foreach (KeyValuePair<string, (SortedSet<string> Names, HashSet<int> Files)> entry in foreign)
        {
            if (IsReached(entry.Value.Files, importers, targets, tested, least))
                plan.Add((new PreloadRequest(entry.Key, [.. entry.Value.Names]), entry.Value.Files.Count));
        }

        return [.. plan.OrderByDescending(static entry => entry.Importers).Select(static entry => entry.Request)];
    }

    /// <summary>Notes that a file imports a module and the packages it is in.</summary>
    private static void Reach(Dictionary<string, int> byName, List<int>[] importers, int from, string module, bool includeItself)
    {
        for (int end = includeItself ? module.Length : module.LastIndexOf('.'); end > 0; end = module.LastIndexOf('.', end - 1))
        {
            if (byName.TryGetValue(module.Substring(0, end), out int to) && to != from && (importers[to].Count == 0 || importers[to][importers[to].Count - 1] != from))
                importers[to].Add(from);
        }
    }

    private static string Absolute(ImportTarget target, Import import)
    {
        string package = target.Module.Name;
        int drop = import.Level - (target.File.RelativePath.EndsWith("/__init__.py", StringComparison.Ordinal) ? 1 : 0);
        for (; drop > 0; drop--)
        {
            int dot = package.LastIndexOf('.');
            package = dot < 0 ? "" : package.Substring(0, dot);
        }

        return import.Module.Length == 0 ? package : package.Length == 0 ? import.Module : package + "." + import.Module;
    }

    private static bool IsReached(HashSet<int> from, List<int>[] importers, IReadOnlyList<ImportTarget> targets, HashSet<string> tested, int least)
    {
        var seen = new HashSet<int>(from);
        var pending = new Stack<int>(from);
        int count = 0;
        while (pending.Count > 0)
        {
            int index = pending.Pop();
            if (tested.Contains(targets[index].Case.Id) && ++count >= least)
                return true;
            foreach (int importer in importers[index])
            {
                if (seen.Add(importer))
                    pending.Push(importer);
            }
        }

        return false;
    }
}
