using System.Text.Json.Nodes;
using DocuSense.Maintenance.Build.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DocuSense.Maintenance.Build.Tests;

/// <summary>The tasks around a report: parameters in, files and lines of the log out.</summary>
public sealed class ReportPythonBackendTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "docusense report é 🐍 " + Guid.NewGuid().ToString("N")[..8])).FullName;
    private readonly FakeBuildEngine _engine = new();

    public ReportPythonBackendTests()
    {
        Directory.CreateDirectory(PathOf("backend"));
        Write("backend/requirements.txt", "xmltodict\nredis\n");
        Write("backend/app.py", "import os\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string relative) => Path.Combine(_folder, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }

    private ReportPythonBackend Task(Action<ReportPythonBackend>? change = null)
    {
        var task = new ReportPythonBackend
        {
            BuildEngine = _engine, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = PathOf("Wrapper.csproj"), LogPath = "logs/maintenance", OutputFolder = "obj/docusense/",
        };
        change?.Invoke(task);
        return task;
    }

    private JsonNode Report(string name = "maintenance_report.json") => JsonNode.Parse(File.ReadAllBytes(PathOf(name)))!;

    private string[] Codes(string name = "maintenance_report.json") => [.. Report(name)["findings"]!.AsArray().Select(finding => $"{finding!["severity"]} {finding["code"]}")];

    [Fact]
    public void It_tells_findings_and_fails_for_none()
    {
        ReportPythonBackend task = Task(task => task.TreatWarningsAsErrors = "true");

        Assert.True(task.Execute());
        Assert.Empty(_engine.Errors);
        Assert.Empty(_engine.Warnings);
        Assert.Equal(["error DSM3001", "error DSM3001", "error DSM1001"], Codes().OrderBy(code => code.EndsWith("1001", StringComparison.Ordinal)));
        Assert.StartsWith("DocuSense: report: unhealthy: 3 errors, 0 warnings, 3 suggestions: ", _engine.Messages[^1].Message, StringComparison.Ordinal);
        Assert.Equal(((string[])["maintenance_report.json", "maintenance_report.html", "maintenance_report.sarif"]).Select(PathOf), task.Files.Select(file => file.ItemSpec));
        Assert.All(task.Files, file => Assert.True(File.Exists(file.ItemSpec)));
    }

    [Fact]
    public void The_project_s_severities_and_suppressions_count()
    {
        Assert.True(Task(task =>
        {
            task.NoWarn = "DSM1001";
            task.WarningsAsErrors = "DSM3001";
            task.Suppressions = [new TaskItem("DSM3001", new Dictionary<string, string> { ["Package"] = "redis", ["Justification"] = "why" })];
        }).Execute());

        Assert.Equal(["error DSM3001"], Codes());
        JsonNode[] accepted = [.. JsonNode.Parse(File.ReadAllBytes(PathOf("maintenance_report.sarif")))!["runs"]![0]!["results"]!.AsArray().Where(result => result!["suppressions"] is not null).Select(result => result!)];
        Assert.Equal("error", Assert.Single(accepted)["level"]!.GetValue<string>());
    }

    [Fact]
    public void What_the_verbs_of_this_build_did_and_found_is_in_it()
    {
        ITaskItem run = RunItems.Write(new Reports.ReportRun("Update", "100% of 2; all", true, -7, ["upgrade a 1 → 2 (50%25; newest)", "keep b"]));
        var log = new FindingLog(new TaskLoggingHelper(_engine, "x"), new SeverityPolicy(null, null, null, null), PathOf("Wrapper.csproj"));
        log.Add(new Analysis.Diagnostic { Code = "DSM5003", Severity = Analysis.Severity.Error, Message = "It was rolled back: 100%." });
        _engine.Errors.Clear();

        Assert.True(Task(task => (task.Runs, task.RunFindings) = ([run], log.Items)).Execute());

        Assert.Equal("""{"verb":"Update","summary":"100% of 2; all","applied":true,"bytes_freed":-7,"steps":["upgrade a 1 \u2192 2 (50%25; newest)","keep b"]}""", Report()["runs"]![0]!.ToJsonString());
        Assert.Equal("unhealthy", Report()["status"]!.GetValue<string>());
        JsonNode finding = Report()["findings"]![0]!;
        Assert.Equal(("DSM5003", "It was rolled back: 100%.", "../Wrapper.csproj"), (finding["code"]!.GetValue<string>(), finding["message"]!.GetValue<string>(), finding["file"]!.GetValue<string>()));
    }

    [Fact]
    public void What_pip_is_given_in_the_environment_reaches_no_file()
    {
        const string Secret = "hushhush5678";
        var log = new FindingLog(new TaskLoggingHelper(_engine, "x"), new SeverityPolicy(null, null, null, null), PathOf("Wrapper.csproj"));
        log.Add(new Analysis.Diagnostic { Code = "DSM4001", Severity = Analysis.Severity.Error, Message = $"ValueError: {Secret} is no token." });
        string? before = Environment.GetEnvironmentVariable("PIP_EXTRA_INDEX_URL");
        Environment.SetEnvironmentVariable("PIP_EXTRA_INDEX_URL", $"https://user:{Secret}@example.com/simple");
        try
        {
            Assert.True(Task(task => (task.Runs, task.RunFindings) = ([RunItems.Write(new Reports.ReportRun("Test", "1 test", false, 0, ["failed: " + Secret]))], log.Items)).Execute());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PIP_EXTRA_INDEX_URL", before);
        }

        Assert.Contains("ValueError: **** is no token.", Report()["findings"]!.AsArray().Select(finding => finding!["message"]!.GetValue<string>()));
        Assert.All(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), path => Assert.DoesNotContain(Secret, File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Fact]
    public void A_dry_run_writes_nothing_and_says_so()
    {
        Assert.True(Task(task => task.DryRun = " True ").Execute());
        Assert.Equal("DocuSense: report: dry run: none was written", Assert.Single(_engine.Messages).Message);
        Assert.Equal(["backend"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("5", 2)]
    [InlineData("", 2)]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    public void The_limit_is_the_project_s(string limit, int kept)
    {
        for (int index = 0; index < 3; index++)
            Assert.True(Task(task => task.HistoryLimit = limit).Execute());
        Assert.Equal(kept, Report()["history"]!.AsArray().Count);
        Assert.Empty(_engine.Warnings);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    public void A_limit_that_means_nothing_is_told(string limit)
    {
        Assert.True(Task(task => task.HistoryLimit = limit).Execute());
        Assert.Equal("DSM9002", Assert.Single(_engine.Warnings).Code);
        Assert.True(File.Exists(PathOf("maintenance_report.json")));
    }

    [Fact]
    public void Every_place_can_be_chosen()
    {
        Assert.True(Task(task => (task.ReportPath, task.LogPath, task.ErrorLog) = ("out/a b", "out/logs", "out/x.sarif")).Execute());
        Assert.True(Task(task => (task.ReportPath, task.LogPath, task.ErrorLog) = ("out/a b", "out/logs", "out/x.sarif")).Execute());

        Assert.Equal(["out/a b/maintenance_report.html", "out/a b/maintenance_report.json", "out/logs", "out/x.sarif"],
            Directory.GetFiles(PathOf("out"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
                .Select(path => path.StartsWith("out/logs/", StringComparison.Ordinal) ? "out/logs" : path).Order(StringComparer.Ordinal));
        Assert.Equal("../../backend", Report("out/a b/maintenance_report.json")["backend"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("maintenance_report.json/x", "")]
    [InlineData("taken", "taken/below")]
    public void A_place_that_cannot_be_written_is_an_error_with_what_to_do_and_no_stack_trace(string file, string folder)
    {
        Write(file, "");
        Assert.False(Task(task => task.ReportPath = folder).Execute());

        BuildErrorEventArgs error = Assert.Single(_engine.Errors);
        Assert.Equal(("DSM9010", PathOf("Wrapper.csproj")), (error.Code, error.File));
        Assert.Matches(@"^'.+' could not be written: .+\. Give access to it, or set DocuSenseReportPath to another place\.$", error.Message);
        Assert.DoesNotContain(_engine.Messages, message => message.Message!.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_backend_the_report_says_so()
    {
        Directory.Delete(PathOf("backend"), recursive: true);
        Assert.True(Task().Execute());
        Assert.Equal(["error DSM9001"], Codes());
    }

    [Fact]
    public void The_check_writes_the_SARIF_log_and_one_that_cannot_be_written_stops_no_build()
    {
        CheckPythonBackend Check(string log) => new()
        {
            BuildEngine = _engine, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = PathOf("Wrapper.csproj"), OutputFolder = "obj/docusense/", ErrorLog = log, NoWarn = "DSM1001",
        };
        Assert.True(Check("logs/x.sarif").Execute());
        byte[] first = File.ReadAllBytes(PathOf("logs/x.sarif"));
        File.Delete(PathOf("logs/x.sarif"));
        Assert.True(Check("logs/x.sarif").Execute());

        Assert.Equal(first, File.ReadAllBytes(PathOf("logs/x.sarif")));
        Assert.Equal(2, JsonNode.Parse(first)!["runs"]![0]!["results"]!.AsArray().Count);

        _engine.Warnings.Clear();
        Assert.True(Check("logs").Execute());
        Assert.Equal("DSM9010", Assert.Single(_engine.Warnings, warning => warning.Code != "DSM3001").Code);
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void A_run_leaves_a_log_but_for_a_dry_one()
    {
        // The environment is somebody else's, so nothing is started.
        Write("other/holiday.jpg", "");
        RestorePythonEnvironment Restore(string dry) => new()
        {
            BuildEngine = _engine, BackendPath = "backend", ProjectDirectory = _folder, ProjectFile = PathOf("Wrapper.csproj"), Venv = "other", DryRun = dry, LogPath = "logs/maintenance",
        };
        Assert.False(Restore("true").Execute());
        Assert.False(Directory.Exists(PathOf("logs")));
        RestorePythonEnvironment task = Restore("");
        Assert.False(task.Execute());

        string text = File.ReadAllText(Assert.Single(Directory.GetFiles(PathOf("logs/maintenance"), "*-restore.log")));
        Assert.Matches(@"(?s)^Restore of '.+'\nDocuSense\.Maintenance\.Build 1\.0\.0, from .+\n\nPlan\n  nothing\n\nDone\n.+\n\nFindings\n  error DSM5005: .+\n\nOutcome\n  nothing was changed\n  the plan was not applied\n", text);
        Assert.Equal(["Restore", "DSM5005"], [Assert.Single(task.Runs).ItemSpec, Assert.Single(task.Findings).ItemSpec]);
    }
}
