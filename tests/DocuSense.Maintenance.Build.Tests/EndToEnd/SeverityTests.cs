using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>The properties that every .NET project knows decide how grave a finding is.</summary>
public sealed class SeverityTests
{
    private static readonly string[] _all = ["error", "error", "error"];

    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", "", _all },
        { "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>DSM2006;DSM2008</WarningsNotAsErrors>", "", ["error", "warning", "warning"] },
        { "<WarningsAsErrors>$(WarningsAsErrors);DSM3001</WarningsAsErrors>", "", ["error", "warning", "error"] },
        { "<WarningsNotAsErrors>DSM2008</WarningsNotAsErrors>", "", ["warning", "warning", "warning"] },
        { "<NoWarn>$(NoWarn);DSM3001,DSM2008</NoWarn>", "", ["", "warning", "error"] },
        { "<NoWarn>$(NoWarn);DSM2008</NoWarn><WarningsNotAsErrors>DSM2008</WarningsNotAsErrors>", "", ["warning", "warning", ""] },
        { "", "-p:NoWarn=DSM1001%3BDSM2006", ["warning", "", "error"] },
        { "", "-warnaserror", _all },
        { "", "-p:TreatWarningsAsErrors=true", _all },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Severity_follows(string properties, string argument, string[] severities)
    {
        Workspace workspace = new Workspace().Faulty().Wrapper("Backend.csproj", properties);

        BuildRun run = argument.Length == 0 ? workspace.Build() : workspace.Build(argument);

        Assert.Equal(Backends.Findings("backend", severities[0], severities[1], severities[2]), run.Findings);
        Assert.Equal(severities.Contains("error") ? 1 : 0, run.ExitCode);
        Assert.Empty(run.Others);
    }

    [Fact]
    public void A_suppression_silences_its_finding_and_one_that_matches_nothing_is_reported_where_it_stands()
    {
        BuildRun run = new Workspace().Faulty().Wrapper("Backend.csproj", items: """
            <DocuSenseSuppress Include="DSM3001" Package="redis" Justification="production only" />
            <DocuSenseSuppress Include="DSM3001" Package="celery" Justification="production only" />
            """).Build();

        Assert.Equal(Backends.Findings(unused: ""), run.Findings.Where(finding => !finding.Contains("DSM9003", StringComparison.Ordinal)));
        Assert.StartsWith("warning DSM9003 Backend.csproj(", Assert.Single(run.Findings, finding => finding.Contains("DSM9003", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
