using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>An installed distribution of which there is a newer version.</summary>
/// <param name="Installed">What is installed.</param>
/// <param name="Version">Its version.</param>
/// <param name="Latest">The newest there is.</param>
internal sealed record UpdateCandidate(InstalledDistribution Installed, PackageVersion Version, PackageVersion Latest)
{
    public string Name => Installed.NormalizedName;
}

/// <summary>
/// What an update is asked of pip's resolver: every installed distribution as a root, so that nothing that is installed gets in the way of anything else,
/// bounded by what the project requires and, for those that are held, by their present version.
/// </summary>
internal sealed class UpdateQuestion
{
    private readonly Snapshot _snapshot;
    private readonly UpdateScope _scope;
    private readonly bool _updatesPins;
    private readonly List<InstalledDistribution> _movable = [];

    public UpdateQuestion(Snapshot snapshot, UpdateScope scope, bool updatesPins)
    {
        _snapshot = snapshot;
        _scope = scope;
        _updatesPins = updatesPins;
        foreach (InstalledDistribution distribution in snapshot.Environment!.Distributions)
        {
            // What was installed from a path or a URL has no newer version on an index.
            if (distribution.ParsedVersion is not null && distribution.EditableLocation is null && distribution.DirectUrl is null && distribution.NormalizedName != "pip"
                && FilePaths.IsInside(distribution.MetadataPath, snapshot.Environment.Root) && !snapshot.Required.IsProject(distribution.NormalizedName))
            {
                _movable.Add(distribution);
            }
        }
    }

    /// <summary>Whether pip may exchange the distribution.</summary>
    public bool IsMovable(string name) => _movable.Exists(distribution => distribution.NormalizedName == name);

    /// <summary>The roots: every distribution that pip may exchange, with the extras that the project asks for.</summary>
    public IEnumerable<string> Roots()
    {
        foreach (InstalledDistribution distribution in _movable)
        {
            var extras = new SortedSet<string>(StringComparer.Ordinal);
            foreach (ManifestRequirement declared in Applying())
            {
                if (declared.Requirement!.NormalizedName == distribution.NormalizedName)
                    extras.UnionWith(declared.Requirement.Extras);
            }

            yield return extras.Count == 0 ? distribution.Name : $"{distribution.Name}[{string.Join(",", extras)}]";
        }
    }

    /// <summary>The bounds of every root.</summary>
    /// <param name="free">Names of those that may change; the others keep their version.</param>
    public IEnumerable<string> Constraints(ICollection<string> free)
    {
        foreach (InstalledDistribution distribution in _movable)
        {
            yield return free.Contains(distribution.NormalizedName)
                ? distribution.Name + _scope.Bounds(distribution.ParsedVersion!)
                : $"{distribution.Name}=={distribution.Version}";
        }

        foreach (ManifestRequirement declared in Applying())
        {
            Requirement requirement = declared.Requirement!;
            if (requirement.Specifier.Specifiers.Count > 0 && !(_updatesPins && RequirementsUpdate.IsMovablePin(declared)))
                yield return $"{requirement.Name}{requirement.Specifier}";
        }
    }

    /// <summary>Who keeps a distribution from a version: requirements of the project, and of what is or will be installed.</summary>
    public string Holder(UpdateCandidate candidate, IReadOnlyList<PipInstall> installs)
    {
        if (!_scope.Allows(candidate.Version, candidate.Latest))
            return "beyond DocuSenseUpdateScope";
        foreach (ManifestRequirement declared in Applying())
        {
            Requirement requirement = declared.Requirement!;
            if (requirement.NormalizedName == candidate.Name && !requirement.Specifier.Contains(candidate.Latest, prereleases: true) && !(_updatesPins && RequirementsUpdate.IsMovablePin(declared)))
                return $"'{declared.DisplayText}' in {_snapshot.Relative(declared.File)}, line {declared.Span.Line}";
        }

        foreach (PipInstall install in installs)
        {
            foreach (string text in install.Requires)
            {
                if (Requirement.TryParse(text, out Requirement? needed, out _) && Excludes(needed, candidate))
                    return $"{install.Name} {install.Version} needs {needed.Name}{needed.Specifier}";
            }
        }

        foreach (Dependency dependency in _snapshot.Graph.Dependents(candidate.Name))
        {
            if (Excludes(dependency.Declared.Requirement, candidate) && !installs.Any(install => install.NormalizedName == dependency.From.NormalizedName))
                return $"{dependency.From.Name} {dependency.From.Version} needs {candidate.Installed.Name}{dependency.Declared.Requirement.Specifier}";
        }

        return "pip finds no set of versions with it";
    }

    private bool Excludes(Requirement needed, UpdateCandidate candidate) =>
        needed.NormalizedName == candidate.Name && _snapshot.Applies(needed) && !needed.Specifier.Contains(candidate.Latest, prereleases: true);

    private IEnumerable<ManifestRequirement> Applying()
    {
        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared.Requirement is { Url: null } requirement && declared.Kind != RequirementKind.Build && !declared.IsExtra && _snapshot.Applies(requirement)
                && IsMovable(requirement.NormalizedName))
            {
                yield return declared;
            }
        }
    }
}
