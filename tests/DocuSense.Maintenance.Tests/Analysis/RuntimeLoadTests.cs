using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>What import tests saw being loaded is evidence, as long as nothing that it speaks of has changed.</summary>
public sealed class RuntimeLoadTests
{
    private const string Old = "import engine_lib\nengine_lib.connect()\n";

    /// <summary>A backend whose <c>app/db.py</c> makes <c>engine-lib</c> load <c>quartz-driver</c>, which nothing shows; with the record of tests that saw it.</summary>
    private static TemporaryBackend Backend(string? requires = null)
    {
        TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "engine-lib\nquartz-driver\nidle-lib\n"), ("app/__init__.py", ""), ("app/db.py", Old)).WithEnvironment()
            .Install("engine-lib", "1.0", requires is null ? null : ["Provides-Extra: quartz", "Requires-Dist: " + requires]).Install("quartz-driver", "2.0").Install("idle-lib", "3.0");
        foreach (string file in (string[])["app/__init__.py", "app/db.py"])
            File.SetLastWriteTimeUtc(backend.Absolute("backend/" + file), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return backend;
    }

    private static LoadRecord Record(TemporaryBackend backend, int? by = 0) => new()
    {
        Environment = backend.Absolute("backend/.venv"),
        IsComplete = true,
        Files = [.. ((string[])["app/__init__.py", "app/db.py"]).Select(file => LoadedFile.Take(file, backend.Absolute("backend/" + file), DateTime.UtcNow.Ticks))],
        Distributions = [("engine-lib", "1.0"), ("Quartz.Driver", "2.0")],
        Modules = [new ModuleLoads("app.db", [0, 1], [new Load("engine_lib", 0, 1, 1, null), new Load("quartz_driver", 1, 1, 2, by)])],
    };

    private static void Write(TemporaryBackend backend, LoadRecord record) => backend.Write("obj/docusense/imports-used.json", Encoding.UTF8.GetString(record.Serialize()));

    private static RequirementUsage Usage(TemporaryBackend backend, string name)
    {
        Snapshot snapshot = Observer.Observe(backend.Options(), ScanCache.Empty, CancellationToken.None);
        return snapshot.Usage.All.Single(usage => usage.Requirement.Requirement!.NormalizedName == name);
    }

    private static string Describe(TemporaryBackend backend, RequirementUsage usage)
    {
        Evidence? first = usage.Evidence.Count > 0 ? usage.Evidence[0] : null;
        string place = first?.File is null ? "" : $" {System.IO.Path.GetRelativePath(backend.Backend, first.File).Replace('\\', '/')}({first.Line})";
        return $"{usage.Verdict} {first?.Kind}{place} {first?.Detail}".TrimEnd();
    }

    [Theory]
    [InlineData(0, "has engine-lib load quartz_driver, as the import tests saw")]
    [InlineData(-1, "has quartz_driver loaded, as the import tests saw")]
    [InlineData(null, "loads quartz_driver, as the import tests saw")]
    public void What_was_loaded_is_used_and_the_report_says_what_loaded_it(int? by, string detail)
    {
        using TemporaryBackend backend = Backend();
        Assert.Equal("Unused", Describe(backend, Usage(backend, "quartz-driver")));

        Write(backend, Record(backend, by));

        Assert.Equal("Used loaded app/db.py(2) " + detail, Describe(backend, Usage(backend, "quartz-driver")));
        Assert.Equal("Unused", Describe(backend, Usage(backend, "idle-lib")));
        Assert.Equal("Used import app/db.py(1) imports engine_lib", Describe(backend, Usage(backend, "engine-lib")));
        Assert.Contains($"    app/db.py(2,1): {detail}", WhyReport.Run(backend.Options(), "quartz-driver"));
    }

    [Theory]
    [InlineData("quartz-driver", 0, Verdict.Pinned)] // engine-lib brings what it loads: the line only holds a version.
    [InlineData("quartz-driver", null, Verdict.Used)] // The project loads it itself, whoever brings it.
    [InlineData("quartz-driver; extra == 'quartz'", 0, Verdict.Used)] // Only an extra that nobody asks for brings it.
    [InlineData("quartz-driver; sys_platform == 'nowhere'", 0, Verdict.Used)]
    public void What_the_one_that_loads_it_brings_is_pinned(string requires, int? by, Verdict expected)
    {
        using TemporaryBackend backend = Backend(requires);
        Write(backend, Record(backend, by));

        Assert.Equal(expected, Usage(backend, "quartz-driver").Verdict);
    }

    [Fact]
    public void The_file_that_asked_has_changed_and_the_record_says_nothing_of_it()
    {
        using TemporaryBackend backend = Backend();
        Write(backend, Record(backend));
        backend.WriteSource("app/db.py", "import engine_lib\n");
        Assert.Equal(["requirements.txt(2,1): warning DSM3001 quartz-driver", "requirements.txt(3,1): warning DSM3001 idle-lib"], backend.Findings());

        File.Delete(backend.Absolute("backend/app/db.py"));
        Assert.Equal(Verdict.Unused, Usage(backend, "quartz-driver").Verdict);

        // What was tested is back, at another time.
        backend.WriteSource("app/db.py", Old);
        Assert.Equal(["requirements.txt(3,1): warning DSM3001 idle-lib"], backend.Findings());
    }

    [Fact]
    public void Another_file_that_was_loaded_has_changed_and_a_doubt_is_left()
    {
        using TemporaryBackend backend = Backend();
        Write(backend, Record(backend));
        backend.WriteSource("app/__init__.py", "import os\n");

        Assert.Equal("Unknown was-loaded app/db.py(2) has engine-lib load quartz_driver, as the import tests saw before 'app/__init__.py' changed", Describe(backend, Usage(backend, "quartz-driver")));
        Assert.Contains(backend.Check().Diagnostics, finding => finding.Code == "DSM3009" && finding.Message ==
            "Whether 'quartz-driver' is used cannot be told: app/db.py, line 2 has engine-lib load quartz_driver, as the import tests saw before 'app/__init__.py' changed. "
            + "Run the import tests again, which shows whether it still does.");
    }

    private static LoadRecord Change(LoadRecord record, string? environment = null, IReadOnlyList<(string, string)>? distributions = null, IReadOnlyList<LoadedFile>? files = null) => new()
    {
        Environment = environment ?? record.Environment, Distributions = distributions ?? record.Distributions, Files = files ?? record.Files, Modules = record.Modules,
    };

    [Theory]
    [InlineData("another environment")]
    [InlineData("another version of what was loaded")]
    [InlineData("another version of what loaded it")]
    [InlineData("not installed")]
    [InlineData("changed while the tests ran")]
    [InlineData("no such file")]
    [InlineData("no such distribution")]
    public void A_record_of_something_else_says_nothing(string what)
    {
        using TemporaryBackend backend = Backend();
        LoadRecord record = Record(backend);
        Write(backend, what switch
        {
            "another environment" => Change(record, environment: record.Environment + "2"),
            "another version of what was loaded" => Change(record, distributions: [("engine-lib", "1.0"), ("quartz-driver", "1.9")]),
            "another version of what loaded it" => Change(record, distributions: [("engine-lib", "0.9"), ("quartz-driver", "2.0")]),
            "not installed" => Change(record, distributions: [("engine-lib", "1.0"), ("gone-lib", "2.0")]),
            "changed while the tests ran" => Change(record, files: [record.Files[0], record.Files[1] with { Digest = "" }]),
            "no such file" => Change(record, files: [record.Files[0]]),
            _ => Change(record, distributions: [("engine-lib", "1.0")]),
        });

        Assert.Equal(Verdict.Unused, Usage(backend, "quartz-driver").Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{ \"schema\": 1, \"complete\": true, \"distributions\": [] }")]
    [InlineData("{ \"schema\": 2, \"environment\": 1 }")]
    [InlineData("{ \"schema\": \"2\" }")]
    public void A_record_that_is_none_says_nothing(string text)
    {
        using TemporaryBackend backend = Backend();
        backend.Write("obj/docusense/imports-used.json", text);

        Assert.Equal(Verdict.Unused, Usage(backend, "quartz-driver").Verdict);
    }

    [Fact]
    public void A_new_record_is_seen_and_so_is_a_change_of_what_it_speaks_of()
    {
        using TemporaryBackend backend = Backend();
        foreach (string path in Directory.GetDirectories(backend.Absolute("backend"), "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        Thread.Sleep(200);
        Assert.Equal(2, backend.Check().Diagnostics.Count);
        Assert.True(backend.Check().Replayed);

        Write(backend, Record(backend));
        File.SetLastWriteTimeUtc(backend.Absolute("obj/docusense/imports-used.json"), DateTime.UtcNow.AddHours(-1));
        CheckResult seen = backend.Check();
        Assert.False(seen.Replayed);
        Assert.Equal("idle-lib", Assert.Single(seen.Diagnostics).Package);
        Assert.True(backend.Check().Replayed);

        // The same imports: other edits of this kind are replayed.
        backend.WriteSource("app/db.py", Old + "# edited\n");
        CheckResult edited = backend.Check();
        Assert.False(edited.Replayed);
        Assert.Equal(2, edited.Diagnostics.Count);

        // And where the edit is taken back, so is its effect.
        backend.WriteSource("app/db.py", Old);
        Assert.Single(backend.Check().Diagnostics);
    }
}
