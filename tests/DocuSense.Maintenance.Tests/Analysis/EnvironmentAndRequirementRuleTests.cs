using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>DSM1xxx and DSM2xxx over simulated environments.</summary>
public sealed class EnvironmentAndRequirementRuleTests
{
    private const string Uses = "import acme_lib\n";

    private static TemporaryBackend Backend(string requirements, string version = "3.11.7") =>
        new TemporaryBackend(("requirements.txt", requirements), ("app.py", Uses)).WithEnvironment(version).Install("acme-lib", "1.5");

    [Fact]
    public void A_backend_without_an_environment_is_told_so()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", Uses));
        Assert.Equal(["../wrapper.csproj(1,1): warning DSM1001"], backend.Findings());
    }

    [Fact]
    public void An_environment_without_its_configuration_is_broken()
    {
        using TemporaryBackend backend = Backend("acme-lib\n");
        File.Delete(backend.Absolute("backend/.venv/pyvenv.cfg"));
        Assert.Contains(backend.Findings(), finding => finding.Contains("error DSM1002", StringComparison.Ordinal));
    }

    [Fact]
    public void An_environment_whose_interpreter_is_gone_is_broken()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryBackend backend = Backend("acme-lib\n");
        Directory.Delete(backend.Absolute("base"), recursive: true);
        Assert.Contains(".venv/pyvenv.cfg(1,", Assert.Single(backend.Findings(), finding => finding.Contains("error DSM1002", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">=3.12", true)]
    [InlineData(">=3.8,<3.12", false)]
    public void The_interpreter_is_held_against_requires_python(string specifier, bool reported)
    {
        using TemporaryBackend backend = Backend("acme-lib\n");
        backend.WriteSource("pyproject.toml", $"[project]\nname = \"x\"\nversion = \"1\"\nrequires-python = \"{specifier}\"\n");
        Assert.Equal(reported ? ["pyproject.toml(4,20): error DSM1003"] : [], backend.Findings());
    }

    [Fact]
    public void An_environment_without_pip_is_mentioned()
    {
        using TemporaryBackend backend = new TemporaryBackend(("app.py", "import os\n")).WithEnvironment(pip: false);
        Assert.Equal([".venv/pyvenv.cfg(1,1): message DSM1004"], backend.Findings());
    }

    [Theory]
    [InlineData("acme-lib>=1.5\n", new string[0])]
    [InlineData("acme-lib<1.5\n", new[] { "requirements.txt(1,1): error DSM2004 acme-lib" })]
    [InlineData("acme-lib\nacme-gone==1\n", new[] { "requirements.txt(2,1): error DSM2003 acme-gone" })]
    [InlineData("acme-lib\nacme-gone==1; sys_platform == 'atari'\n", new string[0])]
    [InlineData("acme-lib\nAcme_Lib\n", new[] { "requirements.txt(2,1): warning DSM2006 acme-lib" })]
    [InlineData("acme-lib; python_version < '3'\nacme-lib; python_version >= '3'\n", new string[0])]
    [InlineData("acme-lib<1.9\nacme-lib>=2\n", new[] { "requirements.txt(2,1): error DSM2004 acme-lib", "requirements.txt(2,1): error DSM2005 acme-lib" })]
    [InlineData("acme-lib\n-c constraints.txt\n", new[] { "requirements.txt(2,4): error DSM2008" })]
    [InlineData("acme-lib\n-r requirements.txt\n", new[] { "requirements.txt(2,4): error DSM2008" })]
    [InlineData("acme-lib\nacme lib\n", new[] { "requirements.txt(2,6): error DSM2007" })]
    public void Requirements_are_held_against_the_environment_and_each_other(string requirements, string[] findings)
    {
        using TemporaryBackend backend = Backend(requirements);
        Assert.Equal(findings, backend.Findings());
    }

    [Fact]
    public void Requirements_at_a_URL_are_told_and_no_import_is_called_missing()
    {
        using TemporaryBackend backend = new TemporaryBackend(
            ("requirements.txt", "acme-lib\n-r https://user:s3cret@example.org/base.txt\n-c https://example.org/limits.txt\n"), ("app.py", "import acme_lib, acme_nowhere, yaml\n")).WithEnvironment()
            .Install("acme-lib", "1.0");
        Assert.Equal(["requirements.txt(2,4): message DSM2008"], backend.Findings());
        Assert.DoesNotContain("s3cret", backend.Check().Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requirement_that_may_serve_those_at_a_URL_is_not_called_unused()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "acme-core==1.0\n-r https://example.org/base.txt\n"), ("app.py", "import acme_web\n")).WithEnvironment()
            .Install("acme-web", "1.0", ["Requires-Dist: acme-core"]).Install("acme-core", "1.0");
        Assert.Equal(["requirements.txt(1,1): message DSM3009 acme-core", "requirements.txt(2,4): message DSM2008"], backend.Findings());
    }

    [Fact]
    public void A_conflict_names_both_constraints_and_the_chain_that_brings_each()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "acme-web==1.0\nacme-other\n"), ("app.py", "import acme_web, acme_other\n")).WithEnvironment()
            .Install("acme-web", "1.0", ["Requires-Dist: acme-core<0.37.0,>=0.36.3"]).Install("acme-other", "3.0", ["Requires-Dist: acme-middle"])
            .Install("acme-middle", "2.0", ["Requires-Dist: acme-core<0.36"]).Install("acme-core", "0.35.1");
        Diagnostic conflict = Assert.Single(backend.Check().Diagnostics);
        Assert.Equal(("DSM2001", Severity.Error, 1), (conflict.Code, conflict.Severity, conflict.Span.Line));
        Assert.Equal(
            "acme-web 1.0 needs acme-core<0.37.0,>=0.36.3, but acme-core 0.35.1 is installed. acme-web is there for 'acme-web==1.0' (requirements.txt, line 1)."
            + " acme-core is there for 'acme-web==1.0' (requirements.txt, line 1) through acme-web → acme-core. acme-middle 2.0 needs acme-core<0.36.",
            conflict.Message);
    }

    [Fact]
    public void What_an_extra_brings_is_checked_as_well()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "acme-lib[fast]\n"), ("app.py", Uses)).WithEnvironment()
            .Install("acme-lib", "1.0", ["Provides-Extra: fast", "Requires-Dist: acme-speed; extra == 'fast'"]);
        Assert.Equal(["requirements.txt(1,1): error DSM2002 acme-speed"], backend.Findings());
    }

    [Fact]
    public void Credentials_never_reach_a_finding_or_the_facts()
    {
        using TemporaryBackend backend = Backend("acme-lib\nacme-gone @ https://user:s3cret@example.org/acme_gone-1.0.tar.gz\nhttps://user:s3cret@example.org/other.zip\n--index-url https://user:s3cret@example.org/simple\n");
        Diagnostic finding = Assert.Single(backend.Check().Diagnostics);
        Assert.Equal("DSM2003", finding.Code);
        Assert.DoesNotContain("s3cret", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", File.ReadAllText(Path.Combine(backend.Output, "analysis.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Left_overs_and_damage_are_found()
    {
        using TemporaryBackend backend = Backend("acme-lib\n");
        string site = backend.Absolute("backend/.venv/lib/python3.11/site-packages");
        Directory.CreateDirectory(Path.Combine(site, "~cme_lib-1.4.dist-info"));
        File.Delete(Path.Combine(site, "acme_lib", "__init__.py"));
        string[] findings = backend.Findings();
        Assert.Contains(findings, finding => finding.EndsWith("warning DSM1006 acme-lib", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("warning DSM1007", StringComparison.Ordinal));
        Assert.Equal(2, findings.Length);
    }

    [Theory]
    [InlineData("RECORD")]
    [InlineData("METADATA")]
    public void A_folder_in_the_place_of_a_file_is_told_as_one(string name)
    {
        using TemporaryBackend backend = Backend("acme-lib\n");
        string file = Directory.GetFiles(backend.Absolute("backend/.venv/lib/python3.11/site-packages"), name, SearchOption.AllDirectories)
            .Single(static path => path.Contains("acme_lib", StringComparison.Ordinal));
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.Contains(backend.Check().Diagnostics, static finding => finding.Code == "DSM1006" && finding.Message.Contains("it is a folder", StringComparison.Ordinal));
    }
}
