using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM2007 and DSM2008: what is wrong with the manifests themselves; DSM9006 where one cannot be read.</summary>
public sealed class ManifestRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        foreach (ManifestProblem problem in snapshot.Manifests.Problems)
        {
            (string code, string remedy) = problem.Kind switch
            {
                ManifestProblemKind.Invalid => ("DSM2007", ""),
                ManifestProblemKind.Unreadable => ("DSM9006", "; save it as UTF-8 text, or correct what names it"),
                ManifestProblemKind.Remote => ("DSM2008", "; keep a copy in the repository and include that to have imports checked"),
                ManifestProblemKind.Cycle => ("DSM2008", "; remove one of the lines that close the circle"),
                _ => ("DSM2008", "; create it, or correct what names it"),
            };
            Severity? severity = problem.Kind == ManifestProblemKind.Remote ? Severity.Message : null;
            findings.Add(code, problem.File, problem.Span, problem.Message.TrimEnd('.') + remedy + ".", severity: severity);
        }

        foreach (string problem in snapshot.Known.Problems)
            findings.Add("DSM9002", snapshot.Options.ProjectFile, SourceSpan.Start, problem + ".");

        if (!snapshot.Required.HasAny && snapshot.Manifests.Problems.Count == 0
            && snapshot.Imports.Imports.Any(static import => import.Ownership == Sources.Ownership.Foreign))
        {
            findings.Add("DSM9007", snapshot.Options.ProjectFile, SourceSpan.Start,
                $"No requirements were found in '{snapshot.Options.Backend}' (requirements.txt, pyproject.toml or setup.cfg), so its imports were not held against any; {Remedy(snapshot.OtherProjects.Folders)}.");
        }
    }

    /// <summary>Where the folders below have requirements, each is a backend of its own.</summary>
    private static string Remedy(IReadOnlyList<string> folders)
    {
        const int Most = 3;
        if (folders.Count == 0)
            return "name the files in DocuSenseRequirements";
        string named = string.Join(", ", folders.Take(Most).Select(static folder => $"'{folder}'"));
        string more = folders.Count > Most ? $" and {folders.Count - Most} more folders" : "";
        return $"{named}{more} {(folders.Count == 1 ? "has" : "have")} requirements of {(folders.Count == 1 ? "its" : "their")} own, so give each a project with a DocuSenseBackend of its own, or name the files in DocuSenseRequirements";
    }
}
