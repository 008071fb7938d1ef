using System.Text.Json;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Environments;

/// <summary>What an interpreter says of itself and of what is installed for it.</summary>
internal sealed record InterpreterDescription(
    string Prefix, string Version, string Implementation, string[] Path, DistributionDescription[] Distributions, string[] Modules)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    private static string Script(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Environments", name);

    public static InterpreterDescription Of(string interpreter)
    {
        (int exit, string output, string error) = Python.Execute(interpreter, [Script("describe.py")], null, TimeSpan.FromMinutes(2));
        Assert.True(exit == 0, error);
        return JsonSerializer.Deserialize<InterpreterDescription>(output, _options)!;
    }

    /// <summary>The modules among those named that the interpreter does not find.</summary>
    public static string[] NotFound(string interpreter, IEnumerable<string> modules)
    {
        (int exit, string output, string error) = Python.Execute(interpreter, [Script("find_specs.py")], string.Join("\n", modules), TimeSpan.FromMinutes(2));
        Assert.True(exit == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

internal sealed record DistributionDescription(
    string Path, string Name, string Version, string[] Requires, string[] Extras, string? RequiresPython, string[][] EntryPoints,
    bool Listed, long Bytes, string[] Declared, string[] Inferred);
