using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>Runs that are cancelled, and interpreters that are not as they should be.</summary>
public sealed class RunTests
{
    [PythonTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_run_leaves_no_process(bool fresh)
    {
        using var backend = new TestedBackend(
            ("quick.py", ""), ("slow.py", "import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])\nopen(__file__ + '.started', 'w').close()\ntime.sleep(1000)\n"));
        string mark = Guid.NewGuid().ToString("N");
        TestManifest manifest = backend.Manifest(fresh: fresh, limit: 200, variables: [("DOCUSENSE_TEST_MARK", mark)]);
        using var cancellation = new CancellationTokenSource();
        string started = System.IO.Path.Combine(backend.Backend, "slow.py.started");
        Task watch = Task.Run(async () =>
        {
            while (!File.Exists(started))
                await Task.Delay(20);
            cancellation.Cancel();
        });

        Task run = Task.Run(() => TestRun.Execute(manifest, [.. TestDiscovery.Discover(manifest).Where(test => test.Kind == TestKind.Import)], _ => { }, cancellation.Token));

        Assert.True(Task.WaitAny([run], TimeSpan.FromMinutes(2)) == 0, "The run did not end.");
        Assert.IsAssignableFrom<OperationCanceledException>(run.Exception?.InnerException);
        Assert.True(watch.IsCompleted);
        Assert.Equal([], MarkedProcesses.With("DOCUSENSE_TEST_MARK", mark));
    }

    [PythonFact]
    public void Without_an_environment_the_interpreter_fails_and_the_rest_is_skipped()
    {
        using var backend = new TestedBackend(("app.py", ""));
        TestManifest manifest = new() { Backend = backend.Backend, FindsApi = false };

        Dictionary<string, TestResult> results = TestedBackend.Run(manifest, TestKind.Import, TestKind.Environment);

        Assert.Equal((TestOutcome.Failed, "DSM1001"), (results["interpreter"].Outcome, results["interpreter"].Code));
        Assert.Equal(TestOutcome.Skipped, results["app"].Outcome);
        Assert.Contains("has no virtual environment", results["app"].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_that_is_not_there_or_not_one_is_said_so()
    {
        using var backend = new TestedBackend(("app.py", ""));
        string text = backend.Write("not-python", "this is no program");
        foreach (string python in (string[])[backend.Absolute("nowhere"), text])
        {
            Dictionary<string, TestResult> results = TestedBackend.Run(new TestManifest { Backend = backend.Backend, Python = python, FindsApi = false }, TestKind.Import, TestKind.Environment);

            Assert.Equal((TestOutcome.Failed, "DSM1002"), (results["interpreter"].Outcome, results["interpreter"].Code));
            Assert.Equal(TestOutcome.Skipped, results["app"].Outcome);
        }
    }

    [UnixFact]
    public void An_interpreter_that_only_prints_or_hangs_up_is_said_so()
    {
        using var backend = new TestedBackend(("app.py", ""));
        foreach (string script in (string[])["#!/bin/sh\necho Segmentation fault; exit 3\n", "#!/bin/sh\nexit 0\n"])
        {
            string fake = backend.Write("fake", script);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);

            Dictionary<string, TestResult> results = TestedBackend.Run(new TestManifest { Backend = backend.Backend, Python = fake, FindsApi = false }, TestKind.Import, TestKind.Environment);

            Assert.Equal((TestOutcome.Failed, "DSM1002"), (results["interpreter"].Outcome, results["interpreter"].Code));
            Assert.Contains(script.Contains("echo", StringComparison.Ordinal) ? "Segmentation fault" : "ended", results["interpreter"].Message, StringComparison.Ordinal);
        }
    }

    [PythonFact]
    public void Rubbish_printed_at_the_start_disturbs_nothing()
    {
        foreach (bool fresh in (bool[])[false, true])
        {
            using var backend = new TestedBackend(("app.py", "import json\n"), ("bad.py", "import nothing_of_that_name\n"));
            backend.Write("start/sitecustomize.py", "import sys\nsys.stdout.write('rubbish without an end {\"ok\": 1}')\nsys.stderr.write('rubbish')\nsys.stdout.flush()\n");

            Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(fresh: fresh, variables: [("PYTHONPATH", backend.Absolute("start"))]), TestKind.Import, TestKind.Environment);

            Assert.Equal(TestOutcome.Passed, results["app"].Outcome);
            Assert.Equal("DSM4001", results["bad"].Code);
            Assert.Equal(TestOutcome.Passed, results["interpreter"].Outcome);
            Assert.Contains("rubbish", results["interpreter"].Output, StringComparison.Ordinal);
        }
    }

    [PythonFact]
    public void An_interpreter_whose_start_fails_is_said_so()
    {
        using var backend = new TestedBackend(("app.py", "import json\n"));
        backend.Write("start/sitecustomize.py", "import os\nos._exit(7)\n");

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(variables: [("PYTHONPATH", backend.Absolute("start"))]), TestKind.Import, TestKind.Environment);

        Assert.Equal((TestOutcome.Failed, "DSM1002"), (results["interpreter"].Outcome, results["interpreter"].Code));
        Assert.Equal(TestOutcome.Skipped, results["app"].Outcome);
    }

    [OldPythonFact]
    public void An_interpreter_older_than_3_8_is_said_so()
    {
        foreach (string python in OldPythonFactAttribute.Find())
        {
            using var backend = new TestedBackend(("app.py", ""));

            Dictionary<string, TestResult> results = TestedBackend.Run(new TestManifest { Backend = backend.Backend, Python = python, FindsApi = false }, TestKind.Import, TestKind.Environment);

            Assert.Equal(TestOutcome.Failed, results["interpreter"].Outcome);
            Assert.Contains("Python 3.8 and later", results["interpreter"].Message, StringComparison.Ordinal);
            Assert.Equal(TestOutcome.Skipped, results["app"].Outcome);
        }
    }

    [PythonFact]
    public void An_accepted_failure_is_skipped_with_the_reason()
    {
        using var backend = new TestedBackend(("app/__init__.py", ""), ("app/old.py", "raise ValueError\n"), ("app/new.py", "raise ValueError\n"));
        TestManifest manifest = new()
        {
            Backend = backend.Backend, Python = Pythons.Newest!.Executable, FindsApi = false,
            Suppressions = [new Suppression("DSM4001", null, "app/old.py", "goes next month", null)],
        };

        Dictionary<string, TestResult> results = TestedBackend.Run(manifest);

        Assert.Equal(TestOutcome.Skipped, results["app.old"].Outcome);
        Assert.Contains("goes next month", results["app.old"].Message, StringComparison.Ordinal);
        Assert.Equal(TestOutcome.Failed, results["app.new"].Outcome);
    }

    [Fact]
    public void Findings_name_a_cause_once_with_all_that_fail_for_it()
    {
        static TestResult Result(string module, int line, string? code = "DSM4001", TestOutcome outcome = TestOutcome.Failed) =>
            new(new TestCase("import:" + module, TestKind.Import, "import " + module, "/b/" + module, 1, null), outcome, TimeSpan.Zero, "ValueError: a\ncaused by KeyError: b", null, null, code, "/b/x.py", line, 1);

        IReadOnlyList<Diagnostic> findings = TestFindings.Of([Result("b", 4), Result("a", 4), Result("c", 2), Result("d", 9, "DSM4004", TestOutcome.Passed), Result("e", 9, null, TestOutcome.Passed), Result("f", 9, null, TestOutcome.Skipped)]);

        Assert.Equal(
            ["2 Error DSM4001 'c' cannot be imported: ValueError: a; caused by KeyError: b", "4 Error DSM4001 'a', 'b' cannot be imported: ValueError: a; caused by KeyError: b", "9 Warning DSM4004 'd': ValueError: a; caused by KeyError: b"],
            findings.Select(finding => $"{finding.Span.Line} {finding.Severity} {finding.Code} {finding.Message}"));
    }

    [Fact]
    public void What_fails_for_several_things_names_each_at_its_place()
    {
        static Diagnostic Conflict(string file, string code, string message) => new() { Code = code, Severity = Severity.Error, File = file, Span = SourceSpan.OnLine(3, 1, 0), Message = message };
        var test = new TestCase("environment:conflicts", TestKind.Environment, "environment has no conflicts", "/b/pyvenv.cfg", 1, null);
        var failed = new TestResult(test, TestOutcome.Failed, TimeSpan.Zero, "DSM2002: a\nDSM2001: b", null, null, "DSM2002", "/b/z", 3, 1) { Findings = [Conflict("/b/z", "DSM2002", "a"), Conflict("/b/y", "DSM2001", "b")] };

        Assert.Equal(["/b/y DSM2001 b", "/b/z DSM2002 a"], TestFindings.Of([failed]).Select(finding => $"{finding.File} {finding.Code} {finding.Message}"));
        Assert.Empty(TestFindings.Of([failed with { Outcome = TestOutcome.Skipped, Code = null }]));
    }
}

/// <summary>A test that needs an interpreter older than 3.8; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OldPythonFactAttribute : FactAttribute
{
    public OldPythonFactAttribute()
    {
        if (!Find().Any())
            Skip = "No Python older than 3.8 was found on this machine.";
    }

    public static IEnumerable<string> Find()
    {
        string pyenv = System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        return Directory.Exists(pyenv)
            ? Directory.GetDirectories(pyenv).Where(folder => System.IO.Path.GetFileName(folder) is ['2', '.', ..] or ['3', '.', '3' or '4' or '5' or '6' or '7', '.', ..])
                .Select(folder => System.IO.Path.Combine(folder, "bin", "python")).Where(File.Exists)
            : [];
    }
}
