using System.Globalization;
using System.Text.Json;

namespace DocuSense.Maintenance.Reports;

/// <summary>Reads earlier reports.</summary>
public static class ReportHistory
{
    /// <summary>What is kept of a report.</summary>
    /// <param name="content">A <c>maintenance_report.json</c>, UTF-8.</param>
    /// <returns>Null where it is none that <see cref="JsonReport"/> wrote, or is damaged.</returns>
    public static ReportHistoryEntry? Read(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.GetProperty("tool").GetProperty("name").GetString() != JsonReport.ToolName || root.GetProperty("schema_version").GetInt32() != JsonReport.SchemaVersion)
                return null;
            JsonElement counts = root.GetProperty("counts");
            JsonElement imports = root.GetProperty("imports");
            return new ReportHistoryEntry
            {
                Timestamp = DateTimeOffset.Parse(root.GetProperty("generated_at").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal),
                Status = Status(root.GetProperty("status").GetString()),
                Errors = counts.GetProperty("errors").GetInt32(),
                Warnings = counts.GetProperty("warnings").GetInt32(),
                Requirements = counts.GetProperty("requirements").GetInt32(),
                Distributions = counts.GetProperty("distributions").GetInt32(),
                Bytes = root.GetProperty("environment").GetProperty("bytes").GetInt64(),
                ImportSeconds = imports.ValueKind == JsonValueKind.Null ? null : imports.GetProperty("total_seconds").GetDouble(),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static ReportStatus Status(string? name) => name switch
    {
        "healthy" => ReportStatus.Healthy,
        "degraded" => ReportStatus.Degraded,
        "unhealthy" => ReportStatus.Unhealthy,
        _ => throw new FormatException($"'{name}' is no status."),
    };
}
