using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Lists what the check finds in a backend, the verdict of each requirement with its first evidence, and how many requirements have which.</summary>
internal static class Findings
{
    public static int Run(string backend, string? environment)
    {
        string root = Path.GetFullPath(backend);
        var options = new CheckOptions { Backend = root, Environment = environment is null ? null : Path.GetFullPath(environment), ToolVersion = "benchmark" };
        Snapshot snapshot = Observer.Observe(options, ScanCache.Empty, CancellationToken.None);
        CheckResult result = Checker.Analyse(snapshot);
        Console.WriteLine($"environment: {(snapshot.Environment is { } found ? $"{found.Distributions.Count} distributions" : "none")}");
        foreach (Diagnostic finding in result.Diagnostics)
        {
            if (finding.Code.StartsWith("DSM3", StringComparison.Ordinal))
                Console.WriteLine($"{Path.GetRelativePath(root, finding.File ?? root)}({finding.Span.Line},{finding.Span.Column}): {finding.Severity} {finding.Code}: {finding.Message}");
        }

        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            Evidence? first = usage.Evidence.Count > 0 ? usage.Evidence[0] : null;
            string group = usage.Requirement.Group.Length == 0 ? "" : $" [{usage.Requirement.Group}]";
            string place = first?.File is { } file ? $" ({Path.GetRelativePath(root, file)}, line {first.Line})" : "";
            Console.WriteLine($"verdict: {usage.Verdict} {usage.Requirement.DisplayText}{group}: {first?.Kind} {first?.Detail}{place}");
        }

        foreach (IGrouping<Verdict, RequirementUsage> verdict in snapshot.Usage.All.GroupBy(static usage => usage.Verdict).OrderBy(static verdict => verdict.Key))
            Console.WriteLine($"{verdict.Key}: {verdict.Count()}");
        return 0;
    }
}
