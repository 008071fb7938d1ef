using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Tests.Environments;

public sealed class ConfigurationTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private PythonEnvironment Read(string configuration, string version = "3.11.7")
    {
        var environment = new FakeEnvironment(_sandbox, version: version);
        File.WriteAllText(Path.Combine(environment.Root, "pyvenv.cfg"), configuration.Replace("{home}", _sandbox["base", "bin"]));
        return environment.Read();
    }

    [Theory]
    [InlineData("home = {home}\nversion = 3.11.7\n", "3.11.7", 2, 11, 17)]
    [InlineData("home = {home}\r\nVERSION=3.11.7\r\n", "3.11.7", 2, 9, 15)]
    [InlineData("home = {home}\nimplementation = CPython\nversion_info = 3.11.7.final.0\nvirtualenv = 20.1\n", "3.11.7", 3, 16, 30)]
    [InlineData("home = {home}\nimplementation = CPython\nuv = 0.4.1\nversion_info = 3.11.7\nprompt = é\n", "3.11.7", 4, 16, 22)]
    [InlineData("home = {home}\nversion =\t 3.11.0rc1 \n", "3.11.0", 2, 12, 21)]
    [InlineData("home = {home}\nversion = 3.11.7+\n", "3.11.7", 2, 11, 18)]
    [InlineData("home = {home}\nversion = nonsense\nversion_info = 3.11.2\n", "3.11.2", 3, 16, 22)]
    public void The_version_and_its_place_are_read_from_every_tools_keys(string configuration, string version, int line, int column, int endColumn)
    {
        PythonEnvironment environment = Read(configuration);
        Assert.Equal(version, environment.PythonVersion);
        Assert.Equal(new SourceSpan(line, column, line, endColumn), environment.PythonVersionSpan);
        Assert.Empty(environment.Problems);
    }

    [Fact]
    public void Without_a_version_the_library_folder_tells()
    {
        Assert.Equal("3.11", Read("home = {home}\n").PythonVersion);
        _sandbox.Write("base/include/python3.11/patchlevel.h", "#define PY_VERSION_HEX 1\n#define PY_VERSION      \t\"3.11.9+\"\n");
        Assert.Equal("3.11.9", Read("home = {home}\n").PythonVersion);
    }

    [Theory]
    [InlineData("version = 3.11.7\n")]
    [InlineData("home =\nversion = 3.11.7\n")]
    [InlineData("home {home}\nversion = 3.11.7\n")]
    [InlineData("\uFEFFhome = {home}\nversion = 3.11.7\n")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("")]
    public void A_configuration_without_home_is_invalid(string configuration)
    {
        EnvironmentProblem problem = Assert.Single(Read(configuration).Problems);
        Assert.Equal(EnvironmentProblemKind.ConfigurationInvalid, problem.Kind);
        Assert.EndsWith("pyvenv.cfg", problem.File);
    }

    [Fact]
    public void A_configuration_that_is_not_utf_8_is_invalid()
    {
        var environment = new FakeEnvironment(_sandbox);
        File.WriteAllBytes(Path.Combine(environment.Root, "pyvenv.cfg"), [.. "home = /caf"u8, 0xE9, (byte)'\n']);
        Assert.Contains(environment.Read().Problems, problem => problem.Kind == EnvironmentProblemKind.ConfigurationInvalid && problem.Message.Contains("UTF-8"));
    }

    [Fact]
    public void An_environment_that_lost_its_configuration_is_broken_and_still_read()
    {
        var fake = new FakeEnvironment(_sandbox);
        fake.Install("foo", "1.0", ["foo.py"]);
        File.Delete(Path.Combine(fake.Root, "pyvenv.cfg"));
        PythonEnvironment environment = EnvironmentReader.Find(_sandbox.Root, null)!;
        Assert.Equal(EnvironmentProblemKind.ConfigurationInvalid, Assert.Single(environment.Problems).Kind);
        Assert.Equal("3.11", environment.PythonVersion);
        Assert.Single(environment.Distributions);
    }

    [Fact]
    public void A_configuration_that_is_a_folder_is_invalid()
    {
        var fake = new FakeEnvironment(_sandbox);
        File.Delete(Path.Combine(fake.Root, "pyvenv.cfg"));
        Directory.CreateDirectory(Path.Combine(fake.Root, "pyvenv.cfg"));
        Assert.Contains(fake.Read().Problems, problem => problem.Kind == EnvironmentProblemKind.ConfigurationInvalid);
    }

    [Fact]
    public void Missing_site_packages_and_those_of_another_version_are_reported()
    {
        var fake = new FakeEnvironment(_sandbox);
        Directory.Delete(fake.Site);
        Assert.Equal((EnvironmentProblemKind.SitePackagesMissing, fake.Site), Assert.Single(fake.Read().Problems) is { } problem ? (problem.Kind, problem.File) : default);
        Directory.Delete(_sandbox["venv", "lib", "python3.11"]);
        _sandbox.Folder("venv/lib/python3.12/site-packages");
        problem = Assert.Single(fake.Read().Problems);
        Assert.Equal((EnvironmentProblemKind.SitePackagesMissing, 3), (problem.Kind, problem.Span.Line));
    }

    [Fact]
    public void A_missing_home_is_reported_at_its_value()
    {
        var fake = new FakeEnvironment(_sandbox);
        Directory.Delete(_sandbox["base"], recursive: true);
        EnvironmentProblem problem = Assert.Single(fake.Read().Problems);
        Assert.Equal(EnvironmentProblemKind.InterpreterMissing, problem.Kind);
        Assert.Equal(SourceSpan.OnLine(1, 8, _sandbox["base", "bin"].Length), problem.Span);
        Assert.Equal(fake.Read().ConfigurationFile, problem.File);
    }

    [Fact]
    public void A_home_without_python_and_a_base_that_became_another_version_are_reported()
    {
        // A version that no machine has: the search for a base goes up to the file system's root, as CPython's does.
        var fake = new FakeEnvironment(_sandbox, version: "3.98.0");
        File.Delete(_sandbox["base", "bin", "python3"]);
        Assert.Equal(EnvironmentProblemKind.InterpreterMissing, Assert.Single(fake.Read().Problems).Kind);
        _sandbox.Write("base/bin/python3");
        Directory.Move(_sandbox["base", "lib", "python3.98"], _sandbox["base", "lib", "python3.99"]);
        EnvironmentProblem problem = Assert.Single(fake.Read().Problems);
        Assert.Equal(EnvironmentProblemKind.InterpreterMissing, problem.Kind);
        Assert.Contains("no longer Python 3.98 but 3.99", problem.Message);
    }

    [Fact]
    public void A_dangling_interpreter_is_reported_at_the_link()
    {
        var fake = new FakeEnvironment(_sandbox);
        string link = Path.Combine(fake.Root, "bin", "python");
        File.Delete(link);
        File.CreateSymbolicLink(link, _sandbox["nowhere", "python3.11"]);
        EnvironmentProblem problem = Assert.Single(fake.Read().Problems);
        Assert.Equal((EnvironmentProblemKind.InterpreterMissing, link), (problem.Kind, problem.File));
        File.Delete(link);
        problem = Assert.Single(fake.Read().Problems);
        Assert.Equal((EnvironmentProblemKind.InterpreterMissing, link), (problem.Kind, problem.File));
    }

    [Fact]
    public void An_environment_of_another_system_is_read_and_nothing_uncertain_is_said()
    {
        bool windows = Path.DirectorySeparatorChar == '\\';
        var fake = new FakeEnvironment(_sandbox);
        File.WriteAllText(Path.Combine(fake.Root, "pyvenv.cfg"), windows ? "home = /usr/bin\nversion = 3.11.7\n" : "home = C:\\Python311\nversion = 3.11.7\n");
        Assert.Empty(fake.Read().Problems);
    }

    [Fact]
    public void The_windows_layout_is_read_on_every_system()
    {
        _sandbox.Write("w/pyvenv.cfg", $"home = {_sandbox["base"]}\r\ninclude-system-site-packages = true\r\nversion = 3.12.1\r\n");
        _sandbox.Write("w/Scripts/python.exe", "MZ");
        _sandbox.Write("base/python.exe", "MZ");
        _sandbox.Write("base/Lib/os.py");
        _sandbox.Write("w/Lib/site-packages/foo.py");
        _sandbox.Write("w/Lib/site-packages/foo-1.dist-info/METADATA", "Name: foo\r\nVersion: 1\r\n\r\n");
        _sandbox.Write("w/Lib/site-packages/foo-1.dist-info/RECORD", "foo.py,,\r\n../../Scripts/foo.exe,,\r\n");
        _sandbox.Write("w/Scripts/foo.exe", "MZ");
        _sandbox.Write("base/Lib/site-packages/bar-2.dist-info/METADATA", "Name: bar\nVersion: 2\n\n");
        PythonEnvironment environment = EnvironmentReader.Find(_sandbox.Root, _sandbox["w"])!;
        Assert.Empty(environment.Problems);
        Assert.Equal(_sandbox["w", "Scripts", "python.exe"], environment.Interpreter);
        Assert.Equal("3.12.1", environment.PythonVersion);
        Assert.Equal(["bar 2", "foo 1"], environment.Distributions.Select(one => $"{one.Name} {one.Version}"));
        Assert.Equal(["foo"], environment.Distributions[1].Modules);
        Assert.Empty(environment.Distributions[1].Problems);
        Assert.Equal([_sandbox["w", "Lib", "site-packages"], _sandbox["base", "Lib", "site-packages"]], environment.SitePackages);
    }

    [Theory]
    [InlineData("python3.13t", "cpython", "3.13")]
    [InlineData("pypy3.10", "pypy", "3.10")]
    public void Free_threaded_and_pypy_libraries_are_known(string library, string implementation, string version)
    {
        _sandbox.Write("p/pyvenv.cfg", $"home = {_sandbox["base", "bin"]}\n");
        _sandbox.Write("base/bin/python3");
        _sandbox.Write("p/bin/python");
        _sandbox.Write($"p/lib/{library}/site-packages/foo-1.dist-info/METADATA", "Name: foo\nVersion: 1\n\n");
        PythonEnvironment environment = EnvironmentReader.Find(_sandbox.Root, _sandbox["p"])!;
        Assert.Equal((implementation, version), (environment.Implementation, environment.PythonVersion));
        Assert.Single(environment.Distributions);
        Assert.Empty(environment.Problems);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    [InlineData(null, true)]
    public void System_packages_are_visible_as_site_decides(string? value, bool expected)
    {
        _sandbox.Write("base/lib/python3.11/site-packages/sys_only-1.dist-info/METADATA", "Name: sys-only\nVersion: 1\n\n");
        PythonEnvironment environment = Read("home = {home}\nversion = 3.11.7\n" + (value is null ? "" : $"include-system-site-packages = {value}\n"));
        Assert.Equal(expected, environment.IncludeSystemSitePackages);
        Assert.Equal(expected, environment.Distributions.Any(one => one.Name == "sys-only"));
    }
}
