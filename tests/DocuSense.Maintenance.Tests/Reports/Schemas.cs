using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>Holds documents against JSON schemas, by a validator that knows nothing of this project.</summary>
internal static class Schemas
{
    private static readonly Lazy<JsonSchema> _report = new(() => Load("maintenance_report.schema.json"));
    private static readonly Lazy<JsonSchema> _sarif = new(() => Load("sarif-2.1.0.json"));

    /// <summary>Ours, as it is published.</summary>
    public static JsonSchema Report => _report.Value;

    /// <summary>That of SARIF 2.1.0.</summary>
    public static JsonSchema Sarif => _sarif.Value;

    /// <summary>What is wrong with a document; empty for nothing.</summary>
    public static string Problems(JsonSchema schema, byte[] document) => Problems(schema, JsonNode.Parse(document)!);

    /// <summary>What is wrong with a document; empty for nothing.</summary>
    public static string Problems(JsonSchema schema, JsonNode document)
    {
        using JsonDocument text = JsonDocument.Parse(document.ToJsonString());
        EvaluationResults results = schema.Evaluate(text.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        if (results.IsValid)
            return "";
        var problems = new List<string>();
        foreach (EvaluationResults detail in results.Details ?? [])
        {
            foreach (KeyValuePair<string, string> error in detail.Errors ?? new Dictionary<string, string>())
                problems.Add($"{detail.InstanceLocation}: {error.Value}");
        }

        return problems.Count == 0 ? "It does not fit the schema." : string.Join("\n", problems);
    }

    private static JsonSchema Load(string name) => JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", name)));
}
