using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

public sealed class ReplayTests
{
    private static TemporaryBackend Checked()
    {
        TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app/main.py", "import os\n")).WithEnvironment().Install("acme-lib", "1.0");
        Age(backend.Path);

        // A link's own time cannot be set back, so the check has to be later than it by more than it distrusts.
        Thread.Sleep(200);
        Assert.False(backend.Check().Replayed);
        return backend;
    }

    /// <summary>Folders get the present as their time when something is made in them; a check trusts only what is older than itself.</summary>
    private static void Age(string folder)
    {
        foreach (string path in Directory.GetDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
    }

    [Fact]
    public void What_a_check_that_died_left_beside_its_files_is_removed_once_it_is_old()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n"));
        string old = backend.Write("obj/docusense/analysis.json.0123abcd.tmp", "{");
        string young = backend.Write("obj/docusense/scan.cache.0123abcd.tmp", "x");
        string[] others = [backend.Write("obj/docusense/mine.tmp", "x"), backend.Write("obj/docusense/scan.cache.backup12.tmp", "x"), backend.Write("obj/docusense/x.scan.cache.0123abcd.tmp", "x")];
        foreach (string path in (string[])[old, .. others])
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        File.SetLastWriteTimeUtc(young, DateTime.UtcNow);

        backend.Check();

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.All(others, static path => Assert.True(File.Exists(path)));
        Assert.Equal(4, Directory.GetFiles(backend.Output, "*.tmp").Length);
    }

    [Fact]
    public void Nothing_changed_replays_the_same_findings()
    {
        using TemporaryBackend backend = Checked();
        CheckResult again = backend.Check();
        Assert.True(again.Replayed);
        Assert.Equal("DSM3001", Assert.Single(again.Diagnostics).Code);
        Assert.Equal((1, 1, 2), (again.SourceFileCount, again.RequirementCount, again.DistributionCount));
    }

    [Theory]
    [InlineData("app/main.py", "import acme_lib\n")]
    [InlineData("app/added.py", "import acme_lib\n")]
    [InlineData("requirements.txt", "")]
    public void A_change_is_seen_even_with_an_old_time(string file, string text)
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource(file, text);
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.DoesNotContain(again.Diagnostics, diagnostic => diagnostic.Code == "DSM3001");
    }

    [Fact]
    public void What_was_found_a_moment_ago_is_confirmed_until_something_changes()
    {
        using TemporaryBackend backend = Checked();
        CheckOptions options = backend.Options();
        CheckResult replayed = Checker.Run(options);
        Assert.Same(replayed, Checker.Confirm(options, replayed));

        backend.WriteSource("app/added.py", "import acme_lib\n");
        CheckResult seen = Checker.Confirm(options, replayed);
        Assert.NotSame(replayed, seen);
        Assert.DoesNotContain(seen.Diagnostics, diagnostic => diagnostic.Code == "DSM3001");
        Age(backend.Path);
        Thread.Sleep(200);
        CheckResult anew = Checker.Run(options with { Excludes = ["nothing"] });
        Assert.False(anew.Replayed);
        Assert.Same(anew, Checker.Confirm(options with { Excludes = ["nothing"] }, anew));
    }

    /// <summary>The length that a system gives of a link is that of its text, and its time is not that of what it leads to.</summary>
    [UnixFact]
    public void A_manifest_that_is_a_link_is_read_whole_and_watched_where_it_leads()
    {
        using TemporaryBackend backend = new TemporaryBackend(("app/main.py", "import acme_lib\n")).WithEnvironment().Install("acme-lib", "1.0").Install("other-lib", "1.0");
        string target = System.IO.Path.Combine(backend.Path, "shared.txt");
        string comment = "# " + new string('x', 500) + "\n";
        File.WriteAllText(target, comment + "other-lib\n");
        File.SetLastWriteTimeUtc(target, DateTime.UtcNow.AddHours(-1));
        File.CreateSymbolicLink(System.IO.Path.Combine(backend.Backend, "requirements.txt"), target);
        Age(backend.Path);
        Thread.Sleep(200);
        CheckResult first = backend.Check();
        Assert.Equal(1, first.RequirementCount);
        Assert.Contains(first.Diagnostics, static finding => finding.Code == "DSM3002");
        Assert.True(backend.Check().Replayed);

        File.WriteAllText(target, comment + "acme-lib\n");
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.DoesNotContain(again.Diagnostics, static finding => finding.Code == "DSM3002");
    }

    [Fact]
    public void A_compiled_module_that_names_something_else_than_before_is_seen()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app/main.py", "import os\n"), ("app/fast.so", "\0acme_lib\0")).WithEnvironment().Install("acme-lib", "1.0");
        Age(backend.Path);
        Thread.Sleep(200);
        Assert.Contains(backend.Check().Diagnostics, static finding => finding.Code == "DSM3009");
        Assert.True(backend.Check().Replayed);

        backend.WriteSource("app/fast.so", "\0else\0");
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.Contains(again.Diagnostics, static finding => finding.Code == "DSM3001");
    }

    [Theory]
    [InlineData("app/requirements.txt")]
    [InlineData("app/pyproject.toml")]
    public void A_manifest_that_makes_a_folder_a_project_of_its_own_is_seen(string file)
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource(file, "[project]\n");
        Assert.False(backend.Check().Replayed);
    }

    [Theory]
    [InlineData("import os\nprint('edited')\n", true)]
    [InlineData("import os  # edited\n", true)]
    [InlineData("import os\nNAME = 'acme_lib'\n", false)]
    [InlineData("import os\nimport subprocess\nsubprocess.run(['acme-lib'])\n", false)]
    public void An_edit_replays_only_where_the_file_says_the_same(string text, bool replays)
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource("app/main.py", text);
        CheckResult edited = backend.Check();
        Assert.Equal(replays, edited.Replayed);
        Assert.Equal(replays, edited.Diagnostics.Any(diagnostic => diagnostic.Code == "DSM3001"));
        Thread.Sleep(200);
        Assert.True(backend.Check().Replayed);
    }

    [Fact]
    public void An_edit_that_replayed_is_not_forgotten()
    {
        using TemporaryBackend backend = Checked();
        backend.WriteSource("app/main.py", "import os\nprint('edited')\n");
        Assert.True(backend.Check().Replayed);
        backend.WriteSource("app/main.py", "import acme_lib\n");
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.Empty(again.Diagnostics);
    }

    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(1, 300_000, true)]
    public void The_cache_is_written_again_only_for_edits_that_cost_more_to_read(int files, int padding, bool isWritten)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"));
        for (int index = 0; index < 8; index++)
            backend.WriteSource($"app/m{index}.py", "import os\n");
        Age(backend.Path);
        Thread.Sleep(200);
        Assert.False(backend.Check().Replayed);
        string cache = Path.Combine(backend.Output, "check.cache");
        byte[] before = File.ReadAllBytes(cache);

        for (int index = 0; index < files; index++)
            backend.WriteSource($"app/m{index}.py", "import os\n# edited" + new string('.', padding) + "\n");
        Assert.True(backend.Check().Replayed);
        Assert.Equal(isWritten, !before.AsSpan().SequenceEqual(File.ReadAllBytes(cache)));
        Assert.True(backend.Check().Replayed);

        backend.WriteSource("app/m7.py", "import acme_lib\n");
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.DoesNotContain(again.Diagnostics, diagnostic => diagnostic.Code == "DSM3001");
    }

    [Fact]
    public void A_removed_distribution_is_seen()
    {
        using TemporaryBackend backend = Checked();
        Directory.Delete(backend.Absolute("backend/.venv/lib/python3.11/site-packages/acme_lib-1.0.dist-info"), recursive: true);
        Assert.Contains(backend.Check().Diagnostics, diagnostic => diagnostic.Code == "DSM2003");
    }

    [Fact]
    public void A_changed_question_is_asked_anew()
    {
        using TemporaryBackend backend = Checked();
        backend.Suppressions.Add(new Suppression("DSM3001", null, null, "why", null));
        Assert.Empty(backend.Check().Diagnostics);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void A_damaged_cache_is_no_cache(int length)
    {
        using TemporaryBackend backend = Checked();
        string cache = Path.Combine(backend.Output, "check.cache");
        File.WriteAllBytes(cache, File.ReadAllBytes(cache)[..length]);
        CheckResult again = backend.Check();
        Assert.False(again.Replayed);
        Assert.Single(again.Diagnostics);
    }

    [Fact]
    public void Nothing_but_the_outputs_is_left_behind()
    {
        using TemporaryBackend backend = Checked();
        Assert.Equal(["analysis.json", "check.cache", "environment.cache", "imports.cache", "scan.cache"], Directory.GetFiles(backend.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_checks_at_once_both_find_and_leave_whole_files()
    {
        using TemporaryBackend backend = Checked();
        CheckResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() =>
        {
            backend.WriteSource($"app/m{index}.py", "import os\n");
            return backend.Check();
        })));
        Assert.All(results, result => Assert.Equal("DSM3001", Assert.Single(result.Diagnostics).Code));
        using System.Text.Json.JsonDocument facts = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(backend.Output, "analysis.json")));
        Assert.Equal(1, facts.RootElement.GetProperty("schema").GetInt32());
    }
}
