using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Testing;

/// <summary>What a test case is about.</summary>
public enum TestKind
{
    /// <summary>A module is imported.</summary>
    Import,

    /// <summary>The environment is what it says.</summary>
    Environment,

    /// <summary>The application is started and asked.</summary>
    Api,
}

/// <summary>One test that can be listed, chosen and run by itself.</summary>
/// <param name="Id">The same for the same test in every run, whatever else there is: <c>import:app.main</c>, <c>environment:pip</c>, <c>api:GET /health</c>.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">What a person reads: <c>import app.main</c>, <c>api GET /health → 200</c>.</param>
/// <param name="File">Absolute path of the file it is about; null for none.</param>
/// <param name="Line">The line in it, from 1; 0 where there is no file.</param>
/// <param name="SkipReason">Why it will not be run; null for one that will.</param>
public sealed record TestCase(string Id, TestKind Kind, string Name, string? File, int Line, string? SkipReason)
{
    /// <summary>For an import: the module's dotted name, or the script's path relative to the backend. For the others the last part of the id.</summary>
    public string Target => Id.Substring(Id.IndexOf(':') + 1);
}

/// <summary>How a test ended.</summary>
public enum TestOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>What came of one test.</summary>
/// <param name="Case">The test.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">The time it took; for an import the import's own time, without the start of the process.</param>
/// <param name="Message">What is wrong and what to do; for a skipped test the reason; null for one that passed and has nothing to say.</param>
/// <param name="StackTrace">The places in the project that lead to the failure, innermost first, one <c>   at app/services/ocr.py:line 4</c> a line; null for none.</param>
/// <param name="Output">What was printed, and warnings that were raised, cut to a bounded length; null for nothing.</param>
/// <param name="Code">The diagnostic code, <c>DSM4001</c>; null for a test with no finding. A passed test may have one: <c>DSM4005</c>.</param>
/// <param name="File">Absolute path of the file that a person would edit; null for none.</param>
/// <param name="Line">The line in it, from 1; 0 where not known.</param>
/// <param name="Column">The column, from 1; 0 where not known.</param>
public sealed record TestResult(
    TestCase Case, TestOutcome Outcome, TimeSpan Duration, string? Message, string? StackTrace, string? Output, string? Code, string? File, int Line, int Column)
{
    /// <summary>What it failed for, where that is more than one thing, each with its place; otherwise empty.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; init; } = [];
}

/// <summary>What came of a run.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Skipped">Tests that were not run.</param>
/// <param name="Duration">Wall time of the run.</param>
/// <param name="Interpreter">Absolute path of the interpreter that ran them; null where there is none.</param>
public sealed record TestRunSummary(int Passed, int Failed, int Skipped, TimeSpan Duration, string? Interpreter);
