using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A requirement, its verdict, and the evidence for it.</summary>
public sealed record RequirementUsage(ManifestRequirement Requirement, Verdict Verdict, IReadOnlyList<Evidence> Evidence);

/// <summary>
/// Judges each requirement: used where evidence shows it, pinned where something in use brings it, unused where its modules are known and nothing hints at a
/// use, unknown otherwise.
/// </summary>
public sealed class UsageAnalysis
{
    private readonly Snapshot _snapshot;
    private readonly UseIndex _uses;
    private readonly ActiveDistributions _active;
    private readonly Dictionary<ManifestRequirement, RequirementUsage> _byRequirement = new(ReferenceComparer.Instance);

    private UsageAnalysis(Snapshot snapshot)
    {
        _snapshot = snapshot;
        _uses = snapshot.Uses;
        _active = new ActiveDistributions(snapshot);
    }

    /// <summary>In the order of the manifests.</summary>
    public IReadOnlyList<RequirementUsage> All { get; private set; } = [];

    /// <summary>The judgement of one requirement.</summary>
    public RequirementUsage Of(ManifestRequirement requirement) => _byRequirement[requirement];

    /// <summary>Judges every requirement of a snapshot.</summary>
    public static UsageAnalysis Judge(Snapshot snapshot)
    {
        var analysis = new UsageAnalysis(snapshot);
        analysis.Run();
        return analysis;
    }

    private void Run()
    {
        IReadOnlyList<ManifestRequirement> requirements = _snapshot.Manifests.Requirements;
        var judged = new RequirementUsage?[requirements.Count];
        var certain = new Dictionary<string, IReadOnlyList<Evidence>>(StringComparer.Ordinal);
        FindUsed(certain);
        for (int index = 0; index < judged.Length; index++)
            judged[index] = Settle(requirements[index], certain);

        // What is not settled may be used, and then so is what it brings.
        var open = new List<int>();
        var doubts = new List<Evidence>?[judged.Length];
        for (int index = 0; index < judged.Length; index++)
        {
            if (judged[index] is not null)
                continue;
            var evidence = new List<Evidence>();
            Verdict verdict = Doubts.Judge(_snapshot, _active, requirements[index], evidence);
            if (verdict == Verdict.Unused)
            {
                open.Add(index);
                doubts[index] = evidence;
            }
            else
                judged[index] = new RequirementUsage(requirements[index], verdict, evidence);
        }

        foreach (RequirementUsage? usage in judged)
        {
            if (usage is { Verdict: Verdict.Unknown, Requirement.Requirement: { } requirement })
                _active.Add(requirement.NormalizedName);
        }

        foreach (int index in open)
        {
            List<Evidence> pins = _active.Brings(requirements[index].Requirement!.NormalizedName);
            judged[index] = pins.Count > 0
                ? new RequirementUsage(requirements[index], Verdict.Pinned, pins)
                : new RequirementUsage(requirements[index], Verdict.Unused, doubts[index]!);
        }

        All = judged!;
        foreach (RequirementUsage usage in All)
            _byRequirement[usage.Requirement] = usage;
    }

    /// <summary>Own evidence first; then plugins and stubs of what is in use, until no more are found.</summary>
    private void FindUsed(Dictionary<string, IReadOnlyList<Evidence>> certain)
    {
        foreach (KeyValuePair<string, DistributionUses> use in _uses.All)
        {
            if (use.Value.Certain.Count == 0)
                continue;
            certain[use.Key] = use.Value.Certain;
            _active.Add(use.Key);
        }

        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared is { Kind: RequirementKind.Build, Requirement: { } requirement } && !certain.ContainsKey(requirement.NormalizedName))
                certain[requirement.NormalizedName] = [new Evidence("build", declared.File, declared.Span.Line, "builds the project")];
        }

        bool found = true;
        while (found)
        {
            found = false;
            foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
            {
                if (declared is not { Kind: RequirementKind.Requirement, Requirement: { } requirement } || certain.ContainsKey(requirement.NormalizedName))
                    continue;
                if (PluginHosts.Find(_snapshot, _active, requirement.NormalizedName) is not { } evidence)
                    continue;
                certain.Add(requirement.NormalizedName, [evidence]);
                _active.Add(requirement.NormalizedName);
                found = true;
            }
        }
    }

    /// <summary>The judgement that evidence, or what brings it, settles; null where nothing does.</summary>
    private RequirementUsage? Settle(ManifestRequirement declared, Dictionary<string, IReadOnlyList<Evidence>> certain)
    {
        if (declared.Requirement is not { } requirement)
            return new RequirementUsage(declared, Verdict.Unknown, []);
        string name = requirement.NormalizedName;
        if (declared.Kind == RequirementKind.Constraint)
            return new RequirementUsage(declared, Verdict.Pinned, [new Evidence("constraint", declared.File, declared.Span.Line, "only bounds a version")]);
        if (certain.TryGetValue(name, out IReadOnlyList<Evidence>? evidence))
            return new RequirementUsage(declared, Verdict.Used, evidence);
        if (_snapshot.Required.IsProject(name))
            return new RequirementUsage(declared, Verdict.Used, [new Evidence("project", declared.File, declared.Span.Line, "is the project itself")]);
        List<Evidence> pins = _active.Brings(name);
        return pins.Count > 0 ? new RequirementUsage(declared, Verdict.Pinned, pins) : null;
    }

    private sealed class ReferenceComparer : IEqualityComparer<ManifestRequirement>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(ManifestRequirement? x, ManifestRequirement? y) => ReferenceEquals(x, y);

        public int GetHashCode(ManifestRequirement obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
