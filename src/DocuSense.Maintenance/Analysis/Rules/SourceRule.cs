using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3008: sources that Python cannot read or parse; DSM9006: files and folders that could not be opened.</summary>
public sealed class SourceRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        foreach (string folder in snapshot.UnreadableFolders)
            findings.Add("DSM9006", folder, SourceSpan.Start, $"The folder '{snapshot.Relative(folder)}' cannot be read, so its files were not checked; grant access or exclude it.");

        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Failure is not null)
                findings.Add("DSM9006", source.File.Path, SourceSpan.Start, $"'{source.File.RelativePath}' cannot be read: {source.Failure}");

            foreach (SourceProblem problem in source.Result?.Problems ?? [])
            {
                if (problem.MinimumPython is not int needed)
                {
                    findings.Add("DSM3008", source.File.Path, problem.Span, $"Python cannot read this file: {problem.Message.TrimEnd('.')}.",
                        severity: SourceRole.IsImportable(source.File.RelativePath) ? null : Severity.Message);
                    break;
                }

                if (snapshot.PythonMinor is int minor && needed > minor)
                {
                    findings.Add("DSM3008", source.File.Path, problem.Span,
                        $"{problem.Message.TrimEnd('.')}: this needs Python 3.{needed}, but the environment has Python 3.{minor}.",
                        severity: SourceRole.IsImportable(source.File.RelativePath) ? null : Severity.Message);
                    break;
                }
            }
        }
    }
}
