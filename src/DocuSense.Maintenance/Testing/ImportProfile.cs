using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>Shows an import profile (<c>imports-profile.json</c>) to people.</summary>
public static class ImportProfile
{
    /// <summary>The dearest modules and distributions, dearest first.</summary>
    /// <param name="content">The file's content, UTF-8.</param>
    /// <param name="count">How many of each.</param>
    /// <exception cref="FormatException">It is no import profile.</exception>
    public static string Describe(byte[] content, int count)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            var text = new StringBuilder("DocuSense: import time, self and cumulative, in milliseconds");
            int left = count;
            foreach (JsonElement module in document.RootElement.GetProperty("modules").EnumerateArray())
            {
                if (left-- == 0)
                    break;
                Append(text, module.GetProperty("self").GetDouble(), module.GetProperty("cumulative").GetDouble(), module.GetProperty("module").GetString()!);
            }

            left = count;
            text.Append("\nDocuSense: import time of distributions, the most that one took by itself");
            foreach (JsonElement distribution in document.RootElement.GetProperty("distributions").EnumerateArray())
            {
                if (left-- == 0)
                    break;
                text.Append('\n').AppendFormat(CultureInfo.InvariantCulture, "  {0,9:0.0}            {1}, loaded by {2} {3}", distribution.GetProperty("self").GetDouble() * 1000,
                    distribution.GetProperty("distribution").GetString(), distribution.GetProperty("loadedBy").GetInt32(), distribution.GetProperty("loadedBy").GetInt32() == 1 ? "module" : "modules");
            }

            return text.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"The import profile cannot be read ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    private static void Append(StringBuilder text, double self, double cumulative, string name) =>
        text.Append('\n').AppendFormat(CultureInfo.InvariantCulture, "  {0,9:0.0}  {1,9:0.0}  {2}", self * 1000, cumulative * 1000, name);
}
