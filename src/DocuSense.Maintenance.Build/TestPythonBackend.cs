using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Testing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Imports every module of a Python backend and asks its API; what fails is an error of the build, at the line of Python that failed.</summary>
[MSBuildMultiThreadableTask]
public sealed class TestPythonBackend : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The list of tests that <see cref="WriteTestManifest"/> wrote.</summary>
    [Required]
    public string ManifestFile { get; set; } = "";

    /// <summary>Absolute path of the project file: where failures without a file of their own are shown.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>A part of the names of the tests to run, in any letter case; empty for all.</summary>
    public string? Filter { get; set; }

    /// <summary><c>true</c> to show the dearest modules and distributions.</summary>
    public string? ShowProfile { get; set; }

    /// <summary><c>true</c> where a backend without a module is no error: there is nothing to test then.</summary>
    public string? AllowNone { get; set; }

    /// <summary>As in the project.</summary>
    public string? TreatWarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? NoWarn { get; set; }

    /// <summary>The results: the test's name, with metadata Outcome, Milliseconds, Code, File, Line, Column and Message.</summary>
    [Output]
    public ITaskItem[] Results { get; private set; } = [];

    /// <summary>What came of it, for the report: <c>Test</c>, with metadata Summary, Applied, BytesFreed and Steps.</summary>
    [Output]
    public ITaskItem[] Runs { get; private set; } = [];

    /// <summary>What was shown, for the report: the code, with metadata as the check's.</summary>
    [Output]
    public ITaskItem[] Findings { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var report = new FindingLog(Log, new SeverityPolicy(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors), ProjectFile);
        try
        {
            Run(report);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Normal, "DocuSense: the tests were cancelled.");
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            report.Add(new Diagnostic { Code = exception is DirectoryNotFoundException ? "DSM9001" : "DSM9009", Severity = Severity.Error, Message = exception.Message });
        }

        Findings = report.Items;
        return !Log.HasLoggedErrors;
    }

    private void Run(FindingLog report)
    {
        TestManifest manifest = TestManifest.Read(ManifestFile);
        var cases = new List<TestCase>();
        bool hasModules = false;
        foreach (TestCase test in TestDiscovery.Discover(manifest, _cancellation.Token))
        {
            hasModules |= test.Kind == TestKind.Import;
            if (string.IsNullOrWhiteSpace(Filter) || test.Name.IndexOf(Filter!.Trim(), StringComparison.OrdinalIgnoreCase) >= 0)
                cases.Add(test);
        }

        if (!hasModules && string.Equals(AllowNone?.Trim(), "true", StringComparison.OrdinalIgnoreCase))
        {
            Log.LogMessage(MessageImportance.High, "DocuSense: there is no Python module, so there is nothing to test.");
            return;
        }

        if (!hasModules || cases.Count == 0)
        {
            string text = hasModules ? $"No test's name contains '{Filter!.Trim()}'; correct DocuSenseTestFilter." : $"There is no Python module in '{manifest.Backend}', so there is nothing to test; correct DocuSenseBackend or DocuSenseExclude.";
            report.Add(new Diagnostic { Code = "DSM9008", Severity = Severity.Error, Message = text });
            return;
        }

        var results = new List<TestResult>();
        TestRunSummary summary = TestRun.Execute(manifest, cases, result =>
        {
            results.Add(result);
            Log.LogMessage(result.Outcome == TestOutcome.Skipped ? MessageImportance.Low : MessageImportance.Normal, "{0}", Line(result));
            if (result.Outcome == TestOutcome.Failed && result.Output is { } output)
                Log.LogMessage(MessageImportance.Normal, "{0}", output);
        }, _cancellation.Token);
        foreach (Diagnostic diagnostic in TestFindings.Of(results))
            report.Add(diagnostic);
        results.Sort(static (left, right) => string.CompareOrdinal(left.Case.Name, right.Case.Name));
        Results = [.. results.ConvertAll(Item)];
        string counts = string.Format(CultureInfo.InvariantCulture, "{0} tests: {1} passed, {2} failed, {3} skipped", results.Count, summary.Passed, summary.Failed, summary.Skipped);
        Log.LogMessage(MessageImportance.High, "{0}", string.Format(CultureInfo.InvariantCulture, "DocuSense: {0}: {1:0} ms", counts, summary.Duration.TotalMilliseconds));
        Runs = [RunItems.Write(new ReportRun("Test", counts, false, 0, [.. results.Where(static result => result.Outcome == TestOutcome.Failed).Select(static result => "failed: " + result.Case.Name)]))];
        if (string.Equals(ShowProfile?.Trim(), "true", StringComparison.OrdinalIgnoreCase) && manifest.ProfilePath is { } profile && File.Exists(profile))
            Log.LogMessage(MessageImportance.High, "{0}", ImportProfile.Describe(File.ReadAllBytes(profile), 15));
    }

    private static string Line(TestResult result)
    {
        string trace = result.StackTrace is null ? "" : "\n  " + result.StackTrace.Replace("\n", "\n  ");
        string message = result.Message is null ? "" : "\n    " + result.Message.Replace("\n", "\n    ");
        return string.Format(CultureInfo.InvariantCulture, "  {0} {1} [{2:0} ms]{3}{4}", result.Outcome, result.Case.Name, result.Duration.TotalMilliseconds, message, trace);
    }

    private static ITaskItem Item(TestResult result)
    {
        // Literally: a percent sign is not the beginning of an escape sequence, nor a semicolon the end of an item.
        ITaskItem2 item = new TaskItem();
        item.EvaluatedIncludeEscaped = result.Case.Name.Replace("%", "%25").Replace(";", "%3B").Replace("*", "%2A").Replace("?", "%3F");
        item.SetMetadataValueLiteral("Outcome", result.Outcome.ToString());
        item.SetMetadataValueLiteral("Milliseconds", result.Duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        item.SetMetadataValueLiteral("Code", result.Code ?? "");
        item.SetMetadataValueLiteral("File", result.File ?? "");
        item.SetMetadataValueLiteral("Line", result.Line.ToString(CultureInfo.InvariantCulture));
        item.SetMetadataValueLiteral("Column", result.Column.ToString(CultureInfo.InvariantCulture));
        item.SetMetadataValueLiteral("Message", result.Message ?? "");
        return item;
    }
}
