using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>The four troubles of the manual, each repaired by the one command that the documentation names for it.</summary>
public sealed class TroubleTests
{
    [PythonTheory]
    [InlineData("conflict", "DSM2001")]
    [InlineData("outside the requirement", "DSM2004")]
    [InlineData("dependency missing", "DSM2002")]
    [InlineData("requirement missing", "DSM2003")]
    [InlineData("files missing", "DSM1006")]
    [InlineData("corrupt", "DSM1002")]
    [InlineData("interpreter gone", "DSM1002")]
    public void One_restore_repairs(string trouble, string code)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("app", "1.0", requires: ["base>=2"]), TestWheel.Make("base", "1.0"), TestWheel.Make("base", "2.0"), TestWheel.Make("other", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "app>=1\nother\n", "app", "other");
        backend.Source("main.py", "import app\nimport other\n");
        Assert.DoesNotContain(Findings(backend), finding => finding.Severity == Severity.Error);
        string site = Directory.GetDirectories(backend.Environment, "site-packages", SearchOption.AllDirectories)[0];
        switch (trouble)
        {
            case "conflict":
                backend.Pip("install", "--no-deps", "base==1.0");
                break;
            case "outside the requirement":
                backend.Requirements($"--index-url {index.Url}\napp>=1\nother\nbase>=2\n").Pip("install", "--no-deps", "base==1.0");
                break;
            case "dependency missing":
                Directory.Delete(Directory.GetDirectories(site, "base-2.0*")[0], recursive: true);
                break;
            case "requirement missing":
                Directory.Delete(Directory.GetDirectories(site, "other-*")[0], recursive: true);
                Directory.Delete(Path.Combine(site, "other"), recursive: true);
                break;
            case "files missing":
                File.Delete(Path.Combine(site, "other", "__init__.py"));
                break;
            case "corrupt":
                File.Delete(Path.Combine(backend.Environment, "pyvenv.cfg"));
                break;
            case "interpreter gone":
                foreach (string link in Directory.GetFiles(Path.GetDirectoryName(backend.Interpreter)!, "python*"))
                    File.Delete(link);
                break;
        }

        Assert.Contains(Findings(backend), finding => finding.Code == code);

        MaintenanceResult result = backend.Run("restore", options => options with { Force = code == "DSM1002" });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Equal("app 1.0, base 2.0, other 1.0", backend.Installed());
        Assert.DoesNotContain(Findings(backend), finding => finding.Severity == Severity.Error || finding.Code == "DSM1006");
        (int exit, string output, string error) = Python.Execute(backend.Interpreter, ["-c", "import app, base, other"], null, TimeSpan.FromMinutes(1));
        Assert.True(exit == 0, output + error);
        Assert.Empty(backend.LeftOvers());
    }

    [PythonFact]
    public void One_optimise_repairs_imports_that_only_work_by_chance()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("app", "1.0", requires: ["helper>=1"]), TestWheel.Make("app", "2.0"), TestWheel.Make("helper", "1.5"));
        using RealBackend backend = UpdateTests.Make(index, "app\n", "app==1.0");
        backend.Source("main.py", "import app\nimport helper\n");
        Assert.Contains(Findings(backend), finding => finding.Code == "DSM3003" && finding.Package == "helper");

        MaintenanceResult result = backend.Run("optimize", options => options with { OptimizeInPlace = true });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Contains("\nhelper>=1.5,<2\n", File.ReadAllText(backend.Absolute("backend/requirements.txt")), StringComparison.Ordinal);
        // Even where the requirement that brought it no longer does.
        MaintenanceResult updated = backend.Run("update");
        Assert.True(updated.Applied, UpdateTests.Text(updated, backend));
        Assert.True(backend.Run("restore", options => options with { Force = true }).Applied);
        Assert.Equal("app 2.0, helper 1.5", backend.Installed());
        Assert.DoesNotContain(Findings(backend), finding => finding.Code.StartsWith("DSM3", StringComparison.Ordinal));
    }

    [PythonFact]
    public void A_restore_that_breaks_what_works_is_undone_and_told()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("fickle", "1.0", "def old(): pass"), TestWheel.Make("fickle", "2.0"));
        using RealBackend backend = UpdateTests.Make(index, "fickle>=1\n", "fickle==1.0");
        backend.Source("main.py", "from fickle import old\n").Requirements($"--index-url {index.Url}\nfickle>=2\n");
        string state = backend.State();

        MaintenanceResult result = backend.Run("restore");

        Diagnostic told = Assert.Single(result.Diagnostics);
        Assert.Equal("DSM5003", told.Code);
        Assert.Contains("cannot import name 'old'", told.Message, StringComparison.Ordinal);
        Assert.Equal(state, backend.State());
        Assert.Empty(backend.LeftOvers());
    }

    private static IReadOnlyList<Diagnostic> Findings(RealBackend backend) => Checker.Run(backend.Options().Check with { OutputFolder = null, ProjectFile = null }).Diagnostics;
}
