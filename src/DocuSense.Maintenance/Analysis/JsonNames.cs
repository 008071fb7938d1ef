namespace DocuSense.Maintenance.Analysis;

/// <summary>What values are called in the documents that other tools read.</summary>
internal static class JsonNames
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Used => "used",
        Verdict.Pinned => "pinned",
        Verdict.Unused => "unused",
        _ => "unknown",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "message",
    };
}
