using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An installed distribution that imports another one where it is there.</summary>
/// <param name="From">Who imports it; PEP 503 normal form.</param>
/// <param name="Evidence">Where.</param>
public sealed record InstalledImport(string From, Evidence Evidence);

/// <summary>
/// Which installed distributions import another one that nothing else seems to use: <c>requests</c> takes <c>simplejson</c> where it is there, and no metadata
/// says so. Their code is read only where there is a requirement that would otherwise be called unused.
/// </summary>
internal static class InstalledImports
{
    /// <summary>Looks into the code of what the manifests bring.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="candidates">Requirements whose modules are known and which nothing seems to use.</param>
    /// <param name="code">What installed code imports.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>By normalised name, the first import in each distribution, in the order of their names.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<InstalledImport>> Find(
        Snapshot snapshot, IReadOnlyCollection<ManifestRequirement> candidates, InstalledCode code, CancellationToken cancellationToken)
    {
        var byName = new Dictionary<string, IReadOnlyList<InstalledImport>>(StringComparer.Ordinal);
        Dictionary<string, List<ManifestRequirement>> wanted = ByModule(snapshot, candidates);
        if (wanted.Count == 0)
            return byName;
        var reached = new List<InstalledDistribution>();
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            if (snapshot.Graph.IsReached(distribution.NormalizedName) && !snapshot.Required.IsProject(distribution.NormalizedName))
                reached.Add(distribution);
        }

        IReadOnlyList<CodeImport>[] imports = code.ImportsOf(reached, cancellationToken);
        var found = new Dictionary<string, CodeImport>(StringComparer.Ordinal);
        for (int index = 0; index < imports.Length; index++)
        {
            InstalledDistribution from = reached[index];
            ManifestRequirement? root = snapshot.Graph.Root(from.NormalizedName);
            foreach (CodeImport import in imports[index])
            {
                // In `from google.cloud import storage` the module is the name after it, so its parent is enough to doubt.
                Add(import.Name, import, isWhole: true);
                for (int end = import.Name.LastIndexOf('.'); end > 0; end = import.Name.LastIndexOf('.', end - 1))
                    Add(import.Name.Substring(0, end), import, isWhole: false);
            }

            void Add(string module, CodeImport import, bool isWhole)
            {
                if (!wanted.TryGetValue(module, out List<ManifestRequirement>? requirements) && !(isWhole && wanted.TryGetValue(module + ".*", out requirements)))
                    return;
                foreach (ManifestRequirement declared in requirements!)
                {
                    // What only it brings goes with it.
                    string name = declared.Requirement!.NormalizedName;
                    if (from.NormalizedName == name || ReferenceEquals(root, declared))
                        continue;
                    string key = name + " " + from.NormalizedName;
                    if (!found.TryGetValue(key, out CodeImport? known) || IsBefore(import, known))
                        found[key] = import;
                }
            }
        }

        string[] pairs = [.. found.Keys];
        Array.Sort(pairs, StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int space = pair.IndexOf(' ');
            string name = pair.Substring(0, space);
            string from = pair.Substring(space + 1);
            CodeImport import = found[pair];
            var evidence = new Evidence("optional-dependency", import.File, import.Line, $"{snapshot.Graph.Find(from)?.Name ?? from} imports it where it is there");
            byName[name] = [.. byName.TryGetValue(name, out IReadOnlyList<InstalledImport>? known) ? known : [], new InstalledImport(from, evidence)];
        }

        return byName;
    }

    /// <summary>The requirements by the modules they provide; by <c>parent.*</c> besides where a module lies in a shared namespace.</summary>
    private static Dictionary<string, List<ManifestRequirement>> ByModule(Snapshot snapshot, IReadOnlyCollection<ManifestRequirement> candidates)
    {
        var wanted = new Dictionary<string, List<ManifestRequirement>>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in candidates)
        {
            foreach (string module in Doubts.ModulesOf(snapshot.Graph.Find(declared.Requirement!.NormalizedName), Usage.ModuleMap.Find(declared.Requirement.NormalizedName)))
            {
                Add(module, declared);
                if (module.LastIndexOf('.') is > 0 and var dot)
                    Add(module.Substring(0, dot) + ".*", declared);
            }
        }

        return wanted;

        void Add(string module, ManifestRequirement declared)
        {
            if (!wanted.TryGetValue(module, out List<ManifestRequirement>? requirements))
                wanted.Add(module, requirements = []);
            requirements.Add(declared);
        }
    }

    private static bool IsBefore(CodeImport left, CodeImport right)
    {
        int order = string.CompareOrdinal(left.File, right.File);
        return order != 0 ? order < 0 : left.Line < right.Line;
    }
}
