using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>What a restore installs with, from what, and what it refuses.</summary>
public sealed class RestoreOptionTests
{
    [PythonFact]
    public void Hashes_are_honoured()
    {
        TestWheel good = TestWheel.Make("one", "1.0");
        using var index = new PackageIndex().Add(good, TestWheel.Make("two", "1.0"));
        using var backend = new RealBackend(index).Requirements($"--index-url {index.Url}\none==1.0 \\\n    --hash=sha256:{good.Sha256}\ntwo==1.0 --hash=sha256:{new string('0', 64)}\n");

        MaintenanceResult refused = backend.Run("restore");

        Diagnostic told = Assert.Single(refused.Diagnostics);
        Assert.Equal("DSM5004", told.Code);
        Assert.Contains("two", told.Message, StringComparison.Ordinal);
        Assert.Contains("HASHES", told.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(backend.Environment));
        Assert.Empty(backend.LeftOvers());

        backend.Requirements($"--index-url {index.Url}\none==1.0 \\\n    --hash=sha256:{good.Sha256}\n");
        MaintenanceResult made = backend.Run("restore");
        Assert.True(made.Applied, UpdateTests.Text(made, backend));
        Assert.Equal("one 1.0", backend.Installed());
    }

    [PythonTheory]
    [InlineData("gone")]
    [InlineData("corrupt")]
    [InlineData("conflict")]
    public void What_cannot_be_installed_leaves_no_environment_and_says_why(string fault)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0", requires: fault == "conflict" ? ["two>=2"] : []), TestWheel.Make("two", "1.0"), TestWheel.Make("two", "2.0"),
            TestWheel.Make("bad", "1.0") with { SentContent = [1, 2, 3], HasMetadataFile = false });
        using var backend = new RealBackend(index).Requirements($"--index-url {index.Url}\none\n{(fault == "corrupt" ? "bad" : "two<2")}\n");
        if (fault == "gone")
            index.BreakAfter(1);

        MaintenanceResult result = backend.Run("restore");

        Diagnostic told = Assert.Single(result.Diagnostics);
        Assert.True((fault == "gone" ? "DSM5002" : "DSM5004") == told.Code, told.Code + ": " + told.Message);
        Assert.Contains(fault switch { "gone" => "cannot be reached", "corrupt" => "bad", _ => "one 1.0 depends on two>=2" }, told.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(backend.Environment));
        Assert.Empty(backend.LeftOvers());
    }

    [PythonFact]
    public void Groups_are_installed_where_they_are_asked_for()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0"), TestWheel.Make("checker", "1.0"), TestWheel.Make("linter", "1.0"), TestWheel.Make("declared", "1.0"));
        using var backend = new RealBackend(index).Requirements($"--index-url {index.Url}\none\n").Requirements("checker\n", "requirements-test.txt").Requirements("linter\n", "requirements-dev.txt");
        backend.Write("backend/pyproject.toml", "[project]\nname = 'me'\nversion = '1'\ndependencies = ['declared>=1']\n");

        Assert.Equal("declared 1.0, one 1.0", Installed(backend));
        Assert.Equal("checker 1.0, declared 1.0, one 1.0", Installed(backend, "test"));
        Assert.Equal("checker 1.0, declared 1.0, linter 1.0, one 1.0", Installed(backend, "*"));
    }

    [PythonFact]
    public void The_python_is_the_one_that_is_named_or_allowed()
    {
        Python oldest = Pythons.All[0];
        Python newest = Pythons.Newest!;
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0"));
        using var backend = new RealBackend(index).Requirements($"--index-url {index.Url}\none\n");

        Assert.Equal(oldest.FullVersion, Made(backend, oldest.Executable));
        Assert.Equal(newest.FullVersion, Made(backend, newest.FullVersion));
        if (oldest.Minor == newest.Minor)
            return;
        backend.Write("backend/pyproject.toml", $"[project]\nname = 'me'\nversion = '1'\nrequires-python = '<3.{newest.Minor}'\n");
        Assert.StartsWith("3.", Made(backend, null), StringComparison.Ordinal);
        Assert.NotEqual(newest.FullVersion, Made(backend, null));

        MaintenanceResult refused = backend.Run("restore", options => options with { Force = true, Python = newest.Executable });
        Diagnostic told = Assert.Single(refused.Diagnostics);
        Assert.Equal("DSM5006", told.Code);
        Assert.Contains($"requires-python '<3.{newest.Minor}' does not allow", told.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(backend.Interpreter));

        backend.Write("backend/pyproject.toml", "[project]\nname = 'me'\nversion = '1'\nrequires-python = '>=4'\n");
        Assert.Equal("DSM5006", Assert.Single(backend.Run("restore", options => options with { Force = true, Python = null }).Diagnostics).Code);
    }

    /// <summary>The version of the Python that an environment is made with; an interpreter of the same version elsewhere serves as well.</summary>
    private static string Made(RealBackend backend, string? python)
    {
        MaintenanceResult result = backend.Run("restore", options => options with { Force = true, Python = python });
        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        (_, string output, _) = Python.Execute(backend.Interpreter, ["-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"], null, TimeSpan.FromMinutes(1));
        return output.Trim();
    }

    private static string Installed(RealBackend backend, params string[] groups)
    {
        MaintenanceResult result = backend.Run("restore", options => options with { Groups = groups });
        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        return backend.Installed();
    }
}
