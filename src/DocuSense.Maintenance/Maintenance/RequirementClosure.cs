using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>What a project needs installed: what any of its manifests asks for, in every group, and all that these require in turn, markers and extras evaluated.</summary>
internal static class RequirementClosure
{
    /// <summary>What installs and builds other distributions is always kept.</summary>
    private static readonly string[] _tools = ["pip", "setuptools", "wheel"];

    /// <summary>The normalised names of everything that is needed and installed.</summary>
    /// <param name="snapshot">The backend.</param>
    /// <param name="keep">Further distributions to keep, in any spelling.</param>
    public static HashSet<string> Of(Snapshot snapshot, IReadOnlyList<string> keep)
    {
        // Extras of the project and what builds it count as well: somebody may have installed them on purpose.
        var all = new List<ManifestRequirement>();
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind != RequirementKind.Constraint)
                all.Add(declared with { Kind = RequirementKind.Requirement, IsExtra = false });
        }

        DistributionGraph graph = DistributionGraph.Create(snapshot.Environment?.Distributions ?? [], all, snapshot.Applies);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            string name = distribution.NormalizedName;
            if (graph.IsReached(name) || distribution.EditableLocation is not null || snapshot.Required.IsProject(name) || Array.IndexOf(_tools, name) >= 0)
                Add(needed, graph, name);
        }

        foreach (string name in keep)
            Add(needed, graph, PackageName.Normalize(name.Trim()));
        // Imported and not required is a finding of its own; removing it would break the backend.
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            foreach (string name in import.Installed)
                Add(needed, graph, name);
        }

        return needed;
    }

    /// <summary>What the requirements of a project bring no more without one of them: its exclusive closure, itself included where nothing else requires it.</summary>
    /// <param name="snapshot">The backend.</param>
    /// <param name="without">The requirement.</param>
    public static List<InstalledDistribution> OnlyThrough(Snapshot snapshot, ManifestRequirement without)
    {
        IReadOnlyList<InstalledDistribution> installed = snapshot.Environment?.Distributions ?? [];
        DistributionGraph left = DistributionGraph.Create(installed, [.. snapshot.Manifests.Requirements.Where(declared => !ReferenceEquals(declared, without))], snapshot.Applies);
        return [.. installed.Where(distribution => snapshot.Graph.IsReached(distribution.NormalizedName) && !left.IsReached(distribution.NormalizedName))];
    }

    private static void Add(HashSet<string> needed, DistributionGraph graph, string name)
    {
        var open = new Stack<string>();
        open.Push(name);
        while (open.Count > 0)
        {
            string current = open.Pop();
            if (graph.Find(current) is not { } distribution || !needed.Add(current))
                continue;
            foreach (Dependency dependency in graph.Dependencies)
            {
                if (ReferenceEquals(dependency.From, distribution))
                    open.Push(dependency.Declared.Requirement.NormalizedName);
            }
        }
    }
}
