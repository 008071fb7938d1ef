using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>What of the requirements stays, where it goes, and what is told of it.</summary>
public sealed class OptimizeOptionTests
{
    [PythonFact]
    public void What_goes_with_a_requirement_is_counted_and_the_start_up_is_measured()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0", "class FastAPI: pass\n", requires: ["shared"]), TestWheel.Make("shared", "1.0", size: 100_000),
            TestWheel.Make("idle", "1.0", requires: ["shared", "deep"], size: 50_000), TestWheel.Make("deep", "1.0", requires: ["deeper"], size: 50_000), TestWheel.Make("deeper", "1.0", size: 50_000));
        using RealBackend backend = UpdateTests.Make(index, "web\nidle\n", "web", "idle");
        backend.Source("main.py", "from web import FastAPI\napp = FastAPI()\n");

        MaintenanceResult result = backend.Run("optimize");

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        PlanStep left = Assert.Single(result.Plan.Steps, step => step.Kind == PlanStepKind.LeaveOut);
        Assert.Equal("idle", left.Subject);
        Assert.EndsWith("; with it go deep, deeper", left.Reason, StringComparison.Ordinal);
        Assert.InRange(left.Bytes, -160_000, -150_000);
        Assert.Equal(5, result.Figures!.DistributionsBefore);
        Assert.Equal(2, result.Figures.DistributionsAfter);
        Assert.NotNull(result.Figures.StartUpBefore);
        Assert.NotNull(result.Figures.StartUpAfter);
        Assert.Matches("^2 → 1 requirements, 5 → 2 distributions, .* → .*, start-up [0-9.]+ s → [0-9.]+ s$", result.Summary);
        // Measuring leaves nothing behind.
        Assert.Empty(Directory.GetDirectories(backend.Backend, "__pycache__"));
    }

    [PythonFact]
    public void What_the_project_accepts_or_knows_of_stays()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("accepted", "1.0"), TestWheel.Make("plugin", "1.0"), TestWheel.Make("idle", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\naccepted\nplugin\nidle\n", "web", "accepted", "plugin", "idle");
        backend.Source("main.py", "import web\n");

        MaintenanceResult result = backend.Run("optimize", options => options with
        {
            Check = options.Check with
            {
                Suppressions = [new Suppression("DSM3001", "accepted", null, "production only", null)],
                KnownUses = [new KnownUse("import web", "plugin", false)],
            },
        });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        string written = File.ReadAllText(backend.Absolute("backend/requirements_optimized_auto.txt"));
        Assert.Contains("# kept: the project accepts that nothing uses it\naccepted\n", written, StringComparison.Ordinal);
        Assert.Contains("\nplugin\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\nidle\n", written, StringComparison.Ordinal);
    }

    [PythonFact]
    public void What_only_production_or_development_needs_gets_files_of_its_own()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("server", "1.0", script: true), TestWheel.Make("checker", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "# All\nweb\nserver>=1\nchecker  # for tests\n", "web", "server", "checker");
        backend.Source("main.py", "import web\n").Source("tests/test_it.py", "import checker\n").Source("Procfile", "web: server main:app\n");

        MaintenanceResult result = backend.Run("optimize", options => options with { OptimizeSplit = true });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Equal(["web"], Names(backend, "requirements_optimized_auto.txt"));
        Assert.Equal(["server>=1"], Names(backend, "requirements_production_optimized_auto.txt"));
        Assert.Equal(["checker  # for tests"], Names(backend, "requirements_development_optimized_auto.txt"));
    }

    [PythonFact]
    public void Requirements_of_another_group_are_no_loss()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("idle", "1.0"), TestWheel.Make("checker", "1.0", requires: ["tool"]), TestWheel.Make("tool", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\nidle\n", "web", "idle", "checker");
        backend.Source("main.py", "import web\n").Source("tests/test_it.py", "import checker\n").Requirements("-r requirements.txt\nchecker\n", "requirements-dev.txt");

        MaintenanceResult result = backend.Run("optimize");

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        Assert.Equal(["web"], Names(backend, "requirements_optimized_auto.txt"));
        // The group is not installed for the proof, so it counts on neither side.
        Assert.Equal((2, 1), (result.Figures!.DistributionsBefore, result.Figures.DistributionsAfter));
    }

    [PythonFact]
    public void A_file_without_sections_gets_those_of_the_manual()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("fastapi", "1.0"), TestWheel.Make("sqlalchemy", "1.0"), TestWheel.Make("openai", "1.0"), TestWheel.Make("acme-store", "1.0", classifiers: ["Topic :: Database"]),
            TestWheel.Make("acme-sound", "1.0", classifiers: ["Topic :: Multimedia :: Sound/Audio :: Players"]), TestWheel.Make("mine", "1.0", classifiers: ["Topic :: Database"]));
        string[] names = ["mine", "openai", "acme-store", "sqlalchemy", "acme-sound", "fastapi"];
        using RealBackend backend = UpdateTests.Make(index, string.Concat(names.Select(name => name + "\n")), names);
        backend.Source("main.py", string.Concat(names.Select(name => $"import {name.Replace('-', '_')}\n")));

        MaintenanceResult result = backend.Run("optimize", options => options with { Categories = ["Mine=Our Own"] });

        Assert.True(result.Applied, UpdateTests.Text(result, backend));
        string[] lines = [.. File.ReadAllLines(backend.Absolute("backend/requirements_optimized_auto.txt")).Where(line => line.Length > 0 && !line.StartsWith("# used", StringComparison.Ordinal)).Skip(2)];
        Assert.Equal(["# Core Framework", "fastapi", "# Database", "acme-store", "sqlalchemy", "# AI Providers", "openai", "# Multimedia", "acme-sound", "# Our Own", "mine"], lines);
    }

    [PythonFact]
    public void Every_backup_is_kept()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("web", "1.0"), TestWheel.Make("idle", "1.0"));
        using RealBackend backend = UpdateTests.Make(index, "web\nidle\n", "web", "idle");
        backend.Source("main.py", "import web\n");
        string first = File.ReadAllText(backend.Absolute("backend/requirements.txt"));
        Assert.True(backend.Run("optimize", InPlace).Applied);
        string second = File.ReadAllText(backend.Absolute("backend/requirements.txt")) + "idle>=1\n";
        backend.Requirements(second);
        Assert.True(backend.Run("optimize", InPlace).Applied);

        Assert.Equal(first, File.ReadAllText(backend.Absolute("backend/requirements.txt.bak")));
        Assert.Equal(second, File.ReadAllText(backend.Absolute("backend/requirements.txt.bak1")));
        Assert.True(backend.Run("optimize", InPlace).UpToDate);

        static MaintenanceOptions InPlace(MaintenanceOptions options) => options with { OptimizeInPlace = true };
    }

    [Theory]
    [InlineData("fastapi", "Core Framework")]
    [InlineData("uvicorn", "Core Framework")]
    [InlineData("python-multipart", "Core Framework")]
    [InlineData("sqlalchemy", "Database")]
    [InlineData("alembic", "Database")]
    [InlineData("openai", "AI Providers")]
    [InlineData("anthropic", "AI Providers")]
    [InlineData("mistralai", "AI Providers")]
    [InlineData("pdfplumber", "File Processing")]
    [InlineData("pypdf2", "File Processing")]
    [InlineData("pytesseract", "File Processing")]
    [InlineData("python-docx", "File Processing")]
    [InlineData("openpyxl", "File Processing")]
    [InlineData("pillow", "File Processing")]
    [InlineData("opencv-python", "File Processing")]
    [InlineData("moviepy", "Multimedia")]
    [InlineData("librosa", "Multimedia")]
    [InlineData("ffmpeg-python", "Multimedia")]
    [InlineData("yt-dlp", "Multimedia")]
    [InlineData("python-jose", "Security")]
    [InlineData("passlib", "Security")]
    [InlineData("pyjwt", "Security")]
    [InlineData("python-dotenv", "Utilities")]
    [InlineData("pydantic", "Utilities")]
    [InlineData("psutil", "Utilities")]
    public void The_manual_s_distributions_come_into_the_manual_s_sections(string name, string section)
    {
        Assert.Equal(section, RequirementCategories.Of(name, null, new Dictionary<string, string>()));
        // With what they say of themselves, too, where the machine has them.
        foreach (Python python in Pythons.All)
        {
            string? site = Pythons.SitePackages(python);
            foreach (string folder in site is null ? [] : Directory.GetDirectories(site, name.Replace('-', '_') + "-*.dist-info"))
                Assert.Equal(section, RequirementCategories.Of(name, Path.Combine(folder, "METADATA"), new Dictionary<string, string>()));
        }
    }

    private static string[] Names(RealBackend backend, string file) =>
        [.. File.ReadAllLines(backend.Absolute("backend/" + file)).Where(line => line.Length > 0 && line[0] is not ('#' or '-'))];
}
