using System.Text.Json;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Writes <c>analysis.json</c>: all facts and findings of a check, for people's own tools. Files are relative to the backend, with forward slashes.</summary>
public static class AnalysisFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "analysis.json";

    /// <summary>Writes the document as UTF-8.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="snapshot">The facts.</param>
    /// <param name="diagnostics">The findings to show.</param>
    internal static void Write(PieceStream stream, Snapshot snapshot, IReadOnlyList<Diagnostic> diagnostics)
    {
        using (var writer = new Utf8JsonWriter((System.Buffers.IBufferWriter<byte>)stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            WriteImports(writer, snapshot);
            WriteRequirements(writer, snapshot);
            WriteDistributions(writer, snapshot);
            WriteDiagnostics(writer, snapshot, diagnostics);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteImports(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartArray("imports");
        foreach (ScannedFile source in snapshot.Sources)
        {
            foreach (Import import in source.Result?.Imports ?? [])
            {
                writer.WriteStartObject();
                writer.WriteString("file", source.File.RelativePath);
                writer.WriteNumber("line", import.Span.Line);
                writer.WriteNumber("column", import.Span.Column);
                writer.WriteString("module", import.Module);
                writer.WriteNumber("level", import.Level);
                WriteList(writer, "names", import.Names);
                writer.WriteString("kind", import.Kind switch { ImportKind.Import => "import", ImportKind.From => "from", _ => "dynamic" });
                writer.WriteBoolean("typeChecking", import.TypeChecking);
                writer.WriteBoolean("optional", import.Optional);
                writer.WriteBoolean("deferred", import.Deferred);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteRequirements(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartArray("requirements");
        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            ManifestRequirement declared = usage.Requirement;
            writer.WriteStartObject();
            writer.WriteString("name", declared.Requirement?.Name ?? declared.DisplayText);
            writer.WriteString("specifier", declared.Requirement?.Specifier.ToString() ?? "");
            WriteList(writer, "extras", declared.Requirement?.Extras ?? []);
            if (declared.Requirement?.Marker is { } marker)
                writer.WriteString("marker", marker.ToString());
            else
                writer.WriteNull("marker");
            writer.WriteString("file", snapshot.Relative(declared.File));
            writer.WriteNumber("line", declared.Span.Line);
            writer.WriteString("group", declared.Group);
            writer.WriteString("verdict", JsonNames.Of(usage.Verdict));
            writer.WriteStartArray("evidence");
            foreach (Evidence evidence in usage.Evidence)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", evidence.Kind);
                if (evidence.File is { } file)
                    writer.WriteString("file", snapshot.Relative(file));
                else
                    writer.WriteNull("file");
                writer.WriteNumber("line", evidence.Line);
                writer.WriteString("detail", evidence.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDistributions(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartArray("distributions");
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", distribution.Name);
            writer.WriteString("version", distribution.Version);
            if (distribution.Installer is { } installer)
                writer.WriteString("installer", installer);
            else
                writer.WriteNull("installer");
            writer.WriteNumber("bytes", distribution.Bytes);
            WriteList(writer, "modules", distribution.Modules);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDiagnostics(Utf8JsonWriter writer, Snapshot snapshot, IReadOnlyList<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (Diagnostic diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", JsonNames.Of(diagnostic.Severity));
            if (diagnostic.File is { } file)
                writer.WriteString("file", snapshot.Relative(file));
            else
                writer.WriteNull("file");
            writer.WriteNumber("line", diagnostic.Span.Line);
            writer.WriteNumber("column", diagnostic.Span.Column);
            writer.WriteNumber("endLine", diagnostic.Span.EndLine);
            writer.WriteNumber("endColumn", diagnostic.Span.EndColumn);
            writer.WriteString("message", diagnostic.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
