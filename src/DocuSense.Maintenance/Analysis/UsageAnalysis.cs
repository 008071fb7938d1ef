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

    /// <summary>The files whose change may change a verdict because of what import tests saw them load: absolute paths.</summary>
    internal IEnumerable<string> LoadedFrom() =>
        All.Where(static usage => usage.Verdict is Verdict.Unused or Verdict.Unknown || usage.Evidence.Any(static evidence => evidence.Kind == "loaded"))
            .SelectMany(usage => _snapshot.Loads.FilesOf(usage.Requirement.Requirement?.NormalizedName ?? ""));

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

        SettleOptional(requirements, judged, open);
        foreach (int index in open)
        {
            // What is imported and comes through this requirement alone would go with it.
            string name = requirements[index].Requirement!.NormalizedName;
            if (FindBrought(name) is { } brought)
            {
                judged[index] = new RequirementUsage(requirements[index], Verdict.Used, [brought]);
                _active.Add(name);
                continue;
            }

            List<Evidence> pins = _active.Brings(name);
            judged[index] = pins.Count > 0
                ? new RequirementUsage(requirements[index], Verdict.Pinned, pins)
                : new RequirementUsage(requirements[index], Verdict.Unused, doubts[index]!);
        }

        All = judged!;
        foreach (RequirementUsage usage in All)
            _byRequirement[usage.Requirement] = usage;
    }

    /// <summary>What something in use can use is in doubt, and then so is what that can use.</summary>
    private void SettleOptional(IReadOnlyList<ManifestRequirement> requirements, RequirementUsage?[] judged, List<int> open)
    {
        for (int before = -1; before != open.Count;)
        {
            before = open.Count;
            for (int place = open.Count - 1; place >= 0; place--)
            {
                ManifestRequirement declared = requirements[open[place]];
                string name = declared.Requirement!.NormalizedName;
                List<Evidence> uses = Doubts.OptionalUses(_snapshot, _active, name);
                if (uses.Count == 0 || _active.Brings(name).Count > 0)
                    continue;
                judged[open[place]] = new RequirementUsage(declared, Verdict.Unknown, uses);
                open.RemoveAt(place);
                _active.Add(name);
            }
        }
    }

    /// <summary>The first use of something that no requirement names and that nothing in use brings, but this one does; null for none.</summary>
    private Evidence? FindBrought(string normalizedName)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { normalizedName };
        var pending = new Queue<string>();
        pending.Enqueue(normalizedName);
        while (pending.Count > 0)
        {
            string from = pending.Dequeue();
            foreach (string brought in _active.Dependencies(from))
            {
                if (!seen.Add(brought))
                    continue;
                // What every environment has is there without this requirement.
                if (brought is not ("pip" or "setuptools" or "wheel") && _uses.Of(brought).Certain is { Count: > 0 } uses && !_snapshot.Required.Contains(brought) && _active.Brings(brought).Count == 0)
                    return uses[0] with { Kind = "brings", Detail = $"{uses[0].Detail}, which only this requirement brings" };
                pending.Enqueue(brought);
            }
        }

        return null;
    }

    /// <summary>Own evidence first, and what the project was seen to load; then plugins and stubs of what is in use, until no more are found.</summary>
    private void FindUsed(Dictionary<string, IReadOnlyList<Evidence>> certain)
    {
        foreach (KeyValuePair<string, DistributionUses> use in _uses.All)
        {
            if (use.Value.Certain.Count == 0)
                continue;
            certain[use.Key] = use.Value.Certain;
            _active.Add(use.Key);
        }

        foreach (string name in _snapshot.Loads.Distributions)
        {
            if (certain.ContainsKey(name) || Loaded(name, byProject: true) is not { Count: > 0 } loaded)
                continue;
            certain.Add(name, loaded);
            _active.Add(name);
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
        if (pins.Count > 0)
            return new RequirementUsage(declared, Verdict.Pinned, pins);

        // Something of others loaded it, and nothing in use says that it brings it: without the line it may be missing.
        if (declared.IsExtra || Loaded(name, byProject: false) is not { Count: > 0 } loaded)
            return null;
        _active.Add(name);
        return new RequirementUsage(declared, Verdict.Used, loaded);
    }

    /// <summary>What the import tests saw loading a distribution, and nothing has changed since.</summary>
    /// <param name="name">Normalised.</param>
    /// <param name="byProject">Only where the project's own code imported it.</param>
    private List<Evidence> Loaded(string name, bool byProject) =>
        [.. _snapshot.Loads.Of(name).Where(load => load.Changed is null && (load.By is null || !byProject)).Select(load => load.ToEvidence(_snapshot))];

    private sealed class ReferenceComparer : IEqualityComparer<ManifestRequirement>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(ManifestRequirement? x, ManifestRequirement? y) => ReferenceEquals(x, y);

        public int GetHashCode(ManifestRequirement obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
