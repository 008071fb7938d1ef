using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources.Listing;

namespace DocuSense.Maintenance.Reports;

/// <summary>What a SARIF log tells.</summary>
public sealed record SarifInput
{
    /// <summary>Absolute path of the backend.</summary>
    public required string Backend { get; init; }

    /// <summary>Absolute path of the project file, where findings without a file of their own are shown; null for none.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>The findings, as grave as the project wants them.</summary>
    public required IReadOnlyList<Diagnostic> Findings { get; init; }

    /// <summary>The findings that the project accepts.</summary>
    public IReadOnlyList<SuppressedDiagnostic> Suppressed { get; init; } = [];

    /// <summary>The version of the tool.</summary>
    public required string ToolVersion { get; init; }
}

/// <summary>
/// Writes findings as a log that code scanning services and editors read (SARIF 2.1.0, OASIS standard). Files are relative to the repository's root; the same
/// findings give the same bytes.
/// </summary>
public sealed class SarifLog
{
    /// <summary>The name of the log that a report writes where no other is given.</summary>
    public const string FileName = "maintenance_report.sarif";

    private const string Root = "%SRCROOT%";
    private const string Fingerprint = "docuSenseFinding/v1";

    private readonly SarifInput _input;
    private readonly string _root;
    private readonly string[] _codes;
    private readonly Dictionary<string, int> _fingerprints = new(StringComparer.Ordinal);

    private SarifLog(SarifInput input)
    {
        _input = input;
        _root = RootOf(input);
        _codes = [.. input.Findings.Select(static finding => finding.Code).Concat(input.Suppressed.Select(static one => one.Diagnostic.Code)).Distinct().OrderBy(static code => code, StringComparer.Ordinal)];
    }

    /// <summary>The log as UTF-8.</summary>
    /// <param name="input">What it tells.</param>
    public static byte[] Render(SarifInput input) => JsonOutput.Object(new SarifLog(input).Write);

    /// <summary>The repository's folder; without one, the project's where the backend lies in it, or the backend's.</summary>
    private static string RootOf(SarifInput input)
    {
        string root = Repository.FoldersDownTo(input.Backend)[0];
        return root == input.Backend && input.ProjectFile is { } project && Path.GetDirectoryName(project) is { Length: > 0 } folder && FilePaths.IsInside(input.Backend, folder) ? folder : root;
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteTool(writer);
        // One repository may have several backends, each with a log of its own.
        string backend = FilePaths.Relative(_input.Backend, _root);
        writer.WriteStartObject("automationDetails");
        writer.WriteString("id", backend == _input.Backend ? "docusense/" : $"docusense/{backend}/");
        writer.WriteEndObject();
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("originalUriBaseIds");
        writer.WriteStartObject(Root);
        writer.WriteString("uri", SarifUri.Absolute(_root).TrimEnd('/') + "/");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("columnKind", "unicodeCodePoints");
        writer.WriteStartArray("results");
        foreach (Diagnostic finding in _input.Findings)
            WriteResult(writer, finding, null);
        foreach (SuppressedDiagnostic suppressed in _input.Suppressed)
            WriteResult(writer, suppressed.Diagnostic, suppressed);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteTool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", JsonReport.ToolName);
        writer.WriteString("semanticVersion", _input.ToolVersion);
        writer.WriteString("informationUri", "https://github.com/docusense/DocuSense.Maintenance.Build");
        writer.Objects("rules", _codes, code =>
        {
            DiagnosticDescriptor rule = DiagnosticCatalogue.Get(code);
            writer.WriteString("id", rule.Code);
            WriteMessage(writer, "shortDescription", rule.Title);
            WriteMessage(writer, "fullDescription", rule.Title + ".");
            writer.WriteStartObject("help");
            writer.WriteString("text", $"What it means, how to fix it and how to silence it: {rule.HelpLink}");
            writer.WriteString("markdown", $"[What it means, how to fix it and how to silence it]({rule.HelpLink})");
            writer.WriteEndObject();
            writer.WriteString("helpUri", rule.HelpLink);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", Level(rule.Severity));
            writer.WriteEndObject();
            writer.WriteStartObject("properties");
            writer.WriteString("problem.severity", rule.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "recommendation" });
            writer.Texts("tags", ["python", "dependencies"]);
            writer.WriteEndObject();
        });
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter writer, Diagnostic finding, SuppressedDiagnostic? suppressed)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Code);
        writer.WriteNumber("ruleIndex", Array.IndexOf(_codes, finding.Code));
        writer.WriteString("level", Level(finding.Severity));
        WriteMessage(writer, "message", UrlText.Redact(finding.Message));
        WriteLocation(writer, finding);
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString(Fingerprint, FingerprintOf(finding));
        writer.WriteEndObject();
        if (suppressed is not null)
        {
            writer.WriteStartArray("suppressions");
            writer.WriteStartObject();
            writer.WriteString("kind", suppressed.IsInSource ? "inSource" : "external");
            writer.WriteString("status", "accepted");
            if (suppressed.Justification is { } justification)
                writer.WriteString("justification", justification);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (finding.Package is { } package)
        {
            writer.WriteStartObject("properties");
            writer.WriteString("package", package);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteLocation(Utf8JsonWriter writer, Diagnostic finding)
    {
        writer.WriteStartArray("locations");
        if ((finding.File ?? _input.ProjectFile) is { } file)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("physicalLocation");
            writer.WriteStartObject("artifactLocation");
            string? relative = SarifUri.Relative(file, _root);
            writer.WriteString("uri", relative ?? SarifUri.Absolute(file));
            if (relative is not null)
                writer.WriteString("uriBaseId", Root);
            writer.WriteEndObject();
            WriteRegion(writer, finding.File is null ? SourceSpan.Start : finding.Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A region; a place without an extent is told by where it begins.</summary>
    private static void WriteRegion(Utf8JsonWriter writer, SourceSpan span)
    {
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", Math.Max(1, span.Line));
        if (span.Column > 0)
            writer.WriteNumber("startColumn", span.Column);
        if (span.Column > 0 && (span.EndLine > span.Line || (span.EndLine == span.Line && span.EndColumn > span.Column)))
        {
            writer.WriteNumber("endLine", span.EndLine);
            writer.WriteNumber("endColumn", span.EndColumn);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Says whether two logs tell of the same finding: by its code, its file and what it is about, and never by its line. Without a distribution that is the
    /// message without its numbers. Of several alike the first is 1, the second 2.
    /// </summary>
    private string FingerprintOf(Diagnostic finding)
    {
        string file = finding.File is null ? "" : FilePaths.Relative(finding.File, _root).Replace('\\', '/');
        // Where the repository lies differs between machines.
        string about = finding.Package ?? WithoutNumbers(finding.Message.Replace(_root, ""));
        string text = string.Join("\n", finding.Code, file, about);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
#if NET
        byte[] hash = SHA256.HashData(bytes);
#else
        using var algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(bytes);
#endif
        var key = new StringBuilder();
        for (int index = 0; index < 8; index++)
            key.Append(hash[index].ToString("x2", CultureInfo.InvariantCulture));
        _fingerprints[text] = _fingerprints.TryGetValue(text, out int count) ? count + 1 : 1;
        return key.Append(':').Append(_fingerprints[text].ToString(CultureInfo.InvariantCulture)).ToString();
    }

    private static string WithoutNumbers(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (character is < '0' or > '9')
                result.Append(character);
        }

        return result.ToString();
    }

    private static void WriteMessage(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Message => "note",
        _ => "none",
    };
}
