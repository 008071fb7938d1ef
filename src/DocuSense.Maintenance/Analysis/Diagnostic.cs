namespace DocuSense.Maintenance.Analysis;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Silenced: kept in the facts, shown nowhere.</summary>
    None,

    /// <summary>Advice.</summary>
    Message,

    /// <summary>It works today and is wrong.</summary>
    Warning,

    /// <summary>The backend will not install, import or start.</summary>
    Error,
}

/// <summary>A finding: what, how grave, where.</summary>
public sealed record Diagnostic
{
    /// <summary>The code, <c>DSM</c> and four digits.</summary>
    public required string Code { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Absolute path of the file a person would edit; null only where no file is concerned.</summary>
    public string? File { get; init; }

    public SourceSpan Span { get; init; } = SourceSpan.Start;

    /// <summary>One plain sentence or two: what is wrong and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The distribution concerned in its PEP 503 normal form, or null; suppressions match on it.</summary>
    public string? Package { get; init; }
}
