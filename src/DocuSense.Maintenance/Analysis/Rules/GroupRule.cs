using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3007: a production requirement that only development needs, or a development requirement that only production needs.</summary>
public sealed class GroupRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        Dictionary<string, ManifestRequirement> development = DevelopmentImportRule.OnlyDevelopment(snapshot);
        bool hasDevelopment = HasDevelopment(snapshot);
        HashSet<string>? production = null;
        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            ManifestRequirement declared = usage.Requirement;
            if (usage.Verdict != Verdict.Used || declared is not { Kind: RequirementKind.Requirement, IsExtra: false, Requirement: { } requirement })
                continue;
            string name = requirement.NormalizedName;
            if (hasDevelopment && declared.Group.Length == 0 && IsForDevelopment(snapshot, name) && !IsForBuild(snapshot, name))
            {
                Evidence first = snapshot.Uses.Of(name).Certain[0];
                findings.Add("DSM3007", declared.File, declared.Span,
                    $"Only tests and development need {requirement.Name} ({snapshot.Relative(first.File!)}, line {first.Line}, {first.Detail}); move the line to the development requirements, so that production does not install it.",
                    requirement.Name);
            }
            else if (development.TryGetValue(name, out ManifestRequirement? listed) && ReferenceEquals(listed, declared) && ProductionUse(snapshot, name) is { } use)
            {
                production ??= ProductionDistributions.Of(snapshot);
                if (production.Contains(name))
                    continue;
                findings.Add("DSM3007", declared.File, declared.Span,
                    $"Production needs {requirement.Name} ({snapshot.Relative(use.File!)}, line {use.Line}, {use.Detail}), but only the '{declared.Group}' requirements list it; move the line to the main requirements.",
                    requirement.Name, Severity.Warning);
            }
        }
    }

    /// <summary>Whether the project keeps development requirements apart at all: otherwise there is nowhere to move a line to.</summary>
    private static bool HasDevelopment(Snapshot snapshot)
    {
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind == RequirementKind.Requirement && DevelopmentFiles.IsGroup(declared.Group))
                return true;
        }

        return false;
    }

    private static bool IsForBuild(Snapshot snapshot, string name)
    {
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind == RequirementKind.Build && declared.Requirement?.NormalizedName == name)
                return true;
        }

        return false;
    }

    /// <summary>Whether every piece of evidence is in tests or settings of development, and nothing else in use asks for it.</summary>
    private static bool IsForDevelopment(Snapshot snapshot, string name)
    {
        DistributionUses uses = snapshot.Uses.Of(name);
        if (uses.Certain.Count == 0 || uses.IsForProduction || uses.Doubtful.Count > 0 || snapshot.Graph.OptionalDependents(name).Count > 0 || snapshot.Expected.Users(name).Count > 0)
            return false;
        foreach (Evidence evidence in uses.Certain)
        {
            // Types are checked in production code, with what is installed there.
            if (evidence.IsTypeChecking)
                return false;
        }

        foreach (Dependency dependency in snapshot.Graph.Dependents(name))
        {
            if (dependency.From.NormalizedName != name && snapshot.Graph.IsReached(dependency.From.NormalizedName) && !IsForDevelopment(snapshot, dependency.From.NormalizedName))
                return false;
        }

        foreach (ExpectedDependency dependency in snapshot.Expected.Dependents(name))
        {
            if (dependency.From != name && !IsForDevelopment(snapshot, dependency.From))
                return false;
        }

        return true;
    }

    /// <summary>Evidence of production that is no import: those are reported where they stand.</summary>
    private static Evidence? ProductionUse(Snapshot snapshot, string name)
    {
        foreach (Evidence evidence in snapshot.Uses.Of(name).Certain)
        {
            if (evidence.IsAuxiliary || evidence.IsOptional || evidence.File is null || DevelopmentFiles.IsSettings(evidence.File))
                continue;
            bool isCode = evidence.Kind is "implicit" or "url" && evidence.File.EndsWith(".py", StringComparison.OrdinalIgnoreCase);
            if (isCode || (evidence.Kind == "command" && DevelopmentFiles.IsProduction(evidence.File)))
                return evidence;
        }

        return null;
    }
}
