namespace DocuSense.Maintenance.Build.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Task_loads() => Assert.True(new CheckTask().Execute());
}
