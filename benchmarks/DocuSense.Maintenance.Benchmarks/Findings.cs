using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Lists what the check finds in a backend, and how many requirements have which verdict.</summary>
internal static class Findings
{
    public static int Run(string backend, string? environment)
    {
        string root = Path.GetFullPath(backend);
        var options = new CheckOptions { Backend = root, Environment = environment is null ? null : Path.GetFullPath(environment), ToolVersion = "benchmark" };
        Snapshot snapshot = Observer.Observe(options, ScanCache.Empty, CancellationToken.None);
        (CheckResult result, _) = Checker.Analyse(snapshot);
        foreach (Diagnostic finding in result.Diagnostics)
        {
            if (finding.Code.StartsWith("DSM3", StringComparison.Ordinal))
                Console.WriteLine($"{Path.GetRelativePath(root, finding.File ?? root)}({finding.Span.Line},{finding.Span.Column}): {finding.Severity} {finding.Code}: {finding.Message}");
        }

        foreach (IGrouping<Verdict, RequirementUsage> verdict in snapshot.Usage.All.GroupBy(static usage => usage.Verdict).OrderBy(static verdict => verdict.Key))
            Console.WriteLine($"{verdict.Key}: {verdict.Count()}");
        return 0;
    }
}
