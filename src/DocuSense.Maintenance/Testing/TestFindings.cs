using System.Globalization;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Testing;

/// <summary>Turns results of tests into diagnostics: one for each cause, however many modules fail for it.</summary>
public static class TestFindings
{
    private const int MaximumNames = 4;

    /// <summary>The diagnostics of a run, ordered by file, line, column and code. A failed test is an error; a passed one that has something to say is a warning.</summary>
    public static IReadOnlyList<Diagnostic> Of(IEnumerable<TestResult> results)
    {
        var findings = new List<Diagnostic>();
        var causes = new Dictionary<(string Code, string? File, int Line, int Column, string Message), List<TestResult>>();
        foreach (TestResult result in results)
        {
            if (result.Outcome == TestOutcome.Skipped || (result.Code is null && result.Outcome == TestOutcome.Passed))
                continue;
            if (result.Findings.Count > 0)
            {
                findings.AddRange(result.Findings);
                continue;
            }

            string code = result.Code ?? (result.Case.Kind == TestKind.Api ? "DSM4101" : "DSM4001");
            var cause = (code, result.File, result.Line, result.Column, OneLine(result.Message ?? "It failed."));
            if (!causes.TryGetValue(cause, out List<TestResult>? same))
                causes.Add(cause, same = []);
            same.Add(result);
        }

        foreach (KeyValuePair<(string Code, string? File, int Line, int Column, string Message), List<TestResult>> cause in causes)
        {
            (string code, string? file, int line, int column, string message) = cause.Key;
            TestResult first = cause.Value[0];
            findings.Add(new Diagnostic
            {
                Code = code,
                Severity = first.Outcome == TestOutcome.Failed ? Severity.Error : Severity.Warning,
                File = file,
                Span = SourceSpan.OnLine(Math.Max(1, line), Math.Max(1, column), 0),
                Message = Text(cause.Value, message),
            });
        }

        findings.Sort(static (left, right) =>
        {
            int order = string.CompareOrdinal(left.File, right.File);
            order = order != 0 ? order : left.Span.Line.CompareTo(right.Span.Line);
            order = order != 0 ? order : left.Span.Column.CompareTo(right.Span.Column);
            order = order != 0 ? order : string.CompareOrdinal(left.Code, right.Code);
            return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
        });
        return findings;
    }

    private static string Text(List<TestResult> results, string message)
    {
        TestResult first = results[0];
        if (first.Case.Kind != TestKind.Import)
            return message;
        var names = new List<string>();
        foreach (TestResult result in results)
            names.Add(result.Case.Target);
        names.Sort(static (left, right) => left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right));
        string more = names.Count > MaximumNames ? string.Format(CultureInfo.InvariantCulture, " and {0} more", names.Count - MaximumNames) : "";
        string subject = $"'{string.Join("', '", names.GetRange(0, Math.Min(MaximumNames, names.Count)))}'{more}";
        return first.Code == "DSM4001" ? $"{subject} cannot be imported: {message}" : $"{subject}: {message}";
    }

    private static string OneLine(string text) => text.Replace("\r", "").Replace("\n", "; ");
}
