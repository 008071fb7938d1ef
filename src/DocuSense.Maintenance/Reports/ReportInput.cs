using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports;

/// <summary>What a report is made from: facts and judgements that others have come to.</summary>
public sealed record ReportInput
{
    /// <summary>Absolute path of the backend.</summary>
    public required string Backend { get; init; }

    /// <summary>What was observed; null where the backend's folder is not there.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The findings, as grave as the project wants them; those that it silences are not among them.</summary>
    public required IReadOnlyList<Diagnostic> Findings { get; init; }

    /// <summary>The content of <c>imports-profile.json</c>; null where no import test has run.</summary>
    public byte[]? ImportProfile { get; init; }

    /// <summary>When <see cref="ImportProfile"/> was written.</summary>
    public DateTimeOffset ImportsMeasured { get; init; }

    /// <summary>What the verbs of this run did.</summary>
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];

    /// <summary>The reports before this one, oldest first.</summary>
    public IReadOnlyList<ReportHistoryEntry> History { get; init; } = [];

    /// <summary>When the report is made, in the time zone that its readers live in.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The version of the tool.</summary>
    public required string ToolVersion { get; init; }
}
