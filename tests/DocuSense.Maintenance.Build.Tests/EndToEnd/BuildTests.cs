using System.Diagnostics;
using System.Text.Json;
using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>The check inside builds of every kind.</summary>
public sealed class BuildTests
{
    [Theory]
    [InlineData("-m")]
    [InlineData("-mt")]
    [InlineData("-graph", "-isolate")]
    public void Every_way_to_schedule_a_build_checks_each_project_once(params string[] arguments)
    {
        Workspace workspace = new Workspace()
            .Warning("One/backend").Wrapper("One/One.csproj")
            .Warning("Two/backend").Library("Two/Two.csproj", items: """<ProjectReference Include="../One/One.csproj" />""")
            .Library("App/App.csproj", properties: "", reference: "", items: """<ProjectReference Include="../Two/Two.csproj" />""");

        Assert.Equal(0, workspace.Run("restore", "App").ExitCode);
        BuildRun run = workspace.Build(["App", "--no-restore", .. arguments]);

        Assert.Equal(
            [.. Backends.Findings("One/backend", missing: ""), .. Backends.Findings("Two/backend", missing: "")],
            run.Findings.Order(StringComparer.Ordinal).OrderBy(finding => finding.Contains("Two/", StringComparison.Ordinal)).ThenBy(finding => finding[^4]));
        Assert.Empty(run.Others);
        Assert.Equal((0, 2, 2), (run.ExitCode, run.Checks, run.Begun));
    }

    [Fact]
    public void A_check_that_was_made_already_is_not_begun_again_and_what_targets_add_meanwhile_counts()
    {
        Workspace workspace = new Workspace().Warning().Wrapper("Backend.csproj")
            .Write("Directory.Build.targets", """
                <Project>
                  <Target Name="Generate" BeforeTargets="ResolveReferences">
                    <ItemGroup><DocuSenseSuppress Include="DSM3001" Package="xmltodict" Justification="added by a target" /></ItemGroup>
                  </Target>
                </Project>
                """);

        BuildRun build = workspace.Build("Backend.csproj");
        BuildRun both = workspace.Build("Backend.csproj", "--no-restore", "-t:DocuSenseCheck;Build");

        Assert.Equal(Backends.Findings(unused: "", missing: ""), build.Findings);
        Assert.Equal((1, 1), (build.Checks, build.Begun));
        Assert.Equal(Backends.Findings(missing: ""), both.Findings);
        Assert.Equal((1, 0), (both.Checks, both.Begun));
    }

    [Fact]
    public void What_the_build_writes_into_the_backend_counts_and_what_a_reference_fails_with_hides_nothing_of_a_wrapper()
    {
        Workspace workspace = new Workspace().Warning().Wrapper("Backend.csproj", items: """<ProjectReference Include="Library/Library.csproj" ReferenceOutputAssembly="false" />""")
            .Library("Library/Library.csproj", properties: "", reference: "").Write("Library/Code.cs", "class C { int Wrong() => \"\"; }")
            .Write("Directory.Build.targets", """
                <Project>
                  <Target Name="Generate" AfterTargets="_DocuSenseBeginCheck" Condition="'$(MSBuildProjectName)' == 'Backend'">
                    <WriteLinesToFile File="backend/generated.py" Lines="import xmltodict" Overwrite="true" />
                  </Target>
                </Project>
                """);

        BuildRun run = workspace.Build("Backend.csproj");

        Assert.Equal(Backends.Findings(unused: "", missing: ""), run.Findings);
        Assert.StartsWith("error CS0029", Assert.Single(run.Others), StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (run.ExitCode, run.Checks, run.Begun));
    }

    [Fact]
    public void A_build_that_fails_before_it_compiles_shows_findings_all_the_same()
    {
        Workspace workspace = new Workspace().Warning().Library("Library.csproj")
            .Write("Directory.Build.targets", """
                <Project>
                  <Target Name="Fail" BeforeTargets="ResolveReferences"><Error Text="Not today." Code="X1" Condition="'$(Fail)' == 'true'" /></Target>
                </Project>
                """);

        BuildRun failed = workspace.Build("Library.csproj", "-p:Fail=true");

        Assert.Equal((1, 1, 1), (failed.ExitCode, failed.Checks, failed.Begun));
        Assert.Equal(["error X1: Not today."], failed.Others);
        Assert.Equal(Backends.Findings(missing: ""), failed.Findings);
    }

    [Fact]
    public void A_solution_builds_with_a_wrapper_in_it_and_so_does_each_other_command()
    {
        Workspace workspace = new Workspace().Warning("Backend/backend").Wrapper("Backend/Backend.csproj")
            .Library("App/App.csproj", properties: "", reference: "")
            .Write("All.slnx", """<Solution><Project Path="Backend/Backend.csproj" /><Project Path="App/App.csproj" /></Solution>""");

        foreach (string command in (string[])["restore", "build", "publish", "pack", "clean"])
        {
            BuildRun run = workspace.Run(command, "All.slnx");

            Assert.True(run.ExitCode == 0, $"{command}: {run.Output}");
            Assert.Empty(run.Others);
            Assert.Equal(command == "build" ? Backends.Findings("Backend/backend", missing: "") : [], run.Findings);
        }

        Assert.Empty(Directory.GetFiles(workspace.PathOf("Backend"), "*.dll", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(workspace.PathOf("Backend"), "*.nupkg", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_design_time_build_checks_nothing()
    {
        BuildRun run = new Workspace().Faulty().Wrapper("Backend.csproj").Build("-p:DesignTimeBuild=true");

        Assert.Equal((0, 0), (run.ExitCode, run.Checks));
        Assert.Empty(run.Findings);
        Assert.Empty(run.Others);
    }

    [Fact]
    public void EnableDocuSense_false_turns_everything_off()
    {
        BuildRun run = new Workspace().Faulty().Wrapper("Backend.csproj").Build("-p:EnableDocuSense=false");

        Assert.Equal((0, 0), (run.ExitCode, run.Checks));
        Assert.Empty(run.Findings);
    }

    [Fact]
    public void DocuSenseCheckOnBuild_false_leaves_the_check_to_its_own_target_whose_result_is_the_findings()
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj", properties: "<DocuSenseCheckOnBuild>false</DocuSenseCheckOnBuild>");

        BuildRun build = workspace.Build();
        DotnetRun check = Dotnet.Run(workspace.Folder, "build", "--no-restore", "-t:DocuSenseCheck", "-getTargetResult:DocuSenseCheck", "-nodeReuse:false");

        Assert.Equal((0, 0), (build.ExitCode, build.Checks));
        Assert.NotEqual(0, check.ExitCode);
        using var json = JsonDocument.Parse(check.Output[check.Output.IndexOf('{', StringComparison.Ordinal)..(check.Output.LastIndexOf('}') + 1)]);
        string[] codes = [.. json.RootElement.GetProperty("TargetResults").GetProperty("DocuSenseCheck").GetProperty("Items").EnumerateArray()
            .Select(item => $"{item.GetProperty("Identity")} {item.GetProperty("Severity")} {item.GetProperty("Line")}")];
        Assert.Equal(["DSM3001 Warning 2", "DSM2006 Warning 3", "DSM2008 Error 4"], codes);
    }

    [Fact]
    public void Clean_removes_what_the_check_wrote_and_nothing_else()
    {
        Workspace workspace = new Workspace().Sound().Wrapper("Backend.csproj");
        workspace.Build();
        Assert.True(File.Exists(workspace.PathOf("obj/docusense/analysis.json")));
        workspace.Write("obj/docusense/mine.txt", "");

        BuildRun run = workspace.Run("clean");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["mine.txt"], Directory.GetFiles(workspace.PathOf("obj/docusense")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_fix_turns_the_build_green_and_a_red_build_stays_red_until_then()
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj");

        Assert.Equal(1, workspace.Build().ExitCode);
        Assert.Equal(1, workspace.Build("--no-restore").ExitCode);
        // A file whose time is older than everything the build has written.
        workspace.Write("backend/base.txt", "");
        File.SetLastWriteTimeUtc(workspace.PathOf("backend/base.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        BuildRun halfway = workspace.Build("--no-restore");
        BuildRun green = workspace.Sound().Build("--no-restore");

        Assert.Equal(Backends.Findings(missing: ""), halfway.Findings);
        Assert.Equal(0, halfway.ExitCode);
        Assert.Empty(green.Findings);
        Assert.Equal(0, green.ExitCode);
    }

    [Fact]
    public void The_manifests_can_be_named_with_wildcards_relative_to_the_project()
    {
        BuildRun run = new Workspace().Sound().Write("requirements/dev.txt", "redis\n")
            .Wrapper("Backend.csproj", properties: "<DocuSenseRequirements>backend/requirements.txt;requirements/*.txt</DocuSenseRequirements>")
            .Build();

        Assert.Equal(["warning DSM3001 requirements/dev.txt(1,1)"], run.Findings);
    }

    [Fact]
    public void A_backend_that_is_not_there_is_an_error_at_the_project()
    {
        BuildRun run = new Workspace().Wrapper("Backend.csproj", backend: "nowhere").Build();

        Assert.StartsWith("error DSM9001 Backend.csproj(", Assert.Single(run.Findings), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Two_builds_of_one_project_at_once_say_the_same_and_leave_whole_files()
    {
        Workspace workspace = new Workspace().Warning().Wrapper("Backend.csproj");
        workspace.Run("restore");

        BuildRun[] runs = await Task.WhenAll(Task.Run(() => workspace.Build("--no-restore")), Task.Run(() => workspace.Build("--no-restore")));

        Assert.All(runs, run => Assert.Equal(Backends.Findings(missing: ""), run.Findings));
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        using JsonDocument analysis = JsonDocument.Parse(await File.ReadAllTextAsync(workspace.PathOf("obj/docusense/analysis.json")));
        Assert.Equal(1, analysis.RootElement.GetProperty("schema").GetInt32());
    }

    [Fact]
    public void A_build_ended_half_way_leaves_no_half_file_and_the_next_one_is_whole()
    {
        Workspace workspace = new Workspace().Warning().Wrapper("Backend.csproj");
        string module = string.Concat(Enumerable.Repeat("import flask\n", 2000));
        for (int index = 0; index < 500; index++)
            workspace.Write($"backend/package/module{index}.py", module);
        workspace.Run("restore");
        string analysis = workspace.PathOf("obj/docusense/analysis.json");

        // Ends the build at moments around the check's own, which begins some 700 ms after the process.
        for (int milliseconds = 400; milliseconds <= 1000; milliseconds += 100)
        {
            using Process build = Dotnet.Start(workspace.Folder, "build", "--no-restore", "-nodeReuse:false");
            if (!build.WaitForExit(milliseconds))
                build.Kill(entireProcessTree: true);
            build.WaitForExit();
            if (File.Exists(analysis))
                JsonDocument.Parse(File.ReadAllText(analysis)).Dispose();
        }

        BuildRun run = workspace.Build("--no-restore");

        Assert.Equal(Backends.Findings(missing: ""), run.Findings);
        Assert.Equal(0, run.ExitCode);
        JsonDocument.Parse(File.ReadAllText(analysis)).Dispose();
    }

    [Fact]
    public void Dotnet_watch_sees_python_files_and_manifests_and_no_other_evaluation_looks_for_them()
    {
        Workspace workspace = new Workspace().Sound().Wrapper("Backend.csproj")
            .Write("backend/pyproject.toml", "").Write("backend/notes.txt", "")
            .Write("backend/.venv/pyvenv.cfg", "").Write("backend/.venv/lib/python3.11/site-packages/flask/__init__.py", "");
        workspace.Run("restore");

        Assert.Equal(["backend/.venv/pyvenv.cfg", "backend/app.py", "backend/pyproject.toml", "backend/requirements.txt"], Watched("-p:DotNetWatchBuild=true"));
        Assert.Empty(Watched());

        IEnumerable<string> Watched(params string[] arguments)
        {
            DotnetRun run = Dotnet.Run(workspace.Folder, ["msbuild", "-getItem:Watch", .. arguments]);
            using var json = JsonDocument.Parse(run.Output);
            return [.. json.RootElement.GetProperty("Items").GetProperty("Watch").EnumerateArray()
                .Select(item => Path.GetRelativePath(workspace.Folder, item.GetProperty("FullPath").GetString()!).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public void A_developer_s_package_never_has_a_version_that_was_packed_before()
    {
        string project = Repository.PathOf("src/DocuSense.Maintenance.Build/DocuSense.Maintenance.Build.csproj");

        string developer = Dotnet.Run(Repository.Root, "msbuild", project, "-getProperty:PackageVersion").Output.Trim();
        string release = Dotnet.Run(Repository.Root, "msbuild", project, "-getProperty:PackageVersion", "-p:PublicRelease=true").Output.Trim();

        Assert.Matches(@"^\d+\.\d+\.\d+-dev\.\d{14}$", developer);
        Assert.Matches(@"^\d+\.\d+\.\d+$", release);
    }
}
