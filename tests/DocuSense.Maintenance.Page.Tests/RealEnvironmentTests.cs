using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Reports;
using DocuSense.Maintenance.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Page.Tests;

/// <summary>The environment of this machine that has the most in it, with a requirement for what nothing else requires.</summary>
[Collection(nameof(Pages))]
public sealed class RealEnvironmentTests(Pages pages, ITestOutputHelper output)
{
    [BrowserFact]
    public async Task A_real_environment_is_drawn_whole()
    {
        if (Pythons.Richest is not { } python)
        {
            output.WriteLine("No Python 3.8 or later was found on this machine; there is no real environment to draw.");
            return;
        }

        MaintenanceReport report = Observe(python);
        pages.Write("real", report);
        await using OpenPage opened = await pages.OpenAsync("real");
        output.WriteLine($"{report.Distributions.Count} distributions, {report.Dependencies.Count} dependencies, {report.Environment.Bytes:N0} bytes: {pages.SizeOf("real"):N0} bytes of page");
        await opened.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details')) details.open = true; }");

        Assert.Equal(report.Distributions.Count, await opened.Page.Locator(".sizes tbody tr").CountAsync());
        Assert.Equal(report.Distributions.Count, await opened.Page.Locator("#focus option").CountAsync());
        Assert.Equal(1280, await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(opened.Messages);
        AxeResult result = await opened.Page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"));
    }

    private static MaintenanceReport Observe(Python python)
    {
        PythonEnvironment environment = EnvironmentReader.Find(Path.GetTempPath(), python.Prefix, default)!;
        MarkerEnvironment markers = MarkerEnvironment.ForThisMachine(python.FullVersion);
        var graph = DistributionGraph.Create(
            environment.Distributions, Array.Empty<ManifestRequirement>(), (requirement, extra) => requirement.Marker is null || requirement.Marker.Evaluate(markers, extra));
        return SampleReports.Full() with
        {
            Environment = new ReportEnvironment
            {
                Path = environment.Root, PythonVersion = environment.PythonVersion, IsUsable = true, HasAllRequirements = true,
                HasConflicts = graph.Dependencies.Any(one => !one.IsSatisfied), Bytes = environment.Distributions.Sum(one => one.Bytes),
            },
            Distributions =
            [
                .. environment.Distributions.Select(one => new ReportDistribution
                {
                    Name = one.Name, NormalizedName = one.NormalizedName, Version = one.Version, Bytes = one.Bytes, ExclusiveBytes = one.Bytes,
                    IsDirect = graph.Dependents(one.NormalizedName).Count == 0, Verdict = graph.Dependents(one.NormalizedName).Count == 0 ? Verdict.Used : null,
                }),
            ],
            Dependencies =
            [
                .. graph.Dependencies.Select(one => new ReportDependency
                {
                    From = one.From.NormalizedName, To = one.Declared.Requirement.NormalizedName, Requirement = one.Declared.Requirement.ToString()!, IsSatisfied = one.IsSatisfied,
                }),
            ],
        };
    }
}
