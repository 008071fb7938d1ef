using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What may use a requirement though nothing shows it. While one of these holds, nobody may call the requirement unused.</summary>
internal static class Doubts
{
    /// <summary>Judges a requirement that no evidence shows in use and nothing in use brings.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="active">What is in use.</param>
    /// <param name="declared">The requirement; it has a name.</param>
    /// <param name="doubts">Takes what speaks against calling it unused.</param>
    /// <returns><see cref="Verdict.Unused"/> where there is no doubt, otherwise <see cref="Verdict.Unknown"/>.</returns>
    public static Verdict Judge(Snapshot snapshot, ActiveDistributions active, ManifestRequirement declared, List<Evidence> doubts)
    {
        Requirement requirement = declared.Requirement!;
        string name = requirement.NormalizedName;
        InstalledDistribution? installed = snapshot.Graph.Find(name);
        DistributionFacts? facts = ModuleMap.Find(name);

        // Extras of the project are for its users; a requirement for another system is judged there.
        if (declared.IsExtra || !snapshot.Applies(requirement))
            return Verdict.Unknown;
        doubts.AddRange(snapshot.Uses.Of(name).Doubtful);
        doubts.AddRange(snapshot.Loads.Of(name).Where(static load => load.Changed is not null).Select(load => load.ToEvidence(snapshot)));
        if (installed is not { ModulesKnown: true } && facts is not { ModulesComplete: true })
            doubts.Add(new Evidence("not-known", null, 0, installed is null ? "is not installed, and what it provides is not known" : "does not say which modules it provides"));
        else if (ModulesOf(installed, facts).Count == 0 && installed is not { StubModules.Count: > 0 } && Plugins.StubOf(name) is null)
            doubts.Add(new Evidence("not-known", installed?.MetadataFile, 0, "provides no modules; what it brings may be used"));
        AddEntryPoints(snapshot, installed, name, doubts);
        AddKnownUses(snapshot, active, installed, facts, name, doubts);
        AddSibling(snapshot, active, name, doubts);
        AddUnknownUser(snapshot, active, name, doubts);
        AddPin(snapshot, declared, requirement, doubts);
        if (snapshot.Uses.ComputedImport is { } computed)
            doubts.Add(computed);
        if (snapshot.Required.Hiding is { } hiding)
            doubts.Add(new Evidence("requirements-unread", hiding.File, hiding.Span.Line, "may serve what requirements need that could not be read here"));
        if (snapshot.Required.Unseen is { } unseen && unseen != declared)
            doubts.Add(new Evidence("not-installed", unseen.File, unseen.Span.Line, $"may serve '{unseen.DisplayText}', whose code is not part of the backend and which is not installed"));
        if (!snapshot.IsFullyRead)
            doubts.Add(Unread(snapshot));
        doubts.AddRange(snapshot.Mentions.Of(requirement.Name, ModulesOf(installed, facts)));
        return doubts.Count == 0 ? Verdict.Unused : Verdict.Unknown;
    }

    /// <summary>What in use can use a distribution without requiring it: by an extra's name, by the imports in its code, by what is known of it where it is not installed.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="active">What is in use, or may be.</param>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public static List<Evidence> OptionalUses(Snapshot snapshot, ActiveDistributions active, string normalizedName)
    {
        var doubts = new List<Evidence>();
        foreach (Dependency optional in snapshot.Graph.OptionalDependents(normalizedName))
        {
            if (active.Contains(optional.From.NormalizedName))
                doubts.Add(new Evidence("optional-dependency", optional.From.RequiresFile, optional.Declared.Line, $"{optional.From.Name}[{optional.Extra}] can use it"));
        }

        if (snapshot.InstalledImports.TryGetValue(normalizedName, out IReadOnlyList<InstalledImport>? imports))
        {
            foreach (InstalledImport import in imports)
            {
                if (active.Contains(import.From))
                    doubts.Add(import.Evidence);
            }
        }

        foreach (string user in snapshot.Expected.Users(normalizedName))
        {
            if (active.Contains(user))
                doubts.Add(new Evidence("optional-dependency", null, 0, $"{ExpectedDistributions.NameOf(user)} can use it"));
        }

        return doubts;
    }

    /// <summary>The modules that a requirement's distribution provides: all of them, or none where they are not all known.</summary>
    public static IReadOnlyList<string> ModulesOf(InstalledDistribution? installed, DistributionFacts? facts) =>
        installed is { ModulesKnown: true } ? installed.Modules : facts is { ModulesComplete: true } ? facts.Modules : [];

    private static void AddEntryPoints(Snapshot snapshot, InstalledDistribution? installed, string name, List<Evidence> doubts)
    {
        if (installed is null)
            return;
        foreach (EntryPoint entry in installed.EntryPoints)
        {
            if (entry.Group is not ("console_scripts" or "gui_scripts"))
                continue;
            doubts.Add(new Evidence("entry-point", installed.MetadataFile, 0, $"brings the command '{entry.Name}', which no file of the project runs"));
            break;
        }

        foreach (string group in PluginHosts.Groups(installed))
        {
            // Where the one that would load it is not there, nobody does.
            if (PluginHosts.Host(group) is { } host && (host == "setuptools" || (IsKnown(host) && !IsThere(snapshot, host, name))))
                continue;
            doubts.Add(new Evidence("entry-point", installed.MetadataFile, 0, $"offers entry points '{group}'"));
            break;
        }

        static bool IsKnown(string host) => ModuleMap.Find(host) is not null;
    }

    private static void AddKnownUses(Snapshot snapshot, ActiveDistributions active, InstalledDistribution? installed, DistributionFacts? facts, string name, List<Evidence> doubts)
    {
        UsedWithoutImport use = ModuleMap.MayBeUsedWithoutImport(name);
        if ((use & UsedWithoutImport.Stub) != 0 || installed is { StubModules.Count: > 0, Modules.Count: 0 })
        {
            string? described = Plugins.StubOf(name);
            if (described is null || ModuleMap.Find(described) is null || IsThere(snapshot, described, name))
                doubts.Add(new Evidence("known-use", null, 0, "holds type stubs, which only type checkers read"));
            return;
        }

        // Metadata tells of commands and plugins better than the table.
        if (installed is null && (use & UsedWithoutImport.Command) != 0)
            doubts.Add(new Evidence("known-use", null, 0, "brings a command, which no file of the project runs"));
        if ((use & UsedWithoutImport.Plugin) != 0 || Plugins.Hosts(name).Count > 0)
        {
            Integrations integrations = Integrations.Of(name);
            string? host = integrations.AreKnown ? Reachable(snapshot, active, integrations, name) : "";
            if (host is not null)
                doubts.Add(new Evidence("known-use", null, 0, host.Length == 0 ? "may be loaded by another distribution" : $"may be loaded by {host} where something calls for it"));
        }
        else if (installed is null && facts is { HasEntryPoints: true } && (use & UsedWithoutImport.Command) == 0)
        {
            doubts.Add(new Evidence("known-use", null, 0, "offers entry points: a command, or a plugin of another distribution"));
        }
    }

    /// <summary>An extension of a framework reaches others through it and imports none: Flask-Migrate works on what Flask-SQLAlchemy registers.</summary>
    private static void AddSibling(Snapshot snapshot, ActiveDistributions active, string name, List<Evidence> doubts)
    {
        int dash = name.IndexOf('-');
        if (dash <= 0 || snapshot.Manifests.ProjectName is not { } project || !PackageName.Normalize(project).StartsWith(name.Substring(0, dash + 1), StringComparison.Ordinal))
            return;
        string framework = name.Substring(0, dash);
        if (active.Contains(framework))
            doubts.Add(new Evidence("known-use", null, 0, $"extends {framework}, as the project does, and may be reached through it"));
    }

    private static string? Reachable(Snapshot snapshot, ActiveDistributions active, Integrations integrations, string name)
    {
        foreach (string host in integrations.Hosts)
        {
            if (active.Contains(host) || IsThere(snapshot, host, name))
                return host;
        }

        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            if (integrations.Modules.Contains(import.TopLevel))
                return import.TopLevel;
        }

        // Settings name what they use, and the project may import none of it.
        foreach (string module in integrations.Modules)
        {
            foreach (string host in snapshot.Known.OfModule(module))
            {
                string normalized = PackageName.Normalize(host);
                if (normalized != name && active.Contains(normalized))
                    return host;
            }
        }

        return null;
    }

    /// <summary>Whether a distribution is required, or brought by what is, other than by the one that asks.</summary>
    private static bool IsThere(Snapshot snapshot, string normalizedName, string asking)
    {
        if (snapshot.Required.Contains(normalizedName))
            return true;
        foreach (Dependency dependency in snapshot.Graph.Dependents(normalizedName))
        {
            string from = dependency.From.NormalizedName;
            if (from != asking && from != normalizedName && snapshot.Graph.IsReached(from))
                return true;
        }

        foreach (ExpectedDependency dependency in snapshot.Expected.Dependents(normalizedName))
        {
            if (dependency.From != asking && dependency.From != normalizedName)
                return true;
        }

        return false;
    }

    private static void AddPin(Snapshot snapshot, ManifestRequirement declared, Requirement requirement, List<Evidence> doubts)
    {
        if (!IsPin(requirement) && !declared.HasSource)
            return;
        string holds = declared.HasSource ? "may say where to get something that " : "may hold the version of something that ";
        if (!snapshot.HasInstallation)
            doubts.Add(new Evidence("pin", declared.File, declared.Span.Line, holds + "another requirement brings; nothing is installed that could tell"));
        else if (snapshot.Required.Opaque.FirstOrDefault(opaque => opaque != declared && (!DevelopmentFiles.IsGroup(opaque.Group) || DevelopmentFiles.IsGroup(declared.Group))) is { } first)
            doubts.Add(new Evidence("pin", declared.File, declared.Span.Line, $"{holds}'{first.Requirement?.Name ?? first.DisplayText}' brings, which is not installed"));
    }

    /// <summary>What several libraries load by themselves may be loaded by one in use of which nothing is known: a client of Redis by a queue, Pillow by a form.</summary>
    private static void AddUnknownUser(Snapshot snapshot, ActiveDistributions active, string name, List<Evidence> doubts)
    {
        if (snapshot.Required.Opaque.Count == 0 || !(Integrations.Of(name).IsWide || UrlSchemes.Serves(name)))
            return;
        foreach (ManifestRequirement opaque in snapshot.Required.Opaque)
        {
            // Of those that the tables know, they tell what is loaded.
            if (opaque.Requirement is not { } user || user.NormalizedName == name || ModuleMap.Find(user.NormalizedName) is not null || !active.Contains(user.NormalizedName))
                continue;
            doubts.Add(new Evidence("not-installed", opaque.File, opaque.Span.Line, $"may be used by {user.Name}, which is not installed and of which nothing is known here"));
            return;
        }
    }

    /// <summary>Whether the specifier holds one version, or only bounds versions from above, as those do that freeze what something else brings.</summary>
    private static bool IsPin(Requirement requirement)
    {
        bool hasUpper = false;
        bool hasLower = false;
        foreach (Specifier specifier in requirement.Specifier.Specifiers)
        {
            switch (specifier.Operator)
            {
                case "===":
                case "==" when !specifier.IsWildcard:
                    return true;
                case "<" or "<=" or "!=":
                    hasUpper = true;
                    break;
                default:
                    hasLower = true;
                    break;
            }
        }

        return hasUpper && !hasLower;
    }

    private static Evidence Unread(Snapshot snapshot)
    {
        foreach (string folder in snapshot.UnreadableFolders)
            return new Evidence("unread", folder, 0, "cannot be read");
        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Result is null)
                return new Evidence("unread", source.File.Path, 0, "cannot be read");
        }

        return new Evidence("unread", null, 0, "no source file was found");
    }
}
