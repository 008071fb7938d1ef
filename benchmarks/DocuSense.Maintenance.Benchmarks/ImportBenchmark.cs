using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>What <c>dotnet test</c> does with the modules of a backend: finds them, and imports each in a process of its own.</summary>
internal static class ImportBenchmark
{
    public static int Run(string backend, string environment, string[] options)
    {
        string full = Path.GetFullPath(backend);
        bool all = Array.IndexOf(options, "all") >= 0;
        var manifest = new TestManifest
        {
            Backend = full,
            Venv = Path.GetFullPath(environment),
            ImportTimeout = TimeSpan.FromSeconds(20),
            FindsApi = all,
            ProfilePath = Path.Combine(Path.GetTempPath(), "docusense-imports-profile.json"),
            UsedPath = Path.Combine(Path.GetTempPath(), "docusense-imports-used.json"),
        };
        IReadOnlyList<TestCase> cases = [.. TestDiscovery.Discover(manifest).Where(test => all || test.Kind == TestKind.Import)];
        bool shows = Array.IndexOf(options, "results") >= 0;
        TestRunSummary summary = TestRun.Execute(manifest, cases, result =>
        {
            if (shows || result.Outcome == TestOutcome.Failed)
                Console.WriteLine($"  {result.Outcome} {result.Case.Name} [{result.Duration.TotalMilliseconds:F0} ms] {result.Code} {result.File}({result.Line},{result.Column})\n    {result.Message}\n{result.StackTrace}\n{(shows ? result.Output : "")}");
        });
        Console.WriteLine($"{cases.Count} modules: {summary.Passed} passed, {summary.Failed} failed, {summary.Skipped} skipped: {summary.Duration.TotalMilliseconds:F1} ms");
        return 0;
    }
}
