using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports;

/// <summary>Where a report goes.</summary>
public sealed record ReportPlaces
{
    /// <summary>Absolute path of the folder for the report (<c>DocuSenseReportPath</c>).</summary>
    public required string Folder { get; init; }

    /// <summary>Absolute path of the folder for the reports before it (<c>DocuSenseLogPath</c>).</summary>
    public required string LogFolder { get; init; }

    /// <summary>How many of those are kept (<c>DocuSenseHistoryLimit</c>).</summary>
    public int HistoryLimit { get; init; } = MaintenanceLogs.DefaultLimit;

    /// <summary>Absolute path of the SARIF log (<c>DocuSenseErrorLog</c>); null for one beside the report.</summary>
    public string? SarifPath { get; init; }

    /// <summary>Absolute path of <c>imports-profile.json</c>; it need not exist, and null is for none.</summary>
    public string? ImportProfile { get; init; }
}

/// <summary>Writes a report: keeps the one before, reads what was kept, and writes JSON, page and SARIF log, each whole or not at all.</summary>
public static class ReportFiles
{
    /// <summary>The name of the page.</summary>
    public const string PageName = "maintenance_report.html";

    private const long MaximumProfile = 64 << 20;

    /// <summary>Writes it.</summary>
    /// <param name="input">What it is made from; history and import profile are read here.</param>
    /// <param name="log">What the SARIF log tells.</param>
    /// <param name="places">Where it goes.</param>
    /// <returns>The report, and the absolute paths of what was written.</returns>
    /// <exception cref="ReportException">It could not be written. The report before it is still there, under its name or among those kept.</exception>
    public static (MaintenanceReport Report, IReadOnlyList<string> Files) Write(ReportInput input, SarifInput log, ReportPlaces places)
    {
        string json = Path.Combine(places.Folder, JsonReport.FileName);
        string page = Path.Combine(places.Folder, PageName);
        string sarif = places.SarifPath ?? Path.Combine(places.Folder, SarifLog.FileName);
        var logs = new MaintenanceLogs(places.LogFolder, places.HistoryLimit);
        Try(places.LogFolder, "DocuSenseLogPath", () => KeepFormer(logs, json, page));
        IReadOnlyList<ReportHistoryEntry> history = [];
        Try(places.LogFolder, "DocuSenseLogPath", () => history = logs.History());
        (byte[]? profile, DateTimeOffset measured) = ReadProfile(places.ImportProfile);
        MaintenanceReport report = ReportBuilder.Build(input with { History = history, ImportProfile = profile, ImportsMeasured = measured });
        Try(page, "DocuSenseReportPath", () => AtomicFile.Write(page, HtmlReport.Render(report)));
        Try(sarif, places.SarifPath is null ? "DocuSenseReportPath" : "DocuSenseErrorLog", () => AtomicFile.WriteIfDifferent(sarif, SarifLog.Render(log)));
        // Last: who waits for this one finds the others there.
        Try(json, "DocuSenseReportPath", () => AtomicFile.Write(json, JsonReport.Render(report, places.Folder)));
        return (report, [json, page, sarif]);
    }

    /// <summary>A page can be made again from its report; only one that may be somebody else's is kept.</summary>
    private static void KeepFormer(MaintenanceLogs logs, string json, string page)
    {
        bool isOurs = File.Exists(json) && ReportHistory.Read(File.ReadAllBytes(json)) is not null;
        logs.Keep(json);
        if (!isOurs)
            logs.Keep(page);
    }

    private static (byte[]? Content, DateTimeOffset Measured) ReadProfile(string? path)
    {
        try
        {
            if (path is null || new FileInfo(path) is not { Exists: true, Length: <= MaximumProfile } file)
                return (null, default);
            return (File.ReadAllBytes(path), new DateTimeOffset(file.LastWriteTime));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, default);
        }
    }

    private static void Try(string path, string property, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportException(path, property, exception);
        }
    }
}

/// <summary>Why a report could not be written, in words for a person.</summary>
public sealed class ReportException : Exception
{
    /// <param name="path">What could not be written.</param>
    /// <param name="property">The property that says where it goes.</param>
    /// <param name="inner">What the system said.</param>
    public ReportException(string path, string property, Exception inner)
        : base($"'{path}' could not be written: {inner.Message.TrimEnd('.')}. Give access to it, or set {property} to another place.", inner)
    {
    }
}
