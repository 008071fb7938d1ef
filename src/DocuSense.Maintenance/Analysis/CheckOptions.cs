namespace DocuSense.Maintenance.Analysis;

/// <summary>A finding that the project accepts, with the reason.</summary>
/// <param name="Code">The diagnostic code.</param>
/// <param name="Package">The distribution (any spelling) or module; null for every one.</param>
/// <param name="Path">A glob relative to the backend (<c>app/legacy/**</c>); null for every file.</param>
/// <param name="Justification">Why it is accepted.</param>
/// <param name="Expires">The last day it holds, <c>yyyy-MM-dd</c>; null for ever.</param>
/// <param name="File">Absolute path of the project file that declares it, where known.</param>
/// <param name="Line">Its line there, from 1; 0 where not known.</param>
public sealed record Suppression(string Code, string? Package, string? Path, string? Justification, string? Expires, string? File = null, int Line = 0);

/// <summary>What a check is to look at.</summary>
public sealed record CheckOptions
{
    /// <summary>Absolute path of the backend's folder (<c>DocuSenseBackend</c>).</summary>
    public required string Backend { get; init; }

    /// <summary>Absolute path of the project file that asks, for findings about its own properties.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>Absolute path of the environment (<c>DocuSenseVenv</c>), or null to look for it.</summary>
    public string? Environment { get; init; }

    /// <summary>Absolute paths of the manifests (<c>DocuSenseRequirements</c>); empty to look for them.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Globs relative to the backend of files that are not scanned (<c>DocuSenseExclude</c>).</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>What the project knows of modules (<c>DocuSenseModule</c>).</summary>
    public IReadOnlyList<KnownModule> KnownModules { get; init; } = [];

    /// <summary>What the project knows of uses without an import (<c>DocuSenseUse</c>).</summary>
    public IReadOnlyList<KnownUse> KnownUses { get; init; } = [];

    /// <summary>Absolute path of the folder for the cache and <c>analysis.json</c> (<c>obj/docusense</c>); null to keep nothing.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Version of the tool, part of the cache's key.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>The day against which expiry dates count.</summary>
    public DateTime Today { get; init; } = DateTime.UtcNow.Date;

    /// <summary>Whether a check with other options finds the same, and keeps it in the same place.</summary>
    public bool AsksTheSameAs(CheckOptions other) => OutputFolder == other.OutputFolder && CheckInputs.KeyOf(this) == CheckInputs.KeyOf(other);
}

/// <summary>What a check found.</summary>
public sealed record CheckResult
{
    /// <summary>Findings with their default severities, suppressed ones left out, ordered by file, line, column and code.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    public int SourceFileCount { get; init; }

    public int RequirementCount { get; init; }

    public int DistributionCount { get; init; }

    /// <summary>Findings that a suppression silenced, in the order in which they were made.</summary>
    public IReadOnlyList<SuppressedDiagnostic> Suppressed { get; init; } = [];

    /// <summary>Whether nothing had changed and the findings were replayed from the cache.</summary>
    public bool Replayed { get; init; }

    /// <summary>What the findings depend on, as it was; null where it is not known.</summary>
    internal ResultFile? Inputs { get; init; }
}
