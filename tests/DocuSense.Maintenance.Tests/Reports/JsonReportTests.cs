using System.Text;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary><c>maintenance_report.json</c>: what earlier readers find, and the published schema.</summary>
public sealed class JsonReportTests
{
    /// <summary>A report with something in every key.</summary>
    private static MaintenanceReport Full(TemporaryBackend backend) => ReportBuilder.Build(backend.Input() with
    {
        ImportProfile = Encoding.UTF8.GetBytes(ReportSamples.Profile),
        ImportsMeasured = ReportSamples.Now.AddHours(-1),
        Runs = [new ReportRun("Update", "nothing was changed", false, -12, ["upgrade acme-web 1.0 → 2.0 (newest)", "get https://user:hush-hush@example.com/x"])],
        History =
        [
            new ReportHistoryEntry { Timestamp = ReportSamples.Now.AddDays(-7), Status = ReportStatus.Degraded, Errors = 0, Warnings = 2, Requirements = 4, Distributions = 6, Bytes = 7 },
            new ReportHistoryEntry { Timestamp = ReportSamples.Now.AddDays(-1), Status = ReportStatus.Unhealthy, Errors = 1, Warnings = 2, Requirements = 4, Distributions = 6, Bytes = 7, ImportSeconds = 0.5 },
        ],
    });

    [Fact]
    public void The_manual_s_keys_come_first_with_its_types_and_words()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        JsonObject report = JsonNode.Parse(JsonReport.Render(ReportBuilder.Build(backend.Input())))!.AsObject();
        JsonObject environment = report["environment"]!.AsObject();

        Assert.Equal(["timestamp", "environment", "dependencies_count", "optimization_suggestions", "status"], report.Select(pair => pair.Key).Take(5));
        Assert.Equal(["python_version", "pip_version", "venv_active", "requirements_installed", "dependencies_conflicts"], environment.Select(pair => pair.Key).Take(5));
        Assert.Equal(
            """{"timestamp":"2026-05-01T11:54:00","environment":{"python_version":"Python 3.13.4","pip_version":"pip 25.2","venv_active":true,"requirements_installed":true,"dependencies_conflicts":false},"dependencies_count":2,"optimization_suggestions":[],"status":"healthy"}""",
            new JsonObject
            {
                ["timestamp"] = report["timestamp"]!.DeepClone(),
                ["environment"] = new JsonObject(environment.Take(5).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())).ToArray()),
                ["dependencies_count"] = report["dependencies_count"]!.DeepClone(),
                ["optimization_suggestions"] = report["optimization_suggestions"]!.DeepClone(),
                ["status"] = report["status"]!.DeepClone(),
            }.ToJsonString());
    }

    [Fact]
    public void Paths_are_relative_and_places_are_those_of_the_findings()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        JsonNode report = JsonNode.Parse(JsonReport.Render(Full(backend), backend.Path))!;
        JsonNode borrowed = report["findings"]!.AsArray().Single(finding => finding!["code"]!.GetValue<string>() == "DSM3003")!;

        Assert.Equal("backend", report["backend"]!.GetValue<string>());
        Assert.Equal(".venv", report["environment"]!["path"]!.GetValue<string>());
        Assert.Equal(("warning", "app/main.py", 1, 8, "acme-core"), (borrowed["severity"]!.GetValue<string>(), borrowed["file"]!.GetValue<string>(), borrowed["line"]!.GetValue<int>(), borrowed["column"]!.GetValue<int>(), borrowed["package"]!.GetValue<string>()));
        Assert.Contains(report["requirements"]!.AsArray(), requirement => requirement!["evidence"]!.AsArray().Any(evidence => evidence!["file"]?.GetValue<string>() == "app/é 🐍.py"));
        Assert.Equal(["app/main.py", "app/broken.py"], report["imports"]!["modules"]!.AsArray().Select(module => module!["file"]!.GetValue<string>()));
        Assert.Equal("2026-05-01T10:54:00.000+02:00", report["imports"]!["measured_at"]!.GetValue<string>());
        Assert.Equal("2026-05-01T11:54:00.000+02:00", report["generated_at"]!.GetValue<string>());
        Assert.Equal(report["findings"]!.AsArray().Count(finding => finding!["severity"]!.GetValue<string>() == "error"), report["counts"]!["errors"]!.GetValue<int>());
    }

    [Fact]
    public void What_is_not_known_is_null()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        JsonNode report = JsonNode.Parse(JsonReport.Render(ReportBuilder.Build(backend.Input() with { Findings = [new Diagnostic { Code = "DSM9009", Severity = Severity.Warning, Message = "It failed." }] })))!;

        Assert.Null(report["environment"]!["python_version"]);
        Assert.Null(report["environment"]!["pip_version"]);
        Assert.Null(report["environment"]!["path"]);
        Assert.Null(report["imports"]);
        JsonObject finding = report["findings"]![0]!.AsObject();
        Assert.All((string[])["file", "line", "column", "end_line", "end_column", "package"], key => Assert.True(finding.ContainsKey(key) && finding[key] is null, key));
    }

    [Fact]
    public void No_credentials_are_told()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        string text = Encoding.UTF8.GetString(JsonReport.Render(Full(backend)));

        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", text, StringComparison.Ordinal);
        Assert.Contains("https://****@example.com/p.whl", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("healthy")]
    [InlineData("broken")]
    [InlineData("bare")]
    [InlineData("empty")]
    public void Real_reports_fit_the_published_schema(string name)
    {
        using TemporaryBackend backend = ReportSamples.Named(name);
        Assert.Equal("", Schemas.Problems(Schemas.Report, JsonReport.Render(ReportBuilder.Build(backend.Input()), backend.Path)));
        Assert.Equal("", Schemas.Problems(Schemas.Report, JsonReport.Render(Full(backend), backend.Path)));
    }

    [Fact]
    public void Text_that_is_no_Unicode_is_written_all_the_same()
    {
        MaintenanceReport report = ReportBuilder.Build(new ReportInput
        {
            Backend = "/b", Timestamp = ReportSamples.Now, ToolVersion = "1",
            Findings = [new Diagnostic { Code = "DSM3008", Severity = Severity.Error, File = "/b/\ud800.py", Message = "Half a character: \udc0d." }],
        });

        Assert.Equal("", Schemas.Problems(Schemas.Report, JsonReport.Render(report)));
    }

    [Theory]
    [InlineData("status", "\"fine\"")]
    [InlineData("status", null)]
    [InlineData("timestamp", "\"yesterday\"")]
    [InlineData("timestamp", "\"2026-05-01T11:54:00+02:00\"")]
    [InlineData("generated_at", "\"2026-05-01\"")]
    [InlineData("dependencies_count", "-1")]
    [InlineData("dependencies_count", "4.5")]
    [InlineData("optimization_suggestions", "[1]")]
    [InlineData("schema_version", "2")]
    [InlineData("environment.venv_active", "\"yes\"")]
    [InlineData("environment.dependencies_conflicts", null)]
    [InlineData("environment.python_version", "\"3.13.4\"")]
    [InlineData("environment.bytes", "\"7\"")]
    [InlineData("tool.name", "\"another\"")]
    [InlineData("counts.errors", null)]
    [InlineData("findings.0.code", "\"CS0001\"")]
    [InlineData("findings.0.severity", "\"fatal\"")]
    [InlineData("findings.0.line", "0")]
    [InlineData("findings.0.file", null)]
    [InlineData("requirements.0.verdict", "\"maybe\"")]
    [InlineData("requirements.0.evidence", "{}")]
    [InlineData("requirements.0.evidence.0.kind", "\"\"")]
    [InlineData("distributions.0.exclusive_bytes", null)]
    [InlineData("distributions.0.verdict", "\"maybe\"")]
    [InlineData("dependencies.0.satisfied", "0")]
    [InlineData("imports.total_seconds", "\"1\"")]
    [InlineData("imports.modules.0.imported", null)]
    [InlineData("runs.0.verb", "\"Destroy\"")]
    [InlineData("history.0.bytes", "-7")]
    [InlineData("history.1.generated_at", "\"2026-05-01T11:54:00\"")]
    public void The_schema_rejects_what_is_mutilated(string path, string? value)
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        JsonNode report = JsonNode.Parse(JsonReport.Render(Full(backend)))!;
        string[] parts = path.Split('.');
        JsonNode at = report;
        foreach (string part in parts.SkipLast(1))
            at = at is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : at[part]!;
        Assert.True(at.AsObject().ContainsKey(parts[^1]), path);
        if (value is null)
            at.AsObject().Remove(parts[^1]);
        else
            at[parts[^1]] = JsonNode.Parse(value);

        Assert.NotEqual("", Schemas.Problems(Schemas.Report, report));
    }
}
