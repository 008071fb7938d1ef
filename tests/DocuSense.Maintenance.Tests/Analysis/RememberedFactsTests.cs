using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>A check that remembers an earlier one says what a check says that remembers nothing, to the byte.</summary>
public sealed class RememberedFactsTests(ITestOutputHelper output)
{
    private const string Site = "backend/.venv/lib/python3.11/site-packages/";

    private static TemporaryBackend Checked()
    {
        TemporaryBackend backend = new TemporaryBackend(
                ("requirements.txt", "acme-lib\nacme-web[fast]>=1\nother\nnamed\nuvicorn\n"), ("Procfile", "web: uvicorn app.main:app\n"),
                ("settings.ini", "[app]\nbackend = named\n"), ("app/main.py", "import os\nimport acme_web\n"), ("app/plain.py", "NAME = 'named'\n"))
            .WithEnvironment()
            .Install("acme-lib", "1.0", ["Requires-Python: >=3.8", "License: MIT"], entryPoints: "[console_scripts]\nacme = acme_lib:main\n")
            .Install("acme-web", "2.0", ["Provides-Extra: fast", "Requires-Dist: other>=3 ; extra == 'fast'", "Requires-Dist: gone", "Requires-Dist: not a requirement!"])
            .Install("other", "1.5", modules: ["other/__init__.py", "shared/data.py"])
            .Install("named", "1.0")
            .Install("twin", "1.0", modules: ["twin/__init__.py", "shared/data.py"]);
        foreach (string path in Directory.GetDirectories(backend.Path, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        Thread.Sleep(200);
        Assert.False(backend.Check().Replayed);
        return backend;
    }

    /// <summary>Checks with what is remembered, and again with nothing, and compares all that was written.</summary>
    private static string[] SameAsAnew(TemporaryBackend backend)
    {
        CheckOptions options = backend.Options();
        CheckResult remembered = Checker.Run(options);
        Assert.False(remembered.Replayed);
        string facts = File.ReadAllText(Path.Combine(options.OutputFolder!, "analysis.json"));
        CheckOptions anew = options with { OutputFolder = backend.Absolute("obj/anew") };
        CheckResult fresh = Checker.Run(anew);
        Assert.False(fresh.Replayed);
        Assert.Equal(fresh.Diagnostics, remembered.Diagnostics);
        Assert.Equal(File.ReadAllText(Path.Combine(anew.OutputFolder!, "analysis.json")), facts);
        Directory.Delete(anew.OutputFolder!, recursive: true);
        return [.. remembered.Diagnostics.Select(finding => finding.Code + " " + finding.Package)];
    }

    [Fact]
    public void After_an_edit_that_adds_an_import_all_facts_are_as_if_read_anew()
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource("app/main.py", "import os\nimport acme_web\nimport acme_lib\n");
        Assert.DoesNotContain("DSM3001 acme-lib", SameAsAnew(backend));
        backend.WriteSource("app/main.py", "import os\n");
        Thread.Sleep(100);
        Assert.Contains("DSM2001 other", SameAsAnew(backend));
    }

    [Fact]
    public void A_new_word_is_looked_for_in_files_that_were_searched_for_others()
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource("requirements.txt", "acme-lib\nacme-web[fast]>=1\nother\nnamed\nuvicorn\ntwin\n");
        backend.WriteSource("app/words.py", "A = 'twin'\n");
        SameAsAnew(backend);
        backend.WriteSource("app/words.py", "A = 'acme-lib'\n");
        SameAsAnew(backend);
        backend.WriteSource("requirements.txt", "acme-lib\nNamed\n");
        SameAsAnew(backend);
    }

    [Fact]
    public void Metadata_that_changed_in_place_is_read_anew()
    {
        using TemporaryBackend backend = Checked();
        string metadata = backend.Absolute(Site + "acme_lib-1.0.dist-info/METADATA");
        File.WriteAllText(metadata, File.ReadAllText(metadata).Replace("License: MIT", "Requires-Dist: absent"));
        backend.WriteSource("app/main.py", "import os\nimport acme_web\nimport acme_lib\n");
        Assert.Contains("DSM2002 absent", SameAsAnew(backend));
    }

    [Fact]
    public void A_distribution_that_lost_a_file_to_the_removal_of_another_is_read_anew()
    {
        using TemporaryBackend backend = Checked();
        Directory.Delete(backend.Absolute(Site + "twin-1.0.dist-info"), recursive: true);
        Directory.Delete(backend.Absolute(Site + "shared"), recursive: true);
        Assert.Contains("DSM1006 other", SameAsAnew(backend));
    }

    [Fact]
    public void An_environment_in_which_something_was_installed_is_read_anew()
    {
        using TemporaryBackend backend = Checked();
        backend.Install("gone", "1.0");
        Assert.DoesNotContain("DSM2002 gone", SameAsAnew(backend));
    }

    [Fact]
    public void A_project_installed_for_editing_is_read_anew_in_every_check()
    {
        using TemporaryBackend backend = Checked();
        string project = backend.Absolute("project");
        Directory.CreateDirectory(Path.Combine(project, "first"));
        File.WriteAllText(Path.Combine(project, "first", "__init__.py"), "");
        backend.Install("editable", "1.0", modules: ["__editable__.editable-1.0.pth"]);
        File.WriteAllText(backend.Absolute(Site + "__editable__.editable-1.0.pth"), project + "\n");
        File.WriteAllText(backend.Absolute(Site + "editable-1.0.dist-info/direct_url.json"),
            "{\"url\": \"" + new Uri(project).AbsoluteUri + "\", \"dir_info\": {\"editable\": true}}");
        backend.WriteSource("requirements.txt", "editable\n");
        backend.WriteSource("app/main.py", "import first\n");
        SameAsAnew(backend);
        Directory.CreateDirectory(Path.Combine(project, "second"));
        File.WriteAllText(Path.Combine(project, "second", "__init__.py"), "");
        backend.WriteSource("app/main.py", "import second\n");
        Assert.DoesNotContain(SameAsAnew(backend), finding => finding.StartsWith("DSM300", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("environment.cache")]
    [InlineData("scan.cache")]
    public void A_cache_damaged_anywhere_changes_nothing(string name)
    {
        using TemporaryBackend backend = Checked();
        string file = Path.Combine(backend.Output, name);
        byte[] whole = File.ReadAllBytes(file);
        for (int length = 0; length < whole.Length; length += 97)
        {
            File.WriteAllBytes(file, whole[..length]);
            backend.WriteSource("app/main.py", $"import os\nimport acme_web\nimport m{length}\n");
            SameAsAnew(backend);
            whole = File.ReadAllBytes(file);
        }
    }

    [Fact]
    public void An_edit_confirmed_by_a_replay_is_read_again_when_another_file_changes()
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource("app/plain.py", "NUMBER = 1\nNAME = 'named'\n");
        backend.Check();
        backend.WriteSource("app/plain.py", "NUMBER = 12\nNAME = 'other'\n");
        backend.WriteSource("app/main.py", "import os\nimport acme_web\nimport acme_lib\n");
        SameAsAnew(backend);
    }

    [PythonFact]
    public void Real_environments_are_remembered_as_they_were_read()
    {
        int distributions = 0;
        foreach (Python python in Pythons.All)
        {
            using var backend = new TemporaryBackend(("requirements.txt", "pip\n"), ("app.py", "import os\n"));
            CheckOptions options = backend.Options() with { Environment = python.Prefix };
            distributions += Checker.Run(options).DistributionCount;
            backend.WriteSource("app.py", "import pip\nimport setuptools\n");
            CheckResult remembered = Checker.Run(options);
            CheckResult fresh = Checker.Run(options with { OutputFolder = backend.Absolute("obj/anew") });
            Assert.Equal(fresh.Diagnostics, remembered.Diagnostics);
            Assert.Equal(File.ReadAllText(backend.Absolute("obj/anew/analysis.json")), File.ReadAllText(Path.Combine(backend.Output, "analysis.json")));
        }

        output.WriteLine($"{Pythons.All.Count} environments, {distributions} distributions");
        Assert.True(distributions >= Pythons.All.Count);
    }
}
