using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What the last check read in each file, so that after one edit one file is read. A file is known by its path, length and time.</summary>
internal sealed class ScanCache
{
    private const int Format = 8;
    internal const string FileName = "scan.cache";

    /// <summary>So many texts that no file may hold any longer are carried along before the cache is written from the ground up.</summary>
    private const int MaximumGrowth = 4096;

    private static readonly UTF8Encoding _encoding = new(false);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private byte[] _data = [];
    private string[] _texts = [];
    private int _grown;

    private ScanCache()
    {
    }

    /// <summary>Remembers nothing.</summary>
    public static ScanCache Empty { get; } = new();

    /// <summary>The words that were looked for in every file.</summary>
    public IReadOnlyList<string> Terms { get; private set; } = [];

    /// <summary>What was read earlier in the same content: the scan's result, null for a text file, and the hints; null where nothing is remembered.</summary>
    public (ScanResult? Result, IReadOnlyList<UseHint> Hints)? Find(SourceFile file) =>
        Known(file) is { } entry ? FactRecords.Read(_data, entry.Start, entry.Count, _texts) : null;

    /// <summary>Where the same content of a file names one of <see cref="Terms"/>; null where it was not searched.</summary>
    public IReadOnlyList<TermPlace>? MentionsIn(SourceFile file) => Known(file)?.Mentions;

    /// <summary>Reads the cache; empty where there is none that this very tool wrote whole.</summary>
    public static ScanCache Read(CheckOptions options)
    {
        var cache = new ScanCache();
        if (options.OutputFolder is null)
            return cache;
        try
        {
            string path = Path.Combine(options.OutputFolder, FileName);
            if (File.Exists(path))
                cache.Read(File.ReadAllBytes(path), KeyOf(options));
        }
        catch (Exception exception) when (CacheFile.IsDamage(exception))
        {
            cache.Forget();
        }

        return cache;
    }

    private void Read(byte[] data, string key)
    {
        _data = data;
        using var stream = new MemoryStream(data, writable: false);
        using var reader = new BinaryReader(stream, _encoding);
        if (reader.ReadInt32() != Format || reader.ReadString() != key)
            return;
        _grown = reader.ReadInt32();
        _texts = CacheFile.ReadTexts(reader);
        Terms = CacheFile.ReadTexts(reader);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            string path = reader.ReadString();
            long length = reader.ReadInt64(), ticks = reader.ReadInt64();
            var digest = new FactDigest(reader.ReadUInt64(), reader.ReadUInt64());
            TermPlace[]? mentions = ReadMentions(reader);
            int size = reader.ReadInt32();
            _entries[path] = new Entry(length, ticks, digest, mentions, (int)stream.Position, size);
            if (size < 0 || stream.Position + size > stream.Length)
                throw new FormatException();
            stream.Position += size;
        }

        if (reader.ReadInt32() != Format)
            Forget();
    }

    private void Forget()
    {
        _entries.Clear();
        _texts = [];
        Terms = [];
    }

    private TermPlace[]? ReadMentions(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count <= 0)
            return count < 0 ? null : [];
        var places = new TermPlace[count];
        for (int index = 0; index < count; index++)
            places[index] = new TermPlace(Terms[reader.ReadInt32()], reader.ReadInt32(), reader.ReadBoolean());
        return places;
    }

    /// <summary>Replaces the cache with the results of a check. What it knew already is copied, not made anew.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="started">When the check began, UTC ticks: files written just before may change again unseen and are not taken as known.</param>
    /// <returns>The digest of each file of <see cref="Snapshot.Hints"/>, at its index.</returns>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public FactDigest[] Write(Snapshot snapshot, long started)
    {
        bool anew = _grown > MaximumGrowth;
        var numbers = new TextNumbers(anew ? [] : _texts);
        string[] terms = [.. snapshot.Mentions.SearchedTerms];
        Dictionary<string, List<TermPlace>> mentions = snapshot.Mentions.ByFile();
        var digests = new FactDigest[snapshot.Hints.Count];
        int count = 0;
        using var body = new PieceStream();
        using (var writer = new BinaryWriter(body, _encoding, leaveOpen: true))
        {
            for (int index = 0; index < digests.Length; index++)
            {
                // The sources come first, in the same order.
                FileHints hints = snapshot.Hints[index];
                ScanResult? result = hints.IsSource ? snapshot.Sources[index].Result : null;
                if (hints.IsSource && result is null)
                    continue;
                count++;
                SourceFile file = hints.File;
                Entry? known = anew ? null : Known(file);
                digests[index] = known?.Digest ?? FactDigest.Of(result, hints.Hints);
                writer.Write(file.RelativePath);
                writer.Write(file.Length);
                writer.Write(Stamp.IsDoubtful(file.LastWriteUtcTicks, started) ? -1 : file.LastWriteUtcTicks);
                writer.Write(digests[index].First);
                writer.Write(digests[index].Second);
                WriteMentions(writer, snapshot.Mentions.SearchedFiles.Contains(file.Path), mentions, file.Path, terms);
                byte[] record = known is null ? FactRecords.Of(result, hints.Hints, numbers.Of) : _data;
                writer.Write(known?.Count ?? record.Length);
                writer.Write(record, known?.Start ?? 0, known?.Count ?? record.Length);
            }
        }

        using var whole = new PieceStream();
        using (var writer = new BinaryWriter(whole, _encoding, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(KeyOf(snapshot.Options));
            writer.Write(anew || _texts.Length == 0 ? 0 : _grown + numbers.Texts.Count - _texts.Length);
            CacheFile.WriteTexts(writer, numbers.Texts);
            CacheFile.WriteTexts(writer, terms);
            writer.Write(count);
            body.WriteTo(whole);
            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(snapshot.Options.OutputFolder!, FileName), whole);
        return digests;
    }

    private static void WriteMentions(BinaryWriter writer, bool isSearched, Dictionary<string, List<TermPlace>> mentions, string path, string[] terms)
    {
        if (!isSearched)
        {
            writer.Write(-1);
            return;
        }

        int count = mentions.TryGetValue(path, out List<TermPlace>? places) ? places.Count : 0;
        writer.Write(count);
        for (int index = 0; index < count; index++)
        {
            writer.Write(Array.IndexOf(terms, places![index].Term));
            writer.Write(places[index].Line);
            writer.Write(places[index].IsUnread);
        }
    }

    private Entry? Known(SourceFile file) =>
        _entries.TryGetValue(file.RelativePath, out Entry? entry) && entry.Length == file.Length && entry.Ticks == file.LastWriteUtcTicks ? entry : null;

    /// <summary>What the content of a file is read with.</summary>
    private static string KeyOf(CheckOptions options)
    {
        var key = new StringBuilder(options.ToolVersion);
        foreach (KnownUse use in options.KnownUses)
            key.Append('\n').Append(use);
        return key.ToString();
    }

    /// <summary>What a file looked like, what was found in it, and where its record lies in the cache.</summary>
    private sealed record Entry(long Length, long Ticks, FactDigest Digest, TermPlace[]? Mentions, int Start, int Count);

    /// <summary>Numbers that stand for texts, beginning with those of the cache as it was.</summary>
    private sealed class TextNumbers
    {
        private readonly Dictionary<string, int> _numbers;

        public TextNumbers(string[] texts)
        {
            Texts = [.. texts];
            _numbers = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
            for (int index = 0; index < texts.Length; index++)
                _numbers[texts[index]] = index;
        }

        public List<string> Texts { get; }

        public int Of(string text)
        {
            if (!_numbers.TryGetValue(text, out int number))
            {
                _numbers.Add(text, number = Texts.Count);
                Texts.Add(text);
            }

            return number;
        }
    }
}
