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
        {
            findings.Add(problem.Kind == EnvironmentProblemKind.Moved ? "DSM1005" : "DSM1002", problem.File, problem.Span,
                $"{problem.Message.TrimEnd('.')}; recreate the environment with 'python -m venv --clear' and reinstall the requirements.");
        }

        if (snapshot.Manifests.RequiresPython is { } requires && environment.PythonVersion is { } version && !MayRun(requires.Specifier, version))
        {
            findings.Add("DSM1003", requires.File, requires.Span,
                $"The project requires Python {requires.Text}, but the environment '{snapshot.Relative(environment.Root)}' runs Python {version}; recreate it with a Python that fits, or change requires-python.");
        }

        // Only a virtual environment is somebody's to equip.
        if (environment.SitePackages.Count > 0 && environment.IsVirtual && snapshot.Graph.Find("pip") is null)
        {
            findings.Add("DSM1004", environment.ConfigurationFile, SourceSpan.Start,
                $"The environment '{snapshot.Relative(environment.Root)}' has no pip; if you manage it with pip, run 'python -m ensurepip' in it.");
        }
    }

    /// <summary>Whether the interpreter may satisfy the specifier; where only 3.11 is known, some 3.11.x suffices.</summary>
    private static bool MayRun(SpecifierSet specifier, string version)
    {
        if (specifier.Contains(version, prereleases: true))
            return true;
        if (version.Split('.').Length > 2)
            return false;
        for (int patch = 0; patch < 100; patch++)
        {
            if (specifier.Contains(version + "." + patch.ToString(System.Globalization.CultureInfo.InvariantCulture), prereleases: true))
                return true;
        }

        return false;
    }
}
