using DocuSense.Maintenance.Build.Tests.Support;
using DocuSense.Maintenance.Testing;
using Microsoft.Build.Utilities;

namespace DocuSense.Maintenance.Build.Tests;

public sealed class WriteTestManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("docusense manifest ").FullName;
    private readonly FakeBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_project_says_is_what_the_tests_read()
    {
        TestManifest manifest = Written(task =>
        {
            task.Venv = "..\\.venv";
            task.WorkingDirectory = "work/";
            task.ImportTimeout = "0.5";
            task.ImportTimeBudget = "00:01:30";
            task.ImportMemoryLimit = "512";
            task.ImportParallelism = "3";
            task.ImportExclude = "scripts/** ; **/wsgi.py";
            task.EnvironmentVariables = [new TaskItem("A", new Dictionary<string, string> { ["Value"] = " b=c;d " }), new TaskItem("EMPTY")];
            task.Apis =
            [
                new TaskItem("app.main:app", new Dictionary<string, string> { ["Method"] = "post", ["Path"] = "items", ["Status"] = "201", ["Body"] = "{\"a\": 1}", ["Timeout"] = "5" }),
                new TaskItem("server", new Dictionary<string, string> { ["Command"] = "python serve.py {port}" }),
            ];
            task.ApiProbe = "False";
        });

        Assert.Empty(_engine.Warnings);
        Assert.Equal(Path.Combine(_folder, "backend"), manifest.Backend);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(_folder)!, ".venv"), manifest.Venv);
        Assert.Equal(Path.Combine(_folder, "work"), manifest.WorkingDirectory);
        Assert.Equal((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(90)), (manifest.ImportTimeout, manifest.ImportTimeBudget));
        Assert.Equal((512L * 1024 * 1024, 3), (manifest.MemoryLimit, manifest.Parallelism));
        Assert.Equal(["scripts/**", "**/wsgi.py"], manifest.ImportExclude);
        Assert.Equal([new("A", " b=c;d "), new("EMPTY", "")], manifest.Environment);
        Assert.Equal(("app.main:app", null, "POST", "/items", 201, "{\"a\": 1}", TimeSpan.FromSeconds(5)), Probe(manifest.Apis[0]));
        Assert.Equal((null, "python serve.py {port}", "GET", "/", 0, null, TimeSpan.FromSeconds(30)), Probe(manifest.Apis[1]));
        Assert.False(manifest.FindsApi);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    [InlineData("00:00:00")]
    public void A_value_that_means_nothing_is_reported_and_counts_as_not_given(string value)
    {
        TestManifest manifest = Written(task => task.ImportTimeout = value);

        Assert.Equal(TimeSpan.FromSeconds(30), manifest.ImportTimeout);
        Assert.Equal("DSM9002", Assert.Single(_engine.Warnings).Code);
        Assert.Contains($"DocuSenseImportTimeout is '{value}'", _engine.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_the_wrong_place_is_not_repeated()
    {
        TestManifest manifest = Written(task => task.EnvironmentVariables = [new TaskItem("TOKEN=hunter2")]);

        Assert.Empty(manifest.Environment);
        Assert.Contains("'TOKEN'", Assert.Single(_engine.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _engine.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder, "obj"), "a file where the folder should be");

        Assert.False(Task().Execute());
        Assert.Equal("DSM9009", Assert.Single(_engine.Errors).Code);
    }

    private static (string?, string?, string, string, int, string?, TimeSpan) Probe(ApiProbe probe) =>
        (probe.Application, probe.Command, probe.Method, probe.Path, probe.Status, probe.Body, probe.Timeout);

    private TestManifest Written(Action<WriteTestManifest> change)
    {
        WriteTestManifest task = Task();
        change(task);
        Assert.True(task.Execute());
        return TestManifest.Read(Path.Combine(_folder, "obj", "docusense", "tests.json"));
    }

    private WriteTestManifest Task() => new()
    {
        BuildEngine = _engine,
        ProjectDirectory = _folder,
        ProjectFile = Path.Combine(_folder, "Backend.csproj"),
        BackendPath = "backend",
        OutputFolder = "obj/docusense/",
        ManifestFile = "obj/docusense/tests.json",
    };
}
