using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>The page as text: what it says, what it links to, and that nothing in it is markup that was a name.</summary>
public sealed class HtmlReportTests
{
    private static string Render(MaintenanceReport report) => Encoding.UTF8.GetString(HtmlReport.Render(report));

    [Fact]
    public void The_same_report_gives_the_same_bytes_in_every_culture()
    {
        byte[] expected = HtmlReport.Render(SampleReports.Full());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NumberGroupSeparator = ".";
            other.NumberFormat.NegativeSign = "~";
            other.DateTimeFormat.DateSeparator = "!";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, HtmlReport.Render(SampleReports.Full()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void It_says_the_state_in_one_sentence_and_what_to_do_next()
    {
        string page = Render(SampleReports.Full());

        Assert.Contains("The backend will not install, import or start as it should: 3 errors to correct, and 8 warnings.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#errors\">3 errors</a>", page, StringComparison.Ordinal);
        Assert.Contains("<title>Unhealthy: maintenance report of backend</title>", page, StringComparison.Ordinal);
        Assert.Contains("Nothing needs to be done.", Render(SampleReports.Healthy()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("findings", "The check found nothing.", "DocuSenseCheck")]
    [InlineData("requirements", "No requirements were found.", "requirements.txt")]
    [InlineData("size", "There is no environment to weigh.", "DocuSenseRestore")]
    [InlineData("dependencies", "Who requires whom is known once something is installed", "DocuSenseRestore")]
    [InlineData("imports", "No imports have been measured.", "DocuSenseTest")]
    [InlineData("trends", "There is no trend yet", "DocuSenseReport")]
    [InlineData("runs", "nothing was changed", "DocuSenseMaintain")]
    [InlineData("state", "There is no virtual environment.", "DocuSenseRestore")]
    public void Where_there_is_nothing_it_says_so_and_what_to_run(string section, string text, string command)
    {
        string page = Render(SampleReports.Empty());
        int start = page.IndexOf($"<section id=\"{section}\"", StringComparison.Ordinal);
        string content = page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];

        Assert.Contains(text, content, StringComparison.Ordinal);
        Assert.Contains(command, content, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_that_is_empty_or_broken_is_told_apart_from_none()
    {
        MaintenanceReport report = SampleReports.Empty() with
        {
            Environment = new ReportEnvironment { Path = SampleReports.Backend + "/.venv", IsUsable = false, HasAllRequirements = false, HasConflicts = false, Bytes = 0 },
        };
        string page = Render(report);

        Assert.Contains("Nothing is installed in the environment.", page, StringComparison.Ordinal);
        Assert.Contains("Make the virtual environment anew", page, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no virtual environment.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_grouped_by_severity_with_their_place_and_the_page_of_their_rule()
    {
        var silenced = new Diagnostic { Code = "DSM3001", Severity = Severity.None, Message = "silenced" };
        MaintenanceReport full = SampleReports.Full();
        string page = Render(full with { Findings = [.. full.Findings, silenced] });

        Assert.Contains("href=\"https://github.com/docusense/DocuSense.Maintenance.Build/blob/main/docs/rules/DSM2001.md\"", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"place\" href=\"file:///srv/docusense/backend/app/services/ocr.py\"><bdi>app/services/ocr.py:4</bdi></a>", page, StringComparison.Ordinal);
        int[] order = [.. new[] { "id=\"errors\"", "id=\"warnings\"", "id=\"advice\"" }.Select(id => page.IndexOf(id, StringComparison.Ordinal))];
        Assert.True(order[0] > 0 && order[0] < order[1] && order[1] < order[2]);
        Assert.DoesNotContain("silenced", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Requirements_have_their_verdict_and_their_evidence()
    {
        string page = Render(SampleReports.Full());
        string redis = page[page.IndexOf("redis&gt;=5.0.2", StringComparison.Ordinal)..];
        string anthropic = page[page.IndexOf("anthropic&gt;=0.21.3", StringComparison.Ordinal)..];

        Assert.Contains("Unused", redis[..200], StringComparison.Ordinal);
        Assert.Contains("imports modules by a name that is made at run time", anthropic[..400], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_evidence_ends_with_how_much_more_there_is()
    {
        MaintenanceReport full = SampleReports.Full();
        ReportRequirement requirement = full.Requirements[0] with
        {
            Evidence = [.. Enumerable.Range(1, 57).Select(line => new Evidence("import", SampleReports.Backend + "/app/a.py", line, "imports it"))],
        };
        string page = Render(full with { Requirements = [requirement] });

        Assert.Contains("<summary>56 more</summary>", page, StringComparison.Ordinal);
        Assert.Contains("app/a.py:20<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("app/a.py:21<", page, StringComparison.Ordinal);
        Assert.Contains("And 37 more, in", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_without_end_are_cut_and_say_so()
    {
        MaintenanceReport full = SampleReports.Full();
        string page = Render(full with
        {
            Findings = [.. Enumerable.Range(0, 1234).Select(index => full.Findings[0] with { Message = "finding " + index })],
            Imports = full.Imports! with { Modules = [.. Enumerable.Range(0, 2000).Select(index => new ReportModule("m" + index, null, true, 1, 1))] },
            Runs = [new ReportRun("Clean", "Done.", true, 0, [.. Enumerable.Range(0, 501).Select(index => "step " + index)])],
        });

        Assert.Contains(">finding 999<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">finding 1000<", page, StringComparison.Ordinal);
        Assert.Contains("And 234 more, in <code>maintenance_report.json</code>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>m199</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("And 1,800 more, in", page, StringComparison.Ordinal);
        Assert.Contains("And 1 more, in", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_admits_the_page_s_own_style_and_script_by_their_hashes_and_nothing_else()
    {
        string page = Render(SampleReports.Full());
        string policy = Regex.Match(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">").Groups[1].Value;
        string style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        string script = page[(page.IndexOf("<script>", StringComparison.Ordinal) + 8)..page.LastIndexOf("</script>", StringComparison.Ordinal)];

        Assert.Equal($"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotContain("</script", script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", script, StringComparison.Ordinal);

        static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Nothing_is_loaded_and_links_lead_to_files_rules_and_places_on_the_page()
    {
        string page = Render(SampleReports.Full());

        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.Equal(["#hatch"], Regex.Matches(page, @"url\(([^)]*)\)").Select(match => match.Groups[1].Value).Distinct());
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\"").Select(match => match.Groups[1].Value), target => Assert.Matches("^(#|file:///srv/|https://github\\.com/docusense/)", target));
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</style></title></bdi><!--")]
    [InlineData("a\u202Etxt.exe \u2066x \u200f\u0000\u001b[31m")]
    [InlineData(@"\ud800 lone \udc00")] // Unescaped below: a test's data cannot hold halves of pairs.
    [InlineData("&lt;b&gt; &amp;")]
    [InlineData("\u05e9\u05dc\u05d5\u05dd \U0001F40D")]
    public void No_name_path_or_message_becomes_markup(string harm)
    {
        string page = Render(SampleReports.Hostile(Regex.Unescape(harm)));
        string plain = Render(SampleReports.Hostile("harmless"));

        // The same elements with the same attributes, whatever the names are.
        Assert.Equal(Shape(plain), Shape(page));
        Assert.DoesNotContain(page, character => character is '\u202e' or '\u2066' or '\u200f' or '\0' or '\u001b' or '\ufffd');

        string data = Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.DoesNotContain('<', data);
        Assert.Equal(3, JsonDocument.Parse(data).RootElement.GetProperty("distributions").GetArrayLength());

        // Labels are cut to fit, and lists of what drawings show are as long as there is room for.
        static string Shape(string page) => string.Join('\n', Regex.Matches(page, "<(/?[a-zA-Z!][a-zA-Z0-9]*)([^>]*)>")
            .Select(match => match.Groups[1].Value + string.Concat(Regex.Matches(match.Groups[2].Value, " ([a-z-]+)=\"").Select(name => " " + name.Groups[1].Value)))
            .Where(tag => !tag.StartsWith("text", StringComparison.Ordinal) && tag != "/text"));
    }

    [Fact]
    public void What_cannot_be_seen_is_shown_as_an_escape()
    {
        string page = Render(SampleReports.Hostile("a\u202Eb\ud800c"));

        Assert.Contains(@"a\u202Eb\uD800c", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_without_a_page_is_no_link()
    {
        MaintenanceReport full = SampleReports.Full();
        string page = Render(full with { Findings = [new Diagnostic { Code = "XYZ1", Severity = Severity.Warning, Message = "m" }] });

        Assert.Contains("<span class=\"code\">XYZ1</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_reports_are_a_trend_and_gaps_stay_gaps()
    {
        string page = Render(SampleReports.Full());

        Assert.Contains("aria-label=\"Import time, 3 September 2026 to 26 November 2026. Import time: not measured, then 4.86\u00a0s.\"", page, StringComparison.Ordinal);
        Assert.Contains("Measured in fewer than two reports.", Render(SampleReports.Full() with { Imports = null, History = [.. SampleReports.Full().History.Take(2)] }), StringComparison.Ordinal);
    }
}
