using System.Globalization;
using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Writes findings into a build's log, each as grave as the project wants it, and remembers what it showed.</summary>
/// <remarks>
/// Only the beginning of a range is logged: MSBuild would print <c>file(3,1,3,6)</c>, which the problem matchers of common
/// continuous-integration services do not recognise. The end is kept in the items and in <c>analysis.json</c>.
/// </remarks>
internal sealed class FindingLog(TaskLoggingHelper log, SeverityPolicy policy, string projectFile)
{
    private readonly List<ITaskItem> _items = [];
    private readonly List<Diagnostic> _findings = [];
    private int _errors;
    private int _warnings;
    private int _messages;
    private int _silenced;

    /// <summary>One item a shown finding, in the order they were added.</summary>
    public ITaskItem[] Items => [.. _items];

    /// <summary>The shown findings, as grave as they were shown.</summary>
    public IReadOnlyList<Diagnostic> Findings => _findings;

    /// <summary>Logs a finding, unless the project silences it.</summary>
    public void Add(Diagnostic diagnostic)
    {
        Severity severity = policy.Decide(diagnostic.Code, diagnostic.Severity);
        // Without a file MSBuild would point at the package's own targets.
        string file = diagnostic.File ?? projectFile;
        int line = diagnostic.File is null ? 0 : diagnostic.Span.Line;
        int column = diagnostic.File is null ? 0 : diagnostic.Span.Column;
        string help = $"{DiagnosticCatalogue.HelpRoot}{diagnostic.Code}.md";
        switch (severity)
        {
            case Severity.Error:
                _errors++;
                log.LogError(null, diagnostic.Code, null, help, file, line, column, 0, 0, diagnostic.Message);
                break;
            case Severity.Warning:
                _warnings++;
                log.LogWarning(null, diagnostic.Code, null, help, file, line, column, 0, 0, diagnostic.Message);
                break;
            case Severity.Message:
                _messages++;
                log.LogMessage(null, diagnostic.Code, null, file, line, column, 0, 0, MessageImportance.Normal, diagnostic.Message);
                break;
            default:
                _silenced++;
                return;
        }

        _findings.Add(diagnostic with { Severity = severity });
        _items.Add(Item(diagnostic, severity, file));
    }

    /// <summary>One line that says what was looked at: in every build for a healthy backend, else only where details are wanted.</summary>
    public void Summarise(CheckResult result, long milliseconds)
    {
        string looked = string.Join(", ",
            Count(result.SourceFileCount, "module"),
            Count(result.RequirementCount, "requirement"),
            Count(result.DistributionCount, "distribution"),
            string.Format(CultureInfo.InvariantCulture, "{0} ms", milliseconds));
        if (_errors + _warnings == 0)
        {
            log.LogMessage(MessageImportance.High, $"DocuSense: backend healthy: {looked}");
            return;
        }

        string found = $"{Count(_errors, "error")}, {Count(_warnings, "warning")}, {Count(_messages, "message")}";
        string hidden = Count(_silenced + result.Suppressed.Count, "finding");
        string from = result.Replayed ? "; nothing changed since the last check" : "";
        log.LogMessage(MessageImportance.Normal, $"DocuSense: {found}; {hidden} silenced: {looked}{from}");
    }

    internal static string Count(int number, string noun) =>
        string.Format(CultureInfo.InvariantCulture, number == 1 ? "{0} {1}" : "{0} {1}s", number, noun);

    private static TaskItem Item(Diagnostic diagnostic, Severity severity, string file)
    {
        var item = new TaskItem(diagnostic.Code);
        Set(item, "Severity", severity.ToString());
        Set(item, "File", file);
        Set(item, "Line", Number(diagnostic.Span.Line));
        Set(item, "Column", Number(diagnostic.Span.Column));
        Set(item, "EndLine", Number(diagnostic.Span.EndLine));
        Set(item, "EndColumn", Number(diagnostic.Span.EndColumn));
        Set(item, "Message", diagnostic.Message);
        Set(item, "Package", diagnostic.Package ?? "");
        return item;
    }

    // Literally: a percent sign in a message is not the beginning of an escape sequence.
    private static void Set(ITaskItem2 item, string name, string value) => item.SetMetadataValueLiteral(name, value);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
