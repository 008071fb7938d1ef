using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>The environment as its interpreter sees it, and as the check reads it from files: the same findings.</summary>
public sealed class EnvironmentTestsTests
{
    [PythonFact]
    public void The_interpreter_sees_what_the_check_reads()
    {
        Python python = Pythons.Newest!;
        using var backend = new TestedBackend(("app.py", ""), ("requirements.txt", "alpha>=2\nbeta\ngamma; python_version < '3'\ndelta-is-not-there\n"));
        string venv = System.IO.Path.Combine(backend.Backend, ".venv");
        Assert.Equal(0, python.Run(["-m", "venv", "--without-pip", venv]).ExitCode);
        string site = Directory.GetDirectories(venv, "site-packages", SearchOption.AllDirectories).First();
        foreach ((string name, string version, string requires) in ((string, string, string)[])[("alpha", "1.0", ""), ("beta", "1.0", "Requires-Dist: alpha>=3\nRequires-Dist: epsilon\n")])
        {
            string folder = System.IO.Path.Combine(site, $"{name}-{version}.dist-info");
            Directory.CreateDirectory(folder);
            File.WriteAllText(System.IO.Path.Combine(folder, "METADATA"), $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}\n");
            File.WriteAllText(System.IO.Path.Combine(folder, "RECORD"), "");
        }

        Dictionary<string, TestResult> results = TestedBackend.Run(new TestManifest { Backend = backend.Backend, FindsApi = false }, TestKind.Environment);
        string[] check = [.. Checker.Run(new CheckOptions { Backend = backend.Backend }).Diagnostics.Where(finding => finding.Code is "DSM2001" or "DSM2002" or "DSM2003" or "DSM2004").Select(finding => $"{finding.Code}: {finding.Message}").Order(StringComparer.Ordinal)];

        Assert.Equal(TestOutcome.Passed, results["interpreter"].Outcome);
        Assert.Equal(TestOutcome.Skipped, results["pip"].Outcome);
        Assert.Equal("Failed DSM2004 requirements.txt(1,1)", backend.Describe(results["requirements"]));
        Assert.Equal("Failed DSM2001 requirements.txt(2,1)", backend.Describe(results["conflicts"]));
        Assert.Equal(4, check.Length);
        Assert.Equal(check, $"{results["requirements"].Message}\n{results["conflicts"].Message}".Split('\n').Order(StringComparer.Ordinal));
    }

    [PythonFact]
    public void An_environment_that_states_another_version_is_said_so()
    {
        Python python = Pythons.Newest!;
        using var backend = new TestedBackend(("app.py", ""));
        string venv = System.IO.Path.Combine(backend.Backend, ".venv");
        Assert.Equal(0, python.Run(["-m", "venv", "--without-pip", venv]).ExitCode);
        string configuration = System.IO.Path.Combine(venv, "pyvenv.cfg");
        File.WriteAllText(configuration, File.ReadAllText(configuration).Replace(python.FullVersion, "3.2.1", StringComparison.Ordinal));

        TestResult result = TestedBackend.Run(new TestManifest { Backend = backend.Backend, FindsApi = false }, TestKind.Environment)["interpreter"];

        Assert.Equal((TestOutcome.Failed, "DSM1002", configuration), (result.Outcome, result.Code, result.File));
        Assert.Contains("pyvenv.cfg says Python 3.2.1", result.Message, StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_pip_that_does_not_run_is_said_so()
    {
        using var backend = new TestedBackend(("app.py", ""));
        backend.Write("site/pip/__init__.py", "raise RuntimeError('broken pip')\n");
        backend.Write("site/pip-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pip\nVersion: 1.0\n\n");

        TestResult result = TestedBackend.Run(backend.Manifest(variables: [("PYTHONPATH", backend.Absolute("site"))]), TestKind.Environment)["pip"];

        Assert.Equal((TestOutcome.Failed, "DSM1002"), (result.Outcome, result.Code));
        Assert.Contains("broken pip", result.Output, StringComparison.Ordinal);
    }
}
