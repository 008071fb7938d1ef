using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What is said of a requirement.</summary>
public enum Verdict
{
    /// <summary>Neither use nor the lack of it could be shown.</summary>
    Unknown,

    /// <summary>The project uses it.</summary>
    Used,

    /// <summary>The project does not use it, but something it uses brings it: the requirement only holds its version.</summary>
    Pinned,

    /// <summary>Nothing uses it.</summary>
    Unused,
}

/// <summary>One reason for a verdict.</summary>
/// <param name="Kind"><c>import</c>, <c>entry-point</c>, <c>mention</c>, <c>optional-dependency</c>, <c>dependency</c>, <c>known-use</c>, <c>unread</c>.</param>
/// <param name="File">Absolute path, or null.</param>
/// <param name="Line">From 1; 0 for none.</param>
/// <param name="Detail">A few words.</param>
public sealed record Evidence(string Kind, string? File, int Line, string Detail);

/// <summary>A requirement, its verdict, and the evidence for it.</summary>
public sealed record RequirementUsage(ManifestRequirement Requirement, Verdict Verdict, IReadOnlyList<Evidence> Evidence);

/// <summary>
/// Judges each requirement. Imports are the evidence of use; the environment, or what is known of the distribution, is the map from modules
/// to distributions. <see cref="Verdict.Unused"/> needs proof: its modules are known, nothing imports them, and nothing hints at another use.
/// </summary>
public sealed class UsageAnalysis
{
    private const int MaximumEvidence = 200;

    private readonly Dictionary<ManifestRequirement, RequirementUsage> _byRequirement;

    private UsageAnalysis(IReadOnlyList<RequirementUsage> all)
    {
        All = all;
        _byRequirement = new Dictionary<ManifestRequirement, RequirementUsage>(all.Count, ReferenceComparer.Instance);
        foreach (RequirementUsage usage in all)
            _byRequirement[usage.Requirement] = usage;
    }

    /// <summary>In the order of the manifests.</summary>
    public IReadOnlyList<RequirementUsage> All { get; }

    /// <summary>The judgement of one requirement.</summary>
    public RequirementUsage Of(ManifestRequirement requirement) => _byRequirement[requirement];

    /// <summary>Judges every requirement of a snapshot.</summary>
    public static UsageAnalysis Judge(Snapshot snapshot)
    {
        Dictionary<string, List<ForeignImport>> importsByDistribution = GroupByDistribution(snapshot);
        var judged = new List<RequirementUsage>(snapshot.Manifests.Requirements.Count);
        foreach (ManifestRequirement requirement in snapshot.Manifests.Requirements)
            judged.Add(Judge(snapshot, requirement, importsByDistribution));
        return new UsageAnalysis(judged);
    }

    private static Dictionary<string, List<ForeignImport>> GroupByDistribution(Snapshot snapshot)
    {
        var groups = new Dictionary<string, List<ForeignImport>>(StringComparer.Ordinal);
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            foreach (string name in import.Installed)
                AddTo(name, import);

            // Everything that is known to provide the module counts as used, an alternative that is not installed included,
            // and where the environment does not know, so does the distribution of the module's own name.
            foreach (string name in import.Known)
                AddTo(PackageName.Normalize(name), import);
            if (import.Installed.Count == 0)
            {
                AddTo(PackageName.Normalize(import.TopLevel), import);
                if (import.Module.Length > import.TopLevel.Length)
                    AddTo(PackageName.Normalize(import.Module), import);
            }
        }

        return groups;

        void AddTo(string name, ForeignImport import)
        {
            if (!groups.TryGetValue(name, out List<ForeignImport>? list))
                groups.Add(name, list = []);
            if (list.Count == 0 || !ReferenceEquals(list[list.Count - 1], import))
                list.Add(import);
        }
    }

    private static RequirementUsage Judge(Snapshot snapshot, ManifestRequirement declared, Dictionary<string, List<ForeignImport>> imports)
    {
        if (declared.Requirement is not { } requirement)
            return new RequirementUsage(declared, Verdict.Unknown, []);

        string name = requirement.NormalizedName;
        var evidence = new List<Evidence>();
        bool certain = false;
        if (imports.TryGetValue(name, out List<ForeignImport>? found))
        {
            foreach (ForeignImport import in found)
            {
                certain |= import.Ownership != Ownership.FirstParty;
                if (evidence.Count < MaximumEvidence)
                    evidence.Add(new Evidence("import", import.Source.File.Path, import.Import.Span.Line, "imports " + import.Module));
            }
        }

        if (certain)
            return new RequirementUsage(declared, Verdict.Used, evidence);
        if (declared.Kind != RequirementKind.Requirement || evidence.Count > 0)
            return new RequirementUsage(declared, Verdict.Unknown, evidence);

        foreach (Dependency dependency in snapshot.Graph.Dependents(name))
        {
            if (dependency.From.NormalizedName != name && snapshot.Graph.IsReached(dependency.From.NormalizedName))
                evidence.Add(new Evidence("dependency", dependency.From.MetadataFile, dependency.Declared.Line, dependency.From.Name + " requires it"));
        }

        if (evidence.Count > 0)
            return new RequirementUsage(declared, Verdict.Pinned, evidence);

        bool settled = Doubts.Collect(snapshot, declared, requirement, evidence);
        return new RequirementUsage(declared, settled && evidence.Count == 0 ? Verdict.Unused : Verdict.Unknown, evidence);
    }

    private sealed class ReferenceComparer : IEqualityComparer<ManifestRequirement>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(ManifestRequirement? x, ManifestRequirement? y) => ReferenceEquals(x, y);

        public int GetHashCode(ManifestRequirement obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
