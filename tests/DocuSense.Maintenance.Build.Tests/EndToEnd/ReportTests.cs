using System.IO.Compression;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>Reports, what is kept of them, and SARIF logs, of the packed package.</summary>
public sealed class ReportTests
{
    private const string Secret = "hushhush1234";

    [Fact]
    public void A_report_key_by_key_then_a_second_one_with_history_and_clean_leaves_both()
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj")
            .Write("backend/requirements.txt", $"--index-url https://user:{Secret}@localhost:1/simple\nflask>=3.0\nxmltodict>=0.13\nflask<4\n-c base.txt\n");

        BuildRun run = workspace.Build("Backend.csproj", "-t:DocuSenseReport");
        Assert.Equal((0, 0), (run.ExitCode, run.Findings.Count));
        JsonObject report = Read(workspace, "maintenance_report.json");
        Assert.Equal(["timestamp", "environment", "dependencies_count", "optimization_suggestions", "status", "schema_version", "tool", "generated_at", "backend", "counts",
            "findings", "requirements", "distributions", "dependencies", "imports", "runs", "history"], report.Select(pair => pair.Key));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", report["timestamp"]!.GetValue<string>());
        Assert.Equal("""{"python_version":null,"pip_version":null,"venv_active":false,"requirements_installed":false,"dependencies_conflicts":false,"path":null,"bytes":0}""", report["environment"]!.ToJsonString());
        Assert.Equal((2, "unhealthy", 1, "backend"), (report["dependencies_count"]!.GetValue<int>(), report["status"]!.GetValue<string>(), report["schema_version"]!.GetValue<int>(), report["backend"]!.GetValue<string>()));
        Assert.Equal(["Require 'flask' once and remove the other line (requirements.txt, line 4).", "Remove 'xmltodict' (requirements.txt, line 3), which nothing uses."],
            report["optimization_suggestions"]!.AsArray().Select(sentence => sentence!.GetValue<string>()));
        Assert.Equal(["error DSM2008 requirements.txt(5,4)", "warning DSM3001 requirements.txt(3,1)", "warning DSM2006 requirements.txt(4,1)"],
            report["findings"]!.AsArray().Select(finding => $"{finding!["severity"]} {finding["code"]} {finding["file"]}({finding["line"]},{finding["column"]})"));
        Assert.Equal(["flask>=3.0 used", "xmltodict>=0.13 unused", "flask<4 used"], report["requirements"]!.AsArray().Select(requirement => $"{requirement!["text"]} {requirement["verdict"]}"));
        Assert.Equal("""{"errors":1,"warnings":2,"messages":0,"requirements":3,"distributions":0}""", report["counts"]!.ToJsonString());
        Assert.All((string[])["distributions", "dependencies", "runs", "history"], key => Assert.Empty(report[key]!.AsArray()));
        Assert.Null(report["imports"]);

        Assert.Equal(0, workspace.Build("Backend.csproj", "-t:DocuSenseReport").ExitCode);
        JsonNode entry = Assert.Single(Read(workspace, "maintenance_report.json")["history"]!.AsArray())!;
        Assert.Equal((report["generated_at"]!.GetValue<string>(), "unhealthy", 1, 2), (entry["generated_at"]!.GetValue<string>(), entry["status"]!.GetValue<string>(), entry["errors"]!.GetValue<int>(), entry["warnings"]!.GetValue<int>()));

        Assert.Equal(0, workspace.Run("clean", "Backend.csproj").ExitCode);
        Assert.Equal(["maintenance_report.html", "maintenance_report.json", "maintenance_report.sarif"], Directory.GetFiles(workspace.Folder, "maintenance_report.*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFiles(workspace.PathOf("logs/maintenance")));
        AssertNoSecret(workspace);
    }

    [Fact]
    public void Every_build_writes_the_SARIF_log_also_one_in_which_nothing_changed()
    {
        Workspace workspace = new Workspace().Warning().Wrapper("Backend.csproj", properties: "<DocuSenseErrorLog>out/docusense.sarif</DocuSenseErrorLog>");
        workspace.Build("Backend.csproj");
        string log = workspace.PathOf("out/docusense.sarif");
        byte[] first = File.ReadAllBytes(log);
        File.Delete(log);
        // Made within the clock's grain the first check may not be replayed; the third is a replay in any case.
        workspace.Build("Backend.csproj", "--no-restore");
        BuildRun again = workspace.Build("Backend.csproj", "--no-restore");

        Assert.Equal(first, File.ReadAllBytes(log));
        Assert.Contains(again.Messages, message => message.Contains("nothing changed since the last check", StringComparison.Ordinal));
        JsonNode[] results = [.. JsonNode.Parse(first)!["runs"]![0]!["results"]!.AsArray().Select(result => result!)];
        Assert.Equal(["DSM3001 backend/requirements.txt 2", "DSM2006 backend/requirements.txt 3"], results.Select(result =>
            $"{result["ruleId"]} {result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]} {result["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]}"));
    }

    [Fact]
    public void Maintain_goes_on_after_a_verb_that_fails_reports_it_and_fails_in_the_end()
    {
        Workspace workspace = new Workspace().Sound().Wrapper("Backend.csproj");
        BuildRun run = workspace.Build("Backend.csproj", "-t:DocuSenseMaintain", "-p:DocuSensePython=/there/is/none");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(["error DSM5006 Backend.csproj(1,1)"], run.Findings);
        Assert.Equal(1, run.Checks);
        JsonObject report = Read(workspace, "maintenance_report.json");
        Assert.Equal(["Restore"], report["runs"]!.AsArray().Select(one => one!["verb"]!.GetValue<string>()));
        Assert.Equal(("unhealthy", "DSM5006"), (report["status"]!.GetValue<string>(), report["findings"]![0]!["code"]!.GetValue<string>()));
        Assert.Single(Directory.GetFiles(workspace.PathOf("logs/maintenance"), "*-restore.log"));
    }

    [Fact]
    public void A_dry_run_of_all_changes_nothing()
    {
        Workspace workspace = new Workspace().Sound().Wrapper("Backend.csproj");
        workspace.Run("restore", "Backend.csproj");
        string[] before = Files(workspace);
        BuildRun run = workspace.Build("Backend.csproj", "--no-restore", "-t:DocuSenseMaintain", "-p:DocuSenseDryRun=true");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("DocuSense: report: dry run: none was written", run.Messages);
        Assert.Equal(before, Files(workspace));

        static string[] Files(Workspace workspace) => [.. Directory.GetFileSystemEntries(workspace.Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(workspace.Folder, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj", StringComparison.Ordinal) && !path.EndsWith(".binlog", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    [PythonFact]
    public void Maintain_runs_everything_and_the_report_tells_it()
    {
        // No index can be reached: what is required is there with every environment.
        Workspace workspace = new Workspace().Wrapper("Backend.csproj", properties: "<DocuSensePurgeCache>false</DocuSensePurgeCache>")
            .Write("backend/requirements.txt", $"--index-url https://user:{Secret}@localhost:1/simple\npip\n").Write("backend/app.py", "import json\n");
        BuildRun run = workspace.Build("Backend.csproj", "-t:DocuSenseMaintain");

        Assert.True(run.ExitCode == 0, run.Output);
        JsonObject report = Read(workspace, "maintenance_report.json");
        Assert.Equal(["Restore", "Update", "Clean", "Optimize", "Test"], report["runs"]!.AsArray().Select(one => one!["verb"]!.GetValue<string>()));
        Assert.Equal((true, true, false), (report["environment"]!["venv_active"]!.GetValue<bool>(), report["environment"]!["requirements_installed"]!.GetValue<bool>(), report["environment"]!["dependencies_conflicts"]!.GetValue<bool>()));
        Assert.StartsWith("Python 3.", report["environment"]!["python_version"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("pip ", report["environment"]!["pip_version"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(report["findings"]!.AsArray(), finding => finding!["code"]!.GetValue<string>() == "DSM5002");
        Assert.Equal("app", Assert.Single(report["imports"]!["modules"]!.AsArray())!["module"]!.GetValue<string>());
        Assert.Contains(report["distributions"]!.AsArray(), one => one!["name"]!.GetValue<string>() == "pip" && one["direct"]!.GetValue<bool>());
        Assert.Equal(["clean", "optimize", "restore", "update"], Directory.GetFiles(workspace.PathOf("logs/maintenance"), "*.log").Select(path => Path.GetFileNameWithoutExtension(path).Split('-')[^1]).Order(StringComparer.Ordinal));
        AssertNoSecret(workspace);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_is_in_the_package()
    {
        using ZipArchive package = ZipFile.OpenRead(PackedPackage.Instance.File);
        using var reader = new StreamReader(package.GetEntry("docs/schemas/maintenance_report.schema.json")!.Open());
        Assert.Equal(File.ReadAllText(Repository.PathOf("docs/schemas/maintenance_report.schema.json")), reader.ReadToEnd());
    }

    private static JsonObject Read(Workspace workspace, string name) => JsonNode.Parse(File.ReadAllBytes(workspace.PathOf(name)))!.AsObject();

    /// <summary>In nothing that was written but the requirements themselves.</summary>
    private static void AssertNoSecret(Workspace workspace)
    {
        string[] written = [.. Directory.GetFiles(workspace.Folder, "maintenance_report.*"), .. Directory.GetFiles(workspace.PathOf("logs"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(workspace.PathOf("obj"), "*", SearchOption.AllDirectories)];
        Assert.True(written.Length > 3);
        Assert.All(written, path => Assert.DoesNotContain(Secret, File.ReadAllText(path), StringComparison.Ordinal));
    }
}
