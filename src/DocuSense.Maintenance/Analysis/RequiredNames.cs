using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The names that the manifests require, and how far they can be trusted to be all.</summary>
public sealed class RequiredNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _malformed = [];
    private readonly List<ManifestRequirement> _opaque = [];
    private readonly List<string> _unknownModules = [];
    private readonly HashSet<string> _withUnknownExtras = new(StringComparer.Ordinal);
    private readonly Snapshot _snapshot;
    private readonly string? _project;

    internal RequiredNames(Snapshot snapshot)
    {
        _snapshot = snapshot;
        _project = snapshot.Manifests.ProjectName is { } project ? PackageName.Normalize(project) : null;
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind == RequirementKind.Constraint)
                continue;
            HasAny |= declared.Kind == RequirementKind.Requirement;
            AddUnknown(declared);
            if (declared.Requirement is not { } requirement)
            {
                IsOpen = true;
                continue;
            }

            _names.Add(requirement.NormalizedName);

            // A requirement that is not installed, and that nothing is known of, may provide anything.
            if (declared.Kind == RequirementKind.Requirement && snapshot.Graph.Find(requirement.NormalizedName) is not { ModulesKnown: true } && ModuleMap.Find(requirement.NormalizedName) is null)
                _unknownModules.Add(requirement.NormalizedName);
        }

        foreach (ManifestProblem problem in snapshot.Manifests.Problems)
        {
            if (HidesRequirements(problem))
                Hiding ??= problem;
            if (problem.Text is { } text)
                _malformed.Add(PackageName.Normalize(text));
        }

        IsOpen |= Hiding is not null;
    }

    /// <summary>Whether anything is required at all.</summary>
    public bool HasAny { get; }

    /// <summary>Whether something is required whose name is not known (a bare path or URL), or a manifest could not be read in full.</summary>
    public bool IsOpen { get; }

    /// <summary>Why requirements may have gone unread: the first problem that hides some; null for none.</summary>
    public ManifestProblem? Hiding { get; }

    /// <summary>
    /// The first requirement that is got from a place outside of the backend (a path, an archive, a URL) and not installed: neither its code nor what it
    /// needs has been seen. Null for none.
    /// </summary>
    public ManifestRequirement? Unseen { get; private set; }

    /// <summary>The requirements that are not installed and of which nothing says what they bring or use.</summary>
    public IReadOnlyList<ManifestRequirement> Opaque => _opaque;

    /// <summary>Whether something that is required and applies is not installed: what it brings is not there either, and nobody can tell by the environment.</summary>
    public bool IsAnyAbsent { get; private set; }

    /// <summary>What is not installed and required with an extra of which nothing says what it brings; names in PEP 503 normal form.</summary>
    public IReadOnlyCollection<string> WithUnknownExtras => _withUnknownExtras;

    /// <summary>Whether a requirement is not installed and nothing is known of what it provides.</summary>
    public bool HasUnknownModules => _unknownModules.Count > 0;

    /// <summary>Whether the distribution is required, by any group, extra or build.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public bool Contains(string normalizedName) => _names.Contains(normalizedName);

    /// <summary>Whether something is required that may be one of the distributions under another name, as forks have: <c>phonenumberslite</c>, <c>whoosh-reloaded</c>.</summary>
    /// <param name="names">Any spelling.</param>
    public bool HasForkOf(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string normalized = PackageName.Normalize(name);
            foreach (string required in _unknownModules)
            {
                if (normalized.Length > 2 && required.StartsWith(normalized, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line that could not be read seems to name one of the distributions: it is reported already.</summary>
    public bool IsMalformed(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string normalized = PackageName.Normalize(name);
            foreach (string line in _malformed)
            {
                if (line.StartsWith(normalized, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the distribution is the backend itself, installed in place.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public bool IsProject(string normalizedName)
    {
        if (normalizedName == _project)
            return true;
        if (_snapshot.Graph.Find(normalizedName)?.EditableLocation is not { } location)
            return false;
        string folder = Path.GetFullPath(location);
        return FilePaths.IsInside(folder, _snapshot.Options.Backend) || FilePaths.IsInside(_snapshot.Options.Backend, folder);
    }

    private void AddUnknown(ManifestRequirement declared)
    {
        Requirement? requirement = declared.Requirement;
        if (declared.Kind != RequirementKind.Requirement || declared.IsExtra || (requirement is not null && (IsThere(requirement) || !_snapshot.Applies(requirement))))
            return;
        IsAnyAbsent = true;
        foreach (string extra in requirement?.Extras ?? [])
        {
            if (IsUnknown(requirement!.NormalizedName, PackageName.Normalize(extra)))
                _withUnknownExtras.Add(requirement.NormalizedName);
        }

        if (declared.Location is null)
        {
            if (RequirementsMap.Find(requirement!.NormalizedName) is null)
                _opaque.Add(declared);
            return;
        }

        // What the project itself needs is listed in its own manifests, or in its setup.py, which no check runs; its code has been read either way.
        string backend = _snapshot.Options.Backend;
        _opaque.Add(declared);
        if (LocatedRequirements.FolderOf(declared, backend) is not { } folder || !(FilePaths.IsInside(folder, backend) || FilePaths.IsInside(backend, folder)))
            Unseen ??= declared;

        bool IsUnknown(string name, string extra) => RequirementsMap.OfExtra(name, extra).Count == 0 && _snapshot.Known.Implicit.OfExtra(name, extra).Count == 0;

        bool IsThere(Requirement named) => named.NormalizedName == _project || _snapshot.Graph.Find(named.NormalizedName) is not null;
    }

    /// <summary>Whether requirements may have gone unread: a file that is missing or unreadable, or structured text broken somewhere. A bad line hides only itself.</summary>
    private static bool HidesRequirements(ManifestProblem problem) => problem.Kind switch
    {
        ManifestProblemKind.Cycle => false,
        ManifestProblemKind.FileNotFound when problem.IsConstraint => false,
        ManifestProblemKind.Invalid => !problem.File.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && !problem.File.EndsWith(".in", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
