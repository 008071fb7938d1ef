using System.Globalization;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>Holds an answer against what a probe expects. Pure.</summary>
internal static class ApiExpectation
{
    /// <summary>What is not as expected; null where all is.</summary>
    public static string? Problem(ApiProbe probe, int status, string body)
    {
        string request = $"{probe.Method.ToUpperInvariant()} {probe.Path}";
        string shown = body.Trim().Length == 0 ? "" : $" The answer: {ImportJudge.Shorten(body.Trim().Replace("\r", "").Replace('\n', ' '), 300)}";
        if (probe.Status == 0 ? status >= 500 : status != probe.Status)
        {
            string expected = probe.Status == 0 ? "no server error" : probe.Status.ToString(CultureInfo.InvariantCulture);
            return string.Format(CultureInfo.InvariantCulture, "{0} gives {1}, expected {2}.{3}", request, status, expected, shown);
        }

        return probe.Body is { } fragment && !Contains(body, fragment)
            ? $"{request} gives {status.ToString(CultureInfo.InvariantCulture)}, but the answer does not contain {fragment}.{shown}"
            : null;
    }

    /// <summary>Whether the answer contains the fragment: as JSON where both are JSON, otherwise as text.</summary>
    public static bool Contains(string body, string fragment)
    {
        try
        {
            using JsonDocument expected = JsonDocument.Parse(fragment);
            using JsonDocument actual = JsonDocument.Parse(body);
            return Contains(actual.RootElement, expected.RootElement);
        }
        catch (JsonException)
        {
            return body.Contains(fragment);
        }
    }

    /// <summary>Objects may have more members, and arrays more elements, in any order; everything else has to be equal.</summary>
    private static bool Contains(JsonElement actual, JsonElement expected)
    {
        if (actual.ValueKind != expected.ValueKind)
            return false;
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in expected.EnumerateObject())
                {
                    if (!actual.TryGetProperty(member.Name, out JsonElement value) || !Contains(value, member.Value))
                        return false;
                }

                return true;
            case JsonValueKind.Array:
                foreach (JsonElement wanted in expected.EnumerateArray())
                {
                    bool isThere = false;
                    foreach (JsonElement element in actual.EnumerateArray())
                        isThere |= Contains(element, wanted);
                    if (!isThere)
                        return false;
                }

                return true;
            case JsonValueKind.String:
                return actual.GetString() == expected.GetString();
            case JsonValueKind.Number:
                return actual.GetRawText() == expected.GetRawText() || actual.GetDouble().Equals(expected.GetDouble());
            default:
                return true;
        }
    }
}
