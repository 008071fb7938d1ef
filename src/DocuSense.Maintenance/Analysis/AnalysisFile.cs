using System.Text.Encodings.Web;
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

    /// <summary>Begins the document, in UTF-8.</summary>
    /// <param name="stream">Receives it.</param>
    /// <returns>For each of its parts in turn; <see cref="End"/> writes the last.</returns>
    internal static Utf8JsonWriter Begin(PieceStream stream)
    {
        var writer = new Utf8JsonWriter((System.Buffers.IBufferWriter<byte>)stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteNumber("schema", 1);
        return writer;
    }

    /// <summary>Writes what was observed besides imports, and each requirement's verdict.</summary>
    internal static void WriteFacts(Utf8JsonWriter writer, Snapshot snapshot, UsageAnalysis usage)
    {
        WriteRequirements(writer, snapshot, usage);
        WriteDistributions(writer, snapshot);
    }

    /// <summary>Writes the findings to show, and ends the document.</summary>
    internal static void End(Utf8JsonWriter writer, PieceStream stream, Snapshot snapshot, IReadOnlyList<Diagnostic> diagnostics)
    {
        WriteDiagnostics(writer, snapshot, diagnostics);
        writer.WriteEndObject();
        writer.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes what the sources import.</summary>
    internal static void WriteImports(Utf8JsonWriter writer, IReadOnlyList<ScannedFile> sources)
    {
        writer.WriteStartArray("imports");
        foreach (ScannedFile source in sources)
        {
            if (source.Result is not { Imports: { Count: > 0 } imports })
                continue;
            var file = JsonEncodedText.Encode(source.File.RelativePath, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            for (int number = 0; number < imports.Count; number++)
            {
                Import import = imports[number];
                writer.WriteStartObject();
                writer.WriteString(Names.File, file);
                writer.WriteNumber(Names.Line, import.Span.Line);
                writer.WriteNumber(Names.Column, import.Span.Column);
                writer.WriteString(Names.Module, import.Module);
                writer.WriteNumber(Names.Level, import.Level);
                writer.WriteStartArray(Names.List);
                for (int index = 0; index < import.Names.Count; index++)
                    writer.WriteStringValue(import.Names[index]);
                writer.WriteEndArray();
                writer.WriteString(Names.Kind, import.Kind switch { ImportKind.Import => Names.Import, ImportKind.From => Names.From, _ => Names.Dynamic });
                writer.WriteBoolean(Names.TypeChecking, import.TypeChecking);
                writer.WriteBoolean(Names.Optional, import.Optional);
                writer.WriteBoolean(Names.Deferred, import.Deferred);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteRequirements(Utf8JsonWriter writer, Snapshot snapshot, UsageAnalysis analysis)
    {
        writer.WriteStartArray("requirements");
        foreach (RequirementUsage usage in analysis.All)
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

    /// <summary>What is written for each of thousands of imports, encoded once.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText File = Encoded("file");
        public static readonly JsonEncodedText Line = Encoded("line");
        public static readonly JsonEncodedText Column = Encoded("column");
        public static readonly JsonEncodedText Module = Encoded("module");
        public static readonly JsonEncodedText Level = Encoded("level");
        public static readonly JsonEncodedText List = Encoded("names");
        public static readonly JsonEncodedText Kind = Encoded("kind");
        public static readonly JsonEncodedText Import = Encoded("import");
        public static readonly JsonEncodedText From = Encoded("from");
        public static readonly JsonEncodedText Dynamic = Encoded("dynamic");
        public static readonly JsonEncodedText TypeChecking = Encoded("typeChecking");
        public static readonly JsonEncodedText Optional = Encoded("optional");
        public static readonly JsonEncodedText Deferred = Encoded("deferred");

        private static JsonEncodedText Encoded(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }
}
