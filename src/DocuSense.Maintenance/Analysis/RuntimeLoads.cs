using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>An import test saw a distribution being loaded.</summary>
/// <param name="Distribution">Normalised name.</param>
/// <param name="Package">Its package that was loaded.</param>
/// <param name="File">Absolute path of the file of the project that asked for it first; it has not changed since.</param>
/// <param name="Line">The line there.</param>
/// <param name="By">The distribution whose code imported it, as its metadata writes the name; null where the project's own code did, empty where it is not known whose.</param>
/// <param name="Changed">A file, relative to the backend, that played a part and has changed since, so that it may be loaded no more; null for none.</param>
public sealed record RuntimeLoad(string Distribution, string Package, string File, int Line, string? By, string? Changed)
{
    /// <summary>As evidence: of use where nothing has changed since, else of doubt.</summary>
    public Evidence ToEvidence(Snapshot snapshot)
    {
        string who = By is null ? $"loads {Package}" : By.Length == 0 ? $"has {Package} loaded" : $"has {By} load {Package}";
        return Changed is null
            ? new Evidence("loaded", File, Line, $"{who}, as the import tests saw") { IsTest = SourceRole.IsTest(snapshot.Relative(File)), IsAuxiliary = SourceRole.IsAuxiliary(snapshot.Relative(File)) }
            : new Evidence("was-loaded", File, Line, $"{who}, as the import tests saw before '{Changed}' changed");
    }
}

/// <summary>What import tests saw being loaded, as far as it still holds.</summary>
public sealed class RuntimeLoads
{
    private const int MaximumOfEach = 50;

    private readonly Dictionary<string, List<RuntimeLoad>> _loads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _files = new(StringComparer.Ordinal);

    private RuntimeLoads()
    {
    }

    /// <summary>Nothing was seen, or nothing of it holds.</summary>
    public static RuntimeLoads None { get; } = new();

    /// <summary>The distributions, by normalised name.</summary>
    public IReadOnlyCollection<string> Distributions => _loads.Keys;

    /// <summary>What loaded a distribution.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyList<RuntimeLoad> Of(string normalizedName) => _loads.TryGetValue(normalizedName, out List<RuntimeLoad>? loads) ? loads : [];

    /// <summary>The files whose change makes a difference to what loaded a distribution, absolute paths: also those that have changed and may change back.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public IReadOnlyCollection<string> FilesOf(string normalizedName) => _files.TryGetValue(normalizedName, out HashSet<string>? files) ? files : [];

    /// <summary>
    /// Reads the record of the last tests and keeps what still holds: the environment and the versions are the same, and so is the file that asked. Where only another file
    /// that was loaded has changed, what asked may do so no more: that is kept as a doubt.
    /// </summary>
    /// <param name="options">Where the record is.</param>
    /// <param name="environment">The environment, or null where there is none: then nothing holds.</param>
    internal static RuntimeLoads Observe(CheckOptions options, PythonEnvironment? environment)
    {
        if (PathOf(options) is not { } path || environment is null || LoadRecord.Read(path) is not { } record || !string.Equals(record.Environment, environment.Root, FilePaths.Comparison))
            return None;
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in environment.Distributions)
            versions[distribution.NormalizedName] = distribution.Version ?? "";
        bool[] isInstalled = [.. record.Distributions.Select(distribution => versions.TryGetValue(PackageName.Normalize(distribution.Name), out string? version) && version == distribution.Version)];
        string[] paths = [.. record.Files.Select(file => Path.Combine(options.Backend, file.File.Replace('/', Path.DirectorySeparatorChar)))];
        bool?[] isCurrent = new bool?[paths.Length];
        bool IsCurrent(int file) => isCurrent[file] ??= record.Files[file].IsCurrent(paths[file]);

        var found = new RuntimeLoads();
        var known = new HashSet<RuntimeLoad>();
        foreach (ModuleLoads module in record.Modules)
        {
            string? changed = null;
            foreach (int file in module.Files)
            {
                if (!IsCurrent(file))
                    changed ??= record.Files[file].File;
            }

            foreach (Load load in module.Loads)
            {
                if (!isInstalled[load.Distribution] || (load.By is >= 0 and var by && !isInstalled[by]))
                    continue;
                string name = PackageName.Normalize(record.Distributions[load.Distribution].Name);
                if (!found._files.TryGetValue(name, out HashSet<string>? files))
                    found._files.Add(name, files = new(StringComparer.Ordinal));
                files.Add(paths[load.File]);
                files.UnionWith(module.Files.Select(file => paths[file]));
                if (!IsCurrent(load.File))
                    continue;
                var one = new RuntimeLoad(name, load.Package, paths[load.File], load.Line, load.By is null ? null : load.By < 0 ? "" : record.Distributions[load.By.Value].Name, changed);
                if (!known.Add(one))
                    continue;
                if (!found._loads.TryGetValue(name, out List<RuntimeLoad>? list))
                    found._loads.Add(name, list = []);
                if (list.Count < MaximumOfEach || (changed is null && list[list.Count - 1].Changed is not null))
                    list.Add(one);
            }
        }

        return found;
    }

    /// <summary>Where the record of the last tests is, whether or not there is one; null where nothing is kept.</summary>
    internal static string? PathOf(CheckOptions options) => options.OutputFolder is { } folder ? Path.Combine(folder, LoadRecord.FileName) : null;
}
