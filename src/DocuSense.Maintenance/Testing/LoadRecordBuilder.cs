using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Testing;

/// <summary>Makes the record of what import tests saw being loaded. Modules that a run leaves out keep what an earlier one saw, each with its files as they were then.</summary>
/// <param name="manifest">What was run.</param>
/// <param name="distributions">What is installed.</param>
/// <param name="targets">All modules of the backend.</param>
/// <param name="graph">Who imports what.</param>
/// <param name="started">When the run began, UTC ticks.</param>
internal sealed class LoadRecordBuilder(TestManifest manifest, DistributionNames distributions, IReadOnlyList<ImportTarget> targets, ImportGraph graph, long started)
{
    private readonly List<LoadedFile> _files = [];
    private readonly Dictionary<string, int> _fileIndexes = new(StringComparer.Ordinal);
    private readonly Dictionary<LoadedFile, int> _earlierFiles = [];
    private readonly List<(string Name, string Version)> _distributions = [];
    private readonly Dictionary<(string, string), int> _distributionIndexes = [];

    /// <summary>The record of a run and of what it left out.</summary>
    /// <param name="imports">What was imported in this run.</param>
    /// <param name="earlier">The record before, or null.</param>
    public LoadRecord Build(IReadOnlyList<(ImportTarget Target, ImportObservation Seen)> imports, LoadRecord? earlier)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var modules = new SortedDictionary<string, ModuleLoads>(StringComparer.Ordinal);
        for (int index = 0; index < targets.Count; index++)
        {
            if (targets[index].Case.SkipReason is null)
                places[targets[index].Case.Target] = index;
        }

        foreach ((ImportTarget target, ImportObservation seen) in imports)
            modules[target.Case.Target] = Describe(target, seen, places.TryGetValue(target.Case.Target, out int place) ? place : null);
        if (earlier is not null && string.Equals(earlier.Environment, distributions.Root, FilePaths.Comparison))
        {
            foreach (ModuleLoads module in earlier.Modules)
            {
                if (!modules.ContainsKey(module.Module) && places.ContainsKey(module.Module))
                    modules.Add(module.Module, Keep(module, earlier));
            }
        }

        return new LoadRecord
        {
            Environment = distributions.Root ?? "", IsComplete = places.Keys.All(modules.ContainsKey), Files = _files, Distributions = _distributions, Modules = [.. modules.Values],
        };
    }

    private ModuleLoads Describe(ImportTarget target, ImportObservation seen, int? place)
    {
        var files = new SortedSet<int> { FileOf(target.File.RelativePath) };
        foreach (ModuleTime own in seen.Own)
            files.Add(FileOf(own.File));
        var loads = new List<Load>();
        foreach (LoadedPackage loaded in seen.Loaded.OrderBy(static loaded => loaded.Name, StringComparer.Ordinal))
        {
            if (distributions.Of(loaded.Name) is not { } name)
                continue;
            ProjectPlace? asking = loaded.Place ?? (loaded.Through is { } item && place is { } from ? graph.PlaceOf(from, item) : null);
            string? by = loaded.By is { Length: > 0 } importer ? distributions.Of(importer) : null;
            if (asking is not { } at || by == name)
                continue;
            loads.Add(new Load(loaded.Name, DistributionOf(name), FileOf(at.File), at.Line, loaded.By is null ? null : by is null ? -1 : DistributionOf(by)));
        }

        return new ModuleLoads(target.Case.Target, [.. files], loads);
    }

    private ModuleLoads Keep(ModuleLoads module, LoadRecord earlier) => module with
    {
        Files = [.. module.Files.Select(file => Earlier(earlier.Files[file]))],
        Loads = [.. module.Loads.Select(load => load with
        {
            Distribution = DistributionOf(earlier.Distributions[load.Distribution]),
            File = Earlier(earlier.Files[load.File]),
            By = load.By is >= 0 and var by ? DistributionOf(earlier.Distributions[by]) : load.By,
        })],
    };

    private int FileOf(string relative)
    {
        if (!_fileIndexes.TryGetValue(relative, out int index))
        {
            _fileIndexes.Add(relative, index = _files.Count);
            var file = LoadedFile.Take(relative, Path.Combine(manifest.Backend, relative.Replace('/', Path.DirectorySeparatorChar)), started);
            _files.Add(file);
            _earlierFiles[file] = index;
        }

        return index;
    }

    private int Earlier(LoadedFile file)
    {
        if (!_earlierFiles.TryGetValue(file, out int index))
        {
            _earlierFiles.Add(file, index = _files.Count);
            _files.Add(file);
        }

        return index;
    }

    private int DistributionOf(string name) => DistributionOf((name, distributions.VersionOf(name)));

    private int DistributionOf((string Name, string Version) distribution)
    {
        if (!_distributionIndexes.TryGetValue(distribution, out int index))
        {
            _distributionIndexes.Add(distribution, index = _distributions.Count);
            _distributions.Add(distribution);
        }

        return index;
    }
}
