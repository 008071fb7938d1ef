namespace DocuSense.Maintenance.Analysis;

/// <summary>What is said of a requirement.</summary>
public enum Verdict
{
    /// <summary>Neither use nor the lack of it could be shown.</summary>
    Unknown,

    /// <summary>The project uses it.</summary>
    Used,

    /// <summary>The project does not use it, but something it uses brings it: the requirement only holds its version.</summary>
    Pinned,

    /// <summary>Nothing uses it.</summary>
    Unused,
}

/// <summary>One reason for a verdict.</summary>
/// <param name="Kind">
/// Of use: <c>import</c>, <c>command</c>, <c>configuration</c>, <c>url</c>, <c>implicit</c>, <c>plugin</c>, <c>dynamic</c>, <c>stub</c>, <c>build</c>, <c>project</c>, <c>brings</c>, <c>loaded</c>. Of a
/// pin: <c>dependency</c>, <c>extra</c>, <c>constraint</c>. Of doubt: <c>entry-point</c>, <c>known-use</c>, <c>optional-dependency</c>, <c>mention</c>, <c>own-module</c>,
/// <c>pin</c>, <c>not-known</c>, <c>dynamic-import</c>, <c>unread</c>, <c>was-loaded</c>.
/// </param>
/// <param name="File">Absolute path, or null.</param>
/// <param name="Line">From 1; 0 for none.</param>
/// <param name="Detail">A few words.</param>
public sealed record Evidence(string Kind, string? File, int Line, string Detail)
{
    /// <summary>In characters, from 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>Whether the file is a test, or what only developers and their pipelines run.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether the file is beside the product: a test, a script, an example, a notebook.</summary>
    public bool IsAuxiliary { get; init; }

    /// <summary>An import for type checkers alone.</summary>
    public bool IsTypeChecking { get; init; }

    /// <summary>An import whose failure is caught, or a use of what is used where it is there.</summary>
    public bool IsOptional { get; init; }
}
