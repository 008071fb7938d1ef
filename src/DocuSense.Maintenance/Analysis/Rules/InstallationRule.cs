using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM1006 and DSM1007: damaged distributions, and what interrupted installations left behind.</summary>
public sealed class InstallationRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (snapshot.Environment is not { } environment)
            return;

        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            foreach (DistributionProblem problem in distribution.Problems)
            {
                // pip cannot uninstall what has no RECORD, so the old files are installed over.
                string remedy = distribution.EditableLocation is { } project
                    ? $"install it again with 'pip install -e {project}'"
                    : $"install it again with 'pip install --ignore-installed --no-deps {Pinned(distribution)}'";
                findings.Add("DSM1006", problem.File, SourceSpan.OnLine(problem.Line, 1, 0),
                    $"The installed {distribution.Name} {distribution.Version} is damaged: {problem.Message.TrimEnd('.')}; {remedy}.", distribution.Name);
            }
        }

        foreach (LeftOver left in environment.LeftOvers)
        {
            string message = left.IsSecondVersion
                ? $"{left.Distribution} is installed twice: '{Path.GetFileName(left.Path)}' is the metadata of another version ({left.Version ?? "unknown"}); uninstall it until none is left, then install the one you want."
                : $"'{Path.GetFileName(left.Path)}' was left behind by an interrupted uninstall of {left.Distribution}; delete it.";
            findings.Add("DSM1007", left.Path, SourceSpan.Start, message, left.Distribution);
        }
    }

    private static string Pinned(InstalledDistribution distribution) =>
        distribution.Version.Length == 0 ? distribution.Name : $"{distribution.Name}=={distribution.Version}";
}
