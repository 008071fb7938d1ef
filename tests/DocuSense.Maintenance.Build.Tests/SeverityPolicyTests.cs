using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Build.Tests;

public sealed class SeverityPolicyTests
{
    private const string Code = "DSM3001";

    [Theory]
    // No property: as by default.
    [InlineData(Severity.Error, "", "", "", "", Severity.Error)]
    [InlineData(Severity.Warning, "", "", "", "", Severity.Warning)]
    [InlineData(Severity.Message, "", "", "", "", Severity.Message)]
    [InlineData(Severity.None, Code, Code, Code, "true", Severity.None)]
    // NoWarn hides warnings and advice, never errors.
    [InlineData(Severity.Warning, Code, "", "", "", Severity.None)]
    [InlineData(Severity.Message, Code, "", "", "", Severity.None)]
    [InlineData(Severity.Error, Code, "", "", "", Severity.Error)]
    [InlineData(Severity.Error, Code, "", Code, "", Severity.None)]
    // It wins over what would make the warning an error.
    [InlineData(Severity.Warning, Code, Code, "", "true", Severity.None)]
    [InlineData(Severity.Message, Code, Code, "", "", Severity.None)]
    // WarningsAsErrors raises by name; it wins over WarningsNotAsErrors.
    [InlineData(Severity.Warning, "", Code, "", "", Severity.Error)]
    [InlineData(Severity.Message, "", Code, "", "", Severity.Error)]
    [InlineData(Severity.Warning, "", Code, Code, "", Severity.Error)]
    [InlineData(Severity.Error, "", Code, Code, "", Severity.Error)]
    // TreatWarningsAsErrors raises all warnings but the named ones, and no advice.
    [InlineData(Severity.Warning, "", "", "", "true", Severity.Error)]
    [InlineData(Severity.Warning, "", "", "", " True ", Severity.Error)]
    [InlineData(Severity.Warning, "", "", "", "false", Severity.Warning)]
    [InlineData(Severity.Warning, "", "", "", "maybe", Severity.Warning)]
    [InlineData(Severity.Warning, "", "", Code, "true", Severity.Warning)]
    [InlineData(Severity.Message, "", "", "", "true", Severity.Message)]
    // WarningsNotAsErrors lowers what is an error by default.
    [InlineData(Severity.Error, "", "", Code, "", Severity.Warning)]
    [InlineData(Severity.Error, "", "", Code, "true", Severity.Warning)]
    // Lists as people write them.
    [InlineData(Severity.Warning, "1591;DSM3001", "", "", "", Severity.None)]
    [InlineData(Severity.Warning, "CS1591, dsm3001", "", "", "", Severity.None)]
    [InlineData(Severity.Warning, "\n  NU1701;\r\n  DSM3001\t", "", "", "", Severity.None)]
    [InlineData(Severity.Warning, "DSM300;DSM30011;3001", "", "", "", Severity.Warning)]
    public void The_severity_is(Severity byDefault, string noWarn, string asErrors, string notAsErrors, string all, Severity expected) =>
        Assert.Equal(expected, new SeverityPolicy(noWarn, asErrors, notAsErrors, all).Decide(Code, byDefault));

    [Fact]
    public void Properties_that_are_not_set_change_nothing() =>
        Assert.Equal(Severity.Warning, new SeverityPolicy(null, null, null, null).Decide(Code, Severity.Warning));
}
