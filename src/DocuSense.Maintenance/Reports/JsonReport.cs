using System.Globalization;
using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Reports;

/// <summary>
/// Writes <c>maintenance_report.json</c>. The keys <c>timestamp</c>, <c>environment</c> (its first five), <c>dependencies_count</c>,
/// <c>optimization_suggestions</c> and <c>status</c> have the names, types and meanings that earlier tools gave them; everything else is in keys of its own.
/// </summary>
/// <remarks>The form is that of <c>docs/schemas/maintenance_report.schema.json</c>. Facts that are not known are null.</remarks>
public static class JsonReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "maintenance_report.json";

    /// <summary>The version of the form: it grows where a key changes its meaning or goes, not where one is added.</summary>
    public const int SchemaVersion = 1;

    /// <summary>What <c>tool.name</c> says, by which our own reports are known.</summary>
    public const string ToolName = "DocuSense.Maintenance.Build";

    /// <summary>The document as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">Absolute path of the folder that it is written to, to which the backend is named relative; null to name the backend's folder alone.</param>
    public static byte[] Render(MaintenanceReport report, string? folder = null) => JsonOutput.Object(writer =>
    {
        writer.WriteString("timestamp", report.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        WriteEnvironment(writer, report);
        writer.WriteNumber("dependencies_count", report.DependenciesCount);
        writer.Texts("optimization_suggestions", report.Suggestions);
        writer.WriteString("status", Name(report.Status));
        writer.WriteNumber("schema_version", SchemaVersion);
        writer.WriteStartObject("tool");
        writer.WriteString("name", ToolName);
        writer.WriteString("version", report.ToolVersion);
        writer.WriteEndObject();
        writer.WriteString("generated_at", Moment(report.Timestamp));
        writer.WriteString("backend", folder is null ? Path.GetFileName(report.Backend) : FilePaths.RelativeUp(report.Backend, folder));
        WriteCounts(writer, report);
        writer.Objects("findings", report.Findings, finding => WriteFinding(writer, report, finding));
        writer.Objects("requirements", report.Requirements, requirement => WriteRequirement(writer, report, requirement));
        writer.Objects("distributions", report.Distributions, distribution => WriteDistribution(writer, distribution));
        writer.Objects("dependencies", report.Dependencies, dependency =>
        {
            writer.WriteString("from", dependency.From);
            writer.WriteString("to", dependency.To);
            writer.WriteString("requirement", dependency.Requirement);
            writer.WriteBoolean("satisfied", dependency.IsSatisfied);
        });
        WriteImports(writer, report);
        writer.Objects("runs", report.Runs, run =>
        {
            writer.WriteString("verb", run.Verb);
            writer.WriteString("summary", run.Summary);
            writer.WriteBoolean("applied", run.Applied);
            writer.WriteNumber("bytes_freed", run.BytesFreed);
            writer.Texts("steps", run.Steps);
        });
        writer.Objects("history", report.History, entry => WriteHistory(writer, entry));
    });

    /// <summary>A status as the document says it.</summary>
    internal static string Name(ReportStatus status) => status switch
    {
        ReportStatus.Healthy => "healthy",
        ReportStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static void WriteEnvironment(Utf8JsonWriter writer, MaintenanceReport report)
    {
        ReportEnvironment environment = report.Environment;
        writer.WriteStartObject("environment");
        writer.Text("python_version", environment.PythonVersion is { } python ? "Python " + python : null);
        writer.Text("pip_version", environment.PipVersion is { } pip ? "pip " + pip : null);
        writer.WriteBoolean("venv_active", environment.IsUsable);
        writer.WriteBoolean("requirements_installed", environment.HasAllRequirements);
        writer.WriteBoolean("dependencies_conflicts", environment.HasConflicts);
        writer.Text("path", Relative(report, environment.Path));
        writer.WriteNumber("bytes", environment.Bytes);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, MaintenanceReport report)
    {
        writer.WriteStartObject("counts");
        foreach (Severity severity in (Severity[])[Severity.Error, Severity.Warning, Severity.Message])
            writer.WriteNumber(JsonNames.Of(severity) + "s", report.Findings.Count(finding => finding.Severity == severity));
        writer.WriteNumber("requirements", report.Requirements.Count);
        writer.WriteNumber("distributions", report.Distributions.Count);
        writer.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter writer, MaintenanceReport report, Diagnostic finding)
    {
        writer.WriteString("code", finding.Code);
        writer.WriteString("severity", JsonNames.Of(finding.Severity));
        writer.Text("file", Relative(report, finding.File));
        // Without a file there is no place in it.
        WritePlace(writer, "line", finding, finding.Span.Line);
        WritePlace(writer, "column", finding, finding.Span.Column);
        WritePlace(writer, "end_line", finding, finding.Span.EndLine);
        WritePlace(writer, "end_column", finding, finding.Span.EndColumn);
        writer.WriteString("message", UrlText.Redact(finding.Message));
        writer.Text("package", finding.Package);
        writer.WriteString("help", $"{DiagnosticCatalogue.HelpRoot}{finding.Code}.md");
    }

    private static void WritePlace(Utf8JsonWriter writer, string name, Diagnostic finding, int value)
    {
        if (finding.File is null || value < 1)
            writer.WriteNull(name);
        else
            writer.WriteNumber(name, value);
    }

    private static void WriteRequirement(Utf8JsonWriter writer, MaintenanceReport report, ReportRequirement requirement)
    {
        writer.WriteString("name", requirement.Name);
        writer.WriteString("text", requirement.Text);
        writer.Text("file", Relative(report, requirement.File));
        writer.WriteNumber("line", requirement.Line);
        writer.WriteString("group", requirement.Group);
        writer.WriteString("verdict", JsonNames.Of(requirement.Verdict));
        writer.Objects("evidence", requirement.Evidence, evidence =>
        {
            writer.WriteString("kind", evidence.Kind);
            writer.Text("file", Relative(report, evidence.File));
            if (evidence.File is null || evidence.Line < 1)
            {
                writer.WriteNull("line");
                writer.WriteNull("column");
            }
            else
            {
                writer.WriteNumber("line", evidence.Line);
                writer.WriteNumber("column", evidence.Column);
            }

            writer.WriteString("detail", evidence.Detail);
        });
    }

    private static void WriteDistribution(Utf8JsonWriter writer, ReportDistribution distribution)
    {
        writer.WriteString("name", distribution.Name);
        writer.WriteString("normalized_name", distribution.NormalizedName);
        writer.WriteString("version", distribution.Version);
        writer.WriteNumber("bytes", distribution.Bytes);
        writer.WriteNumber("exclusive_bytes", distribution.ExclusiveBytes);
        writer.WriteBoolean("direct", distribution.IsDirect);
        writer.Text("verdict", distribution.Verdict is { } verdict ? JsonNames.Of(verdict) : null);
    }

    private static void WriteImports(Utf8JsonWriter writer, MaintenanceReport report)
    {
        if (report.Imports is not { } imports)
        {
            writer.WriteNull("imports");
            return;
        }

        writer.WriteStartObject("imports");
        writer.WriteString("measured_at", Moment(imports.Measured));
        writer.WriteNumber("total_seconds", imports.TotalSeconds);
        writer.Objects("modules", imports.Modules, module =>
        {
            writer.WriteString("module", module.Module);
            writer.Text("file", Relative(report, module.File));
            writer.WriteBoolean("imported", module.Imported);
            writer.WriteNumber("cumulative_seconds", module.CumulativeSeconds);
            writer.WriteNumber("self_seconds", module.SelfSeconds);
        });
        writer.Objects("distributions", imports.Distributions, cost =>
        {
            writer.WriteString("distribution", cost.Distribution);
            writer.WriteNumber("self_seconds", cost.SelfSeconds);
            writer.WriteNumber("loaded_by", cost.LoadedBy);
        });
        writer.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter writer, ReportHistoryEntry entry)
    {
        writer.WriteString("generated_at", Moment(entry.Timestamp));
        writer.WriteString("status", Name(entry.Status));
        writer.WriteNumber("errors", entry.Errors);
        writer.WriteNumber("warnings", entry.Warnings);
        writer.WriteNumber("requirements", entry.Requirements);
        writer.WriteNumber("distributions", entry.Distributions);
        writer.WriteNumber("bytes", entry.Bytes);
        if (entry.ImportSeconds is { } seconds)
            writer.WriteNumber("import_seconds", seconds);
        else
            writer.WriteNull("import_seconds");
    }

    private static string? Relative(MaintenanceReport report, string? path) => path is null ? null : FilePaths.RelativeUp(path, report.Backend);

    /// <summary>RFC 3339, with the offset from UTC.</summary>
    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
