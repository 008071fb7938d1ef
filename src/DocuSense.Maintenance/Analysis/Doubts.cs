using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What may use a requirement without importing it. While one of these holds, nobody may call the requirement unused.</summary>
internal static class Doubts
{
    /// <summary>Adds every doubt there is about a requirement that nothing imports.</summary>
    /// <returns>Whether the requirement's modules are known at all, so that the lack of imports means something.</returns>
    public static bool Collect(Snapshot snapshot, ManifestRequirement declared, Requirement requirement, List<Evidence> doubts)
    {
        string name = requirement.NormalizedName;
        InstalledDistribution? installed = snapshot.Graph.Find(name);
        DistributionFacts? facts = ModuleMap.Find(name);
        IReadOnlyList<string> modules = ModulesOf(installed, facts);

        // Extras of the project are for its users; a requirement for another system is judged there.
        if (modules.Count == 0 || declared.IsExtra || !snapshot.Applies(requirement))
            return false;

        foreach (EntryPoint entry in installed?.EntryPoints ?? [])
        {
            doubts.Add(new Evidence("entry-point", installed!.MetadataFile, 0, $"offers {entry.Group} '{entry.Name}'"));
            break;
        }

        UsedWithoutImport use = ModuleMap.MayBeUsedWithoutImport(name);
        if (installed is { StubModules.Count: > 0 })
            use |= UsedWithoutImport.Stub;
        // A plugin is none where none of those that could load it is there.
        if (use == UsedWithoutImport.Plugin && Integrations.Of(name) is { AreKnown: true } integrations && !IsReachable(snapshot, integrations))
            use = UsedWithoutImport.None;
        if (use != UsedWithoutImport.None || (installed is null && facts is { HasEntryPoints: true }))
            doubts.Add(new Evidence("known-use", null, 0, Describe(use)));

        foreach (Dependency optional in snapshot.Graph.OptionalDependents(name))
            doubts.Add(new Evidence("optional-dependency", optional.From.MetadataFile, optional.Declared.Line, $"{optional.From.Name}[{optional.Extra}] can use it"));
        foreach (Evidence mention in snapshot.Mentions.Of(requirement.Name, modules))
            doubts.Add(mention);
        return true;
    }

    /// <summary>The modules that a requirement's distribution provides: all of them, or none where they are not all known.</summary>
    public static IReadOnlyList<string> ModulesOf(InstalledDistribution? installed, DistributionFacts? facts) =>
        installed is { ModulesKnown: true } ? installed.Modules : facts is { ModulesComplete: true } ? facts.Modules : [];

    private static bool IsReachable(Snapshot snapshot, Integrations integrations)
    {
        foreach (string host in integrations.Hosts)
        {
            if (snapshot.Required.Contains(host) || snapshot.Graph.IsReached(host))
                return true;
        }

        return snapshot.Imports.Imports.Any(import => integrations.Modules.Contains(import.TopLevel));
    }

    private static string Describe(UsedWithoutImport use)
    {
        if ((use & UsedWithoutImport.Stub) != 0)
            return "holds type stubs";
        return (use & UsedWithoutImport.Plugin) != 0 ? "may be loaded by another distribution" : "may be run as a command";
    }
}
