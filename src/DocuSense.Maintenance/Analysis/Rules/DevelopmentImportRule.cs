using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3004: production code that imports what only the development requirements list.</summary>
public sealed class DevelopmentImportRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        Dictionary<string, ManifestRequirement> development = OnlyDevelopment(snapshot);
        if (development.Count == 0)
            return;

        HashSet<string>? production = null;
        ModuleReach? reach = null;
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            if (import.Ownership != Ownership.Foreign || import.Import.TypeChecking || import.Import.Optional || snapshot.AskedModules.Guard(import) || SourceRole.IsAuxiliary(import.Source.File.RelativePath)
                || snapshot.OtherProjects.Contains(import.Source.File.RelativePath) || DevelopmentFiles.IsSettings(import.Source.File.RelativePath))
                continue;
            if (Find(snapshot, development, import) is not { } declared || reported.Contains(declared.Requirement!.NormalizedName))
                continue;

            // A helper of tests beside the code: its name says so, and nothing in production loads it.
            string path = import.Source.File.RelativePath;
            if (SourceRole.MayServeTests(path) && !(reach ??= ModuleReach.Create(snapshot, withHelpers: false)).IsLoaded(path))
                continue;
            reported.Add(declared.Requirement.NormalizedName);
            production ??= ProductionDistributions.Of(snapshot);
            if (production.Contains(declared.Requirement.NormalizedName) || PlatformDistributions.Provides(snapshot, declared.Requirement.NormalizedName))
                continue;
            findings.Add("DSM3004", import.Source.File.Path, import.Import.Span,
                $"'{import.Module}' is imported here, but only the '{declared.Group}' requirements list {declared.Requirement.Name} ({snapshot.Relative(declared.File)}, line {declared.Span.Line}), so that a production"
                + $" installation lacks it; move '{declared.DisplayText}' to the main requirements.",
                declared.Requirement.Name, import.Import.Deferred || import.Import.Conditional ? Severity.Message : null);
        }
    }

    /// <summary>The development requirement that alone provides an import; null where a production one does as well.</summary>
    private static ManifestRequirement? Find(Snapshot snapshot, Dictionary<string, ManifestRequirement> development, ForeignImport import)
    {
        ManifestRequirement? found = null;
        foreach (string provider in import.Installed)
        {
            if (development.TryGetValue(provider, out ManifestRequirement? declared))
                found ??= declared;
            else if (snapshot.Required.Contains(provider))
                return null;
        }

        if (import.Installed.Count > 0)
            return found;
        foreach (string provider in import.Known.Count > 0 ? import.Known : [import.TopLevel])
        {
            string name = PackageName.Normalize(provider);
            if (development.TryGetValue(name, out ManifestRequirement? declared))
                found ??= declared;
            else if (snapshot.Required.Contains(name))
                return null;
        }

        return found;
    }

    /// <summary>What no group but those for development lists; nothing where there is no other group at all.</summary>
    internal static Dictionary<string, ManifestRequirement> OnlyDevelopment(Snapshot snapshot)
    {
        var development = new Dictionary<string, ManifestRequirement>(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind != RequirementKind.Requirement || declared.Requirement is not { } requirement)
                continue;
            if (!DevelopmentFiles.IsGroup(declared.Group))
                others.Add(requirement.NormalizedName);
            else if (!development.ContainsKey(requirement.NormalizedName))
                development.Add(requirement.NormalizedName, declared);
        }

        if (others.Count == 0)
            development.Clear();
        foreach (string name in others)
            development.Remove(name);
        return development;
    }
}
