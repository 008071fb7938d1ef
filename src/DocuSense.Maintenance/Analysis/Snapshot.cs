using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Everything that was observed of a backend: facts, no judgement. Rules read it and nothing else.</summary>
public sealed class Snapshot
{
    public required CheckOptions Options { get; init; }

    public required ManifestSet Manifests { get; init; }

    /// <summary>The environment, or null where there is none.</summary>
    public PythonEnvironment? Environment { get; init; }

    /// <summary>What markers are evaluated against; null where the Python version is not known.</summary>
    public MarkerEnvironment? Markers { get; init; }

    /// <summary>The source files, ordered by relative path.</summary>
    public required IReadOnlyList<ScannedFile> Sources { get; init; }

    /// <summary>What files use without importing it: of each source, and of each text file.</summary>
    public required IReadOnlyList<FileHints> Hints { get; init; }

    /// <summary>What is known of modules and commands wherever they are installed.</summary>
    public required KnownFacts Known { get; init; }

    /// <summary>The files that there were when the observation began, for change detection; null where nobody listed any.</summary>
    internal SourceListing? Listing { get; init; }

    /// <summary>Folders that could not be read (absolute).</summary>
    public required IReadOnlyList<string> UnreadableFolders { get; init; }

    /// <summary>The modules the project itself provides.</summary>
    public required ModuleIndex Modules { get; init; }

    /// <summary>Where names of distributions and modules occur outside of imports.</summary>
    public required Mentions Mentions { get; init; }

    /// <summary>A path as a reader of messages wants it: relative to the backend, with forward slashes, where it lies below it.</summary>
    public string Relative(string path) => FilePaths.Relative(path, Options.Backend);

    private DistributionGraph? _graph;
    private ImportMap? _imports;
    private UseIndex? _uses;
    private UsageAnalysis? _usage;
    private RequiredNames? _required;

    /// <summary>The same facts with the places where names occur; what was derived from the other facts is kept.</summary>
    internal Snapshot With(Mentions mentions) => new()
    {
        Options = Options,
        Manifests = Manifests,
        Environment = Environment,
        Markers = Markers,
        Sources = Sources,
        Hints = Hints,
        Known = Known,
        Listing = Listing,
        UnreadableFolders = UnreadableFolders,
        Modules = Modules,
        Mentions = mentions,
        _graph = _graph,
        _imports = _imports,
        _uses = _uses,
        _required = _required,
    };

    /// <summary>Who requires whom among what is installed.</summary>
    public DistributionGraph Graph => _graph ??= DistributionGraph.Create(this);

    /// <summary>Which distribution each import reaches.</summary>
    public ImportMap Imports => _imports ??= ImportMap.Create(this);

    /// <summary>What uses each distribution, by its own evidence.</summary>
    public UseIndex Uses => _uses ??= UseIndex.Create(this);

    /// <summary>Which requirement is used, and by what.</summary>
    public UsageAnalysis Usage => _usage ??= UsageAnalysis.Judge(this);

    /// <summary>The environment's minor Python version (11 for 3.11), or null.</summary>
    public int? PythonMinor
    {
        get
        {
            string[]? parts = Environment?.PythonVersion?.Split('.');
            return parts is { Length: >= 2 } && parts[0] == "3"
                && int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int minor) ? minor : null;
        }
    }

    /// <summary>Whether the installed distributions can be relied on: the environment is there and its site-packages could be read.</summary>
    public bool HasInstallation => Environment is { SitePackages.Count: > 0 };

    /// <summary>Whether the requirement applies in this environment. A marker that cannot be decided, for want of a Python version, does not hold.</summary>
    public bool Applies(Requirement requirement, string extra = "") =>
        requirement.Marker is null || (Markers is not null && requirement.Marker.Evaluate(Markers, extra));

    /// <summary>Whether all of the project's code was read, so that the lack of an import means something.</summary>
    public bool IsFullyRead => Sources.Count > 0 && UnreadableFolders.Count == 0 && Sources.All(static source => source.Result is not null);

    /// <summary>The names that the manifests require, and how far they can be trusted to be all.</summary>
    public RequiredNames Required => _required ??= new RequiredNames(this);
}
