using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A dependency that an installed distribution declares and that applies in this environment.</summary>
/// <param name="From">Who declares it.</param>
/// <param name="Extra">The extra of <paramref name="From"/> that brings it; empty for none.</param>
/// <param name="Declared">The declaration.</param>
/// <param name="Target">What is installed under that name, or null.</param>
public sealed record Dependency(InstalledDistribution From, string Extra, DistributionRequirement Declared, InstalledDistribution? Target)
{
    /// <summary>Whether something is installed and satisfies the declaration, as <c>pip check</c> judges it (pre-releases count).</summary>
    public bool IsSatisfied => Target is not null && IsSatisfiedBy(Declared.Requirement, Target);

    internal static bool IsSatisfiedBy(Requirement requirement, InstalledDistribution installed) =>
        installed.ParsedVersion is { } version
            ? requirement.Specifier.Contains(version, prereleases: true)
            : requirement.Specifier.Contains(installed.Version, prereleases: true);
}

/// <summary>Who requires whom among the installed distributions, extras followed, starting from the project's requirements.</summary>
public sealed class DistributionGraph
{
    private readonly Dictionary<string, InstalledDistribution> _installed;
    private readonly List<Dependency> _dependencies = [];
    private readonly Dictionary<string, List<Dependency>> _dependents = new(StringComparer.Ordinal);

    /// <summary>How each distribution was first reached from the manifests: by a requirement (null dependency) or by a dependency.</summary>
    private readonly Dictionary<string, Step> _reached = new(StringComparer.Ordinal);

    private static readonly string[] _developmentExtras =
        ["check", "checkers", "coverage", "cover", "dev", "develop", "development", "doc", "docs", "enabler", "format", "lint", "mypy", "test", "testing", "tests", "type", "types", "typing"];

    private readonly Func<Requirement, string, bool> _applies;
    private Dictionary<string, List<Dependency>>? _optional;

    private DistributionGraph(Dictionary<string, InstalledDistribution> installed, Func<Requirement, string, bool> applies)
    {
        _installed = installed;
        _applies = applies;
    }

    /// <summary>Every declared dependency that applies, ordered by declaring distribution; extras only where something asks for them.</summary>
    public IReadOnlyList<Dependency> Dependencies => _dependencies;

    /// <summary>The installed distribution of that name, or null.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public InstalledDistribution? Find(string normalizedName) => _installed.TryGetValue(normalizedName, out InstalledDistribution? found) ? found : null;

    /// <summary>The dependencies that bring or need the distribution.</summary>
    public IReadOnlyList<Dependency> Dependents(string normalizedName) =>
        _dependents.TryGetValue(normalizedName, out List<Dependency>? found) ? found : [];

    /// <summary>Whether the manifests bring the distribution, directly or through others.</summary>
    public bool IsReached(string normalizedName) => _reached.ContainsKey(normalizedName);

    /// <summary>The requirement at the root of the chain that brings the distribution, or null.</summary>
    public ManifestRequirement? Root(string normalizedName)
    {
        while (_reached.TryGetValue(normalizedName, out Step step))
        {
            if (step.Dependency is null)
                return step.Requirement;
            normalizedName = step.Dependency.From.NormalizedName;
        }

        return null;
    }

    /// <summary>
    /// The names from the requirement to the distribution, both included, each with the extra that brings the next: <c>passlib[bcrypt] → bcrypt</c>. Empty
    /// where not reached.
    /// </summary>
    public IReadOnlyList<string> Chain(string normalizedName)
    {
        var names = new List<string>();
        string extra = "";
        while (_reached.TryGetValue(normalizedName, out Step step))
        {
            names.Add(_installed[normalizedName].Name + extra);
            if (step.Dependency is null)
                break;
            extra = step.Dependency.Extra.Length == 0 ? "" : $"[{step.Dependency.Extra}]";
            normalizedName = step.Dependency.From.NormalizedName;
        }

        names.Reverse();
        return names;
    }

    /// <summary>
    /// What a distribution that the manifests bring can use without requiring it: the dependencies of its extras, other than those for
    /// its own development.
    /// </summary>
    /// <param name="normalizedName">The distribution that may be used.</param>
    /// <returns>The declarations, with the extra that names each.</returns>
    public IReadOnlyList<Dependency> OptionalDependents(string normalizedName)
    {
        _optional ??= FindOptional();
        return _optional.TryGetValue(normalizedName, out List<Dependency>? found) ? found : [];
    }

    private Dictionary<string, List<Dependency>> FindOptional()
    {
        var optional = new Dictionary<string, List<Dependency>>(StringComparer.Ordinal);
        foreach (InstalledDistribution from in _installed.Values)
        {
            if (!IsReached(from.NormalizedName))
                continue;
            foreach (DistributionRequirement declared in from.Requires)
            {
                string target = declared.Requirement.NormalizedName;
                if (declared.Requirement.Marker is not { UsesExtra: true } || target == from.NormalizedName)
                    continue;
                foreach (string extra in from.Extras)
                {
                    string name = PackageName.Normalize(extra);
                    if (Array.IndexOf(_developmentExtras, name) >= 0 || !_applies(declared.Requirement, name))
                        continue;
                    if (!optional.TryGetValue(target, out List<Dependency>? list))
                        optional.Add(target, list = []);
                    list.Add(new Dependency(from, name, declared, Find(target)));
                    break;
                }
            }
        }

        return optional;
    }

    /// <summary>Builds the graph of a snapshot's environment.</summary>
    public static DistributionGraph Create(Snapshot snapshot) =>
        Create(snapshot.Environment?.Distributions ?? [], snapshot.Manifests.Requirements, snapshot.Applies);

    /// <summary>Builds the graph.</summary>
    /// <param name="distributions">What is installed.</param>
    /// <param name="requirements">The project's requirements; their extras are followed.</param>
    /// <param name="applies">Whether a requirement's marker holds, given the active extra.</param>
    public static DistributionGraph Create(
        IReadOnlyList<InstalledDistribution> distributions, IReadOnlyList<ManifestRequirement> requirements, Func<Requirement, string, bool> applies)
    {
        var installed = new Dictionary<string, InstalledDistribution>(distributions.Count, StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in distributions)
        {
            if (!installed.ContainsKey(distribution.NormalizedName))
                installed.Add(distribution.NormalizedName, distribution);
        }

        var graph = new DistributionGraph(installed, applies);
        var builder = new Builder(graph, applies) { Marks = true };

        // What the project asks for first, so that every chain starts at a line a person wrote.
        foreach (ManifestRequirement declared in requirements)
        {
            if (declared.Kind == RequirementKind.Requirement && !declared.IsExtra && declared.Requirement is { } requirement && applies(requirement, ""))
                builder.Ask(requirement, declared, null);
        }

        builder.Run();

        // Then everything else that is installed: pip check judges all of it.
        builder.Marks = false;
        foreach (InstalledDistribution distribution in distributions)
            builder.Visit(distribution.NormalizedName, "");
        builder.Run();

        graph._dependencies.Sort(static (left, right) =>
        {
            int order = string.CompareOrdinal(left.From.NormalizedName, right.From.NormalizedName);
            if (order == 0)
                order = string.CompareOrdinal(left.Extra, right.Extra);
            return order != 0 ? order : left.Declared.Line.CompareTo(right.Declared.Line);
        });
        foreach (Dependency dependency in graph._dependencies)
        {
            string target = dependency.Declared.Requirement.NormalizedName;
            if (!graph._dependents.TryGetValue(target, out List<Dependency>? list))
                graph._dependents.Add(target, list = []);
            list.Add(dependency);
        }

        return graph;
    }

    /// <summary>Walks breadth first over pairs of distribution and extra, so that the chain kept for each is a shortest one.</summary>
    private sealed class Builder(DistributionGraph graph, Func<Requirement, string, bool> applies)
    {
        // Collections of references alone: those of values would be compiled anew in every process.
        private readonly Queue<Pair> _queue = new();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool[]> _declared = new(StringComparer.Ordinal);

        /// <summary>Whether what is visited counts as reached from the manifests.</summary>
        public bool Marks { get; set; }

        public void Ask(Requirement requirement, ManifestRequirement? source, Dependency? dependency)
        {
            string name = requirement.NormalizedName;
            if (!graph._installed.ContainsKey(name))
                return;
            if (Marks && !graph._reached.ContainsKey(name))
                graph._reached.Add(name, new Step(source, dependency));
            Visit(name, "");
            foreach (string extra in requirement.Extras)
                Visit(name, PackageName.Normalize(extra));
        }

        public void Visit(string name, string extra)
        {
            if (_seen.Add(extra.Length == 0 ? name : name + "[" + extra))
                _queue.Enqueue(new Pair(name, extra));
        }

        public void Run()
        {
            while (_queue.Count > 0)
            {
                (string name, string extra) = _queue.Dequeue();
                InstalledDistribution from = graph._installed[name];
                if (!_declared.TryGetValue(name, out bool[]? declaredBefore))
                    _declared.Add(name, declaredBefore = new bool[from.Requires.Count]);
                for (int index = 0; index < from.Requires.Count; index++)
                {
                    DistributionRequirement declared = from.Requires[index];
                    Requirement requirement = declared.Requirement;

                    // An extra brings only what it alone adds; the rest came with the distribution itself.
                    if (extra.Length > 0 && requirement.Marker is not { UsesExtra: true })
                        continue;
                    if (declaredBefore[index] || !applies(requirement, extra))
                        continue;
                    declaredBefore[index] = true;
                    var dependency = new Dependency(from, extra, declared, graph.Find(requirement.NormalizedName));
                    graph._dependencies.Add(dependency);
                    Ask(requirement, null, dependency);
                }
            }
        }

        private sealed record Pair(string Name, string Extra);
    }

    /// <summary>What brought a distribution first: a requirement, or a dependency.</summary>
    private readonly record struct Step(ManifestRequirement? Requirement, Dependency? Dependency);
}
