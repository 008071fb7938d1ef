using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>From observation to report.</summary>
public sealed class ReportBuilderTests
{
    [Fact]
    public void A_healthy_backend()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        MaintenanceReport report = ReportBuilder.Build(backend.Input());

        Assert.Equal(ReportStatus.Healthy, report.Status);
        Assert.Empty(report.Findings);
        Assert.Empty(report.Suggestions);
        Assert.Equal(("3.13.4", "25.2", true, true, false),
            (report.Environment.PythonVersion, report.Environment.PipVersion, report.Environment.IsUsable, report.Environment.HasAllRequirements, report.Environment.HasConflicts));
        Assert.Equal(backend.Absolute("backend/.venv"), report.Environment.Path);
        Assert.Equal(report.Distributions.Sum(distribution => distribution.Bytes), report.Environment.Bytes);
        Assert.Equal(["acme-web>=1 used app/main.py(1,8)", "acme-other used app/main.py(2,8)"],
            report.Requirements.Select(requirement => $"{requirement.Text} {requirement.Verdict.ToString().ToLowerInvariant()} {Path.GetRelativePath(backend.Backend, requirement.Evidence[0].File!).Replace('\\', '/')}({requirement.Evidence[0].Line},{requirement.Evidence[0].Column})"));
        Assert.Equal(["acme-other > acme-core True", "acme-web > acme-core>=1 True"], report.Dependencies.Select(dependency => $"{dependency.From} > {dependency.Requirement} {dependency.IsSatisfied}"));
        Assert.Null(report.Imports);
    }

    [Fact]
    public void A_broken_backend()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        MaintenanceReport report = ReportBuilder.Build(backend.Input());

        Assert.Equal(ReportStatus.Unhealthy, report.Status);
        Assert.Equal((true, false, true), (report.Environment.IsUsable, report.Environment.HasAllRequirements, report.Environment.HasConflicts));
        Assert.Contains(report.Dependencies, dependency => dependency is { From: "acme-web", To: "acme-core", Requirement: "acme-core>=2", IsSatisfied: false });
        Assert.Contains(report.Dependencies, dependency => dependency is { From: "acme-web", To: "acme-fast", IsSatisfied: true });
        // acme-web counts once; the URL is a requirement as well.
        Assert.Equal(5, report.DependenciesCount);
        Assert.Equal(6, report.Requirements.Count);
        Assert.Equal("dev", report.Requirements.Single(requirement => requirement.Name == "acme-lint").Group);
        Severity[] severities = [.. report.Findings.Select(finding => finding.Severity)];
        Assert.Equal(severities.OrderDescending(), severities);
        Assert.Equal(3, severities.Distinct().Count());
    }

    [Fact]
    public void What_a_distribution_would_take_with_it_is_all_that_nothing_else_brings()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        MaintenanceReport report = ReportBuilder.Build(backend.Input());
        long Of(string name) => report.Distributions.Single(distribution => distribution.Name == name).Bytes;
        long Exclusive(string name) => report.Distributions.Single(distribution => distribution.Name == name).ExclusiveBytes;

        Assert.Equal(Of("acme-heavy") + Of("acme-weight"), Exclusive("acme-heavy"));
        Assert.Equal(Of("acme-web") + Of("acme-fast"), Exclusive("acme-web"));
        Assert.Equal(Of("acme-core"), Exclusive("acme-core"));
        Assert.Equal(Of("pip"), Exclusive("pip"));
        Assert.Equal([true, true], ((string[])["acme-heavy", "acme-web"]).Select(name => report.Distributions.Single(one => one.Name == name).IsDirect));
        Assert.Equal((false, (Verdict?)null), (report.Distributions.Single(one => one.Name == "acme-weight").IsDirect, report.Distributions.Single(one => one.Name == "acme-weight").Verdict));
        Assert.Equal(Verdict.Unused, report.Distributions.Single(one => one.Name == "acme-heavy").Verdict);
    }

    [Fact]
    public void Without_an_environment_nothing_of_it_is_made_up()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        MaintenanceReport report = ReportBuilder.Build(backend.Input());

        Assert.Equal(ReportStatus.Degraded, report.Status);
        Assert.Equal((null, null, null, false, false, false, 0L), (report.Environment.Path, report.Environment.PythonVersion, report.Environment.PipVersion,
            report.Environment.IsUsable, report.Environment.HasAllRequirements, report.Environment.HasConflicts, report.Environment.Bytes));
        Assert.Empty(report.Distributions);
        Assert.Equal(1, report.DependenciesCount);
    }

    [Fact]
    public void Without_a_backend_there_is_still_a_report()
    {
        using TemporaryBackend backend = ReportSamples.Empty();
        Directory.Delete(backend.Backend, recursive: true);
        MaintenanceReport report = ReportBuilder.Build(backend.Input());

        Assert.Equal((ReportStatus.Unhealthy, "DSM9001"), (report.Status, Assert.Single(report.Findings).Code));
        Assert.Empty(report.Requirements);
    }

    [Theory]
    [InlineData(ReportStatus.Healthy)]
    [InlineData(ReportStatus.Healthy, Severity.Message, Severity.None)]
    [InlineData(ReportStatus.Degraded, Severity.Message, Severity.Warning)]
    [InlineData(ReportStatus.Unhealthy, Severity.Warning, Severity.Error)]
    public void The_status_is_that_of_the_worst_finding(ReportStatus status, params Severity[] severities)
    {
        Diagnostic[] findings = [.. severities.Select((severity, index) => new Diagnostic { Code = "DSM1001", Severity = severity, Message = $"Number {index}." })];
        MaintenanceReport report = ReportBuilder.Build(new ReportInput { Backend = "/b", Findings = findings, Timestamp = ReportSamples.Now, ToolVersion = "1" });

        Assert.Equal(status, report.Status);
        Assert.DoesNotContain(report.Findings, finding => finding.Severity == Severity.None);
    }

    [Fact]
    public void A_requirement_of_another_group_need_not_be_installed()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        backend.WriteSource("requirements-dev.txt", "acme-lint\n");
        Assert.True(ReportBuilder.Build(backend.Input()).Environment.HasAllRequirements);
        backend.WriteSource("requirements.txt", "acme-web>=7\n");
        Assert.False(ReportBuilder.Build(backend.Input()).Environment.HasAllRequirements);
        backend.WriteSource("requirements.txt", "acme-absent; python_version < '3'\n");
        Assert.True(ReportBuilder.Build(backend.Input()).Environment.HasAllRequirements);
    }

    [Fact]
    public void Constraints_are_no_requirements()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        backend.WriteSource("constraints.txt", "acme-core<9\nacme-far-away==1\n");
        backend.WriteSource("requirements.txt", "-c constraints.txt\nacme-web>=1\nacme-other\n");
        MaintenanceReport report = ReportBuilder.Build(backend.Input());

        Assert.Equal((2, 2), (report.DependenciesCount, report.Requirements.Count));
    }

    [Fact]
    public void Import_times_are_read_from_the_tests_profile()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        ReportImports imports = ReportBuilder.Build(backend.Input() with { ImportProfile = Encoding.UTF8.GetBytes(ReportSamples.Profile), ImportsMeasured = ReportSamples.Now }).Imports!;

        Assert.Equal((ReportSamples.Now, 0.625), (imports.Measured, imports.TotalSeconds));
        Assert.Equal([new ReportModule("app.main", Path.Combine(backend.Backend, "app", "main.py"), true, 0.75, 0.25), new ReportModule("app.broken", Path.Combine(backend.Backend, "app", "broken.py"), false, 0.1, 0.1)], imports.Modules);
        Assert.Equal([new ReportImportCost("acme-web", 0.5, 3), new ReportImportCost("acme-core", 0.125, 1)], imports.Distributions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "modules": 1, "distributions": [] }""")]
    [InlineData("""{ "modules": [], "distributions": [ { "distribution": "x", "self": "fast" } ] }""")]
    [InlineData("""{ "modules": [ {} ], "distributions": [] }""")]
    [InlineData("""{ "modules": [], "distributions": [ { "distribution": "x", "self": 1, "loadedBy": 1e99 } ] }""")]
    public void A_damaged_profile_is_none(string content)
    {
        using TemporaryBackend backend = ReportSamples.Empty();
        Assert.Null(ReportBuilder.Build(backend.Input() with { ImportProfile = Encoding.UTF8.GetBytes(content) }).Imports);
    }

    [Fact]
    public void The_same_facts_make_the_same_report()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        Assert.Equal(JsonReport.Render(ReportBuilder.Build(backend.Input())), JsonReport.Render(ReportBuilder.Build(backend.Input())));
    }
}
