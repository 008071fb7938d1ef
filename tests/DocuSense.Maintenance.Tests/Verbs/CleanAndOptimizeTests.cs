using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Clean and optimise against the real pip.</summary>
public sealed class CleanAndOptimizeTests
{
    [PythonFact]
    public void Removes_what_nothing_requires_and_measures_it()
    {
        using var index = new PackageIndex().Add(
            TestWheel.Make("web", "1.0", requires: ["core>=1", "fast; extra == 'quick'", "old; python_version < '3'"], extras: ["quick"]),
            TestWheel.Make("core", "1.0"), TestWheel.Make("fast", "1.0"), TestWheel.Make("old", "1.0"), TestWheel.Make("borrowed", "1.0"),
            TestWheel.Make("stray", "1.0", requires: ["strayer"], size: 300_000), TestWheel.Make("strayer", "1.0"), TestWheel.Make("wanted", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web[quick]\n", "web[quick]", "stray", "old", "borrowed", "wanted");
        backend.Source("main.py", "import web\nimport borrowed\n");
        string site = Directory.GetDirectories(backend.Environment, "site-packages", SearchOption.AllDirectories)[0];
        Directory.CreateDirectory(Path.Combine(site, "~ore"));
        File.WriteAllText(Path.Combine(site, "~ore", "__init__.py"), "");
        backend.Write("backend/__pycache__/gone.cpython-311.pyc", "compiled");
        backend.Write("backend/__pycache__/main.cpython-311.pyc", "compiled");

        MaintenanceResult result = backend.Run("clean", options => options with { Keep = ["Wanted"] });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Equal("borrowed 1.0, core 1.0, fast 1.0, wanted 1.0, web 1.0", backend.Installed());
        Assert.InRange(result.BytesFreed, 300_000, 2_000_000);
        Assert.False(Directory.Exists(Path.Combine(site, "~ore")));
        Assert.False(File.Exists(backend.Absolute("backend/__pycache__/gone.cpython-311.pyc")));
        Assert.True(File.Exists(backend.Absolute("backend/__pycache__/main.cpython-311.pyc")));
        Assert.True(backend.Run("clean", options => options with { Keep = ["Wanted"] }).UpToDate);
    }

    [PythonFact]
    public void Projects_installed_in_place_and_what_builds_others_stay()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("helper", "1.0"), TestWheel.Make("stray", "1.0"), TestWheel.Make("wheel", "1.0"), TestWheel.Make("checker", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\n", "web", "helper", "stray", "wheel", "checker");
        backend.Source("main.py", "import web\n").Requirements("checker\n", "requirements-dev.txt");
        string site = Directory.GetDirectories(backend.Environment, "site-packages", SearchOption.AllDirectories)[0];
        // As pip leaves a project that is installed in place (PEP 660), with something that it needs.
        Directory.CreateDirectory(backend.Absolute("mine/mine"));
        string info = Directory.CreateDirectory(Path.Combine(site, "mine-1.0.dist-info")).FullName;
        File.WriteAllText(Path.Combine(info, "METADATA"), "Metadata-Version: 2.1\nName: mine\nVersion: 1.0\nRequires-Dist: helper\n");
        File.WriteAllText(Path.Combine(info, "direct_url.json"), $$"""{"dir_info": {"editable": true}, "url": "{{new Uri(backend.Absolute("mine")).AbsoluteUri}}"}""");
        File.WriteAllText(Path.Combine(site, "__editable__.mine-1.0.pth"), backend.Absolute("mine") + "\n");
        File.WriteAllText(Path.Combine(info, "RECORD"), "mine-1.0.dist-info/METADATA,,\nmine-1.0.dist-info/direct_url.json,,\nmine-1.0.dist-info/RECORD,,\n__editable__.mine-1.0.pth,,\n");

        MaintenanceResult result = backend.Run("clean");

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Equal("checker 1.0, helper 1.0, mine 1.0, web 1.0, wheel 1.0", backend.Installed());
    }

    [PythonFact]
    public void Removes_nothing_where_what_is_required_is_not_known()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("stray", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\n-r missing.txt\n", "web", "stray");

        MaintenanceResult result = backend.Run("clean");

        Assert.Equal("stray 1.0, web 1.0", backend.Installed());
        Assert.Contains(result.Diagnostics, finding => finding.Code == "DSM5011");
    }

    [PythonFact]
    public void Empties_the_cache_of_pip()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\n", "web");
        string cache = backend.Absolute("cache");
        backend.Write("cache/http-v2/a/b/page", new string('x', 5000));
        System.Environment.SetEnvironmentVariable("PIP_CACHE_DIR", cache);
        try
        {
            MaintenanceResult result = backend.Run("clean", options => options with { PurgeCache = true });
            Assert.True(result.Applied, UpdateTests.Text(result, backend));
            Assert.Equal(5000, result.BytesFreed);
            Assert.False(File.Exists(backend.Absolute("cache/http-v2/a/b/page")));
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("PIP_CACHE_DIR", null);
        }
    }

    [PythonFact]
    public void Writes_what_is_used_with_its_evidence_and_proves_it()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.2.3", requires: ["helper"], size: 10_000), TestWheel.Make("helper", "4.5.6"),
            TestWheel.Make("idle", "1.0", requires: ["idler"], size: 200_000), TestWheel.Make("idler", "1.0"), TestWheel.Make("server", "1.0"));
        const string Text = "# Web\r\nweb[a]>=1 ; python_version>'3'  # the framework\r\n\r\n# Others\r\nidle==1.0\r\nserver  # docusense: keep (production only)\r\n";
        using RealBackend backend = UpdateTests.Make(index, Text, "web", "idle", "server");
        backend.Source("main.py", "import web\nimport helper\n");

        MaintenanceResult result = backend.Run("optimize");

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        string written = File.ReadAllText(backend.Absolute("backend/requirements_optimized_auto.txt"));
        Assert.Equal($"""
            # Made from requirements.txt by DocuSenseOptimize: what is used, and why. Changes belong into requirements.txt.
            --index-url {index.Url}
            # Web
            # used: main.py:1 imports web
            web[a]>=1 ; python_version>'3'  # the framework

            # Others
            # kept: as its line asks
            server  # docusense: keep (production only)

            # Added: imported, and no requirement asked for it
            # used: main.py:2 imports it
            helper>=4.5.6,<5

            # Left out:
            #   idle==1.0: nothing imports it, and nothing else hints at a use

            """.Replace("\r", "", StringComparison.Ordinal), written.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(3, result.Figures!.RequirementsBefore);
        Assert.Equal(3, result.Figures.RequirementsAfter);
        Assert.Equal(5, result.Figures.DistributionsBefore);
        Assert.Equal(3, result.Figures.DistributionsAfter);
        Assert.True(result.Figures.BytesAfter < result.Figures.BytesBefore - 200_000);
        Assert.True(backend.Run("optimize").UpToDate);
        Assert.Equal($"--index-url {index.Url}\n{Text}", File.ReadAllText(backend.Absolute("backend/requirements.txt")));
        Assert.Empty(backend.LeftOvers());

        MaintenanceResult inPlace = backend.Run("optimize", options => options with { OptimizeInPlace = true });
        Assert.True(inPlace.Applied, UpdateTests.Text(inPlace, backend));
        Assert.Equal($"--index-url {index.Url}\n{Text}", File.ReadAllText(backend.Absolute("backend/requirements.txt.bak")));
        Assert.DoesNotContain("idle==1.0\r\n", File.ReadAllText(backend.Absolute("backend/requirements.txt")).Replace("#   idle", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Writes_nothing_that_it_cannot_prove()
    {
        // Written in a way that no search of the installed code finds.
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0", "__import__('secret' + 'ly')"), TestWheel.Make("secretly", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\nsecretly\n", "web", "secretly");
        backend.Source("main.py", "import web\n");
        string state = backend.State();

        MaintenanceResult result = backend.Run("optimize");

        Assert.False(result.Applied);
        Assert.Contains(result.Diagnostics, finding => finding.Code == "DSM5012" && finding.Message.Contains("No module named 'secretly'", StringComparison.Ordinal));
        Assert.Equal(state, backend.State());
        Assert.Empty(backend.LeftOvers());
    }
}
