using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM2005 and DSM2006: requirements of one distribution that contradict or repeat each other.</summary>
public sealed class RepeatedRequirementRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        var byName = new Dictionary<string, List<ManifestRequirement>>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Requirement is not { } requirement || declared.Kind == RequirementKind.Build || declared.IsExtra)
                continue;
            if (!byName.TryGetValue(requirement.NormalizedName, out List<ManifestRequirement>? list))
                byName.Add(requirement.NormalizedName, list = []);
            list.Add(declared);

            for (int index = 0; index < list.Count - 1; index++)
            {
                if (Compare(snapshot, list[index], declared, findings))
                    break;
            }

            if (requirement.Specifier.IsUnsatisfiable)
            {
                findings.Add("DSM2005", declared.File, declared.Span,
                    $"No version of {requirement.Name} can satisfy '{requirement.Specifier}'; correct the line.", requirement.Name);
            }
        }
    }

    /// <returns>Whether something was found, so that a line is reported once.</returns>
    private static bool Compare(Snapshot snapshot, ManifestRequirement first, ManifestRequirement second, DiagnosticList findings)
    {
        Requirement one = first.Requirement!;
        Requirement other = second.Requirement!;

        // Different markers usually exclude each other; only where both hold here can they meet.
        bool sameMarker = string.Equals(one.Marker?.ToString(), other.Marker?.ToString(), StringComparison.Ordinal);
        bool meet = sameMarker || (snapshot.Markers is not null && snapshot.Applies(one) && snapshot.Applies(other));
        if (!meet || !InstalledTogether(first, second))
            return false;

        string place = string.Equals(first.File, second.File, StringComparison.Ordinal)
            ? $"line {first.Span.Line}"
            : $"{snapshot.Relative(first.File)}, line {first.Span.Line}";
        if (one.Url is null && other.Url is null && !one.Specifier.IsUnsatisfiable && one.Specifier.And(other.Specifier).IsUnsatisfiable)
        {
            findings.Add("DSM2005", second.File, second.Span,
                $"'{second.DisplayText}' contradicts '{first.DisplayText}' ({place}): no version of {other.Name} satisfies both; correct one of them.", other.Name);
            return true;
        }

        if (sameMarker && first.Kind == second.Kind && first.Group == second.Group && string.Equals(first.File, second.File, StringComparison.Ordinal))
        {
            findings.Add("DSM2006", second.File, second.Span, $"{other.Name} is already required as '{first.DisplayText}' ({place}); keep one line{(one.Extras.Count + other.Extras.Count > 0 ? ", with the extras of both" : "")}.", other.Name);
            return true;
        }

        return false;
    }

    /// <summary>The main group goes into every environment; two other groups may each have an environment of their own.</summary>
    private static bool InstalledTogether(ManifestRequirement first, ManifestRequirement second) =>
        first.Group == second.Group || first.Group.Length == 0 || second.Group.Length == 0
        || first.Kind == RequirementKind.Constraint || second.Kind == RequirementKind.Constraint;
}
