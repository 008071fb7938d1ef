using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3001: a requirement that nothing uses.</summary>
public sealed class UnusedRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        // Without all of the project's code there is nothing to judge by.
        if (!snapshot.IsFullyRead)
            return;

        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            if (usage.Verdict != Verdict.Unused)
                continue;
            ManifestRequirement declared = usage.Requirement;
            findings.Add("DSM3001", declared.File, declared.Span,
                $"'{declared.Requirement!.Name}' is required but nothing uses it; remove the line, or keep it with '# docusense: keep (reason)'.",
                declared.Requirement.Name);
        }
    }
}
