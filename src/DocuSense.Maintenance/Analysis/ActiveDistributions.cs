using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The distributions in use, and all that they bring: by metadata where they are installed, by what is known of their extras where not.</summary>
internal sealed class ActiveDistributions
{
    private readonly Snapshot _snapshot;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Dependency>> _dependencies = new(StringComparer.Ordinal);

    /// <summary>For each requirement with extras: what they are known to bring, where it is not installed.</summary>
    private readonly Dictionary<string, List<(ManifestRequirement Requirement, string Extra, string Brought)>> _extras = new(StringComparer.Ordinal);

    public ActiveDistributions(Snapshot snapshot)
    {
        _snapshot = snapshot;
        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            if (!_dependencies.TryGetValue(dependency.From.NormalizedName, out List<Dependency>? list))
                _dependencies.Add(dependency.From.NormalizedName, list = []);
            list.Add(dependency);
        }

        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is not { Kind: RequirementKind.Requirement, Requirement: { Extras.Count: > 0 } requirement } || snapshot.Graph.Find(requirement.NormalizedName) is not null)
                continue;
            foreach (string extra in requirement.Extras)
            {
                foreach (ImplicitUse row in snapshot.Known.Implicit.OfExtra(requirement.NormalizedName, PackageName.Normalize(extra)))
                {
                    if (!_extras.TryGetValue(requirement.NormalizedName, out List<(ManifestRequirement, string, string)>? list))
                        _extras.Add(requirement.NormalizedName, list = []);
                    list.Add((declared, extra, PackageName.Normalize(row.Distributions[0])));
                }
            }
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
            if (_dependencies.TryGetValue(name, out List<Dependency>? dependencies))
            {
                foreach (Dependency dependency in dependencies)
                    pending.Push(dependency.Declared.Requirement.NormalizedName);
            }

            if (_extras.TryGetValue(name, out List<(ManifestRequirement Requirement, string Extra, string Brought)>? extras))
            {
                foreach ((_, _, string brought) in extras)
                    pending.Push(brought);
            }
        }
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

        foreach (KeyValuePair<string, List<(ManifestRequirement Requirement, string Extra, string Brought)>> extras in _extras)
        {
            if (extras.Key == normalizedName || !_names.Contains(extras.Key))
                continue;
            foreach ((ManifestRequirement requirement, string extra, string brought) in extras.Value)
            {
                if (brought == normalizedName)
                    evidence.Add(new Evidence("extra", requirement.File, requirement.Span.Line, $"{requirement.Requirement!.Name}[{extra}] requires it"));
            }
        }

        return evidence;
    }

    /// <summary>The requirement whose extra is known to bring a distribution that is not installed, with the extra; null for none.</summary>
    public static (ManifestRequirement Requirement, string Extra)? BringingExtra(Snapshot snapshot, string normalizedName)
    {
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is not { Kind: RequirementKind.Requirement, Requirement: { Extras.Count: > 0 } requirement } || snapshot.Graph.Find(requirement.NormalizedName) is not null)
                continue;
            foreach (string extra in requirement.Extras)
            {
                foreach (ImplicitUse row in snapshot.Known.Implicit.OfExtra(requirement.NormalizedName, PackageName.Normalize(extra)))
                {
                    if (PackageName.Normalize(row.Distributions[0]) == normalizedName)
                        return (declared, extra);
                }
            }
        }

        return null;
    }
}
