using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>Tests that share the beginning of their imports: each still sees only what it imports itself, and whatever makes a noise is imported by each.</summary>
public sealed class StemTests
{
    private static readonly (string, string)[] _users =
        [.. Enumerable.Range(0, 18).Select(number => ($"app/user{number}.py", "import xml.dom.minidom\nimport app.settings\nfrom app import database\nassert database.opened == [1], database.opened\ndatabase.opened.append(2)\n"))];

    [Fact]
    public void A_group_begins_with_what_all_its_members_import_in_any_case()
    {
        using var backend = new TestedBackend([
            ("app/__init__.py", ""), ("app/settings.py", "import json\n"), ("app/database.py", "import app.settings\nopened = [1]\n"), .. _users,
            ("app/circle_a.py", "import app.circle_b\n"), ("app/circle_b.py", "import app.circle_a\n"), ("app/perhaps.py", "try:\n    import xml.dom.minidom\nexcept ImportError:\n    pass\nimport sys\nif sys.argv:\n    import app.database\n"),
        ]);
        TestManifest manifest = new() { Backend = backend.Backend };
        IReadOnlyList<ImportTarget> targets = ImportTargets.List(manifest, CancellationToken.None);

        var plan = PreloadPlan.Create(ImportGraph.Read(targets, CancellationToken.None), targets, [.. targets.Select(target => target.Case.Id)], 3);

        StemGroup group = plan.Groups.Single(group => group.Members.Any(member => member.Module.Name == "app.user3"));
        Assert.Equal(["app", "app.settings", "app.database"], group.Own);
        Assert.Contains("xml.dom.minidom", group.Core);
        Assert.Equal(18, group.Members.Count(member => member.Module.Name.StartsWith("app.user", StringComparison.Ordinal)));
        Assert.DoesNotContain(group.Members, member => member.Module.Name is "app.database" or "app.perhaps" or "app.circle_a");
        Assert.All(plan.Groups, other => Assert.DoesNotContain(other.Own, name => name.StartsWith("app.circle", StringComparison.Ordinal)));
    }

    [PythonTheory]
    [InlineData("opened = [1]\n", null)]
    [InlineData("print('database opens')\nopened = [1]\n", "database opens")]
    [InlineData("import sys\nsys.stderr.write('database opens')\nopened = [1]\n", "database opens")]
    [InlineData("import os, sys\nopened = [1]\nfile = open(os.devnull)\n", null)]
    [InlineData("import os\nos.environ['OPENED'] = '1'\nopened = [1]\n", null)]
    [InlineData("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\nopened = [1]\n", null)]
    [InlineData("import atexit\natexit.register(print, 'good bye')\nopened = [1]\n", "good bye")]
    public void Each_member_has_its_own_state(string database, string? output)
    {
        using var backend = new TestedBackend([("app/__init__.py", ""), ("app/settings.py", "import json\n"), ("app/database.py", "import app.settings\n" + database), .. _users]);

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest());

        Assert.Equal([], results.Values.Where(result => result.Outcome != TestOutcome.Passed).Select(result => $"{result.Case.Name}: {result.Message} {result.StackTrace}"));
        if (output is not null)
            Assert.All(results.Where(result => result.Key.StartsWith("app.user", StringComparison.Ordinal)), result => Assert.Contains(output, result.Value.Output ?? "", StringComparison.Ordinal));
        else
            Assert.All(results.Values, result => Assert.Null(result.Output));
        if (database.Contains("Thread", StringComparison.Ordinal))
            Assert.All(results.Where(result => result.Key.StartsWith("app.user", StringComparison.Ordinal)), result => Assert.Equal("DSM4004", result.Value.Code));
    }

    [PythonTheory]
    [InlineData("raise ValueError('closed')\n", "DSM4001")]
    [InlineData("import os\nos._exit(0)\n", "DSM4003")]
    [InlineData("import time\ntime.sleep(1000)\n", "DSM4002")]
    public void What_fails_fails_for_each_member(string database, string code)
    {
        using var backend = new TestedBackend([("app/__init__.py", ""), ("app/settings.py", "import json\n"), ("app/database.py", database), .. _users.Take(6)]);

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(limit: 2));

        Assert.Equal(Enumerable.Repeat(code, 7), results.Values.Where(result => result.Outcome == TestOutcome.Failed).Select(result => result.Code));
        Assert.Equal(2, results.Values.Count(result => result.Outcome == TestOutcome.Passed));
    }

    [DebianFact]
    public void What_was_loaded_is_told_with_the_import_that_asked_for_it()
    {
        using var backend = new TestedBackend([("app/__init__.py", ""), ("app/settings.py", "import json\n\nfrom pydantic import BaseModel\n"), .. Enumerable.Range(0, 12).Select(number => ($"app/user{number}.py", "import app.settings\n"))]);

        _ = TestedBackend.Run(backend.Manifest(venv: DebianPython.Venv));

        LoadRecord used = LoadRecord.Read(backend.Absolute("obj/imports-used.json"))!;
        Assert.True(used.IsComplete);
        Load[] loads = [.. used.Modules.SelectMany(static module => module.Loads).Where(load => used.Distributions[load.Distribution].Name == "pydantic")];
        Assert.Equal(13, loads.Length);
        Assert.All(loads, load => Assert.Equal(("app/settings.py", 3, null), (used.Files[load.File].File, load.Line, load.By)));
    }
}
