using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An import of something outside the standard library, and what it may reach.</summary>
/// <param name="Source">The importing file.</param>
/// <param name="Import">The import.</param>
/// <param name="TopLevel">The first part of the module's name.</param>
/// <param name="Ownership">Whether the project itself has a module of that name.</param>
/// <param name="Installed">Normalised names of the installed distributions that provide it.</param>
/// <param name="Known">Names of the distributions that are known to provide it wherever they are installed, most likely first.</param>
public sealed record ForeignImport(
    ScannedFile Source, Import Import, string TopLevel, Ownership Ownership, IReadOnlyList<string> Installed, IReadOnlyList<string> Known);

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
            foreach (string module in distribution.StubModules)
                providers.Add(module, distribution.NormalizedName);
        }

        int minor = snapshot.PythonMinor ?? StandardLibraryNames.NewestMinor;
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
                if (IsStandard(topLevel, minor, snapshot.PythonMinor is null))
                    continue;

                string key = import.Names.Count == 0 ? import.Module : import.Module + ":" + string.Join(",", import.Names);
                if (!resolved.TryGetValue(key, out (IReadOnlyList<string> Installed, IReadOnlyList<string> Known) found))
                    resolved.Add(key, found = (providers.Find(import.Module, import.Names), UsageAnalysis.KnownDistributions(import.Module, import.Names)));
                imports.Add(new ForeignImport(
                    source, import, topLevel, snapshot.Modules.Find(topLevel, source.File.RelativePath), found.Installed, found.Known));
            }
        }

        return new ImportMap(imports);
    }

    /// <summary>Where the Python version is not known, a module that any supported version has counts as standard.</summary>
    private static bool IsStandard(string topLevel, int minor, bool anyVersion)
    {
        if (!anyVersion)
            return StandardLibrary.Contains(topLevel, minor);
        return StandardLibrary.Contains(topLevel, StandardLibraryNames.NewestMinor) || StandardLibrary.Contains(topLevel, StandardLibraryNames.OldestMinor);
    }
}
