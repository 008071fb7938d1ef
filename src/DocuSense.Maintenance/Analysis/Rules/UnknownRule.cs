using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3009: a requirement of which neither use nor the lack of it can be shown, and what would settle it.</summary>
public sealed class UnknownRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        // Without sources, or without some of them, every requirement is in doubt; that is said elsewhere.
        if (!snapshot.IsFullyRead)
            return;

        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            ManifestRequirement declared = usage.Requirement;
            if (usage.Verdict != Verdict.Unknown || usage.Evidence.Count == 0 || declared.Requirement is not { } requirement)
                continue;
            Evidence first = usage.Evidence[0];

            // What developers run by hand leaves no trace, and nobody could act on being told so.
            if (DevelopmentFiles.IsGroup(declared.Group) && usage.Evidence.All(static doubt => doubt.Kind is "known-use" or "entry-point" or "pin"))
                continue;

            // What is not installed although it should be is reported as that; installing it settles both.
            if (first.Kind == "not-known" && snapshot.HasInstallation && snapshot.Graph.Find(requirement.NormalizedName) is null)
                continue;
            findings.Add("DSM3009", declared.File, declared.Span, $"Whether '{requirement.Name}' is used cannot be told: {Reason(snapshot, first)}. {Remedy(first)}", requirement.Name);
        }
    }

    private static string Reason(Snapshot snapshot, Evidence doubt)
    {
        string place = doubt.File is { } file && doubt.Line > 0 ? $"{snapshot.Relative(file)}, line {doubt.Line}" : "";
        return doubt.Kind switch
        {
            "own-module" => $"{place} {doubt.Detail}, which is the project's own module as well",
            "mention" when place.Length == 0 && doubt.File is not null => $"{snapshot.Relative(doubt.File)} {doubt.Detail}",
            "mention" or "dynamic-import" or "was-loaded" => $"{place} {doubt.Detail}",
            "implicit" or "url" => $"{place} {(doubt.Detail.StartsWith("a ", StringComparison.Ordinal) ? "has " : "")}{doubt.Detail}, for which another requirement serves as well",
            "unread" => $"{(doubt.File is null ? "" : $"'{snapshot.Relative(doubt.File)}' ")}{doubt.Detail}",
            "pin" => "the line " + doubt.Detail,
            "optional-dependency" => doubt.Detail,
            _ => "it " + doubt.Detail,
        };
    }

    /// <summary>What would settle the doubt.</summary>
    private static string Remedy(Evidence doubt) => doubt.Kind switch
    {
        "not-installed" => "Install the requirements into a virtual environment, or keep the line with '# docusense: keep (reason)'.",
        "pin" or "not-known" => "Install the requirements into a virtual environment, or say what it provides with DocuSenseModule.",
        "was-loaded" => "Run the import tests again, which shows whether it still does.",
        "own-module" => "Rename the project's module, so that the two can be told apart; keep the line until then.",
        "requirements-unread" => "Put those requirements where they can be read, or keep the line with '# docusense: keep (reason)'.",
        "unread" => "Make the file readable for Python, or exclude it.",
        "entry-point" or "known-use" => "If it is used outside of this project's files, keep it with '# docusense: keep (reason)'; otherwise remove the line.",
        _ => "Remove the line if nothing needs it, or keep it with '# docusense: keep (reason)'.",
    };
}
