using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Reports;

/// <summary>Turns findings into what a person could do about them: a sentence each, the most urgent first, always in the same order.</summary>
internal sealed class ReportSuggestions
{
    private readonly string _backend;
    private readonly IReadOnlyList<Diagnostic> _findings;
    private readonly ExclusiveClosure? _closure;
    private readonly List<string> _sentences = [];

    private ReportSuggestions(string backend, IReadOnlyList<Diagnostic> findings, ExclusiveClosure? closure)
    {
        _backend = backend;
        _findings = findings;
        _closure = closure;
    }

    /// <summary>The suggestions; none where there are no findings.</summary>
    /// <param name="backend">Absolute path of the backend, to which files are named relative.</param>
    /// <param name="findings">The findings, in the report's order.</param>
    /// <param name="closure">What each distribution would take with it; null where nothing was observed.</param>
    public static IReadOnlyList<string> Of(string backend, IReadOnlyList<Diagnostic> findings, ExclusiveClosure? closure)
    {
        var suggestions = new ReportSuggestions(backend, findings, closure);
        suggestions.Environment();
        suggestions.Requirements();
        suggestions.Unused();
        suggestions.Missing();
        suggestions.Advice();
        return [.. suggestions._sentences.Distinct()];
    }

    private void Environment()
    {
        if (Has("DSM1001"))
            _sentences.Add("Make the virtual environment, which is not there, with 'dotnet build -t:DocuSenseRestore'.");
        if (Has("DSM1002") || Has("DSM1005"))
            _sentences.Add("Build the virtual environment anew, as it is broken or was moved, with 'dotnet build -t:DocuSenseRestore -p:DocuSenseForce=true'.");
        List<string> wrong = Packages("DSM1006", "DSM2001", "DSM2002", "DSM2003", "DSM2004");
        if (wrong.Count > 0)
            _sentences.Add($"Install what the requirements ask for with 'dotnet build -t:DocuSenseRestore'; missing, damaged or of a version that does not fit: {string.Join(", ", wrong)}.");
    }

    private void Requirements()
    {
        foreach (Diagnostic finding in Of("DSM2005"))
            _sentences.Add($"Settle what is required of '{finding.Package}'{Place(finding)}, as no version satisfies all of it.");
        foreach (Diagnostic finding in Of("DSM2006"))
            _sentences.Add($"Require '{finding.Package}' once and remove the other line{Place(finding)}.");
    }

    /// <summary>What takes most first.</summary>
    private void Unused()
    {
        var unused = new List<(Diagnostic Finding, IReadOnlyList<InstalledDistribution> Gone, long Bytes)>();
        foreach (Diagnostic finding in Of("DSM3001"))
        {
            IReadOnlyList<InstalledDistribution> gone = _closure is null || finding.Package is null ? [] : _closure.Of(finding.Package);
            unused.Add((finding, gone, gone.Sum(static distribution => distribution.Bytes)));
        }

        foreach ((Diagnostic finding, IReadOnlyList<InstalledDistribution> gone, long bytes) in unused.OrderByDescending(static one => one.Bytes).ThenBy(static one => one.Finding.Package, StringComparer.Ordinal))
        {
            string size = bytes == 0 ? "" : gone.Count == 1 ? $"; {PlanStep.Size(bytes)} would go" : $"; {gone.Count} distributions of together {PlanStep.Size(bytes)} would go";
            _sentences.Add($"Remove '{finding.Package}'{Place(finding)}, which nothing uses{size}.");
        }
    }

    private void Missing()
    {
        List<string> missing = Packages("DSM3002", "DSM3003", "DSM3010");
        if (missing.Count > 0)
            _sentences.Add($"Require {Listed(missing)}, which the code needs and no requirement asks for; 'dotnet build -t:DocuSenseOptimize' adds what is imported.");

        foreach (Diagnostic finding in Of("DSM3004"))
            _sentences.Add($"Require '{finding.Package}' in production too, as {Relative(finding)} imports it.");
    }

    private void Advice()
    {
        foreach (Diagnostic finding in Of("DSM3007", "DSM5001", "DSM4005"))
            _sentences.Add(UrlText.Redact(finding.Message));
        if (Has("DSM1007"))
            _sentences.Add("Remove what interrupted installations left with 'dotnet build -t:DocuSenseClean'.");
    }

    private bool Has(string code) => Of(code).Any();

    private IEnumerable<Diagnostic> Of(params string[] codes) => _findings.Where(finding => Array.IndexOf(codes, finding.Code) >= 0);

    private List<string> Packages(params string[] codes) =>
        [.. Of(codes).Select(static finding => finding.Package).OfType<string>().Distinct().OrderBy(static name => name, StringComparer.Ordinal)];

    /// <summary><c>'a'</c>, <c>'a' and 'b'</c>, <c>'a', 'b' and 'c'</c>.</summary>
    private static string Listed(List<string> names)
    {
        string last = $"'{names[names.Count - 1]}'";
        return names.Count == 1 ? last : $"{string.Join(", ", names.Take(names.Count - 1).Select(static name => $"'{name}'"))} and {last}";
    }

    private string Place(Diagnostic finding) => finding.File is null ? "" : $" ({Relative(finding)}, line {finding.Span.Line})";

    private string Relative(Diagnostic finding) => finding.File is { } file ? FilePaths.RelativeUp(file, _backend) : "the backend";
}
