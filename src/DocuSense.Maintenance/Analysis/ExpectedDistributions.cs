using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A distribution that another one, which is not installed, is known to bring.</summary>
/// <param name="From">Who requires it; PEP 503 normal form, as is <paramref name="Brought"/>.</param>
/// <param name="Extra">The extra that brings it; empty for none.</param>
/// <param name="Brought">What is brought.</param>
/// <param name="Root">The requirement at the start of the chain.</param>
/// <param name="IsCertain">Whether the project's own metadata says so all the way, and not only Debian's packages.</param>
public sealed record ExpectedDependency(string From, string Extra, string Brought, ManifestRequirement Root, bool IsCertain)
{
    /// <summary>The requirement as a person would name it: <c>fastapi[standard]</c>.</summary>
    public string FromName => ExpectedDistributions.NameOf(From) + (Extra.Length == 0 ? "" : $"[{Extra}]");
}

/// <summary>
/// What requirements that are not installed would bring, as far as the tables know: what <see cref="DistributionGraph"/> is to those that are. Empty where
/// everything required is installed.
/// </summary>
public sealed class ExpectedDistributions
{
    private static readonly List<ExpectedDependency> _none = [];

    private readonly Snapshot _snapshot;
    private readonly Dictionary<string, ExpectedDependency?> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ExpectedDependency>> _dependents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ExpectedDependency>> _dependencies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _users = new(StringComparer.Ordinal);
    private readonly Queue<Step> _queue = new();

    private ExpectedDistributions(Snapshot snapshot) => _snapshot = snapshot;

    /// <summary>Follows the requirements of a snapshot that are not installed.</summary>
    public static ExpectedDistributions Create(Snapshot snapshot)
    {
        var expected = new ExpectedDistributions(snapshot);
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is not { Kind: RequirementKind.Requirement, IsExtra: false, Requirement: { } requirement } || snapshot.Graph.Find(requirement.NormalizedName) is not null)
                continue;

            if (!expected.MayApply(requirement))
                continue;
            if (!expected._reached.ContainsKey(requirement.NormalizedName))
                expected._reached.Add(requirement.NormalizedName, null);
            expected._queue.Enqueue(new Step(requirement.NormalizedName, "", declared, true));
            foreach (string extra in requirement.Extras)
                expected._queue.Enqueue(new Step(requirement.NormalizedName, PackageName.Normalize(extra), declared, true));
        }

        expected.AddAsked();
        expected.Run();
        return expected;
    }

    /// <summary>Who would bring a distribution.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyList<ExpectedDependency> Dependents(string normalizedName) => Of(_dependents, normalizedName);

    /// <summary>What a distribution would bring.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyList<ExpectedDependency> Dependencies(string normalizedName) => Of(_dependencies, normalizedName);

    /// <summary>What would be there and can use a distribution without requiring it; names in PEP 503 normal form.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyList<string> Users(string normalizedName) => _users.TryGetValue(normalizedName, out List<string>? found) ? found : [];

    /// <summary>Whether something required is sure to bring the distribution.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public bool IsBrought(string normalizedName) => Bringing(normalizedName) is { IsCertain: true };

    /// <summary>What brings the distribution, what is sure to before what probably does, nearest to a requirement first; null for nothing.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public ExpectedDependency? Bringing(string normalizedName)
    {
        IReadOnlyList<ExpectedDependency> dependents = Dependents(normalizedName);
        foreach (ExpectedDependency dependency in dependents)
        {
            if (dependency.IsCertain)
                return dependency;
        }

        return dependents.Count > 0 ? dependents[0] : null;
    }

    /// <summary>The names from the requirement to the one before the distribution: <c>fastapi → starlette</c>.</summary>
    public string Chain(ExpectedDependency dependency)
    {
        var names = new List<string> { dependency.FromName };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string name = dependency.From; seen.Add(name) && _reached.TryGetValue(name, out ExpectedDependency? step) && step is not null; name = step.From)
            names.Add(step.FromName);
        names.Reverse();
        return string.Join(" → ", names);
    }

    /// <summary>The name as its project writes it, where that is known.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public static string NameOf(string normalizedName) => ModuleMap.Find(normalizedName)?.Name ?? normalizedName;

    /// <summary>What resolved the requirements wrote down who asks for each.</summary>
    private void AddAsked()
    {
        Dictionary<string, ManifestRequirement>? roots = null;
        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared is not { AskedBy.Count: > 0, IsExtra: false, Requirement: { } requirement } || _snapshot.Graph.Find(requirement.NormalizedName) is not null || !MayApply(requirement))
                continue;
            roots ??= ByName();
            foreach (string asking in declared.AskedBy)
            {
                if (_snapshot.Graph.Find(asking) is null && roots.TryGetValue(asking, out ManifestRequirement? root))
                    Bring(new Step(asking, "", root, true), requirement.NormalizedName, true, _queue);
            }
        }
    }

    /// <summary>Where the version of Python is not known, every marker may hold.</summary>
    private bool MayApply(Requirement requirement) => _snapshot.Markers is null || _snapshot.Applies(requirement);

    private Dictionary<string, ManifestRequirement> ByName()
    {
        var roots = new Dictionary<string, ManifestRequirement>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared is { Kind: RequirementKind.Requirement, IsExtra: false, Requirement: { } requirement } && MayApply(requirement) && !roots.ContainsKey(requirement.NormalizedName))
                roots.Add(requirement.NormalizedName, declared);
        }

        return roots;
    }

    private void Run()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var inDoubt = new Queue<Step>();
        while (_queue.Count > 0 || inDoubt.Count > 0)
        {
            // What is sure first, so that what can be reached both ways counts as sure.
            Step step = _queue.Count > 0 ? _queue.Dequeue() : inDoubt.Dequeue();
            if (!seen.Add(step.Name + "[" + step.Extra) || _snapshot.Graph.Find(step.Name) is not null)
                continue;
            if (step.Extra.Length > 0)
            {
                IReadOnlyList<string> known = RequirementsMap.OfExtra(step.Name, step.Extra);
                IReadOnlyList<ImplicitUse> rows = _snapshot.Known.Implicit.OfExtra(step.Name, step.Extra);
                foreach (string brought in known)
                    Bring(step, brought, step.IsCertain, inDoubt);
                foreach (ImplicitUse row in rows)
                    Bring(step, PackageName.Normalize(row.Distributions[0]), step.IsCertain, inDoubt);

                // An extra that nothing is known of brings, if anything, what the distribution can use.
                foreach (string brought in known.Count + rows.Count == 0 && RequirementsMap.Find(step.Name) is { } able ? able.CanUse : [])
                    Bring(step, brought, false, inDoubt);
                continue;
            }

            if (RequirementsMap.Find(step.Name) is not { } facts)
                continue;
            foreach (string brought in facts.Requires)
                Bring(step, brought, step.IsCertain, inDoubt);
            foreach (string brought in facts.Probable)
                Bring(step, brought, false, inDoubt);
            foreach (string used in facts.CanUse)
            {
                if (!_users.TryGetValue(used, out List<string>? users))
                    _users.Add(used, users = []);
                users.Add(step.Name);
            }
        }
    }

    private void Bring(Step step, string brought, bool isCertain, Queue<Step> inDoubt)
    {
        if (brought == step.Name)
            return;
        var dependency = new ExpectedDependency(step.Name, step.Extra, brought, step.Root, isCertain);
        AddTo(_dependents, brought, dependency);
        AddTo(_dependencies, step.Name, dependency);
        if (!_reached.ContainsKey(brought))
            _reached.Add(brought, dependency);
        (isCertain ? _queue : inDoubt).Enqueue(new Step(brought, "", step.Root, isCertain));
    }

    private static List<ExpectedDependency> Of(Dictionary<string, List<ExpectedDependency>> map, string name) =>
        map.TryGetValue(name, out List<ExpectedDependency>? found) ? found : _none;

    private static void AddTo(Dictionary<string, List<ExpectedDependency>> map, string name, ExpectedDependency dependency)
    {
        if (!map.TryGetValue(name, out List<ExpectedDependency>? list))
            map.Add(name, list = []);
        foreach (ExpectedDependency known in list)
        {
            if (known.From == dependency.From && known.Brought == dependency.Brought && known.Extra == dependency.Extra)
                return;
        }

        list.Add(dependency);
    }

    private sealed record Step(string Name, string Extra, ManifestRequirement Root, bool IsCertain);
}
