using System.Text;
using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// The installed distributions that the last check read. One is taken as known where its site-packages folder, its metadata folder, METADATA and RECORD look as
/// they did: whatever installs or removes a distribution changes the first, and with it every distribution of that folder is read anew.
/// </summary>
internal sealed class DistributionCache
{
    private const int Format = 1;
    internal const string FileName = "environment.cache";
    private static readonly UTF8Encoding _encoding = new(false);

    private readonly Dictionary<string, Remembered> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stamp> _sites = new(StringComparer.Ordinal);
    private readonly CheckOptions? _options;
    private InstalledCode? _code;
    private readonly Action<MetadataEntry, RecordFile> _keep;
    private bool _isComplete = true;

    private DistributionCache(CheckOptions? options)
    {
        _options = options;
        _keep = (entry, record) => Code.Keep(entry, record);
    }

    /// <summary>Remembers nothing.</summary>
    public static DistributionCache Empty => new(null);

    /// <summary>What the code of the distributions imports; read where it is asked for.</summary>
    public InstalledCode Code
    {
        get
        {
            lock (_known)
            {
                return _code ??= _options is null ? InstalledCode.Empty : InstalledCode.Read(_options);
            }
        }
    }

    /// <summary>Reads the cache; empty where there is none that this very tool wrote whole.</summary>
    public static DistributionCache Read(CheckOptions options)
    {
        var cache = new DistributionCache(options);
        if (options.OutputFolder is null)
            return cache;
        try
        {
            string path = Path.Combine(options.OutputFolder, FileName);
            if (!File.Exists(path))
                return cache;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path), writable: false), _encoding);
            if (reader.ReadInt32() != Format || reader.ReadString() != options.ToolVersion)
                return cache;
            for (int count = reader.ReadInt32(); count > 0; count--)
                cache.Add(Stamp.Read(reader), Stamp.Read(reader), Stamp.Read(reader), Stamp.Read(reader), DistributionRecords.Read(reader));
            if (reader.ReadInt32() != Format)
                cache._known.Clear();
        }
        catch (Exception exception) when (CacheFile.IsDamage(exception))
        {
            cache._known.Clear();
        }

        return cache;
    }

    /// <summary>Reads a distribution unless it is remembered. Safe to call from several threads.</summary>
    public InstalledDistribution Get(MetadataEntry entry)
    {
        if (_known.TryGetValue(entry.Path, out Remembered? known) && IsCurrent(known.Site) && known.Folder.IsCurrent && known.Metadata.IsCurrent && known.Record.IsCurrent)
            return known.Distribution;
        InstalledDistribution read = DistributionReader.Read(entry, EnvironmentDetail.Full, _keep);
        if (read.IsSelfContained)
            _isComplete = false;
        return read;
    }

    /// <summary>Replaces the cache with the distributions of a check, unless it holds them already.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="environment">What was read.</param>
    /// <param name="started">When the reading began, UTC ticks: what was written just before may change again unseen and is not taken as known.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public void Write(CheckOptions options, PythonEnvironment? environment, long started)
    {
        _code?.Write();
        if (_isComplete)
            return;
        var kept = new List<InstalledDistribution>();
        foreach (InstalledDistribution distribution in environment?.Distributions ?? [])
        {
            if (distribution.IsSelfContained)
                kept.Add(distribution);
        }

        using var stream = new PieceStream();
        using (var writer = new BinaryWriter(stream, _encoding, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(options.ToolVersion);
            writer.Write(kept.Count);
            foreach (InstalledDistribution distribution in kept)
            {
                foreach (string path in InputsOf(distribution))
                    Stamp.TakeTrusted(path, started).Write(writer);
                DistributionRecords.Write(writer, distribution);
            }

            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(options.OutputFolder!, FileName), stream);
    }

    private static string[] InputsOf(InstalledDistribution distribution) =>
    [
        Path.GetDirectoryName(distribution.MetadataPath) ?? "",
        distribution.MetadataPath,
        distribution.MetadataFile,
        Path.Combine(distribution.MetadataPath, "RECORD"),
    ];

    private void Add(Stamp site, Stamp folder, Stamp metadata, Stamp record, InstalledDistribution distribution) =>
        _known[distribution.MetadataPath] = new Remembered(site, folder, metadata, record, distribution);

    private bool IsCurrent(Stamp site)
    {
        lock (_sites)
        {
            if (!_sites.TryGetValue(site.Path, out Stamp? now))
                _sites.Add(site.Path, now = Stamp.Take(site.Path));
            return now == site;
        }
    }

    private sealed record Remembered(Stamp Site, Stamp Folder, Stamp Metadata, Stamp Record, InstalledDistribution Distribution);
}
