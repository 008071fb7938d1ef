namespace DocuSense.Maintenance.Analysis;

/// <summary>The distributions in use, and all that they bring: by metadata where they are installed, by what is known of them where not.</summary>
internal sealed class ActiveDistributions
{
    private readonly Snapshot _snapshot;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Dependency>> _dependencies = new(StringComparer.Ordinal);

    public ActiveDistributions(Snapshot snapshot)
    {
        _snapshot = snapshot;
        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            if (!_dependencies.TryGetValue(dependency.From.NormalizedName, out List<Dependency>? list))
                _dependencies.Add(dependency.From.NormalizedName, list = []);
            list.Add(dependency);
        }
    }

    /// <summary>Whether the distribution is in use, or brought by one that is.</summary>
    public bool Contains(string normalizedName) => _names.Contains(normalizedName);

    /// <summary>Adds a distribution in use, and all that it brings.</summary>
    public void Add(string normalizedName)
    {
        var pending = new Stack<string>();
        pending.Push(normalizedName);
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (!_names.Add(name))
                continue;
            foreach (string brought in Dependencies(name))
                pending.Push(brought);
        }
    }

    /// <summary>What a distribution brings directly; names in PEP 503 normal form.</summary>
    public IEnumerable<string> Dependencies(string normalizedName)
    {
        if (_dependencies.TryGetValue(normalizedName, out List<Dependency>? dependencies))
        {
            foreach (Dependency dependency in dependencies)
                yield return dependency.Declared.Requirement.NormalizedName;
        }

        foreach (ExpectedDependency dependency in _snapshot.Expected.Dependencies(normalizedName))
            yield return dependency.Brought;
    }

    /// <summary>What in use brings a distribution, each with the place that says so.</summary>
    public List<Evidence> Brings(string normalizedName)
    {
        var evidence = new List<Evidence>();
        foreach (Dependency dependency in _snapshot.Graph.Dependents(normalizedName))
        {
            string from = dependency.From.NormalizedName;
            if (from == normalizedName || !_names.Contains(from) || !_snapshot.Graph.IsReached(from))
                continue;
            evidence.Add(dependency.Extra.Length == 0
                ? new Evidence("dependency", dependency.From.RequiresFile, dependency.Declared.Line, dependency.From.Name + " requires it")
                : new Evidence("extra", dependency.From.RequiresFile, dependency.Declared.Line, $"{dependency.From.Name}[{dependency.Extra}] requires it"));
        }

        foreach (ExpectedDependency dependency in _snapshot.Expected.Dependents(normalizedName))
        {
            if (dependency.From == normalizedName || !_names.Contains(dependency.From))
                continue;
            evidence.Add(new Evidence(dependency.Extra.Length == 0 ? "dependency" : "extra", dependency.Root.File, dependency.Root.Span.Line,
                dependency.FromName + (dependency.IsCertain ? " requires it" : " usually requires it")));
        }

        return evidence;
    }
}
