using System.Globalization;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>The JSON form of a <see cref="TestManifest"/>: times in seconds, absent what is null.</summary>
internal static class TestManifestFile
{
    private const int Schema = 1;

    public static byte[] Serialize(TestManifest manifest)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WriteString("backend", manifest.Backend);
            Text(writer, "venv", manifest.Venv);
            Text(writer, "python", manifest.Python);
            Text(writer, "workingDirectory", manifest.WorkingDirectory);
            Text(writer, "projectFile", manifest.ProjectFile);
            writer.WriteNumber("importTimeout", manifest.ImportTimeout.TotalSeconds);
            if (manifest.ImportTimeBudget is { } budget)
                writer.WriteNumber("importTimeBudget", budget.TotalSeconds);
            if (manifest.MemoryLimit is { } memory)
                writer.WriteNumber("memoryLimit", memory);
            writer.WriteNumber("parallelism", manifest.Parallelism);
            List(writer, "exclude", manifest.Exclude);
            List(writer, "importExclude", manifest.ImportExclude);
            List(writer, "importInclude", manifest.ImportInclude);
            List(writer, "requirements", manifest.Requirements);
            writer.WriteStartArray("suppressions");
            foreach (Analysis.Suppression suppression in manifest.Suppressions)
            {
                writer.WriteStartObject();
                writer.WriteString("code", suppression.Code);
                Text(writer, "package", suppression.Package);
                Text(writer, "path", suppression.Path);
                Text(writer, "justification", suppression.Justification);
                Text(writer, "expires", suppression.Expires);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            Text(writer, "environmentFile", manifest.EnvironmentFile);
            writer.WriteStartArray("environment");
            foreach (KeyValuePair<string, string> variable in manifest.Environment)
            {
                writer.WriteStartObject();
                writer.WriteString("name", variable.Key);
                writer.WriteString("value", variable.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteBoolean("findsApi", manifest.FindsApi);
            writer.WriteStartArray("apis");
            foreach (ApiProbe api in manifest.Apis)
                Probe(writer, api);
            writer.WriteEndArray();
            Text(writer, "profilePath", manifest.ProfilePath);
            Text(writer, "usedPath", manifest.UsedPath);
            if (manifest.ForcesFreshProcesses)
                writer.WriteBoolean("freshProcesses", true);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <exception cref="FormatException">It is not a manifest.</exception>
    public static TestManifest Parse(byte[] content, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Number(root, "schema", 0) != Schema)
                throw new FormatException($"'{path}' is not a list of tests that this version understands; build the project again.");
            return new TestManifest
            {
                Backend = Text(root, "backend") ?? throw new FormatException($"'{path}' names no backend; build the project again."),
                Venv = Text(root, "venv"),
                Python = Text(root, "python"),
                WorkingDirectory = Text(root, "workingDirectory"),
                ProjectFile = Text(root, "projectFile"),
                ImportTimeout = Seconds(root, "importTimeout") ?? TimeSpan.FromSeconds(30),
                ImportTimeBudget = Seconds(root, "importTimeBudget"),
                MemoryLimit = root.TryGetProperty("memoryLimit", out JsonElement memory) ? memory.GetInt64() : null,
                Parallelism = (int)Number(root, "parallelism", 0),
                Exclude = List(root, "exclude"),
                ImportExclude = List(root, "importExclude"),
                ImportInclude = List(root, "importInclude"),
                Requirements = List(root, "requirements"),
                Suppressions = Suppressions(root),
                Environment = Variables(root),
                EnvironmentFile = Text(root, "environmentFile"),
                Apis = Probes(root),
                FindsApi = !root.TryGetProperty("findsApi", out JsonElement finds) || finds.GetBoolean(),
                ProfilePath = Text(root, "profilePath"),
                UsedPath = Text(root, "usedPath"),
                ForcesFreshProcesses = root.TryGetProperty("freshProcesses", out JsonElement fresh) && fresh.GetBoolean(),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or OverflowException)
        {
            throw new FormatException(string.Format(CultureInfo.InvariantCulture, "'{0}' cannot be read as a list of tests ({1}); build the project again.", path, exception.Message.TrimEnd('.')), exception);
        }
    }

    private static void Probe(Utf8JsonWriter writer, ApiProbe api)
    {
        writer.WriteStartObject();
        Text(writer, "application", api.Application);
        Text(writer, "command", api.Command);
        writer.WriteString("method", api.Method);
        writer.WriteString("path", api.Path);
        writer.WriteNumber("status", api.Status);
        Text(writer, "body", api.Body);
        writer.WriteNumber("timeout", api.Timeout.TotalSeconds);
        Text(writer, "file", api.File);
        writer.WriteNumber("line", api.Line);
        writer.WriteEndObject();
    }

    private static List<ApiProbe> Probes(JsonElement root)
    {
        var probes = new List<ApiProbe>();
        if (root.TryGetProperty("apis", out JsonElement apis))
        {
            foreach (JsonElement api in apis.EnumerateArray())
            {
                probes.Add(new ApiProbe
                {
                    Application = Text(api, "application"),
                    Command = Text(api, "command"),
                    Method = Text(api, "method") ?? "GET",
                    Path = Text(api, "path") ?? "/",
                    Status = (int)Number(api, "status", 0),
                    Body = Text(api, "body"),
                    Timeout = Seconds(api, "timeout") ?? TimeSpan.FromSeconds(30),
                    File = Text(api, "file"),
                    Line = (int)Number(api, "line", 0),
                });
            }
        }

        return probes;
    }

    private static List<Analysis.Suppression> Suppressions(JsonElement root)
    {
        var suppressions = new List<Analysis.Suppression>();
        if (root.TryGetProperty("suppressions", out JsonElement list))
        {
            foreach (JsonElement entry in list.EnumerateArray())
                suppressions.Add(new(Text(entry, "code") ?? "", Text(entry, "package"), Text(entry, "path"), Text(entry, "justification"), Text(entry, "expires")));
        }

        return suppressions;
    }

    private static List<KeyValuePair<string, string>> Variables(JsonElement root)
    {
        var variables = new List<KeyValuePair<string, string>>();
        if (root.TryGetProperty("environment", out JsonElement environment))
        {
            foreach (JsonElement variable in environment.EnumerateArray())
                variables.Add(new KeyValuePair<string, string>(Text(variable, "name") ?? "", Text(variable, "value") ?? ""));
        }

        return variables;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static double Number(JsonElement element, string name, double otherwise) => element.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private static TimeSpan? Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? TimeSpan.FromSeconds(value.GetDouble()) : null;

    private static List<string> List(JsonElement element, string name)
    {
        var values = new List<string>();
        if (element.TryGetProperty(name, out JsonElement list))
        {
            foreach (JsonElement value in list.EnumerateArray())
                values.Add(value.GetString() ?? "");
        }

        return values;
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void List(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
