namespace DocuSense.Maintenance.Tests.Support;

public sealed class PythonsTests
{
    [PythonFact]
    public void Each_interpreter_runs_and_is_the_version_it_says() =>
        Assert.All(Pythons.All, python => Assert.Equal(python.FullVersion, python.Run(["-c", "import platform; print(platform.python_version())"]).Output.Trim()));
}
