using System.Text;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>The SARIF log, held against the standard's own schema.</summary>
public sealed class SarifLogTests
{
    private static JsonNode Run(SarifInput input) => JsonNode.Parse(SarifLog.Render(input))!["runs"]![0]!;

    private static JsonArray Results(SarifInput input) => Run(input)["results"]!.AsArray();

    private static string Fingerprint(JsonNode result) => result["partialFingerprints"]!["docuSenseFinding/v1"]!.GetValue<string>();

    private static SarifInput One(string backend, string? file, SourceSpan span = default, string message = "It is wrong.", string code = "DSM3001", string? project = null) => new()
    {
        Backend = backend,
        ProjectFile = project,
        ToolVersion = "1.0.0",
        Findings = [new Diagnostic { Code = code, Severity = Severity.Warning, Message = message, File = file, Span = span }],
    };

    [Theory]
    [InlineData("healthy")]
    [InlineData("broken")]
    [InlineData("bare")]
    [InlineData("empty")]
    public void Logs_fit_the_schema_of_the_standard(string name)
    {
        using TemporaryBackend backend = ReportSamples.Named(name);
        backend.Suppressions.Add(new Suppression("DSM3001", "acme-heavy", null, "known", null));
        Assert.Equal("", Schemas.Problems(Schemas.Sarif, SarifLog.Render(backend.Sarif())));
    }

    [Theory]
    [InlineData("ruleIndex", "\"x\"")]
    [InlineData("level", "\"fatal\"")]
    [InlineData("message", "{}")]
    [InlineData("locations", "[{ \"physicalLocation\": { \"region\": { \"startLine\": 0 } } }]")]
    [InlineData("unheardOf", "1")]
    public void The_schema_is_one_that_rejects(string key, string value)
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        JsonNode log = JsonNode.Parse(SarifLog.Render(backend.Sarif()))!;
        log["runs"]![0]!["results"]![0]![key] = JsonNode.Parse(value);
        Assert.NotEqual("", Schemas.Problems(Schemas.Sarif, log));
    }

    [Fact]
    public void Every_result_is_a_finding_with_its_rule_place_and_grade()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        SarifInput input = backend.Sarif();
        JsonNode run = Run(input);
        JsonArray rules = run["tool"]!["driver"]!["rules"]!.AsArray();

        Assert.Equal(input.Findings.Count, run["results"]!.AsArray().Count);
        for (int index = 0; index < input.Findings.Count; index++)
        {
            Diagnostic finding = input.Findings[index];
            JsonNode result = run["results"]![index]!;
            JsonNode rule = rules[result["ruleIndex"]!.GetValue<int>()]!;
            DiagnosticDescriptor descriptor = DiagnosticCatalogue.Get(finding.Code);
            JsonNode place = result["locations"]![0]!["physicalLocation"]!;
            Assert.Equal((finding.Code, finding.Code, descriptor.HelpLink), (result["ruleId"]!.GetValue<string>(), rule["id"]!.GetValue<string>(), rule["helpUri"]!.GetValue<string>()));
            Assert.Equal((Level(finding.Severity), Level(descriptor.Severity)), (result["level"]!.GetValue<string>(), rule["defaultConfiguration"]!["level"]!.GetValue<string>()));
            Assert.Equal((finding.Span.Line, finding.Span.Column), (place["region"]!["startLine"]!.GetValue<int>(), place["region"]!["startColumn"]!.GetValue<int>()));
            Assert.Equal(finding.Message, result["message"]!["text"]!.GetValue<string>());
            Assert.Equal("%SRCROOT%", place["artifactLocation"]!["uriBaseId"]!.GetValue<string>());
            // Resolved by .NET's own URIs, it is the file.
            var resolved = new Uri(new Uri(run["originalUriBaseIds"]!["%SRCROOT%"]!["uri"]!.GetValue<string>()), place["artifactLocation"]!["uri"]!.GetValue<string>());
            Assert.Equal(finding.File, resolved.LocalPath);
        }

        Assert.Equal("unicodeCodePoints", run["columnKind"]!.GetValue<string>());

        static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };
    }

    [UnixTheory]
    [InlineData("/r/a.py", "a.py")]
    [InlineData("/r/a b/é 🐍.py", "a%20b/%C3%A9%20%F0%9F%90%8D.py")]
    [InlineData("/r/100%.py", "100%25.py")]
    [InlineData("/r/c:d#e?f[g].py", "c%3Ad%23e%3Ff%5Bg%5D.py")]
    [InlineData("/r/back\\slash.py", "back%5Cslash.py")]
    [InlineData("/elsewhere/a b.py", "file:///elsewhere/a%20b.py")]
    [InlineData("/r-other/a.py", "file:///r-other/a.py")]
    public void Paths_become_URIs(string path, string uri)
    {
        JsonNode location = Results(One("/r", path))[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!;

        Assert.Equal(uri, location["uri"]!.GetValue<string>());
        Assert.Equal(!uri.StartsWith("file:", StringComparison.Ordinal), location["uriBaseId"] is not null);
        Assert.Equal(path, new Uri(new Uri("file:///r/"), uri).LocalPath);
    }

    [Fact]
    public void Files_are_relative_to_the_repository_and_logs_of_two_backends_can_be_told_apart()
    {
        using var repository = new TemporaryFolder();
        Directory.CreateDirectory(repository.Absolute(".git"));
        Directory.CreateDirectory(repository.Absolute("src/backend"));
        JsonNode run = Run(One(repository.Absolute("src/backend"), repository.Absolute("src/backend/app.py")));

        Assert.Equal("src/backend/app.py", run["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>());
        Assert.Equal("docusense/src/backend/", run["automationDetails"]!["id"]!.GetValue<string>());
        Assert.Equal("docusense/", Run(One(repository.Path, null))["automationDetails"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public void A_finding_without_a_file_is_at_the_project_or_nowhere()
    {
        Assert.Equal("w.csproj", Results(One("/r/b", null, project: "/r/w.csproj"))[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>());
        Assert.Empty(Results(One("/r/b", null))[0]!["locations"]!.AsArray());
    }

    [Fact]
    public void Fingerprints_stay_where_lines_move_and_differ_where_findings_do()
    {
        string First(SarifInput input) => Fingerprint(Results(input)[0]!);
        string original = First(One("/r", "/r/a.txt", SourceSpan.OnLine(3, 1, 4), "Line 3 of '/r/a.txt' is wrong."));

        Assert.Equal(original, First(One("/r", "/r/a.txt", SourceSpan.OnLine(30, 5, 4), "Line 30 of '/r/a.txt' is wrong.")));
        Assert.Equal(original, First(One("/home/b", "/home/b/a.txt", SourceSpan.OnLine(3, 1, 4), "Line 3 of '/home/b/a.txt' is wrong.")));
        Assert.NotEqual(original, First(One("/r", "/r/b.txt", SourceSpan.OnLine(3, 1, 4), "Line 3 of '/r/a.txt' is wrong.")));
        Assert.NotEqual(original, First(One("/r", "/r/a.txt", SourceSpan.OnLine(3, 1, 4), "Line 3 of '/r/a.txt' is worse.")));
        Assert.NotEqual(original, First(One("/r", "/r/a.txt", SourceSpan.OnLine(3, 1, 4), "Line 3 of '/r/a.txt' is wrong.", "DSM2006")));
    }

    [Fact]
    public void Findings_that_look_alike_have_fingerprints_of_their_own()
    {
        SarifInput one = One("/r", "/r/a.txt");
        string[] prints = [.. Results(one with { Findings = [one.Findings[0], one.Findings[0] with { Span = SourceSpan.OnLine(9, 1, 1) }] }).Select(result => Fingerprint(result!))];

        Assert.Equal(2, prints.Distinct().Count());
        Assert.Equal(prints[0].Split(':')[0], prints[1].Split(':')[0]);
    }

    [Fact]
    public void Fingerprints_of_a_real_backend_stay_where_lines_are_put_above()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        string[] before = [.. Results(backend.Sarif()).Select(result => result!["ruleId"] + Fingerprint(result)).Order(StringComparer.Ordinal)];
        foreach (string file in (string[])["requirements.txt", "requirements-dev.txt", "app/main.py"])
            backend.WriteSource(file, "# above\n\n" + File.ReadAllText(backend.Absolute("backend/" + file)));

        Assert.Equal(before, Results(backend.Sarif()).Select(result => result!["ruleId"] + Fingerprint(result)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Accepted_findings_are_told_as_such_with_the_reason()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "xmltodict\nredis  # docusense: keep (for the nightly job)\n"), ("app.py", "import os\n"));
        backend.Suppressions.Add(new Suppression("DSM3001", "xmltodict", null, "asked for by 100% of users", null));
        JsonNode[] results = [.. Results(backend.Sarif()).Where(result => result!["ruleId"]!.GetValue<string>() == "DSM3001").Select(result => result!)];

        Assert.Equal(["""{"kind":"external","status":"accepted","justification":"asked for by 100% of users"}""", """{"kind":"inSource","status":"accepted","justification":"for the nightly job"}"""],
            results.Select(result => Assert.Single(result["suppressions"]!.AsArray())!.ToJsonString()));
    }

    [Fact]
    public void A_check_that_replays_gives_the_very_same_log()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "xmltodict\nredis  # docusense: keep (why)\nnot a requirement\n"), ("app.py", "import os\n"));
        backend.Suppressions.Add(new Suppression("DSM3001", "xmltodict", null, "why not", null));
        SarifInput Log(CheckResult result) => new() { Backend = backend.Backend, Findings = result.Diagnostics, Suppressed = result.Suppressed, ToolVersion = "1" };
        Thread.Sleep(200);
        CheckResult first = backend.Check();
        CheckResult again = backend.Check();

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(2, again.Suppressed.Count);
        Assert.Equal(SarifLog.Render(Log(first)), SarifLog.Render(Log(again)));
    }

    [Fact]
    public void No_credentials_are_told()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        string text = Encoding.UTF8.GetString(SarifLog.Render(backend.Sarif()));
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", text, StringComparison.Ordinal);
    }
}
