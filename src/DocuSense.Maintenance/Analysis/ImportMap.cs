using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An import of something outside the standard library, and what it may reach.</summary>
/// <param name="Source">The importing file.</param>
/// <param name="Import">The import.</param>
/// <param name="Module">The module it reaches: as written, or for a name taken from a namespace package the namespace and the name.</param>
/// <param name="TopLevel">The first part of the module's name.</param>
/// <param name="Ownership">Whether the project itself has a module of that name.</param>
/// <param name="Installed">Normalised names of the installed distributions that provide it.</param>
/// <param name="Known">Names of the distributions that are known to provide it wherever they are installed, most likely first.</param>
public sealed record ForeignImport(
    ScannedFile Source, Import Import, string Module, string TopLevel, Ownership Ownership, IReadOnlyList<string> Installed, IReadOnlyList<string> Known);

/// <summary>All imports that leave the project and the standard library.</summary>
public sealed class ImportMap
{
    private ImportMap(IReadOnlyList<ForeignImport> imports) => Imports = imports;

    /// <summary>In order of file and place.</summary>
    public IReadOnlyList<ForeignImport> Imports { get; }

    /// <summary>Resolves the imports of a snapshot.</summary>
    public static ImportMap Create(Snapshot snapshot)
    {
        var providers = new ModuleProviders();
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            foreach (string module in distribution.Modules)
                providers.Add(module, distribution.NormalizedName);
        }

        var resolved = new Dictionary<string, (IReadOnlyList<string> Installed, IReadOnlyList<string> Known)>(StringComparer.Ordinal);
        var imports = new List<ForeignImport>();
        foreach (ScannedFile source in snapshot.Sources)
        {
            if (source.Result is null)
                continue;
            foreach (Import import in source.Result.Imports)
            {
                if (import.Level > 0 || import.Module.Length == 0)
                    continue;
                int dot = import.Module.IndexOf('.');
                string topLevel = dot < 0 ? import.Module : import.Module.Substring(0, dot);
                if (IsStandard(topLevel))
                    continue;

                // From a namespace each name may come from a distribution of its own.
                Ownership ownership = snapshot.Modules.Find(topLevel, source.File.RelativePath);
                if (import.Names.Count > 0 && (providers.IsNamespace(import.Module) || ModuleMap.IsNamespace(import.Module)))
                {
                    foreach (string name in import.Names)
                        Add(source, import, topLevel, ownership, name == "*" ? import.Module : import.Module + "." + name);
                }
                else
                {
                    Add(source, import, topLevel, ownership, import.Module);
                }
            }
        }

        return new ImportMap(imports);

        void Add(ScannedFile source, Import import, string topLevel, Ownership ownership, string module)
        {
            if (!resolved.TryGetValue(module, out (IReadOnlyList<string> Installed, IReadOnlyList<string> Known) found))
                resolved.Add(module, found = (providers.Find(module), ModuleMap.Distributions(module)));
            imports.Add(new ForeignImport(source, import, module, topLevel, ownership, found.Installed, found.Known));
        }
    }

    /// <summary>A module that any supported version has counts as standard: imports of <c>tomllib</c> or <c>distutils</c> are guarded by version, as a rule.</summary>
    private static bool IsStandard(string topLevel)
    {
        for (int minor = StandardLibraryNames.NewestMinor; minor >= StandardLibraryNames.OldestMinor; minor--)
        {
            if (StandardLibrary.Contains(topLevel, minor))
                return true;
        }

        return false;
    }
}
