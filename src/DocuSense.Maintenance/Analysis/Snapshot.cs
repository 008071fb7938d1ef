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

    /// <summary>The project's own compiled modules (absolute), whose imports no source shows.</summary>
    public IReadOnlyList<string> CompiledModules { get; init; } = [];

    /// <summary>Folders of the backend that list requirements of their own.</summary>
    public OtherProjects OtherProjects { get; init; } = OtherProjects.None;

    /// <summary>Where names of distributions and modules occur outside of imports.</summary>
    public required Mentions Mentions { get; init; }

    /// <summary>What the last import tests saw being loaded, as far as it still holds.</summary>
    public RuntimeLoads Loads { get; init; } = RuntimeLoads.None;

    /// <summary>Which installed distributions import a requirement that nothing else seems to use, and where; by the requirement's normalised name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<InstalledImport>> InstalledImports { get; init; } = new Dictionary<string, IReadOnlyList<InstalledImport>>();

    /// <summary>A path as a reader of messages wants it: relative to the backend, with forward slashes, where it lies below it.</summary>
    public string Relative(string path) => FilePaths.Relative(path, Options.Backend);

    private DistributionGraph? _graph;
    private ExpectedDistributions? _expected;
    private OfferedDistributions? _offered;
    private ImportMap? _imports;
    private UseIndex? _uses;
    private AskedModules? _askedModules;
    private UsageAnalysis? _usage;
    private RequiredNames? _required;

    /// <summary>The same facts with those that are only looked for where a requirement seems unused; what was derived from the other facts is kept.</summary>
    internal Snapshot With(Mentions mentions, IReadOnlyDictionary<string, IReadOnlyList<InstalledImport>> installedImports) => new()
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
        OtherProjects = OtherProjects,
        CompiledModules = CompiledModules,
        Mentions = mentions,
        Loads = Loads,
        InstalledImports = installedImports,
        _graph = _graph,
        _expected = _expected,
        _offered = _offered,
        _imports = _imports,
        _uses = _uses,
        _askedModules = _askedModules,
        _required = _required,
    };

    /// <summary>Who requires whom among what is installed.</summary>
    public DistributionGraph Graph => _graph ??= DistributionGraph.Create(this);

    /// <summary>What requirements that are not installed would bring.</summary>
    public ExpectedDistributions Expected => _expected ??= ExpectedDistributions.Create(this);

    /// <summary>What requirements, optional ones included, would bring if all of them were installed.</summary>
    public OfferedDistributions Offered => _offered ??= OfferedDistributions.Create(this);

    /// <summary>Which distribution each import reaches.</summary>
    public ImportMap Imports => _imports ??= ImportMap.Create(this);

    /// <summary>What uses each distribution, by its own evidence.</summary>
    public UseIndex Uses => _uses ??= UseIndex.Create(this);

    /// <summary>Where code asks whether a module is there before it imports it.</summary>
    internal AskedModules AskedModules => _askedModules ??= AskedModules.Create(this);

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
