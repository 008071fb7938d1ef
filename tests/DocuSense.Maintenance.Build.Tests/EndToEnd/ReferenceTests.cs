using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>Every way to reference the package gives the same findings.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void A_project_of_its_own_reports_every_finding_and_the_next_build_reports_the_same()
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj");

        BuildRun first = workspace.Build();
        BuildRun second = workspace.Build();

        Assert.Equal(Backends.Findings(), first.Findings);
        Assert.Empty(first.Others);
        Assert.Equal(1, first.ExitCode);
        Assert.Equal(first.Findings, second.Findings);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("nothing changed since the last check", Assert.Single(second.Messages), StringComparison.Ordinal);
        Assert.All(first.Warnings, warning => Assert.True(string.IsNullOrEmpty(warning.Subcategory)));
        Assert.Contains(first.Embedded, file => file.EndsWith("analysis.json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_reference_reports_every_finding_and_the_compiler_s_errors_too()
    {
        BuildRun run = new Workspace().Faulty().Library("Library.csproj").Write("Code.cs", "class C { int Wrong() => \"\"; }").Build();

        Assert.Equal(Backends.Findings(), run.Findings);
        Assert.StartsWith("error CS0029", Assert.Single(run.Others), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void A_global_package_reference_reports_every_finding()
    {
        BuildRun run = new Workspace().Faulty()
            .Write("Directory.Packages.props", $"""
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><GlobalPackageReference Include="DocuSense.Maintenance.Build" Version="{PackedPackage.Instance.Version}" /></ItemGroup>
                </Project>
                """)
            .Library("Library.csproj", reference: "")
            .Build();

        Assert.Equal(Backends.Findings(), run.Findings);
        Assert.Empty(run.Others);
    }

    [Fact]
    public void A_project_reached_both_ways_is_checked_once()
    {
        BuildRun run = new Workspace().Warning()
            .Wrapper("Backend.csproj", items: $"""<PackageReference Include="DocuSense.Maintenance.Build" Version="{PackedPackage.Instance.Version}" />""")
            .Build();

        Assert.Equal(Backends.Findings(missing: ""), run.Findings);
        Assert.Equal(1, run.Checks);
        Assert.Empty(run.Others);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_healthy_backend_gives_one_line()
    {
        BuildRun run = new Workspace().Sound().Wrapper("Backend.csproj").Build();

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Findings);
        Assert.Empty(run.Others);
        Assert.Matches(@"^DocuSense: backend healthy: 1 module, 1 requirement, 0 distributions, \d+ ms$", Assert.Single(run.Messages));
        Assert.Contains("DocuSense: backend healthy", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_a_backend_gets_nothing_at_all()
    {
        Workspace workspace = new Workspace().Library("Library.csproj", properties: "");

        BuildRun run = workspace.Build();

        Assert.Equal((0, 0), (run.ExitCode, run.Checks));
        Assert.Empty(run.Findings);
        Assert.Empty(run.Others);
        Assert.DoesNotContain("DocuSense", run.Output.Replace(workspace.Folder, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.PathOf("obj/docusense")));
    }

    [Fact]
    public void A_project_that_references_a_checked_one_stays_silent()
    {
        Workspace workspace = new Workspace().Warning("Library/backend").Library("Library/Library.csproj")
            .Library("App/App.csproj", properties: "", reference: """<ProjectReference Include="../Library/Library.csproj" />""");

        BuildRun run = workspace.Build("App");

        Assert.Equal(Backends.Findings("Library/backend", missing: ""), run.Findings);
        Assert.Equal(1, run.Checks);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Several_target_frameworks_report_once()
    {
        BuildRun run = new Workspace().Warning()
            .Library("Library.csproj", properties: "<DocuSenseBackend>backend</DocuSenseBackend><EnableWindowsTargeting>true</EnableWindowsTargeting><IncludeWindowsSDKRefFrameworkReferences>false</IncludeWindowsSDKRefFrameworkReferences><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>",
                frameworks: "<TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks>")
            .Build();

        Assert.Empty(run.Others);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Backends.Findings(missing: ""), run.Findings);
        Assert.Equal(1, run.Checks);
    }

    [Fact]
    public void The_netstandard_tasks_say_the_same()
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj");
        BuildRun run = workspace.Build();
        BuildRun netstandard = workspace.Build($"-p:DocuSenseTasksPath={Path.Combine(PackedPackage.Instance.Extracted, "tasks", "netstandard2.0")}");

        Assert.Equal(Backends.Findings(), run.Findings);
        Assert.Equal(run.Findings, netstandard.Findings);
        Assert.Empty(netstandard.Others);
    }
}
