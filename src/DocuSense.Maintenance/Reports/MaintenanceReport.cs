using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports;

/// <summary>The state of a backend in one word, as .NET's own health checks call it.</summary>
public enum ReportStatus
{
    /// <summary>Neither an error nor a warning.</summary>
    Healthy,

    /// <summary>It works today, and something is wrong: at least one warning.</summary>
    Degraded,

    /// <summary>It will not install, import or start: at least one error.</summary>
    Unhealthy,
}

/// <summary>Everything that a report tells, in the order in which it is told. Renderers read it and compute nothing.</summary>
public sealed record MaintenanceReport
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The version of the tool, <c>1.0.0</c>.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Absolute path of the backend.</summary>
    public required string Backend { get; init; }

    public required ReportStatus Status { get; init; }

    public required ReportEnvironment Environment { get; init; }

    /// <summary>Every requirement, in the order of the manifests.</summary>
    public required IReadOnlyList<ReportRequirement> Requirements { get; init; }

    /// <summary>How many distributions the manifests require, in all groups, each counted once; constraints and what only builds the project do not count.</summary>
    public int DependenciesCount { get; init; }

    /// <summary>Everything installed, by name.</summary>
    public required IReadOnlyList<ReportDistribution> Distributions { get; init; }

    /// <summary>Who requires whom among what is installed.</summary>
    public required IReadOnlyList<ReportDependency> Dependencies { get; init; }

    /// <summary>The findings, as the check shows them: errors first, then by place.</summary>
    public required IReadOnlyList<Diagnostic> Findings { get; init; }

    /// <summary>What would make it better, a sentence each.</summary>
    public required IReadOnlyList<string> Suggestions { get; init; }

    /// <summary>What the last import tests measured; null where none have run.</summary>
    public ReportImports? Imports { get; init; }

    /// <summary>What the maintenance verbs of this run did, in order; empty where only a report was asked for.</summary>
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];

    /// <summary>The reports before this one, oldest first; this one is not among them.</summary>
    public IReadOnlyList<ReportHistoryEntry> History { get; init; } = [];
}

/// <summary>The virtual environment.</summary>
public sealed record ReportEnvironment
{
    /// <summary>Absolute path; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary><c>3.13.4</c>; null where not known.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>The version of pip that is installed in it, <c>25.2</c>; null for none.</summary>
    public string? PipVersion { get; init; }

    /// <summary>Whether there is a virtual environment that can be used.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>Whether every requirement that applies is installed in a version that it allows.</summary>
    public required bool HasAllRequirements { get; init; }

    /// <summary>Whether what is installed contradicts itself.</summary>
    public required bool HasConflicts { get; init; }

    /// <summary>Bytes on disk of everything installed.</summary>
    public required long Bytes { get; init; }
}

/// <summary>A requirement and what is known of its use.</summary>
public sealed record ReportRequirement
{
    /// <summary>As it is written.</summary>
    public required string Text { get; init; }

    /// <summary>The distribution, as written.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the manifest.</summary>
    public required string File { get; init; }

    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>The group that it is listed in; empty for the main one.</summary>
    public required string Group { get; init; }

    public required Verdict Verdict { get; init; }

    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>A distribution that is installed.</summary>
public sealed record ReportDistribution
{
    public required string Name { get; init; }

    /// <summary>PEP 503 normal form: what <see cref="ReportDependency"/> refers to.</summary>
    public required string NormalizedName { get; init; }

    public required string Version { get; init; }

    /// <summary>On disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>What would go if nothing required it any more, itself included: bytes on disk.</summary>
    public required long ExclusiveBytes { get; init; }

    /// <summary>Whether a manifest names it.</summary>
    public required bool IsDirect { get; init; }

    /// <summary>The verdict on the requirement that names it; null where none does.</summary>
    public Verdict? Verdict { get; init; }
}

/// <summary>One installed distribution requires another one.</summary>
public sealed record ReportDependency
{
    /// <summary>Who requires, in normal form.</summary>
    public required string From { get; init; }

    /// <summary>What is required, in normal form; it may not be installed.</summary>
    public required string To { get; init; }

    /// <summary>The requirement as its metadata writes it, <c>starlette&lt;0.37.0,&gt;=0.36.3</c>.</summary>
    public required string Requirement { get; init; }

    /// <summary>Whether something is installed and satisfies it.</summary>
    public required bool IsSatisfied { get; init; }
}

/// <summary>What importing the modules costs. Seconds.</summary>
public sealed record ReportImports
{
    /// <summary>When it was measured.</summary>
    public required DateTimeOffset Measured { get; init; }

    /// <summary>The sum of what each distribution costs by itself, each counted once: about what a start of the whole application takes.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>The modules, dearest first.</summary>
    public required IReadOnlyList<ReportModule> Modules { get; init; }

    /// <summary>What each distribution costs by itself, dearest first.</summary>
    public required IReadOnlyList<ReportImportCost> Distributions { get; init; }
}

/// <summary>What importing one module of the backend costs.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="File">Absolute path; null where it has none.</param>
/// <param name="Imported">Whether the import succeeded.</param>
/// <param name="CumulativeSeconds">With everything that it imports.</param>
/// <param name="SelfSeconds">By itself.</param>
public sealed record ReportModule(string Module, string? File, bool Imported, double CumulativeSeconds, double SelfSeconds);

/// <summary>What importing one distribution costs.</summary>
/// <param name="Distribution">Its name.</param>
/// <param name="SelfSeconds">By itself: the most that any module paid for it.</param>
/// <param name="LoadedBy">How many modules of the backend load it.</param>
public sealed record ReportImportCost(string Distribution, double SelfSeconds, int LoadedBy);

/// <summary>What one maintenance verb did.</summary>
/// <param name="Verb"><c>Restore</c>, <c>Update</c>, <c>Clean</c>, <c>Optimize</c> or <c>Test</c>.</param>
/// <param name="Summary">What came of it, in a sentence.</param>
/// <param name="Applied">Whether anything was changed.</param>
/// <param name="BytesFreed">Bytes.</param>
/// <param name="Steps">Its steps, a line each.</param>
public sealed record ReportRun(string Verb, string Summary, bool Applied, long BytesFreed, IReadOnlyList<string> Steps);

/// <summary>What is kept of an earlier report: the figures whose course over time is shown.</summary>
public sealed record ReportHistoryEntry
{
    public required DateTimeOffset Timestamp { get; init; }

    public required ReportStatus Status { get; init; }

    public required int Errors { get; init; }

    public required int Warnings { get; init; }

    /// <summary>How many requirements there were.</summary>
    public required int Requirements { get; init; }

    /// <summary>How many distributions were installed.</summary>
    public required int Distributions { get; init; }

    /// <summary>Bytes on disk of everything installed.</summary>
    public required long Bytes { get; init; }

    /// <summary><see cref="ReportImports.TotalSeconds"/>; null where not measured.</summary>
    public double? ImportSeconds { get; init; }
}
