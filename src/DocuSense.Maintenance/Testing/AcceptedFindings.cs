using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Testing;

/// <summary>The findings of tests that the project accepts (<c>DocuSenseSuppress</c>): such a failure is a skipped test, with the reason.</summary>
internal sealed class AcceptedFindings(TestManifest manifest)
{
    /// <summary>The result as it is to be told.</summary>
    public TestResult Apply(TestResult result)
    {
        if (result.Code is null || manifest.Suppressions.Count == 0)
            return result;
        string path = result.File is null ? "" : FilePaths.Relative(result.File, manifest.Backend);
        foreach (Suppression suppression in manifest.Suppressions)
        {
            if (suppression.Code != result.Code || suppression.Package is not null || IsPast(suppression) || string.IsNullOrWhiteSpace(suppression.Justification))
                continue;
            if (suppression.Path is { } glob && !new PathGlob(glob).IsMatch(path))
                continue;
            return result.Outcome == TestOutcome.Failed
                ? result with { Outcome = TestOutcome.Skipped, Code = null, Message = $"{result.Code} is accepted ({suppression.Justification}). {result.Message}" }
                : result with { Code = null };
        }

        return result;
    }

    private static bool IsPast(Suppression suppression) =>
        suppression.Expires is { } expires
        && (!DateTime.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day) || day < DateTime.UtcNow.Date);
}
