using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What an installation for production holds: the requirements of no development group, and all that they bring.</summary>
internal static class ProductionDistributions
{
    /// <summary>The normalised names.</summary>
    public static HashSet<string> Of(Snapshot snapshot)
    {
        var dependencies = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            if (!dependencies.TryGetValue(dependency.From.NormalizedName, out List<string>? list))
                dependencies.Add(dependency.From.NormalizedName, list = []);
            list.Add(dependency.Declared.Requirement.NormalizedName);
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is { Kind: RequirementKind.Requirement, Requirement: { } requirement } && !DevelopmentFiles.IsGroup(declared.Group))
                pending.Push(requirement.NormalizedName);
        }

        while (pending.Count > 0)
        {
            string name = pending.Pop();
            if (!found.Add(name))
                continue;
            foreach (ExpectedDependency dependency in snapshot.Expected.Dependencies(name))
                pending.Push(dependency.Brought);
            if (!dependencies.TryGetValue(name, out List<string>? brought))
                continue;
            foreach (string dependency in brought)
                pending.Push(dependency);
        }

        return found;
    }
}
