using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM2003 and DSM2004: requirements against what is installed.</summary>
public sealed class InstalledRequirementRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (!snapshot.HasInstallation)
            return;

        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (InstalledRequirement.Judge(snapshot, declared) is not { } judged)
                continue;

            Requirement requirement = declared.Requirement!;
            InstalledDistribution? installed = judged.Installed;
            if (installed is null)
            {
                // A constraint installs nothing; a group such as dev or test need not be in every environment.
                if (declared.Kind == RequirementKind.Requirement)
                {
                    findings.Add("DSM2003", declared.File, declared.Span,
                        $"'{declared.DisplayText}' is required but not installed in '{snapshot.Relative(snapshot.Environment!.Root)}'; install the requirements, or remove the line.",
                        requirement.Name, declared.Group.Length == 0 ? null : Severity.Message);
                }
            }
            else if (!judged.IsSatisfied)
            {
                string verb = declared.Kind == RequirementKind.Constraint ? "constrains" : "requires";
                findings.Add("DSM2004", declared.File, declared.Span,
                    $"This line {verb} {requirement.Name}{requirement.Specifier}, but {installed.Name} {installed.Version} is installed; reinstall the requirements, or change the line.",
                    requirement.Name, declared.Group.Length == 0 ? null : Severity.Warning);
            }
        }
    }
}
