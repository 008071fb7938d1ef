using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What only one distribution brings: everything installed that the requirements reach no more once it is gone.</summary>
internal sealed class ExclusiveClosure
{
    private readonly Snapshot _snapshot;
    private readonly List<string> _roots = [];
    private readonly Dictionary<string, List<string>> _dependencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reached;

    public ExclusiveClosure(Snapshot snapshot)
    {
        _snapshot = snapshot;
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is { Kind: RequirementKind.Requirement, IsExtra: false, Requirement: { } requirement } && snapshot.Applies(requirement))
                _roots.Add(requirement.NormalizedName);
        }

        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            if (!_dependencies.TryGetValue(dependency.From.NormalizedName, out List<string>? list))
                _dependencies.Add(dependency.From.NormalizedName, list = []);
            list.Add(dependency.Declared.Requirement.NormalizedName);
        }

        _reached = Reached(without: null);
    }

    /// <summary>What would go with an installed distribution, itself included, ordered by normalised name; empty where it is not installed.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyList<InstalledDistribution> Of(string normalizedName)
    {
        if (_snapshot.Graph.Find(normalizedName) is not { } distribution)
            return [];
        // What no requirement reaches holds nothing that would go: neither with it nor without it is anything else reached.
        if (!_reached.Contains(normalizedName))
            return [distribution];
        HashSet<string> left = Reached(normalizedName);
        var gone = new List<InstalledDistribution>();
        foreach (InstalledDistribution other in _snapshot.Environment!.Distributions)
        {
            if (other.NormalizedName == normalizedName || (_reached.Contains(other.NormalizedName) && !left.Contains(other.NormalizedName)))
                gone.Add(other);
        }

        return gone;
    }

    /// <summary>The bytes on disk of <see cref="Of"/>.</summary>
    public long BytesOf(string normalizedName)
    {
        long bytes = 0;
        foreach (InstalledDistribution gone in Of(normalizedName))
            bytes += gone.Bytes;
        return bytes;
    }

    private HashSet<string> Reached(string? without)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(_roots);
        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (name == without || !reached.Add(name) || !_dependencies.TryGetValue(name, out List<string>? brought))
                continue;
            foreach (string dependency in brought)
                pending.Push(dependency);
        }

        return reached;
    }
}
