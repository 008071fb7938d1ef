using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Environments;

/// <summary>A distribution found in an environment, read from its metadata folder.</summary>
public sealed record InstalledDistribution
{
    /// <summary>The name as METADATA states it (or the folder name where METADATA cannot be read).</summary>
    public required string Name { get; init; }

    /// <summary>The PEP 503 normal form.</summary>
    public required string NormalizedName { get; init; }

    /// <summary>The version as METADATA states it.</summary>
    public required string Version { get; init; }

    /// <summary>The parsed version; null for a legacy version that PEP 440 does not accept.</summary>
    public PackageVersion? ParsedVersion { get; init; }

    /// <summary>Absolute path of the <c>*.dist-info</c> or <c>*.egg-info</c> folder (or file).</summary>
    public required string MetadataPath { get; init; }

    /// <summary>Absolute path of METADATA or PKG-INFO, whether or not it exists.</summary>
    public required string MetadataFile { get; init; }

    /// <summary>Absolute path of the file that states <see cref="Requires"/>: METADATA, PKG-INFO or <c>requires.txt</c>.</summary>
    public string RequiresFile { get => field ?? MetadataFile; init; }

    /// <summary>The <c>Requires-Dist</c> (or <c>requires.txt</c>) entries that parse.</summary>
    public required IReadOnlyList<DistributionRequirement> Requires { get; init; }

    /// <summary>The extras offered (<c>Provides-Extra</c>), as written.</summary>
    public required IReadOnlyList<string> Extras { get; init; }

    public string? RequiresPython { get; init; }

    /// <summary>What installed it (<c>pip</c>, <c>uv</c>, <c>conda</c>, <c>debian</c>), or null.</summary>
    public string? Installer { get; init; }

    /// <summary>Whether the INSTALLER or REQUESTED file says a person asked for it; null where neither tells.</summary>
    public bool? IsRequested { get; init; }

    /// <summary>The project folder of an editable install (<c>direct_url.json</c>, <c>.egg-link</c>, <c>.pth</c>), or null.</summary>
    public string? EditableLocation { get; init; }

    /// <summary>The direct URL it was installed from without credentials, or null.</summary>
    public string? DirectUrl { get; init; }

    /// <summary>
    /// The importable modules and packages it provides, dotted and no longer than needed to tell distributions apart:
    /// <c>google.cloud.storage</c> for a namespace package's portion, otherwise the top level (<c>requests</c>).
    /// </summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>
    /// Modules it provides to type checkers alone (PEP 561): <c>yaml</c> for the folder <c>yaml-stubs</c> or a package of <c>.pyi</c> files.
    /// </summary>
    public IReadOnlyList<string> StubModules { get; init; } = [];

    /// <summary>Whether <see cref="Modules"/> comes from RECORD, <c>top_level.txt</c> or the files themselves; false where it could not be told.</summary>
    public bool ModulesKnown { get; init; }

    /// <summary>Entry points by group: group, name, value.</summary>
    public required IReadOnlyList<EntryPoint> EntryPoints { get; init; }

    /// <summary>Size on disk of the files RECORD lists, in bytes, compiled ones without a stated size not counted; 0 where not known.</summary>
    public long Bytes { get; init; }

    /// <summary>The tags of the WHEEL file; empty where there is none.</summary>
    public required IReadOnlyList<string> WheelTags { get; init; }

    /// <summary>
    /// Whether its metadata folder and what RECORD lists in site-packages are all it was read from, so that it stays as it is while these do;
    /// false where folders that a <c>.pth</c> file adds, or an editable install, lead elsewhere.
    /// </summary>
    internal bool IsSelfContained { get; init; }

    /// <summary>What is wrong with the installation of this distribution: missing METADATA, unreadable RECORD, files gone.</summary>
    public required IReadOnlyList<DistributionProblem> Problems { get; init; }
}

/// <summary>One <c>Requires-Dist</c> entry and its line in the metadata file.</summary>
public sealed record DistributionRequirement(Requirement Requirement, int Line)
{
    /// <summary>The entry as written.</summary>
    internal string Text { get; init; } = "";
}

/// <summary>An entry point: <c>group</c> such as <c>console_scripts</c>, its name and the object it names.</summary>
public sealed record EntryPoint(string Group, string Name, string Value);

/// <summary>A fault of one installed distribution; the file is absolute.</summary>
public sealed record DistributionProblem(string File, string Message)
{
    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; init; } = 1;
}
