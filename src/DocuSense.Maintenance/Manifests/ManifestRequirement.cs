using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>How a manifest lists a requirement.</summary>
public enum RequirementKind
{
    /// <summary>To be installed.</summary>
    Requirement,

    /// <summary>Only bounds a version (<c>-c</c>).</summary>
    Constraint,

    /// <summary>Needed to build the project (<c>[build-system] requires</c>).</summary>
    Build,
}

/// <summary>One requirement and the place that declares it.</summary>
public sealed record ManifestRequirement
{
    /// <summary>The requirement; null for a bare path, URL or editable whose distribution name cannot be told from the text.</summary>
    public Requirement? Requirement { get; init; }

    /// <summary>The requirement as written, continuation lines joined, without options and comment.</summary>
    public required string Text { get; init; }

    /// <summary><see cref="Text"/> for messages and reports: without credentials, and no longer than a message can bear.</summary>
    public string DisplayText => ProblemText.Show(Text);

    /// <summary>Absolute path of the manifest.</summary>
    public required string File { get; init; }

    /// <summary>Where the requirement stands (its text, without options and comment).</summary>
    public required SourceSpan Span { get; init; }

    public RequirementKind Kind { get; init; }

    /// <summary>
    /// The group: empty for the main one; otherwise the extra, PEP 735 group or Poetry group, or for requirement files the
    /// part of the name that tells (<c>requirements-dev.txt</c>, <c>requirements/dev.txt</c> → <c>dev</c>).
    /// </summary>
    public string Group { get; init; } = "";

    /// <summary>Whether the requirement is an optional dependency (an extra) of the project.</summary>
    public bool IsExtra { get; init; }

    public bool IsEditable { get; init; }

    /// <summary>The local path or URL of a bare path, URL or editable requirement.</summary>
    public string? Location { get; init; }

    /// <summary>Whether <c>[tool.uv.sources]</c> says where to get it, which uv heeds for what is required directly alone.</summary>
    public bool HasSource { get; init; }

    /// <summary>The values of <c>--hash</c>.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>The distributions that ask for it by the comments of the tool that wrote the file (<c># via requests</c>); names in PEP 503 normal form.</summary>
    public IReadOnlyList<string> AskedBy { get; init; } = [];

    /// <summary>The comment on the requirement's own line, without <c>#</c> and surrounding blanks.</summary>
    public string? Comment { get; init; }
}

/// <summary>What is wrong with a manifest.</summary>
public enum ManifestProblemKind
{
    /// <summary>A line or value that is not a requirement, nor an option pip knows.</summary>
    Invalid,

    /// <summary>A file that is included, or was named by the project, does not exist.</summary>
    FileNotFound,

    /// <summary>A file that includes itself, directly or through others.</summary>
    Cycle,

    /// <summary>A file that exists and cannot be read or decoded.</summary>
    Unreadable,

    /// <summary>Requirements that are included by URL: no mistake, but nobody knows here what they are.</summary>
    Remote,
}

/// <summary>A problem of a manifest and its place.</summary>
public sealed record ManifestProblem(ManifestProblemKind Kind, string File, SourceSpan Span, string Message)
{
    /// <summary>The line or value that is not a requirement, as written; null for other problems.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a constraints file is concerned, which requires nothing.</summary>
    public bool IsConstraint { get; init; }
}

/// <summary>All requirements of a backend, and what was wrong on the way.</summary>
public sealed record ManifestSet
{
    public required IReadOnlyList<ManifestRequirement> Requirements { get; init; }

    public required IReadOnlyList<ManifestProblem> Problems { get; init; }

    /// <summary>Absolute paths of all files that were read or looked for, for change detection.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary><c>requires-python</c> with its place, where a manifest states it.</summary>
    public RequiresPython? RequiresPython { get; init; }

    /// <summary>The project's own distribution name (<c>[project] name</c>), or null.</summary>
    public string? ProjectName { get; init; }
}

/// <summary>The Python versions a project supports, and where it says so.</summary>
public sealed record RequiresPython(SpecifierSet Specifier, string Text, string File, SourceSpan Span);
