using System.Diagnostics;
using System.Globalization;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>
/// A verb in a process of its own is killed at a random instant, as by a power cut. What the next run makes of it is the environment and the requirements
/// from before or from after, never something between.
/// </summary>
public sealed class CrashTests
{
    /// <summary>How often each verb is killed; <c>DOCUSENSE_CRASHES</c> says how often for a long run.</summary>
    private static int Crashes => int.TryParse(Environment.GetEnvironmentVariable("DOCUSENSE_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 2;

    [PythonTheory]
    [InlineData("restore")]
    [InlineData("update")]
    [InlineData("clean")]
    [InlineData("optimize")]
    public void After_the_next_run_everything_is_as_before_or_as_after(string verb)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0", script: true, size: 400_000), TestWheel.Make("one", "2.0", script: true, size: 400_000),
            TestWheel.Make("two", "1.0"), TestWheel.Make("two", "2.0"), TestWheel.Make("idle", "1.0"), TestWheel.Make("stray", "1.0", size: 400_000));
        using RealBackend backend = UpdateTests.Make(index, "one==1.0  # é\ntwo>=1\nidle\n", "one==1.0", "two==1.0", "stray", "idle");
        backend.Source("main.py", "import one\nimport two\n");
        if (verb == "restore")
            backend.Requirements($"--index-url {index.Url}\none==2.0\ntwo>=2\nidle\n");
        string saved = backend.Absolute("saved");
        FolderTree.Copy(backend.Backend, saved, CancellationToken.None);
        string before = backend.State();

        // One run that nobody disturbs tells what comes after, and how long it takes.
        var clock = Stopwatch.StartNew();
        (int exit, string output) = ChildRun.Run(backend, verb);
        TimeSpan whole = clock.Elapsed;
        Assert.True(exit == 0, output);
        string after = backend.State();
        Assert.NotEqual(before, after);

        int seed = verb.Length * 1000 + Crashes;
        var random = new Random(seed);
        int undone = 0;
        int stayed = 0;
        int untouched = 0;
        for (int crash = 0; crash < Crashes; crash++)
        {
            Reset(backend, saved);
            // Every other one from the first change on; the others not in the first part, where the runtime only starts.
            string journal = Path.Combine(backend.Environment + ".docusense", Journal.ActiveName);
            bool isFromStart = crash % 2 == 0;
            var delay = TimeSpan.FromSeconds(whole.TotalSeconds * (isFromStart ? 0.1 + 0.9 * random.NextDouble() : 0.6 * random.NextDouble()));
            (exit, _) = ChildRun.Run(backend, verb, delay, isFromStart ? null : journal);
            bool interrupted = File.Exists(journal);

            MaintenanceResult next = backend.Run("clean", options => options with { DryRun = false, Keep = ["stray", "one", "two", "idle"] });
            string state = backend.State();
            Assert.True(state == before || state == after, $"{verb}, crash {crash}, seed {seed}, after {delay}: {UpdateTests.Text(next, backend)}\n{Difference(before, after, state)}");
            Assert.Empty(backend.LeftOvers());
            if (interrupted)
            {
                Assert.Equal(before, state);
                Assert.Contains(next.Diagnostics, finding => finding.Code == "DSM5007");
                undone++;
            }
            else if (state == after)
            {
                stayed++;
            }
            else
            {
                untouched++;
            }
        }

        Console.WriteLine($"{verb}: {Crashes} crashes within {whole.TotalSeconds:0.0} s: {undone} undone, {stayed} complete, {untouched} before anything had changed");
    }

    /// <summary>A limit on the size of files stands for a full disk: every write beyond it fails, and nothing needs to be mounted.</summary>
    /// <param name="before">The size of a file that is installed: the copy of the environment fails.</param>
    /// <param name="after">The size of a file of the update, which comes small over the network: the installation fails.</param>
    [PythonTheory]
    [InlineData(3_000_000, 0)]
    [InlineData(0, 3_000_000)]
    public void A_full_disk_changes_nothing(int before, int after)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0", zeros: before), TestWheel.Make("one", "2.0", zeros: after));
        using RealBackend backend = UpdateTests.Make(index, "one\n", "one==1.0");
        string state = backend.State();

        (int exit, string output) = ChildRun.Run(backend, "update", prefix: "ulimit -f 4000; ");

        Assert.True(exit != 0, output);
        backend.Run("clean", options => options with { Keep = ["one"] });
        Assert.Equal(state, backend.State());
        Assert.Empty(backend.LeftOvers());
        Assert.Equal(0, ChildRun.Run(backend, "update").Exit);
        Assert.Equal("one 2.0", backend.Installed());
    }

    private static void Reset(RealBackend backend, string saved)
    {
        foreach (string folder in (string[])[backend.Backend, backend.Absolute("obj")])
        {
            if (Directory.Exists(folder))
                Assert.True(FolderTree.TryRemove(folder));
        }

        FolderTree.Copy(saved, backend.Backend, CancellationToken.None);
    }

    private static string Difference(string before, string after, string state)
    {
        string[] lines = state.Split('\n');
        string[] old = before.Split('\n');
        string[] fresh = after.Split('\n');
        return "not before: " + string.Join(" | ", lines.Except(old).Take(5)) + "\nlacking of before: " + string.Join(" | ", old.Except(lines).Take(5))
            + "\nnot after: " + string.Join(" | ", lines.Except(fresh).Take(5)) + "\nlacking of after: " + string.Join(" | ", fresh.Except(lines).Take(5));
    }
}
