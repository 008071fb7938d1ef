using System.Text.Json;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>A distribution that pip would install.</summary>
/// <param name="Name">Its name as its metadata states it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">The hash of the file it comes from, where known.</param>
/// <param name="Requires">What it requires in turn, as written.</param>
internal sealed record PipInstall(string Name, string Version, string? Sha256, IReadOnlyList<string> Requires)
{
    public string NormalizedName { get; } = PackageName.Normalize(Name);
}

/// <summary>What pip tells in JSON: the report of <c>pip install --report</c>, and <c>pip list --outdated</c>.</summary>
internal static class PipReport
{
    /// <summary>What a report (version 1 of pip's format) would install.</summary>
    /// <exception cref="JsonException">It is no report.</exception>
    public static List<PipInstall> Read(byte[] report)
    {
        var found = new List<PipInstall>();
        using JsonDocument document = JsonDocument.Parse(report);
        foreach (JsonElement item in document.RootElement.GetProperty("install").EnumerateArray())
        {
            JsonElement metadata = item.GetProperty("metadata");
            var requires = new List<string>();
            if (metadata.TryGetProperty("requires_dist", out JsonElement list))
            {
                foreach (JsonElement entry in list.EnumerateArray())
                    requires.Add(entry.GetString() ?? "");
            }

            found.Add(new PipInstall(metadata.GetProperty("name").GetString()!, metadata.GetProperty("version").GetString()!, Sha256(item), requires));
        }

        return found;
    }

    /// <summary>Name, installed and newest version of what <c>pip list --outdated --format json</c> prints.</summary>
    /// <exception cref="JsonException">It is no such list.</exception>
    public static List<(string Name, string Version, string Latest)> ReadOutdated(string text)
    {
        var found = new List<(string Name, string Version, string Latest)>();
        int start = text.IndexOf('[');
        if (start < 0)
            throw new JsonException("there is no list");
        using JsonDocument document = JsonDocument.Parse(text.Substring(start, text.LastIndexOf(']') + 1 - start));
        foreach (JsonElement item in document.RootElement.EnumerateArray())
            found.Add((item.GetProperty("name").GetString()!, item.GetProperty("version").GetString()!, item.GetProperty("latest_version").GetString()!));
        return found;
    }

    private static string? Sha256(JsonElement item)
    {
        if (!item.TryGetProperty("download_info", out JsonElement download) || !download.TryGetProperty("archive_info", out JsonElement archive))
            return null;
        return archive.TryGetProperty("hashes", out JsonElement hashes) && hashes.TryGetProperty("sha256", out JsonElement hash) ? hash.GetString() : null;
    }
}
