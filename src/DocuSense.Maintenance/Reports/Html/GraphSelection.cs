namespace DocuSense.Maintenance.Reports.Html;

/// <summary>A distribution in the drawing of who requires whom; it need not be installed.</summary>
internal sealed class GraphNode(string normalizedName, string name, ReportDistribution? distribution)
{
    public string NormalizedName { get; } = normalizedName;

    public string Name { get; } = name;

    /// <summary>Null where it is not installed.</summary>
    public ReportDistribution? Distribution { get; } = distribution;

    /// <summary>Whether it is at the receiving end of a requirement that is not satisfied.</summary>
    public bool IsConflicting { get; set; }
}

/// <summary>A line of the drawing.</summary>
internal sealed record GraphEdge(GraphNode From, GraphNode To, ReportDependency Dependency);

/// <summary>
/// Chooses what is drawn. Everything would be a hairball, so it is, up to a number of nodes: what conflicts, with what brings it; then the direct requirements that
/// weigh most, with what they require.
/// </summary>
internal sealed class GraphSelection
{
    private readonly PageModel _model;
    private readonly int _maximum;
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<GraphNode> _ordered = [];
    private readonly Dictionary<string, List<ReportDependency>> _requires = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ReportDependency>> _requiredBy = new(StringComparer.Ordinal);

    private GraphSelection(PageModel model, int maximum)
    {
        _model = model;
        _maximum = maximum;
    }

    /// <summary>In the order in which they were chosen; each has a line.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; private set; } = [];

    public IReadOnlyList<GraphEdge> Edges { get; private set; } = [];

    /// <summary>Chooses.</summary>
    /// <param name="model">The report.</param>
    /// <param name="maximum">How many nodes at most.</param>
    public static GraphSelection Create(PageModel model, int maximum)
    {
        var selection = new GraphSelection(model, maximum);
        selection.Index();
        selection.AddConflicts();
        selection.AddRoots();
        selection.Finish();
        return selection;
    }

    private void Index()
    {
        foreach (ReportDependency dependency in _model.Report.Dependencies)
        {
            if (dependency.From == dependency.To)
                continue;
            ListOf(_requires, dependency.From).Add(dependency);
            ListOf(_requiredBy, dependency.To).Add(dependency);
        }
    }

    private void AddConflicts()
    {
        foreach (ReportDependency conflict in _model.Conflicts)
        {
            // Both ends or neither.
            if (_ordered.Count + 2 > _maximum)
                return;
            Add(conflict.From);
            Add(conflict.To).IsConflicting = true;
            AddChain(conflict.From);
        }
    }

    /// <summary>The shortest way from a direct requirement to the distribution.</summary>
    private void AddChain(string name)
    {
        var next = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "" };
        var queue = new Queue<string>();
        queue.Enqueue(name);
        while (queue.Count > 0)
        {
            string current = queue.Dequeue();
            if (_model.Find(current) is { IsDirect: true })
            {
                for (; current.Length > 0 && _ordered.Count < _maximum; current = next[current])
                    Add(current);
                return;
            }

            foreach (ReportDependency dependency in ListOf(_requiredBy, current))
            {
                if (next.ContainsKey(dependency.From))
                    continue;
                next.Add(dependency.From, current);
                queue.Enqueue(dependency.From);
            }
        }
    }

    private void AddRoots()
    {
        bool isDirectKnown = _model.Report.Distributions.Any(static one => one.IsDirect);
        IEnumerable<ReportDistribution> roots = _model.Report.Distributions
            .Where(one => isDirectKnown ? one.IsDirect : ListOf(_requiredBy, one.NormalizedName).Count == 0)
            .Where(one => ListOf(_requires, one.NormalizedName).Count > 0)
            .OrderByDescending(static one => one.ExclusiveBytes).ThenBy(static one => one.NormalizedName, StringComparer.Ordinal);
        var queue = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ReportDistribution root in roots)
        {
            queue.Enqueue(root.NormalizedName);
            while (queue.Count > 0 && _ordered.Count < _maximum)
            {
                string name = queue.Dequeue();
                if (!seen.Add(name))
                    continue;
                Add(name);
                foreach (ReportDependency dependency in ListOf(_requires, name))
                    queue.Enqueue(dependency.To);
            }

            if (_ordered.Count >= _maximum)
                return;
        }
    }

    private void Finish()
    {
        var edges = new List<GraphEdge>();
        var drawn = new Dictionary<string, int>(StringComparer.Ordinal);
        var linked = new HashSet<string>(StringComparer.Ordinal);
        foreach (ReportDependency dependency in _model.Report.Dependencies)
        {
            if (dependency.From == dependency.To || !_nodes.TryGetValue(dependency.From, out GraphNode? from) || !_nodes.TryGetValue(dependency.To, out GraphNode? to))
                continue;
            linked.Add(dependency.From);
            linked.Add(dependency.To);

            // One line for two declarations between the same two; the one that is not satisfied is shown.
            string key = dependency.From + " " + dependency.To;
            if (!drawn.TryGetValue(key, out int index))
            {
                drawn.Add(key, edges.Count);
                edges.Add(new GraphEdge(from, to, dependency));
            }
            else if (!dependency.IsSatisfied)
            {
                edges[index] = new GraphEdge(from, to, dependency);
            }
        }

        Edges = edges;
        Nodes = [.. _ordered.Where(node => linked.Contains(node.NormalizedName))];
    }

    private GraphNode Add(string name)
    {
        if (_nodes.TryGetValue(name, out GraphNode? node))
            return node;
        ReportDistribution? distribution = _model.Find(name);
        node = new GraphNode(name, distribution?.Name ?? name, distribution);
        _nodes.Add(name, node);
        _ordered.Add(node);
        return node;
    }

    private static List<ReportDependency> ListOf(Dictionary<string, List<ReportDependency>> lists, string name)
    {
        if (!lists.TryGetValue(name, out List<ReportDependency>? list))
            lists.Add(name, list = []);
        return list;
    }
}
