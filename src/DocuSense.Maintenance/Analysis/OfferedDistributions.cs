using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>How a distribution comes with a requirement.</summary>
/// <param name="Chain">The names from the requirement to the one that brings it, with extras: <c>botocore[crt]</c>.</param>
/// <param name="Root">The requirement.</param>
public sealed record Offer(string Chain, ManifestRequirement Root);

/// <summary>
/// What the manifests' requirements would bring if all of them were installed: also those of optional dependencies, and what an extra names but nobody has
/// installed. For whatever is installed its metadata says so (core metadata, <c>Requires-Dist</c>), for the rest the tables.
/// </summary>
public sealed class OfferedDistributions
{
    /// <summary>Shorter names are found in too many others.</summary>
    private const int ShortestExtra = 3;

    private const int Ranks = 3;

    private readonly Snapshot _snapshot;
    private readonly Dictionary<string, Offer> _offers = new(StringComparer.Ordinal);
    private readonly List<string> _unknownExtras = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<Step> _queue = new();

    private OfferedDistributions(Snapshot snapshot) => _snapshot = snapshot;

    /// <summary>Follows the requirements of a snapshot.</summary>
    public static OfferedDistributions Create(Snapshot snapshot)
    {
        var offered = new OfferedDistributions(snapshot);

        // What is always there before what is optional, and that before what only developers install: the first chain found is the one told.
        for (int rank = 0; rank < Ranks; rank++)
        {
            foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
            {
                // Where the version of Python is not known, every marker may hold.
                if (declared.Kind == RequirementKind.Requirement && RankOf(declared) == rank && declared.Requirement is { } requirement
                    && (snapshot.Markers is null || snapshot.Applies(requirement)))
                    offered.Ask(requirement.NormalizedName, requirement.Extras, "", declared);
            }

            offered.Run();
        }

        return offered;
    }

    /// <summary>How a distribution comes with a requirement; null where it does not, or where nobody knows.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    /// <param name="isForProduction">Whether optional dependencies for development do not count.</param>
    public Offer? Find(string normalizedName, bool isForProduction = false) =>
        _offers.TryGetValue(normalizedName, out Offer? found) && !(isForProduction && RankOf(found.Root) == Ranks - 1) ? found : null;

    /// <summary>Whether an extra of which nothing is known bears a name like the distribution's: it most likely brings it.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public bool MayBring(string normalizedName)
    {
        foreach (string extra in _unknownExtras)
        {
            if ((extra.Length >= ShortestExtra && normalizedName.Contains(extra)) || ("-" + extra + "-").Contains("-" + normalizedName + "-"))
                return true;
        }

        return false;
    }

    private static int RankOf(ManifestRequirement declared) => !declared.IsExtra ? 0 : DevelopmentFiles.IsGroup(declared.Group) ? Ranks - 1 : 1;

    private void Run()
    {
        while (_queue.Count > 0)
        {
            Step step = _queue.Dequeue();
            if (_snapshot.Graph.Find(step.Name) is { } installed)
                FollowMetadata(step, installed);
            else
                FollowTables(step);
        }
    }

    private void FollowMetadata(Step step, InstalledDistribution installed)
    {
        foreach (DistributionRequirement declared in installed.Requires)
        {
            Requirement requirement = declared.Requirement;
            if ((step.Extra.Length == 0 || requirement.Marker is { UsesExtra: true }) && _snapshot.Applies(requirement, step.Extra))
                Bring(step, requirement.NormalizedName, requirement.Extras, installed.Name);
        }
    }

    private void FollowTables(Step step)
    {
        string name = ExpectedDistributions.NameOf(step.Name);
        if (step.Extra.Length == 0)
        {
            foreach (string brought in RequirementsMap.Find(step.Name)?.Requires ?? [])
                Bring(step, brought, [], name);
            return;
        }

        IReadOnlyList<string> known = RequirementsMap.OfExtra(step.Name, step.Extra);
        IReadOnlyList<ImplicitUse> rows = _snapshot.Known.Implicit.OfExtra(step.Name, step.Extra);
        foreach (string brought in known)
            Bring(step, brought, [], name);
        foreach (ImplicitUse row in rows)
            Bring(step, PackageName.Normalize(row.Distributions[0]), [], name);
        if (known.Count + rows.Count == 0)
            _unknownExtras.Add(step.Extra);
    }

    private void Bring(Step step, string brought, IReadOnlyList<string> extras, string name)
    {
        string chain = step.Chain + name + (step.Extra.Length == 0 ? "" : $"[{step.Extra}]");
        if (brought != step.Name && !_offers.ContainsKey(brought))
            _offers.Add(brought, new Offer(chain, step.Root));
        Ask(brought, extras, chain + " → ", step.Root);
    }

    private void Ask(string name, IReadOnlyList<string> extras, string chain, ManifestRequirement root)
    {
        if (_seen.Add(name))
            _queue.Enqueue(new Step(name, "", chain, root));
        foreach (string extra in extras)
        {
            string normalized = PackageName.Normalize(extra);
            if (_seen.Add(name + "[" + normalized))
                _queue.Enqueue(new Step(name, normalized, chain, root));
        }
    }

    /// <summary>A distribution, or one of its extras, and the names before it, with an arrow at their end.</summary>
    private sealed record Step(string Name, string Extra, string Chain, ManifestRequirement Root);
}
