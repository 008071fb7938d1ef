using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Manifests;

/// <summary>How pip, and how the engine, read the lines of a requirements file, both as JSON to be compared.</summary>
internal static class PipLines
{
    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Manifests", name);

    /// <summary>pip's reading of each file, in order.</summary>
    public static List<JsonNode> AskPip(Python python, IEnumerable<byte[]> files, IReadOnlyDictionary<string, string> environment)
    {
        var input = new StringBuilder();
        foreach (byte[] file in files)
            input.Append(JsonSerializer.Serialize(new { data = Convert.ToBase64String(file), env = environment })).Append('\n');
        (int exit, string output, string error) = python.Run([Fixture("pip_lines.py")], input.ToString());
        Assert.True(exit == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>The engine's reading of a file, in the form the script prints.</summary>
    public static JsonNode Read(RequirementsDocument document)
    {
        if (document.DecodingError is not null)
            return new JsonObject { ["error"] = document.DecodingError };
        return new JsonObject { ["lines"] = new JsonArray([.. document.Requirements.Select(Line)]), ["text"] = document.Text };
    }

    private static JsonObject Line(RequirementsLine line)
    {
        if (line.Kind == RequirementsLineKind.Invalid)
            return new JsonObject { ["number"] = line.Number, ["error"] = true };
        IReadOnlyList<RequirementsOption> options = line.Options;
        string[] All(string name) => [.. options.Where(option => option.Name == name).Select(option => option.Value!)];
        bool Has(string name) => options.Any(option => option.Name == name);
        var result = new JsonObject
        {
            ["number"] = line.Number,
            ["index"] = All("--index-url").LastOrDefault(),
            ["extra"] = Array(All("--extra-index-url")),
            ["links"] = Array(All("--find-links")),
            ["no_index"] = Has("--no-index"),
            ["pre"] = Has("--pre"),
            ["prefer_binary"] = Has("--prefer-binary"),
            ["require_hashes"] = Has("--require-hashes"),
            ["trusted"] = Array(All("--trusted-host")),
            ["features"] = Array(All("--use-feature")),
        };
        switch (line.Kind)
        {
            case RequirementsLineKind.Requirement or RequirementsLineKind.Editable:
                bool isEditable = line.Kind == RequirementsLineKind.Editable;
                result["requirement"] = line.Value;
                result["editable"] = isEditable;
                result["hashes"] = Grouped(line.Hashes, ':');
                result["config"] = Config(All("--config-settings"));
                result["global"] = Array(isEditable ? [] : All("--global-option"));
                break;
            case RequirementsLineKind.Include:
                result["include"] = line.Value;
                break;
            case RequirementsLineKind.Constraint:
                result["constraint"] = line.Value;
                break;
        }

        return result;
    }

    private static JsonArray Array(string[] values) => new([.. values.Select(value => (JsonNode?)value)]);

    private static JsonObject Grouped(IEnumerable<string> values, char separator)
    {
        var result = new JsonObject();
        foreach (IGrouping<string, string> group in values.GroupBy(value => value[..value.IndexOf(separator)], value => value[(value.IndexOf(separator) + 1)..]))
            result[group.Key] = Array([.. group]);
        return result;
    }

    /// <summary>A key given once has a text for value, one given more often a list.</summary>
    private static JsonObject Config(string[] values)
    {
        JsonObject grouped = Grouped(values, '=');
        foreach (string key in grouped.Select(pair => pair.Key).ToArray())
        {
            if (grouped[key]!.AsArray() is { Count: 1 } single)
                grouped[key] = single[0]!.GetValue<string>();
        }

        return grouped;
    }

    /// <summary>Whether both readings are the same; which error it was is not compared.</summary>
    public static bool Same(JsonNode pip, JsonNode ours) =>
        pip["error"] is not null || ours["error"] is not null ? pip["error"] is not null && ours["error"] is not null : JsonNode.DeepEquals(pip, ours);
}
