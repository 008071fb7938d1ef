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
    /// <exception cref="DirectoryNotFoundException">The backend's folder does not exist.</exception>
    public static TestRunSummary Execute(TestManifest manifest, IReadOnlyList<TestCase> cases, Action<TestResult> onResult, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var results = new ResultSink(cases, new AcceptedFindings(manifest), onResult);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (TestCase test in cases)
        {
            if (test.SkipReason is { } reason)
                results.Skip(test, reason);
            else
                wanted.Add(test.Id);
        }

        PythonLaunch launch = PythonLaunch.Create(manifest, cancellationToken);
        if (launch.Interpreter is null)
        {
            foreach (TestCase test in cases)
            {
                if (test.Id == EnvironmentTests.InterpreterId)
                    results.Add(new TestResult(test, TestOutcome.Failed, TimeSpan.Zero, launch.Problem, null, null, launch.ProblemCode, test.File, test.Line, test.File is null ? 0 : 1));
                else if (wanted.Contains(test.Id))
                    results.Skip(test, launch.Problem!);
            }

            return results.Summary(clock.Elapsed, null);
        }

        IReadOnlyList<ImportTarget> targets = ImportTargets.List(manifest, cancellationToken);
        try
        {
            new EnvironmentTests(manifest, launch, cancellationToken).Run([.. cases.Where(test => test.Kind == TestKind.Environment && wanted.Contains(test.Id))], results.Add);
            Import(manifest, launch, targets, wanted, results, cancellationToken);
            foreach (ApiTarget api in ApiTargets.List(manifest, targets))
            {
                if (wanted.Contains(api.Case.Id))
                    results.Add(new ApiTest(manifest, launch, cancellationToken).Run(api));
            }
        }
        catch (PythonStartException exception)
        {
            results.Rest((test, isFirst) => isFirst
                ? new TestResult(test, TestOutcome.Failed, TimeSpan.Zero, exception.Message, null, null, "DSM1002", test.File, test.Line, test.File is null ? 0 : 1)
                : new TestResult(test, TestOutcome.Skipped, TimeSpan.Zero, exception.Message, null, null, null, test.File, test.Line, 0));
        }

        results.Rest(static (test, _) => new TestResult(test, TestOutcome.Skipped, TimeSpan.Zero, "It is no longer there.", null, null, null, test.File, test.Line, 0));
        return results.Summary(clock.Elapsed, launch.Interpreter);
    }

    private static void Import(
        TestManifest manifest, PythonLaunch launch, IReadOnlyList<ImportTarget> targets, HashSet<string> wanted, ResultSink results, CancellationToken cancellationToken)
    {
        List<ImportTarget> tested = [.. targets.Where(target => wanted.Contains(target.Case.Id))];
        if (tested.Count == 0)
            return;
        var distributions = new DistributionNames(launch.Environment);
        var judge = new ImportJudge(manifest, distributions);
        var runner = new ImportRunner(manifest, launch, cancellationToken);
        // Made once in one process, an import must save more than as many processes at once would have shared.
        ImportGraph graph = ImportGraph.Read(targets, cancellationToken);
        var records = new ImportRecords(manifest, distributions, targets, graph);
        var preload = PreloadPlan.Create(graph, targets, wanted, runner.Parallelism + 1);
        runner.Run(tested, preload, (target, seen) =>
        {
            records.Add(target, seen);
            results.Add(judge.Judge(target, seen));
        });
        try
        {
            records.Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The tests have run; only what they have learned is not kept.
            Trace.TraceWarning("DocuSense: " + exception.Message);
        }
    }

    /// <summary>Passes results on, one at a time, each case once.</summary>
    private sealed class ResultSink
    {
        private readonly Dictionary<string, TestCase> _open = new(StringComparer.Ordinal);
        private readonly List<TestCase> _order = [];
        private readonly AcceptedFindings _accepted;
        private readonly Action<TestResult> _onResult;
        private int _passed;
        private int _failed;
        private int _skipped;

        public ResultSink(IReadOnlyList<TestCase> cases, AcceptedFindings accepted, Action<TestResult> onResult)
        {
            _accepted = accepted;
            _onResult = onResult;
            foreach (TestCase test in cases)
            {
                if (_open.ContainsKey(test.Id))
                    continue;
                _open.Add(test.Id, test);
                _order.Add(test);
            }
        }

        public void Skip(TestCase test, string reason) => Add(new TestResult(test, TestOutcome.Skipped, TimeSpan.Zero, reason, null, null, null, test.File, test.Line, 0));

        public void Add(TestResult result)
        {
            lock (_open)
            {
                if (!_open.TryGetValue(result.Case.Id, out TestCase? asked))
                    return;
                _open.Remove(result.Case.Id);
                result = _accepted.Apply(result);
                if (result.Outcome == TestOutcome.Passed)
                    _passed++;
                else if (result.Outcome == TestOutcome.Failed)
                    _failed++;
                else
                    _skipped++;
                // The caller's own object, which it may know by reference.
                _onResult(result with { Case = asked });
            }
        }

        public void Rest(Func<TestCase, bool, TestResult> make)
        {
            bool isFirst = true;
            foreach (TestCase test in _order)
            {
                if (!_open.ContainsKey(test.Id))
                    continue;
                Add(make(test, isFirst));
                isFirst = false;
            }
        }

        public TestRunSummary Summary(TimeSpan duration, string? interpreter) => new(_passed, _failed, _skipped, duration, interpreter);
    }
}
