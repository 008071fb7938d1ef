using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary><c>dotnet test</c> of a wrapper project with no C# and no test package, under VSTest and under Microsoft.Testing.Platform.</summary>
public sealed class DotnetTestTests
{
    // What a test says without an environment is the engine's matter; the environment's own tests need pip and would be slow.
    private const string Imports = "Kind=Import";

    [PythonTheory]
    [InlineData(Runner.VSTest, 1)]
    [InlineData(Runner.Platform, 2)]
    public void Every_module_is_a_test_with_its_place_and_its_failure(Runner runner, int failed)
    {
        Workspace workspace = Mixed().Uses(runner);

        DotnetRun run = workspace.Test(runner, "backend", ["--filter", Imports, .. Trx(runner)]);
        TrxResults results = TrxResults.In(workspace.PathOf("backend"));

        Assert.True(run.ExitCode == failed, run.Output);
        Assert.Equal(
            ["Failed import app.services", "Failed import app.services.ocr", "Passed import app", "Passed import app.main"],
            results.Outcomes.Order(StringComparer.Ordinal));
        Assert.Contains("ModuleNotFoundError: No module named 'no_such_module'", results.Message("import app.services.ocr"), StringComparison.Ordinal);
        Assert.Equal(
            ["at app/services/ocr.py:line 4", "at app/services/__init__.py:line 2"],
            results.StackTrace("import app.services.ocr").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("hello from main", results.Output("import app.main"), StringComparison.Ordinal);
        // Nothing of the run is left in the sources.
        Assert.Empty(Directory.GetDirectories(workspace.PathOf("backend/app"), "__pycache__", SearchOption.AllDirectories));
    }

    [PythonTheory]
    [InlineData(Runner.VSTest)]
    [InlineData(Runner.Platform)]
    public void A_filter_chooses_what_is_listed_and_what_is_run_without_another_build(Runner runner)
    {
        Workspace workspace = Mixed().Uses(runner);
        Assert.Equal(0, workspace.Run("build", "backend").ExitCode);

        DotnetRun listed = workspace.Test(runner, "backend", "--no-build", "--list-tests", "--filter", "File~services");
        DotnetRun passed = workspace.Test(runner, "backend", ["--no-build", "--filter", "Module=app.main|TestCategory=Nightly", .. Trx(runner)]);
        DotnetRun wrong = workspace.Test(runner, "backend", "--no-build", "--filter", "(Kind=Import");

        Assert.Equal(["import app.services", "import app.services.ocr"], Lines(listed.Output).Where(line => line.StartsWith("import ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(passed.ExitCode == 0, passed.Output);
        Assert.Equal(["Passed import app.main"], TrxResults.In(workspace.PathOf("backend")).Outcomes);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Contains("The filter '(Kind=Import' cannot be read: a ')' is missing.", wrong.Output, StringComparison.Ordinal);
    }

    [PythonFact]
    public void The_platform_s_tree_filter_chooses_by_package()
    {
        Workspace workspace = Mixed().Uses(Runner.Platform);

        DotnetRun run = workspace.Test(Runner.Platform, "backend", ["--treenode-filter", "/import/app/main", .. Trx(Runner.Platform)]);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(["Passed import app.main"], TrxResults.In(workspace.PathOf("backend")).Outcomes);
    }

    [Theory]
    [InlineData(Runner.VSTest)]
    [InlineData(Runner.Platform)]
    public void A_run_that_finds_no_module_fails_and_says_why(Runner runner)
    {
        Workspace workspace = new Workspace().Uses(runner).Write("backend/requirements.txt", "").Wrapper("backend/Backend.csproj", backend: ".");

        DotnetRun run = workspace.Test(runner, "backend");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("No Python module was found below", run.Output, StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_solution_with_xUnit_projects_runs_both_publishes_and_packs()
    {
        Workspace workspace = Mixed().WithRestoredPackages()
            .Library("Library/Library.csproj", properties: "<DocuSenseBackend>../backend</DocuSenseBackend><DocuSenseCheckOnBuild>false</DocuSenseCheckOnBuild>")
            .Write("Library/Code.cs", "public static class Code { public static int Two => 2; }")
            .XUnit("Tests/Tests.csproj", """<ProjectReference Include="../Library/Library.csproj" /><ProjectReference Include="../backend/Backend.csproj" />""")
            .Write("Tests/CodeTests.cs", "public class CodeTests { [Xunit.Fact] public void Two() => Xunit.Assert.Equal(2, Code.Two); }")
            .Write("All.slnx", """
                <Solution>
                  <Project Path="backend/Backend.csproj" />
                  <Project Path="Library/Library.csproj" />
                  <Project Path="Tests/Tests.csproj" />
                </Solution>
                """);

        DotnetRun all = workspace.Test(Runner.VSTest, "All.slnx", "--logger", "trx");
        DotnetRun mine = workspace.Test(Runner.VSTest, "All.slnx", "--no-build", "--filter", "FullyQualifiedName~CodeTests|FullyQualifiedName~app.main");
        DotnetRun published = Dotnet.Run(workspace.Folder, "publish", "All.slnx", "-nodeReuse:false");
        DotnetRun packed = Dotnet.Run(workspace.Folder, "pack", "All.slnx", "-nodeReuse:false");

        Assert.True(all.ExitCode == 1, all.Output);
        Assert.Equal(["Passed CodeTests.Two"], TrxResults.In(workspace.PathOf("Tests")).Outcomes);
        Assert.Contains("Failed import app.services.ocr", TrxResults.In(workspace.PathOf("backend")).Outcomes);
        Assert.True(mine.ExitCode == 0, mine.Output);
        Assert.Equal(2, Lines(mine.Output).Count(line => line.StartsWith("Passed!", StringComparison.Ordinal)));
        Assert.True(published.ExitCode == 0, published.Output);
        Assert.True(packed.ExitCode == 0, packed.Output);
        Assert.Equal(["Library.1.0.0.nupkg"], Directory.GetFiles(workspace.Folder, "*.nupkg", SearchOption.AllDirectories).Select(Path.GetFileName));
        // The library references the package, and is no test project for that; nothing of the tests reaches the projects that reference the wrapper.
        Assert.Single(Lines(all.Output), line => line.StartsWith("Test run for", StringComparison.Ordinal) && line.Contains("Backend.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(workspace.PathOf("Library/bin"), "*", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(workspace.PathOf("Tests/bin"), "*", SearchOption.AllDirectories)), file => file.Contains("DocuSense", StringComparison.Ordinal) && !file.Contains(PackedPackage.HomeName, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Library", "", "", "")]
    [InlineData("Wrapper", "<IsTestProject>false</IsTestProject>", "", "")]
    [InlineData("Wrapper", "<DocuSenseTestProject>false</DocuSenseTestProject>", "", "")]
    [InlineData("Wrapper", "", "true", "true")]
    [InlineData("Library", "<DocuSenseTestProject>true</DocuSenseTestProject>", "true", "true")]
    public void Only_a_project_without_code_is_a_test_project(string form, string property, string isTestProject, string isApplication)
    {
        Workspace workspace = new Workspace().Sound();
        workspace = form == "Wrapper" ? workspace.Wrapper("Project.csproj", property) : workspace.Library("Project.csproj", "<DocuSenseBackend>backend</DocuSenseBackend>" + property);
        Assert.Equal(0, Dotnet.Run(workspace.Folder, "restore").ExitCode);

        DotnetRun run = Dotnet.Run(workspace.Folder, "msbuild", "-getProperty:IsTestProject,IsTestingPlatformApplication,RunSettingsFilePath");

        Assert.Contains($"\"IsTestProject\": \"{(form == "Wrapper" && property.StartsWith("<IsTest", StringComparison.Ordinal) ? "false" : isTestProject)}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\"IsTestingPlatformApplication\": \"{isApplication}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"RunSettingsFilePath\": \"\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_in_a_project_that_says_it_has_none_and_an_older_framework_are_refused()
    {
        Workspace code = new Workspace().Sound()
            .Library("Project.csproj", "<DocuSenseBackend>backend</DocuSenseBackend><DocuSenseTestProject>true</DocuSenseTestProject>").Write("Code.cs", "class C;");
        Workspace older = new Workspace().Sound().Wrapper("Project.csproj", "<TargetFramework>net8.0</TargetFramework>");

        BuildRun refused = code.Build();
        DotnetRun test = older.Test(Runner.VSTest, "Project.csproj");

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(["error DSM9002 Project.csproj(0,0)"], refused.Findings);
        Assert.Equal(0, older.Build().ExitCode);
        Assert.Equal(1, test.ExitCode);
        Assert.Contains("error DSM9002: TargetFramework is 'net8.0'", test.Output, StringComparison.Ordinal);
    }

    /// <summary>A backend of two modules that pass and two that fail, whose findings are left to the tests.</summary>
    private static Workspace Mixed() => new Workspace()
        .Write("backend/requirements.txt", "")
        .Write("backend/app/__init__.py", "")
        .Write("backend/app/main.py", "import json\nprint('hello from main')\n")
        .Write("backend/app/services/__init__.py", "# -*- coding: utf-8 -*-\nfrom . import ocr\n")
        .Write("backend/app/services/ocr.py", "import os\n\n\nimport no_such_module\n")
        .Wrapper("backend/Backend.csproj", $"<DocuSenseTestPython>{PythonFactAttribute.Interpreter}</DocuSenseTestPython><DocuSenseCheckOnBuild>false</DocuSenseCheckOnBuild>", backend: ".");

    private static string[] Trx(Runner runner) => runner == Runner.VSTest ? ["--logger", "trx"] : ["--report-trx"];

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
