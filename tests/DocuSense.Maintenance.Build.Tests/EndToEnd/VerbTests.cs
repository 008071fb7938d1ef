using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Build.Tests.Support;
using DocuSense.Maintenance.Tests.Verbs;
using Microsoft.Build.Logging.StructuredLogger;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>The maintenance targets with a real pip and a package index of the test's own.</summary>
public sealed class VerbTests
{
    [PythonFact]
    public void All_verbs_run_in_order_and_credentials_are_in_no_log()
    {
        const string Secret = "s3cr3t-t0ken$%";
        using var index = Index("reader:" + Secret);
        using var second = new PackageIndex { Credentials = "other:hunter2hunter2" }.Add(TestWheel.Make("extra", "1.0"));
        string url = index.Url.Replace("http://", $"http://reader:{Uri.EscapeDataString(Secret)}@", StringComparison.Ordinal);
        string further = second.Url.Replace("http://", "http://other:hunter2hunter2@", StringComparison.Ordinal);
        Workspace workspace = Backend(url, $"--extra-index-url {further}\none\nidle\nextra\n").Write("backend/main.py", "import one\nimport extra\n");
        var variables = new Dictionary<string, string> { ["PIP_EXTRA_INDEX_URL"] = further, ["PIP_PROXY"] = "" };

        DotnetRun run = Dotnet.Run(workspace.Folder, variables, "build", "Backend.csproj", "-t:DocuSenseMaintain", "-nodeReuse:false", "-bl:all.binlog", "-v:diag");

        Assert.True(run.ExitCode == 0, run.Output);
        int last = -1;
        foreach (string verb in (string[])["restore: made", "update: ", "clean: ", "optimize: "])
        {
            int at = run.Output.IndexOf("DocuSense: " + verb, StringComparison.Ordinal);
            Assert.True(at > last, verb + "\n" + run.Output);
            last = at;
        }

        Assert.Contains("idle", File.ReadAllText(workspace.PathOf("backend/requirements_optimized_auto.txt")), StringComparison.Ordinal);
        // Once more with a failure, in which pip names what it looked at.
        workspace.Write("backend/requirements.txt", $"--index-url {url}\none\nmissing\n");
        DotnetRun failed = Dotnet.Run(workspace.Folder, variables, "build", "Backend.csproj", "-t:DocuSenseRestore", "-nodeReuse:false", "-bl:failed.binlog", "-v:diag");
        Assert.Contains("DSM5004", failed.Output, StringComparison.Ordinal);

        string[] secrets = ["s3cr3t", "hunter2"];
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, failed.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal);
        }

        foreach (string log in (string[])["all.binlog", "failed.binlog"])
        {
            (byte[] records, List<(string Name, string Text)> files) = Contents(workspace.PathOf(log));
            // What is searched is really there.
            Assert.True(Contains(records, "DocuSense: "), log);
            foreach (string secret in secrets)
            {
                Assert.False(Contains(records, secret), $"{secret} is in {log}");
                Assert.DoesNotContain(files, file => file.Text.Contains(secret, StringComparison.Ordinal));
            }
        }
    }

    [PythonFact]
    public void A_solution_runs_a_verb_for_every_backend_in_it()
    {
        using var index = Index();
        Workspace workspace = Backend(index.Url, "one\n").Write("second/requirements.txt", $"--index-url {index.Url}\nidle\n").Write("second/app.py", "import idle\n")
            .Wrapper("second/Second.csproj", Python, backend: ".").Write("plain/Plain.csproj", """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
                """).Write("All.slnx", """
                <Solution><Project Path="Backend.csproj" /><Project Path="second/Second.csproj" /><Project Path="plain/Plain.csproj" /></Solution>
                """).Write("Directory.Solution.targets", Documented("docs/maintenance.md", "<Project>", "</Project>").Replace("DocuSenseUpdate", "DocuSenseRestore", StringComparison.Ordinal));

        BuildRun made = workspace.Build("All.slnx", "-t:DocuSenseRestore", "-restore");

        Assert.True(made.ExitCode == 0, made.Output);
        Assert.True(File.Exists(workspace.PathOf("backend/.venv/pyvenv.cfg")), made.Output);
        Assert.True(File.Exists(workspace.PathOf("second/.venv/pyvenv.cfg")), made.Output);
    }

    [PythonFact]
    public void A_plan_is_returned_as_items_and_a_dry_run_changes_nothing()
    {
        using var index = Index();
        Workspace workspace = Backend(index.Url, "one<2\nidle\n");
        Assert.Equal(0, workspace.Build("Backend.csproj", "-t:DocuSenseRestore").ExitCode);
        workspace.Write("backend/requirements.txt", $"--index-url {index.Url}\none\nidle\n").Write("backend/main.py", "import one\n");

        foreach ((string verb, string subject, string kind) in ((string, string, string)[])[("Update", "one", "Upgrade"), ("Optimize", "idle", "LeaveOut")])
        {
            DotnetRun run = Dotnet.Run(workspace.Folder, "build", "Backend.csproj", $"-t:DocuSense{verb}", "-p:DocuSenseDryRun=true", $"-getTargetResult:DocuSense{verb}", "-nodeReuse:false");
            Assert.True(run.ExitCode == 0, run.Output);
            using JsonDocument document = JsonDocument.Parse(run.Output.Substring(run.Output.IndexOf('{')));
            JsonElement item = document.RootElement.GetProperty("TargetResults").GetProperty($"DocuSense{verb}").GetProperty("Items").EnumerateArray()
                .Single(item => item.GetProperty("Identity").GetString() == subject);
            Assert.Equal(verb, item.GetProperty("Verb").GetString());
            Assert.Equal(kind, item.GetProperty("Kind").GetString());
            Assert.NotEqual("", item.GetProperty("Reason").GetString());
        }

        Assert.True(Directory.Exists(Site(workspace, "one-1.0.dist-info")));
        Assert.False(File.Exists(workspace.PathOf("backend/requirements_optimized_auto.txt")));
    }

    [PythonFact]
    public void What_the_project_accepts_stays_in_the_optimised_requirements()
    {
        using var index = Index();
        Workspace workspace = Backend(index.Url, "one\nidle\n", """<DocuSenseSuppress Include="DSM3001" Package="idle" Justification="production only" />""").Write("backend/main.py", "import one\n");
        Assert.Equal(0, workspace.Build("Backend.csproj", "-t:DocuSenseRestore").ExitCode);

        BuildRun run = workspace.Build("Backend.csproj", "-t:DocuSenseOptimize");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("\nidle\n", File.ReadAllText(workspace.PathOf("backend/requirements_optimized_auto.txt")), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Ctrl_C_leaves_everything_as_it_was()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var index = Index();
        Workspace workspace = Backend(index.Url, "one<2\n").Write("backend/main.py", "import one\n");
        Assert.Equal(0, workspace.Build("Backend.csproj", "-t:DocuSenseRestore").ExitCode);
        workspace.Write("backend/requirements.txt", $"--index-url {index.Url}\none\n").Write("backend/slow.py", "import time\ntime.sleep(60)\n");

        using Process process = Dotnet.StartInterruptible(workspace.Folder, PythonFactAttribute.Interpreter!, "build", "Backend.csproj", "-t:DocuSenseUpdate", "-nodeReuse:false");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        // The folder of the run is there as soon as the verb works; the import of the slow module then holds it up.
        while (!Directory.Exists(workspace.PathOf("backend/.venv.docusense")) && !process.HasExited && clock.Elapsed < TimeSpan.FromMinutes(2))
            Thread.Sleep(20);
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("cancelled", output.Result, StringComparison.OrdinalIgnoreCase);
        Assert.True(Directory.Exists(Site(workspace, "one-1.0.dist-info")));
        Assert.False(Directory.Exists(workspace.PathOf("backend/.venv.docusense")));
    }

    /// <summary>An example of the documentation.</summary>
    private static string Documented(string file, string from, string to)
    {
        string text = File.ReadAllText(Repository.PathOf(file));
        int start = text.IndexOf(from, StringComparison.Ordinal);
        return text.Substring(start, text.IndexOf(to, start, StringComparison.Ordinal) + to.Length - start);
    }

    private static string Python => $"<DocuSensePython>{PythonFactAttribute.Interpreter}</DocuSensePython>";

    private static PackageIndex Index(string? credentials = null) => new PackageIndex { Credentials = credentials }
        .Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"), TestWheel.Make("idle", "1.0"));

    private static Workspace Backend(string url, string requirements, string items = "") => new Workspace()
        .Write("backend/requirements.txt", $"--index-url {url}\n{requirements}").Wrapper("Backend.csproj", Python + "<DocuSensePurgeCache>false</DocuSensePurgeCache>", items);

    private static string Site(Workspace workspace, string folder) =>
        Path.Combine(Directory.GetDirectories(workspace.PathOf("backend/.venv"), "site-packages", SearchOption.AllDirectories)[0], folder);

    /// <summary>The records of a binary log as bytes, and the files that are embedded in it.</summary>
    private static (byte[] Records, List<(string Name, string Text)> Files) Contents(string log)
    {
        using var unpacked = new MemoryStream();
        using (FileStream file = File.OpenRead(log))
        using (var gzip = new GZipStream(file, CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        var files = new List<(string Name, string Text)>();
        var reader = new BinLogReader();
        reader.OnBlobRead += (_, bytes) =>
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                using var text = new StreamReader(entry.Open());
                files.Add((entry.FullName, text.ReadToEnd()));
            }
        };
        foreach (Microsoft.Build.Logging.Record _ in reader.ReadRecords(log))
        {
            // Reading tells of the files.
        }

        Assert.NotEmpty(files);
        return (unpacked.ToArray(), files);
    }

    private static bool Contains(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
