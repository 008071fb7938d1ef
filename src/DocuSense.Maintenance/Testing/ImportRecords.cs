using System.Text.Json;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Testing;

/// <summary>What a run has learned of imports, for the files <c>imports-profile.json</c> and <c>imports-used.json</c>.</summary>
internal sealed class ImportRecords(TestManifest manifest, DistributionNames distributions, IReadOnlyList<ImportTarget> targets, ImportGraph graph)
{
    private readonly long _started = DateTime.UtcNow.Ticks;
    private readonly List<(ImportTarget Target, ImportObservation Seen)> _imports = [];

    /// <summary>Notes an import that ended, whatever came of it.</summary>
    public void Add(ImportTarget target, ImportObservation seen)
    {
        if (seen.IsDone)
            _imports.Add((target, seen));
    }

    /// <summary>Writes both files where the manifest names them, each whole or not at all.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Write()
    {
        if (_imports.Count == 0)
            return;
        _imports.Sort(static (left, right) => string.CompareOrdinal(left.Target.File.RelativePath, right.Target.File.RelativePath));
        if (manifest.ProfilePath is { } profile)
            AtomicFile.Write(profile, Serialize(WriteProfile));
        // What another interpreter loads says nothing of the environment.
        if (manifest.UsedPath is { } used && distributions.Root is { } root && (manifest.Python is null || FilePaths.IsInside(manifest.Python, root)))
            AtomicFile.Write(used, new LoadRecordBuilder(manifest, distributions, targets, graph, _started).Build(_imports, LoadRecord.Read(used)).Serialize());
    }

    private static byte[] Serialize(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            write(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Seconds: of each tested module, dearest first; of each distribution the most that its modules took by themselves in one process.</summary>
    private void WriteProfile(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("modules");
        foreach ((ImportTarget target, ImportObservation seen) in _imports.OrderByDescending(static import => import.Seen.Seconds))
        {
            ModuleTime? own = seen.Own.Find(module => module.Name == target.Module.Name);
            writer.WriteStartObject();
            writer.WriteString("module", target.Case.Target);
            writer.WriteString("file", target.File.RelativePath);
            writer.WriteBoolean("imported", seen.IsOk);
            writer.WriteNumber("cumulative", Math.Round(seen.Seconds, 6));
            writer.WriteNumber("self", Math.Round(own?.Self ?? 0, 6));
            writer.WriteStartObject("distributions");
            foreach (KeyValuePair<string, double> cost in Costs(seen).OrderByDescending(static cost => cost.Value))
                writer.WriteNumber(cost.Key, Math.Round(cost.Value, 6));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var distributionCosts = new Dictionary<string, (double Self, int Modules, string Dearest)>(StringComparer.Ordinal);
        foreach ((ImportTarget target, ImportObservation seen) in _imports)
        {
            foreach (KeyValuePair<string, double> cost in Costs(seen))
            {
                (double self, int modules, string dearest) = distributionCosts.TryGetValue(cost.Key, out var known) ? known : (-1, 0, "");
                distributionCosts[cost.Key] = cost.Value > self ? (cost.Value, modules + 1, target.Case.Target) : (self, modules + 1, dearest);
            }
        }

        writer.WriteStartArray("distributions");
        foreach (KeyValuePair<string, (double Self, int Modules, string Dearest)> cost in distributionCosts.OrderByDescending(static cost => cost.Value.Self))
        {
            writer.WriteStartObject();
            writer.WriteString("distribution", cost.Key);
            writer.WriteNumber("self", Math.Round(cost.Value.Self, 6));
            writer.WriteNumber("loadedBy", cost.Value.Modules);
            writer.WriteString("dearestIn", cost.Value.Dearest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private Dictionary<string, double> Costs(ImportObservation seen)
    {
        var costs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (LoadedPackage loaded in seen.Loaded)
        {
            if (distributions.Of(loaded.Name) is { } name)
                costs[name] = (costs.TryGetValue(name, out double sum) ? sum : 0) + loaded.Seconds;
        }

        return costs;
    }
}
