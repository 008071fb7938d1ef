using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A requirement or constraint held against what is installed.</summary>
/// <param name="Installed">What is installed under its name; null for nothing.</param>
/// <param name="IsSatisfied">Whether something is installed, in a version that it allows; a URL allows of any.</param>
internal sealed record InstalledRequirement(InstalledDistribution? Installed, bool IsSatisfied)
{
    /// <summary>The judgement; null where the requirement asks for nothing in this environment: its marker does not hold, it is an extra, or it only serves to build.</summary>
    public static InstalledRequirement? Judge(Snapshot snapshot, ManifestRequirement declared)
    {
        if (declared.Requirement is not { } requirement || declared.Kind == RequirementKind.Build || declared.IsExtra || !snapshot.Applies(requirement))
            return null;
        InstalledDistribution? installed = snapshot.Graph.Find(requirement.NormalizedName);
        return new InstalledRequirement(installed, installed is not null && (requirement.Url is not null || Dependency.IsSatisfiedBy(requirement, installed)));
    }
}
