using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Ctrl-C, and two at once, in the middle of real verbs.</summary>
public sealed class CancellationTests
{
    [PythonTheory]
    [InlineData("restore")]
    [InlineData("update")]
    [InlineData("clean")]
    [InlineData("optimize")]
    public void A_cancelled_run_leaves_everything_as_it_was(string verb)
    {
        using var index = Index();
        using RealBackend backend = Backend(index);
        if (verb == "restore")
            backend.Requirements($"--index-url {index.Url}\none>=2\ntwo>=1\nidle\nlate\n");
        string saved = backend.Absolute("saved");
        FolderTree.Copy(backend.Backend, saved, CancellationToken.None);
        string before = backend.State();
        var clock = Stopwatch.StartNew();
        MaintenanceResult whole = backend.Run(verb, Options);
        TimeSpan time = clock.Elapsed;
        Assert.True(whole.Applied, UpdateTests.Text(whole, backend));
        string after = backend.State();

        int cancelled = 0;
        foreach (double share in (double[])[0.15, 0.4, 0.6, 0.8])
        {
            Assert.True(FolderTree.TryRemove(backend.Backend) && FolderTree.TryRemove(backend.Absolute("obj")));
            FolderTree.Copy(saved, backend.Backend, CancellationToken.None);
            using var cancellation = new CancellationTokenSource(time * share);
            try
            {
                backend.Run(verb, Options, cancellation.Token);
                Assert.Equal(after, backend.State());
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                Assert.Equal(before, backend.State());
            }

            Assert.Empty(backend.LeftOvers());
        }

        Assert.True(cancelled > 0);

        static MaintenanceOptions Options(MaintenanceOptions options) => options with { UpdateRequirements = true, OptimizeInPlace = true };
    }

    [PythonFact]
    public async Task Two_verbs_at_once_take_turns_and_both_are_done()
    {
        using var index = Index();
        using RealBackend backend = Backend(index);
        var told = new List<string>();
        Task<MaintenanceResult> first = Task.Run(() => VerbRunner.Run("update", backend.Options(), progress => Add(progress.Text)));
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists(backend.Environment + ".docusense") && clock.Elapsed < TimeSpan.FromMinutes(1))
            await Task.Delay(5);

        MaintenanceResult second = VerbRunner.Run("clean", backend.Options(), progress => Add(progress.Text));

        Assert.True((await first).Applied);
        Assert.True(second.Applied);
        Assert.Equal("idle 1.0, one 2.0, two 2.0", backend.Installed());

        // Whichever came second: on a busy machine that may be the one which was started first.
        Assert.Contains(told, line => line.StartsWith("Waiting for DocuSenseUpdate (process ", StringComparison.Ordinal) || line.StartsWith("Waiting for DocuSenseClean (process ", StringComparison.Ordinal));
        Assert.Empty(backend.LeftOvers());

        void Add(string line)
        {
            lock (told)
                told.Add(line);
        }
    }

    private static PackageIndex Index() => new PackageIndex().Add(TestWheel.Make("one", "1.0", script: true, size: 400_000), TestWheel.Make("one", "2.0", script: true, size: 400_000),
        TestWheel.Make("two", "1.0"), TestWheel.Make("two", "2.0"), TestWheel.Make("idle", "1.0"), TestWheel.Make("stray", "1.0", size: 400_000), TestWheel.Make("late", "1.0"));

    private static RealBackend Backend(PackageIndex index)
    {
        RealBackend backend = UpdateTests.Make(index, "one>=1\ntwo>=1\nidle\n", "one==1.0", "two==1.0", "stray", "idle");
        return backend.Source("main.py", "import one\nimport two\n");
    }
}
