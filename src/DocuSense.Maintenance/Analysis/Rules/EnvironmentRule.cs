using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM1001–1005: the virtual environment as a whole.</summary>
public sealed class EnvironmentRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (snapshot.Environment is not { } environment)
        {
            string text = snapshot.Options.Environment is { } named
                ? $"There is no virtual environment at '{named}', so installed versions and conflicts were not checked; correct DocuSenseVenv or create it with 'python -m venv'."
                : $"'{snapshot.Options.Backend}' has no virtual environment, so installed versions and conflicts were not checked; create one with 'python -m venv .venv' or name yours in DocuSenseVenv.";
            findings.Add("DSM1001", snapshot.Options.ProjectFile, SourceSpan.Start, text);
            return;
        }

        foreach (EnvironmentProblem problem in environment.Problems)
            findings.Add(problem.Kind == EnvironmentProblemKind.Moved ? "DSM1005" : "DSM1002", problem.File, problem.Span, problem.Message);

        if (snapshot.Manifests.RequiresPython is { } requires && environment.PythonVersion is { } version
            && !requires.Specifier.Contains(version, prereleases: true))
        {
            findings.Add("DSM1003", requires.File, requires.Span,
                $"The project requires Python {requires.Text}, but the environment '{snapshot.Relative(environment.Root)}' runs Python {version}; recreate it with a Python that fits, or change requires-python.");
        }

        if (environment.SitePackages.Count > 0 && snapshot.Graph.Find("pip") is null)
        {
            findings.Add("DSM1004", environment.ConfigurationFile, SourceSpan.Start,
                $"The environment '{snapshot.Relative(environment.Root)}' has no pip; if you manage it with pip, run 'python -m ensurepip' in it.");
        }
    }
}
