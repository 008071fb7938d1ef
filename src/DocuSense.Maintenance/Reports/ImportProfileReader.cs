using System.Text.Json;
using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.Reports;

/// <summary>Reads what import tests measured (<c>imports-profile.json</c>, as <see cref="TestManifest.ProfilePath"/> names it).</summary>
internal static class ImportProfileReader
{
    /// <summary>The measurements; null where the content is no import profile.</summary>
    /// <param name="content">The file's content, UTF-8.</param>
    /// <param name="measured">When it was written.</param>
    /// <param name="backend">Absolute path of the backend, to which its files are relative.</param>
    public static ReportImports? Read(byte[] content, DateTimeOffset measured, string backend)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            var modules = new List<ReportModule>();
            foreach (JsonElement module in document.RootElement.GetProperty("modules").EnumerateArray())
            {
                string? file = module.GetProperty("file").GetString();
                modules.Add(new ReportModule(module.GetProperty("module").GetString() ?? "", file is null ? null : Path.Combine(backend, file.Replace('/', Path.DirectorySeparatorChar)),
                    module.GetProperty("imported").GetBoolean(), module.GetProperty("cumulative").GetDouble(), module.GetProperty("self").GetDouble()));
            }

            var distributions = new List<ReportImportCost>();
            double total = 0;
            foreach (JsonElement distribution in document.RootElement.GetProperty("distributions").EnumerateArray())
            {
                double self = distribution.GetProperty("self").GetDouble();
                total += self;
                distributions.Add(new ReportImportCost(distribution.GetProperty("distribution").GetString() ?? "", self, distribution.GetProperty("loadedBy").GetInt32()));
            }

            return new ReportImports { Measured = measured, TotalSeconds = Math.Round(total, 6), Modules = modules, Distributions = distributions };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            // A report without import times is better than none.
            return null;
        }
    }
}
