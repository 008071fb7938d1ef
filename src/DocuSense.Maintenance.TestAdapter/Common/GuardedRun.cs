using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>A run that ends with the process it is in: a test host whose runner goes away just exits, and asks nobody to cancel.</summary>
internal static class GuardedRun
{
    // The run ends its processes at once when it is cancelled; this is for a system that has no time for us.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>As <see cref="TestRun.Execute"/>, and cancelled where the process exits meanwhile, which waits for it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Execute(TestManifest manifest, IReadOnlyList<TestCase> tests, Action<TestResult> onResult, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new ManualResetEventSlim();
        void Exit(object? sender, EventArgs arguments)
        {
            cancellation.Cancel();
            ended.Wait(_patience, CancellationToken.None);
        }

        AppDomain.CurrentDomain.ProcessExit += Exit;
        try
        {
            TestRun.Execute(manifest, tests, onResult, cancellation.Token);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Exit;
            ended.Set();
        }
    }
}
