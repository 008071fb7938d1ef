using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Which environment may be changed, by whom at a time, and what is left of programs that are started.</summary>
public sealed class SafetyTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("conda")]
    [InlineData("managed")]
    [InlineData("something else")]
    public void An_environment_of_somebody_else_is_refused(string kind)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "one\n"));
        string environment = backend.Absolute("other");
        backend.Write(kind switch
        {
            "python" => "other/lib/python3.11/os.py",
            "conda" => "other/conda-meta/history",
            "managed" => "other/lib/python3.11/EXTERNALLY-MANAGED",
            _ => "other/holiday.jpg",
        }, "");
        Directory.CreateDirectory(backend.Absolute("other/lib/python3.11/site-packages"));
        if (kind == "something else")
            Directory.Delete(backend.Absolute("other/lib"), recursive: true);
        string before = RealBackend.Fingerprint(environment);

        foreach (string verb in (string[])["restore", "update", "clean", "optimize"])
        {
            MaintenanceOptions options = VerbRunner.Options(backend.Backend, backend.Output);
            MaintenanceResult result = VerbRunner.Run(verb, options with { Force = true, Check = options.Check with { Environment = environment } }, _ => { });
            Assert.Equal("DSM5005", Assert.Single(result.Diagnostics).Code);
        }

        Assert.Equal(before, RealBackend.Fingerprint(environment));
        Assert.False(Directory.Exists(environment + ".docusense"));
    }

    [PythonFact]
    public void The_pythons_of_this_machine_are_refused()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "one\n"));
        foreach (Python python in Pythons.All)
            Assert.Equal("DSM5005", Assert.Throws<MaintenanceException>(() => EnvironmentGuard.Locate(backend.Backend, python.Prefix)).Code);
    }

    [UnixFact]
    public void A_link_out_of_the_repository_is_refused_unless_it_is_named()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "one\n"));
        backend.Write("elsewhere/pyvenv.cfg", "home = /nowhere\n");
        Directory.CreateSymbolicLink(backend.Absolute("backend/.venv"), backend.Absolute("elsewhere"));

        MaintenanceException refused = Assert.Throws<MaintenanceException>(() => EnvironmentGuard.Locate(backend.Backend, null));

        Assert.Equal("DSM5005", refused.Code);
        Assert.Equal(backend.Absolute("elsewhere"), EnvironmentGuard.Locate(backend.Backend, backend.Absolute("backend/.venv")));
    }

    [Fact]
    public async Task The_second_waits_and_says_for_whom()
    {
        using var folder = new TemporaryFolder();
        string environment = folder.Absolute(".venv");
        var told = new List<string>();
        EnvironmentLock first = EnvironmentLock.Take(environment, "DocuSenseUpdate", TimeSpan.FromSeconds(30), told.Add, CancellationToken.None);
        MaintenanceException refused = Assert.Throws<MaintenanceException>(() => EnvironmentLock.Take(environment, "DocuSenseClean", TimeSpan.Zero, told.Add, CancellationToken.None));
        Assert.Equal("DSM5008", refused.Code);
        Assert.Contains("DocuSenseUpdate (process " + Environment.ProcessId, refused.Message, StringComparison.Ordinal);

        Task<bool> second = Task.Run(() =>
        {
            using EnvironmentLock taken = EnvironmentLock.Take(environment, "DocuSenseClean", TimeSpan.FromSeconds(60), text =>
            {
                lock (told)
                    told.Add(text);
            }, CancellationToken.None);
            return true;
        });
        while (true)
        {
            lock (told)
            {
                if (told.Count > 0)
                    break;
            }

            await Task.Delay(20);
        }

        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.True(await second);
        Assert.Contains("Waiting for DocuSenseUpdate", Assert.Single(told), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Many_at_once_are_in_one_at_a_time()
    {
        using var folder = new TemporaryFolder();
        string environment = folder.Absolute(".venv");
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 5; round++)
            {
                using EnvironmentLock taken = EnvironmentLock.Take(environment, "test", TimeSpan.FromMinutes(2), static _ => { }, CancellationToken.None);
                int now = Interlocked.Increment(ref inside);
                lock (folder)
                    most = Math.Max(most, now);
                Thread.Sleep(2);
                Interlocked.Decrement(ref inside);
            }
        })));
        Assert.Equal(1, most);
    }

    [Fact]
    public void An_interrupted_run_is_undone_and_what_somebody_made_since_stays()
    {
        using var folder = new TemporaryFolder();
        string environment = folder.Absolute(".venv");
        folder.Write(".venv/pyvenv.cfg", "the old one");
        string file = folder.Write("requirements.txt", "old\n");
        string edited = folder.Write("edited.txt", "old\n");
        using (EnvironmentLock held = EnvironmentLock.Take(environment, "test", TimeSpan.FromSeconds(30), static _ => { }, CancellationToken.None))
        {
            // No rollback: the process is thought to end here.
            Transaction left = Transaction.Begin(held, "DocuSenseUpdate", EnvironmentUse.Copy, [], CancellationToken.None);
            left.WriteFile(file, "new\n"u8.ToArray());
            left.WriteFile(edited, "new\n"u8.ToArray());
            left.WriteFile(folder.Absolute("made.txt"), "new\n"u8.ToArray());
            GC.KeepAlive(left);
        }

        File.WriteAllText(edited, "mine\n");
        Directory.Delete(environment, recursive: true);
        folder.Write(".venv/pyvenv.cfg", "made by hand");
        using (EnvironmentLock held = EnvironmentLock.Take(environment, "test", TimeSpan.FromSeconds(30), static _ => { }, CancellationToken.None))
        {
            string? told = Recovery.Run(held);
            Assert.Contains("DocuSenseUpdate of", told, StringComparison.Ordinal);
            Assert.Null(Recovery.Run(held));
        }

        Assert.Equal("old\n", File.ReadAllText(file));
        Assert.Equal("mine\n", File.ReadAllText(edited));
        Assert.Equal("old\n", File.ReadAllText(edited + ".before"));
        Assert.False(File.Exists(folder.Absolute("made.txt")));
        Assert.Equal("made by hand", File.ReadAllText(folder.Absolute(".venv/pyvenv.cfg")));
        Assert.Equal("the old one", File.ReadAllText(folder.Absolute(".venv.before0/pyvenv.cfg")));
    }

    [PythonFact]
    public async Task A_program_that_is_cancelled_or_late_leaves_nothing_running()
    {
        using var folder = new TemporaryFolder();
        string alive = folder.Absolute("alive");
        // A child of a child writes for as long as it lives.
        const string Child = "import sys,time\nwhile True:\n  open(sys.argv[1],'a').write('x'); time.sleep(0.05)";
        string parent = folder.Write("parent.py", $"import subprocess,sys\nprint('started', flush=True)\nsubprocess.run([sys.executable, '-c', {Quote(Child)}, sys.argv[1]])\n");
        var request = new ProcessRequest { Program = Pythons.Newest!.Executable, Arguments = [parent, alive], TimeLimit = TimeSpan.FromMinutes(2) };
        using var cancellation = new CancellationTokenSource();
        Task run = Task.Run(() => ProcessRunner.Run(request, cancellation.Token));
        WaitFor(alive);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        AssertDead(alive);

        File.Delete(alive);
        ProcessOutcome late = ProcessRunner.Run(request with { TimeLimit = TimeSpan.FromSeconds(3) });
        Assert.True(late.TimedOut);
        Assert.False(late.Succeeded);
        AssertDead(alive);
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("quo\"te")]
    [InlineData(@"back\slash\")]
    [InlineData(@"end\\""x y\\")]
    [InlineData("$HOME `ls` ;|&<>*? 'single'")]
    [InlineData("é 中 😀")]
    public void Arguments_arrive_as_they_are(string argument)
    {
        ProcessOutcome outcome = ProcessRunner.Run(new ProcessRequest
        {
            Program = Pythons.Newest!.Executable,
            Arguments = ["-X", "utf8", "-c", "import sys; print(ascii(sys.argv[1:]))", argument, "last"],
        });
        ProcessOutcome expected = ProcessRunner.Run(new ProcessRequest
        {
            Program = Pythons.Newest!.Executable,
            Arguments = ["-X", "utf8", "-c", "import sys; print(ascii([eval(sys.argv[1]), 'last']))", Quote(argument)],
        });
        Assert.Equal(expected.Output, outcome.Output);
    }

    [Fact]
    public void Output_without_end_is_cut_and_secrets_are_taken_out()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".netrc", "machine example.org login me password hunter22\n");
        var variables = new Dictionary<string, string> { ["PIP_INDEX_URL"] = "https://user:pa%24%24word@example.org/simple" };
        Secrets secrets = Secrets.Collect(["--extra-index-url https://tokentokentoken@other.org/"], name => variables.GetValueOrDefault(name), folder.Path);

        string shown = secrets.Redact("hunter22 pa%24%24word pa$$word tokentokentoken https://a:b@c.org/x?token=1");
        Assert.Equal("**** **** **** **** https://****@c.org/x?****", shown);

        var text = new BoundedOutput(1000);
        for (int line = 0; line < 100_000; line++)
            text.AddLine("line " + line);
        string kept = text.ToString();
        Assert.InRange(kept.Length, 500, 1200);
        Assert.StartsWith("line 0\n", kept, StringComparison.Ordinal);
        Assert.EndsWith("line 99999\n", kept, StringComparison.Ordinal);
    }

    private static string Quote(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "'";

    private static void WaitFor(string file)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(file) && clock.Elapsed < TimeSpan.FromMinutes(1))
            Thread.Sleep(20);
        Assert.True(File.Exists(file));
    }

    private static void AssertDead(string file)
    {
        Thread.Sleep(300);
        long length = File.Exists(file) ? new FileInfo(file).Length : 0;
        Thread.Sleep(500);
        Assert.Equal(length, File.Exists(file) ? new FileInfo(file).Length : 0);
    }
}
