namespace DocuSense.Maintenance.Testing;

/// <summary>An import that many modules make: the module, and the names imported from it, which may be submodules.</summary>
internal sealed record PreloadRequest(string Module, IReadOnlyList<string> Names);

/// <summary>Tests that begin with the same imports.</summary>
/// <param name="Root">The folder of their modules, relative to the backend.</param>
/// <param name="Core">What all of them import of others in any case.</param>
/// <param name="Own">The project's modules that all of them import in any case, each behind those that it imports.</param>
/// <param name="Members">The tests.</param>
internal sealed record StemGroup(string Root, IReadOnlyList<string> Core, IReadOnlyList<string> Own, IReadOnlyList<ImportTarget> Members);

/// <summary>What a warm process imports beforehand, and which tests share a stem.</summary>
internal sealed class PreloadPlan
{
    private const int MaximumGroups = 6;

    /// <summary>How many of the tests that a group begins with have to share each further import.</summary>
    private const double Share = 0.8;

    /// <summary>The imports worth making once, those that most modules make first.</summary>
    public required IReadOnlyList<PreloadRequest> Requests { get; init; }

    /// <summary>The groups, largest first; a test is in one at most.</summary>
    public required IReadOnlyList<StemGroup> Groups { get; init; }

    /// <summary>Nothing beforehand.</summary>
    public static PreloadPlan None { get; } = new() { Requests = [], Groups = [] };

    /// <summary>Makes the plan.</summary>
    /// <param name="graph">Who imports what.</param>
    /// <param name="targets">All modules of the backend.</param>
    /// <param name="tested">Those that will be imported.</param>
    /// <param name="least">How many of these have to make an import that is made beforehand.</param>
    public static PreloadPlan Create(ImportGraph graph, IReadOnlyList<ImportTarget> targets, HashSet<string> tested, int least)
    {
        bool[] isTested = [.. targets.Select(target => tested.Contains(target.Case.Id))];
        List<int>[] importers = new List<int>[targets.Count];
        for (int index = 0; index < importers.Length; index++)
            importers[index] = [];
        for (int index = 0; index < importers.Length; index++)
        {
            foreach (int to in graph.Edges[index])
                importers[to].Add(index);
        }

        var requests = new List<(PreloadRequest Request, int Importers)>();
        foreach (KeyValuePair<string, (SortedSet<string> Names, HashSet<int> Files)> entry in graph.Foreign)
        {
            if (IsReached(entry.Value.Files, importers, isTested, least))
                requests.Add((new PreloadRequest(entry.Key, [.. entry.Value.Names]), entry.Value.Files.Count));
        }

        return new PreloadPlan
        {
            Requests = [.. requests.OrderByDescending(static entry => entry.Importers).Select(static entry => entry.Request)],
            Groups = requests.Count == 0 ? [] : GroupsOf(graph, targets, isTested, least),
        };
    }

    /// <summary>The same without what one request brings; nothing where there is no such request.</summary>
    public PreloadPlan Without(string name)
    {
        var rest = new List<PreloadRequest>();
        foreach (PreloadRequest request in Requests)
        {
            if (name.Length > 0 && request.Module != name && !request.Module.StartsWith(name + ".", StringComparison.Ordinal) && !name.StartsWith(request.Module + ".", StringComparison.Ordinal))
                rest.Add(request);
        }

        return rest.Count == 0 || rest.Count == Requests.Count ? None : new PreloadPlan { Requests = rest, Groups = Groups };
    }

    private static bool IsReached(HashSet<int> from, List<int>[] importers, bool[] isTested, int least)
    {
        var seen = new HashSet<int>(from);
        var pending = new Stack<int>(from);
        int count = 0;
        while (pending.Count > 0)
        {
            int index = pending.Pop();
            if (isTested[index] && ++count >= least)
                return true;
            foreach (int importer in importers[index])
            {
                if (seen.Add(importer))
                    pending.Push(importer);
            }
        }

        return false;
    }

    /// <summary>Groups tests greedily: begins with the import that most have in common, and adds others as long as most of these have them too.</summary>
    private static List<StemGroup> GroupsOf(ImportGraph graph, IReadOnlyList<ImportTarget> targets, bool[] isTested, int least)
    {
        List<int> order = graph.Acyclic();
        var place = new Dictionary<int, int>();
        for (int at = 0; at < order.Count; at++)
            place.Add(order[at], at);

        // What each test imports in any case: names of others, and the project's modules by their place in the order, written with a mark in front.
        var items = new Dictionary<int, HashSet<string>>();
        for (int index = 0; index < targets.Count; index++)
        {
            if (!isTested[index] || targets[index].Module.IsScript)
                continue;
            var all = new HashSet<string>(StringComparer.Ordinal);
            foreach (int reached in graph.Closure(index))
            {
                all.UnionWith(graph.Certain[reached].Keys);
                if (reached != index && place.ContainsKey(reached) && targets[reached].Module.Root == targets[index].Module.Root)
                    all.Add("/" + targets[reached].Module.Name);
            }

            items.Add(index, all);
        }

        var groups = new List<StemGroup>();
        foreach (string root in items.Keys.Select(index => targets[index].Module.Root).Distinct().ToArray())
        {
            var rest = new HashSet<int>(items.Keys.Where(index => targets[index].Module.Root == root));
            while (groups.Count < MaximumGroups && Grow(rest, items) is { Members.Count: var count } found && count >= Math.Max(4, least))
            {
                var own = new List<string>();
                foreach (int index in order)
                {
                    if (targets[index].Module.Root == root && found.Items.Contains("/" + targets[index].Module.Name))
                        own.Add(targets[index].Module.Name);
                }

                var core = found.Items.Where(static item => item[0] != '/').ToList();
                core.Sort(StringComparer.Ordinal);
                groups.Add(new StemGroup(root, core, own, found.Members.ConvertAll(index => targets[index])));
                rest.ExceptWith(found.Members);
            }
        }

        return groups;
    }

    private static (HashSet<string> Items, List<int> Members)? Grow(HashSet<int> rest, Dictionary<int, HashSet<string>> items)
    {
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        List<int> members = [.. rest];
        int least = 0;
        while (true)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (int member in members)
            {
                foreach (string item in items[member])
                    counts[item] = (counts.TryGetValue(item, out int count) ? count : 0) + 1;
            }

            string? best = null;
            int most = 0;
            foreach (KeyValuePair<string, int> entry in counts)
            {
                if (chosen.Contains(entry.Key))
                    continue;
                if (entry.Value == members.Count && chosen.Count > 0)
                {
                    chosen.Add(entry.Key);
                    continue;
                }

                if (entry.Value > most || (entry.Value == most && string.CompareOrdinal(entry.Key, best) < 0))
                    (best, most) = (entry.Key, entry.Value);
            }

            if (best is null || most < least)
                return chosen.Count == 0 ? null : (chosen, members);
            if (least == 0)
                least = Math.Max(1, (int)(most * Share));
            chosen.Add(best);
            members = members.FindAll(member => items[member].Contains(best));
        }
    }
}
