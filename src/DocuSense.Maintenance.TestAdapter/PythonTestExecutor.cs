using DocuSense.Maintenance.Testing;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Adapter;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging;
using TestCase = DocuSense.Maintenance.Testing.TestCase;
using TestOutcome = Microsoft.VisualStudio.TestPlatform.ObjectModel.TestOutcome;
using TestResult = Microsoft.VisualStudio.TestPlatform.ObjectModel.TestResult;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>Runs the tests of a Python backend for VSTest, and tells of each as it ends.</summary>
[ExtensionUri(UriText)]
public sealed class PythonTestExecutor : ITestExecutor, IDisposable
{
    internal const string UriText = "executor://docusense/python";

    internal static readonly Uri Uri = new(UriText);

    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <summary>Runs everything that the filter leaves.</summary>
    public void RunTests(IEnumerable<string>? sources, IRunContext? runContext, IFrameworkHandle? frameworkHandle)
    {
        if (frameworkHandle is null)
            return;
        foreach (string source in sources ?? [])
        {
            if (Discover(source, frameworkHandle) is { } discovery)
                Run(discovery, [.. SelectedTests.Of(discovery, runContext, frameworkHandle)], test => TestObjects.Case(discovery.Manifest!, test, source), frameworkHandle);
        }
    }

    /// <summary>Runs the tests that somebody has chosen in an explorer.</summary>
    public void RunTests(IEnumerable<Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase>? tests, IRunContext? runContext, IFrameworkHandle? frameworkHandle)
    {
        if (frameworkHandle is null)
            return;
        foreach (IGrouping<string, Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase> source in (tests ?? []).GroupBy(test => test.Source))
        {
            if (Discover(source.Key, frameworkHandle) is not { } discovery)
                continue;
            var wanted = new Dictionary<string, Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase>(StringComparer.Ordinal);
            foreach (Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase test in source)
                wanted[test.FullyQualifiedName] = test;
            var chosen = discovery.Tests.Where(test => wanted.ContainsKey(TestFields.FullyQualifiedName(test))).ToList();
            Run(discovery, chosen, test => wanted[TestFields.FullyQualifiedName(test)], frameworkHandle);
            var known = chosen.Select(TestFields.FullyQualifiedName).ToHashSet(StringComparer.Ordinal);
            foreach (Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase gone in wanted.Values.Where(test => !known.Contains(test.FullyQualifiedName)))
                frameworkHandle.RecordResult(new TestResult(gone) { Outcome = TestOutcome.NotFound, ErrorMessage = "The file that this test was about is no longer there." });
        }
    }

    private Discovery? Discover(string source, IFrameworkHandle handle)
    {
        if (TestSource.Manifest(source) is not { } path || _cancellation.IsCancellationRequested)
            return null;
        var discovery = Discovery.Of(path, _cancellation.Token);
        if (discovery.Problem is { } problem)
            handle.SendMessage(TestMessageLevel.Error, problem);
        return discovery;
    }

    private void Run(Discovery discovery, List<TestCase> tests, Func<TestCase, Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase> find, IFrameworkHandle handle)
    {
        if (tests.Count == 0)
            return;
        try
        {
            GuardedRun.Execute(discovery.Manifest!, tests, result =>
            {
                Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase test = find(result.Case);
                TestResult told = TestObjects.Result(test, result);
                handle.RecordStart(test);
                handle.RecordResult(told);
                handle.RecordEnd(test, told.Outcome);
            }, _cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // VSTest says itself that the run was cancelled.
        }
    }
}
