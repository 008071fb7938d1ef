using DocuSense.Maintenance.Testing;
using Model = Microsoft.VisualStudio.TestPlatform.ObjectModel;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>The engine's tests and results in VSTest's words.</summary>
internal static class TestObjects
{
    /// <summary>A test; explorers jump to its file and line, and group by its kind.</summary>
    public static Model.TestCase Case(TestManifest manifest, TestCase test, string source)
    {
        var found = new Model.TestCase(TestFields.FullyQualifiedName(test), PythonTestExecutor.Uri, source) { DisplayName = test.Name };
        if (test.File is not null)
        {
            found.CodeFilePath = test.File;
            found.LineNumber = test.Line;
        }

        found.Traits.Add("Kind", TestFields.Kind(test));
        return found;
    }

    /// <summary>A result; what a passed test has to say goes into its output, as VSTest shows messages of failures only.</summary>
    public static Model.TestResult Result(Model.TestCase test, TestResult result)
    {
        DateTimeOffset end = DateTimeOffset.Now;
        var told = new Model.TestResult(test)
        {
            Outcome = result.Outcome switch
            {
                TestOutcome.Passed => Model.TestOutcome.Passed,
                TestOutcome.Failed => Model.TestOutcome.Failed,
                _ => Model.TestOutcome.Skipped,
            },
            Duration = result.Duration,
            StartTime = end - result.Duration,
            EndTime = end,
            ComputerName = Environment.MachineName,
        };
        if (result.Outcome == TestOutcome.Passed)
            Say(told, result.Message);
        else
            told.ErrorMessage = result.Message;
        told.ErrorStackTrace = result.StackTrace;
        Say(told, result.Output);
        return told;
    }

    private static void Say(Model.TestResult told, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            told.Messages.Add(new Model.TestResultMessage(Model.TestResultMessage.StandardOutCategory, text.EndsWith('\n') ? text : text + Environment.NewLine));
    }
}
