using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using Microsoft.Build.Framework;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Checks a Python backend from its files and puts every finding into the build's log.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPythonBackend : CheckTask
{
    /// <summary>The engine; tests put their own in its place.</summary>
    internal Func<CheckOptions, CancellationToken, CheckResult> Engine { get; set; } = Checker.Run;

    /// <summary>What is to be shown of a check that was begun: the build may have written to the backend while it ran.</summary>
    internal Func<CheckOptions, CheckResult, CancellationToken, CheckResult> Confirm { get; set; } = Checker.Confirm;

    /// <summary>What <see cref="BeginPythonBackendCheck"/> gave; empty where no check was begun. Then, and where it was asked something else, all is done here.</summary>
    public string? Begun { get; set; }

    /// <summary>What was shown: the code, with metadata Severity, File, Line, Column, EndLine, EndColumn, Message and Package.</summary>
    [Output]
    public ITaskItem[] Findings { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var clock = Stopwatch.StartNew();
        SeverityPolicy policy = Policy();
        var report = new FindingLog(Log, policy, ProjectFile);
        try
        {
            foreach (string text in Switches)
            {
                if (Switch.Problem(text) is { } problem)
                    report.Add(problem);
            }

            CheckOptions options = Options();
            using BackgroundCheck? begun = BackgroundCheck.Take(BuildEngine, Begun, options);
            CheckResult result = begun is null ? Engine(options, Cancellation) : Confirm(options, begun.Wait(Cancellation), Cancellation);
            foreach (Diagnostic diagnostic in result.Diagnostics)
                report.Add(diagnostic);
            if (Absolute(ErrorLog) is { } path)
                WriteLog(path, options, result, policy, report);
            report.Summarise(result, begun?.Milliseconds ?? clock.ElapsedMilliseconds);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Normal, "DocuSense: the check was cancelled.");
            return false;
        }
        catch (Exception exception)
        {
            // The check is a guest in somebody's build: whatever goes wrong in it must not stop that build.
            report.Add(Failure(exception));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        Findings = report.Items;
        return !Log.HasLoggedErrors;
    }

    /// <summary>In every build, also where the findings are those of the last one: whoever reads the log reads it after each.</summary>
    private void WriteLog(string path, CheckOptions options, CheckResult result, SeverityPolicy policy, FindingLog report)
    {
        try
        {
            AtomicFile.WriteIfDifferent(path, SarifLog.Render(new SarifInput
            {
                Backend = options.Backend,
                ProjectFile = ProjectFile,
                Findings = report.Findings,
                Suppressed = policy.Decide(result.Suppressed),
                ToolVersion = ToolIdentity.Version,
            }));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            report.Add(new Diagnostic
            {
                Code = "DSM9010",
                Severity = Severity.Warning,
                Message = $"The SARIF log '{path}' could not be written: {exception.Message.TrimEnd('.')}. Give access to it, or set DocuSenseErrorLog to another place.",
            });
        }
    }

    private static Diagnostic Failure(Exception exception)
    {
        string reason = exception.Message.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ');
        return new Diagnostic
        {
            Code = "DSM9009",
            Severity = Severity.Warning,
            Message = $"The Python backend could not be checked: {reason}. Nothing was decided about it.",
        };
    }
}
