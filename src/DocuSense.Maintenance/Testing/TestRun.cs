using System.Diagnostics;

namespace DocuSense.Maintenance.Testing;

/// <summary>Runs tests.</summary>
public static class TestRun
{
    /// <summary>Runs tests and tells of each as it ends.</summary>
    /// <param name="manifest">What <see cref="TestDiscovery"/> was given.</param>
    /// <param name="cases">The tests to run, all or some of those discovered.</param>
    /// <param name="onResult">Is told each result, one at a time, from any thread; each case exactly once unless the run is cancelled.</param>
    /// <param name="cancellationToken">Ends the run and every process of it.</param>
    /// <returns>What came of the run.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; no process of the run remains.</exception>
    public static TestRunSummary Execute(TestManifest manifest, IReadOnlyList<TestCase> cases, Action<TestResult> onResult, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        int skipped = 0;
        foreach (TestCase test in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            onResult(new TestResult(test, TestOutcome.Skipped, TimeSpan.Zero, test.SkipReason ?? $"There is no interpreter for '{manifest.Backend}'.", null, null, null, test.File, test.Line, 0));
            skipped++;
        }

        return new TestRunSummary(0, 0, skipped, clock.Elapsed, null);
    }
}
