using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Update against the real pip and an index on this machine.</summary>
public sealed class UpdateTests
{
#if !ENGINE_NETSTANDARD
    // Each runs pip for seconds, over code that is the same on both frameworks; restore, optimise and maintain are run on both.
    [PythonTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Takes_the_newest_versions_that_fit_together(bool json)
    {
        using var index = new PackageIndex(json).Add(
            TestWheel.Make("app", "1.0", requires: ["base>=1"]), TestWheel.Make("app", "2.0", requires: ["base>=1,<3"]),
            TestWheel.Make("base", "1.0"), TestWheel.Make("base", "2.5"), TestWheel.Make("base", "3.0"),
            TestWheel.Make("capped", "1.0"), TestWheel.Make("capped", "1.9"), TestWheel.Make("capped", "2.0"),
            TestWheel.Make("gone", "1.0"), TestWheel.Make("gone", "1.5") with { IsYanked = true });
        using RealBackend backend = Make(index, "app>=1\ncapped<2  # not yet\ngone\n", "app==1.0", "base==1.0", "capped==1.0", "gone==1.0");

        MaintenanceResult dry = backend.Run("update", options => options with { DryRun = true });
        Assert.False(dry.Applied);
        string state = backend.State();
        MaintenanceResult result = backend.Run("update");

        Assert.True(result.Applied, Text(result, backend));
        Assert.Equal("app 2.0, base 2.5, capped 1.9, gone 1.0", backend.Installed());
        Assert.NotEqual(state, backend.State());
        Assert.Equal(Steps(dry), Steps(result));
        Assert.Contains("DSM5001 base", Codes(result));
        Assert.Contains(result.Diagnostics, finding => finding.Message.Contains("app 2.0 needs base<3,>=1", StringComparison.Ordinal));
        Assert.Contains(result.Diagnostics, finding => finding.Message.Contains("'capped<2' in requirements.txt, line 3", StringComparison.Ordinal));
        Assert.Empty(backend.LeftOvers());
        Assert.True(backend.Run("update").UpToDate);
    }

    [PythonTheory]
    [InlineData("patch", "one 1.1.9, two 1.0.0")]
    [InlineData("minor", "one 1.9.0, two 1.0.0")]
    [InlineData("major", "one 2.0.0, two 2.0.0")]
    [InlineData("two", "one 1.1.0, two 2.0.0")]
    public void Goes_as_far_as_the_scope(string scope, string expected)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.1.0"), TestWheel.Make("one", "1.1.9"), TestWheel.Make("one", "1.9.0"), TestWheel.Make("one", "2.0.0"),
            TestWheel.Make("two", "1.0.0"), TestWheel.Make("two", "2.0.0"));
        using RealBackend backend = Make(index, "one\ntwo\n", "one==1.1.0", "two==1.0.0");

        MaintenanceResult result = backend.Run("update", options => options with { UpdateScope = scope });

        Assert.True(result.Applied, Text(result, backend));
        Assert.Equal(expected, backend.Installed());
    }

    [PythonFact]
    public void Lets_exact_versions_follow_and_leaves_every_other_byte()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"), TestWheel.Make("two", "1.0"), TestWheel.Make("two", "2.0"));
        using RealBackend backend = Make(index, "One == 1.0 ; python_version > '3'   # pinned\r\ntwo>=1\r\n", "one==1.0", "two==1.0");

        Assert.Equal("one 1.0, two 2.0", Installed(backend, options => options));
        Assert.Equal("one 2.0, two 2.0", Installed(backend, options => options with { UpdateRequirements = true }));
        Assert.Equal($"--index-url {index.Url}\nOne == 2.0 ; python_version > '3'   # pinned\r\ntwo>=1\r\n", File.ReadAllText(backend.Absolute("backend/requirements.txt")));
    }

    [PythonFact]
    public void Rolls_back_what_breaks_an_import_and_keeps_the_rest()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("good", "1.0"), TestWheel.Make("good", "2.0"),
            TestWheel.Make("fickle", "1.0", "def old(): pass"), TestWheel.Make("fickle", "2.0", "def new(): pass"));
        using RealBackend backend = Make(index, "good\nfickle\n", "good==1.0", "fickle==1.0").Source("main.py", "import good\nfrom fickle import old\n");

        MaintenanceResult result = backend.Run("update");

        Assert.True(result.Applied, Text(result, backend));
        Assert.Equal("fickle 1.0, good 2.0", backend.Installed());
        Diagnostic told = Assert.Single(result.Diagnostics, finding => finding.Code == "DSM5003");
        Assert.Equal(Severity.Warning, told.Severity);
        Assert.Contains("fickle 2.0", told.Message, StringComparison.Ordinal);
        Assert.Contains("main no longer imports", told.Message, StringComparison.Ordinal);
        Assert.Contains("cannot import name 'old'", told.Message, StringComparison.Ordinal);
    }

    [PythonFact]
    public void Rolls_everything_back_where_only_the_breaking_one_is_left()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("fickle", "1.0", "def old(): pass"), TestWheel.Make("fickle", "2.0"));
        using RealBackend backend = Make(index, "fickle\n", "fickle==1.0").Source("main.py", "from fickle import old\n");
        string state = backend.State();

        MaintenanceResult result = backend.Run("update");

        Assert.False(result.Applied);
        Assert.Equal("DSM5003", Codes(result));
        Assert.Equal(Severity.Error, result.Diagnostics[0].Severity);
        Assert.Equal(state, backend.State());
        Assert.Empty(backend.LeftOvers());
    }

    [PythonTheory]
    [InlineData("hash")]
    [InlineData("corrupt")]
    [InlineData("corrupt without metadata")]
    public void A_file_that_is_not_what_it_should_be_holds_back_only_itself(string fault)
    {
        TestWheel bad = TestWheel.Make("bad", "2.0");
        byte[] broken = [.. bad.Content[..^40]];
        bad = fault switch
        {
            "hash" => bad with { StatedSha256 = new string('a', 64) },
            "corrupt" => bad with { SentContent = broken, StatedSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(broken)) },
            _ => bad with { SentContent = broken, StatedSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(broken)), HasMetadataFile = false },
        };
        using var index = new PackageIndex().Add(TestWheel.Make("good", "1.0"), TestWheel.Make("good", "2.0"), TestWheel.Make("bad", "1.0"), bad);
        using RealBackend backend = Make(index, "good\nbad\n", "good==1.0", "bad==1.0");

        MaintenanceResult result = backend.Run("update");

        Assert.True(result.Applied, Text(result, backend));
        Assert.Equal("bad 1.0, good 2.0", backend.Installed());
        Assert.Contains("DSM5001 bad", Codes(result));
    }

    [PythonTheory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_index_that_goes_away_changes_nothing(int requests)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"), TestWheel.Make("two", "1.0"), TestWheel.Make("two", "2.0"));
        using RealBackend backend = Make(index, "one\ntwo\n", "one==1.0", "two==1.0");
        string state = backend.State();
        index.BreakAfter(requests);

        MaintenanceResult result = backend.Run("update");

        Assert.False(result.Applied);
        Assert.Equal("DSM5002", Codes(result));
        Assert.Equal(Severity.Warning, result.Diagnostics[0].Severity);
        Assert.Equal(state, backend.State());
        Assert.Empty(backend.LeftOvers());
    }

    [PythonFact]
    public void Credentials_of_an_index_are_shown_nowhere()
    {
        using var index = new PackageIndex { Credentials = "reader:s3cret-t0ken" }.Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"), TestWheel.Make("broken", "2.0") with { SentContent = [1, 2, 3], HasMetadataFile = false });
        string url = index.Url.Replace("http://", "http://reader:s3cret-t0ken@", StringComparison.Ordinal);
        using var backend = new RealBackend(index).Requirements($"--index-url {url}\none<2\n");
        MaintenanceResult made = backend.Run("restore");
        Assert.True(made.Applied, Text(made, backend));
        string shown = Text(made, backend);
        backend.Requirements($"--index-url {url}\none\nbroken\n");
        MaintenanceResult failed = backend.Run("restore");
        shown += Text(failed, backend);
        backend.Requirements($"--index-url {url}\none\n");
        MaintenanceResult updated = backend.Run("update");
        Assert.True(updated.Applied, Text(updated, backend));
        shown += Text(updated, backend);

        Assert.False(failed.Applied);
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Join('\n', Directory.GetFiles(backend.Environment, "*", SearchOption.AllDirectories).Where(file => !file.Contains("__pycache__", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("s3cret", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Pip_itself_goes_first()
    {
        Python python = Pythons.Newest!;
        (_, string bundled, _) = python.Run(["-c", "import ensurepip, glob, os\nprint(*sorted(glob.glob(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled', 'pip-*.whl')) + glob.glob('/usr/share/python-wheels/pip-*.whl'))[:1])"]);
        // A Python that brings pip in another way has none to make a newer one of.
        if (!File.Exists(bundled.Trim()))
            return;
        using var index = new PackageIndex().Add(TestWheel.Repacked(bundled.Trim(), "pip", "99.0"), TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"));
        using RealBackend backend = Make(index, "one\n", "one==1.0");

        MaintenanceResult result = backend.Run("update");

        Assert.True(result.Applied, Text(result, backend));
        Assert.Equal("pip", result.Plan.Steps[0].Subject);
        Assert.Equal("99.0", result.Plan.Steps[0].After);
        Assert.Equal("one 2.0", backend.Installed());
        // Some environments have a link beside their library.
        Assert.Equal("pip-99.0.dist-info", Assert.Single(Directory.GetDirectories(backend.Environment, "pip-*.dist-info", SearchOption.AllDirectories).Select(Path.GetFileName).Distinct()));
        Assert.True(backend.Run("update").UpToDate);
    }

    [PythonFact]
    public void An_index_that_the_project_names_is_the_only_one_that_is_asked()
    {
        using var other = new PackageIndex().Add(TestWheel.Make("one", "9.0"));
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0"), TestWheel.Make("one", "2.0"));
        using RealBackend backend = Make(index, "one\n", "one==1.0");

        (int exit, string output) = ChildRun.Run(backend, "update", variables: new Dictionary<string, string> { ["PIP_EXTRA_INDEX_URL"] = other.Url });

        Assert.True(exit == 0, output);
        Assert.Equal("one 2.0", backend.Installed());
        Assert.Equal(0, other.Requests);
    }

    private static string Installed(RealBackend backend, Func<MaintenanceOptions, MaintenanceOptions> change)
    {
        MaintenanceResult result = backend.Run("update", change);
        Assert.True(result.Applied, Text(result, backend));
        return backend.Installed();
    }

    private static string Codes(MaintenanceResult result) => string.Join(", ", result.Diagnostics.Select(finding => $"{finding.Code} {finding.Package}".TrimEnd()));

#endif
    private static string Steps(MaintenanceResult result) => string.Join('\n', result.Plan.Steps);

    internal static string Text(MaintenanceResult result, RealBackend backend) =>
        result.Summary + "\n" + string.Join('\n', result.Diagnostics.Select(finding => $"{finding.Severity} {finding.Code} {finding.Message}")) + "\n" + Steps(result) + "\n" + backend.Log;

    internal static RealBackend Make(PackageIndex index, string requirements, params string[] installed)
    {
        var backend = new RealBackend(index);
        EnvironmentTemplate.Make(backend.Python, backend.Environment);
        backend.Pip(["install", .. installed]);
        return backend.Requirements($"--index-url {index.Url}\n{requirements}");
    }
}
