using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What the last check read in each file, so that after one edit one file is read. A file is known by its path, length and time.</summary>
internal sealed class ScanCache
{
    private const int Format = 5;
    private const string FileName = "scan.cache";
    private static readonly UTF8Encoding _encoding = new(false);

    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private byte[] _data = [];
    private string[] _texts = [];
    private Dictionary<string, int>? _numbers;

    private ScanCache(string path) => _path = path;

    /// <summary>Remembers nothing.</summary>
    public static ScanCache Empty { get; } = new("");

    /// <summary>What was read earlier in the same content: the scan's result, null for a text file, and the hints; null where nothing is remembered.</summary>
    public (ScanResult? Result, IReadOnlyList<UseHint> Hints)? Find(SourceFile file)
    {
        if (!_entries.TryGetValue(file.RelativePath, out Entry? entry) || entry.Length != file.Length || entry.Ticks != file.LastWriteUtcTicks)
            return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(_data, entry.Start, entry.Count, writable: false), _encoding);
            return (reader.ReadBoolean() ? ReadResult(reader, _texts) : null, HintRecords.Read(reader, _texts));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return null;
        }
    }

    /// <summary>Whether the content of a file holds the same facts as the content that is remembered under its path.</summary>
    /// <param name="file">The file as it is now.</param>
    /// <param name="result">What is in it now; null for a text file.</param>
    /// <param name="hints">What it uses now.</param>
    public bool IsSame(SourceFile file, ScanResult? result, IReadOnlyList<UseHint> hints)
    {
        if (!_entries.TryGetValue(file.RelativePath, out Entry? entry))
            return false;
        if (_numbers is null)
        {
            _numbers = new Dictionary<string, int>(_texts.Length, StringComparer.Ordinal);
            for (int index = 0; index < _texts.Length; index++)
                _numbers[_texts[index]] = index;
        }

        // A text that the cache does not have makes the records differ.
        byte[] record = Record(result, hints, text => _numbers.TryGetValue(text, out int number) ? number : -1);
        return record.AsSpan().SequenceEqual(_data.AsSpan(entry.Start, entry.Count));
    }

    /// <summary>Whether a file's content is remembered.</summary>
    public bool IsKnown(SourceFile file) =>
        _entries.TryGetValue(file.RelativePath, out Entry? entry) && entry.Length == file.Length && entry.Ticks == file.LastWriteUtcTicks;

    /// <summary>Whether anything is remembered under a file's path, of this content or an older one.</summary>
    public bool Has(SourceFile file) => _entries.ContainsKey(file.RelativePath);

    /// <summary>Says that files hold the same facts as before, and writes the cache.</summary>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public void Confirm(IReadOnlyList<SourceFile> files, long started)
    {
        using var stream = new MemoryStream(_data);
        using var writer = new BinaryWriter(stream);
        foreach (SourceFile file in files)
        {
            Entry entry = _entries[file.RelativePath];
            stream.Position = entry.Stamp;
            writer.Write(file.Length);
            writer.Write(Stamp.IsDoubtful(file.LastWriteUtcTicks, started) ? -1 : file.LastWriteUtcTicks);
        }

        AtomicFile.Write(_path, _data);
    }

    /// <summary>Reads the cache; empty where there is none that this very tool wrote whole.</summary>
    public static ScanCache Read(CheckOptions options)
    {
        string? folder = options.OutputFolder;
        var cache = new ScanCache(folder is null ? "" : Path.Combine(folder, FileName));
        try
        {
            if (folder is null || !File.Exists(cache._path))
                return cache;
            cache._data = File.ReadAllBytes(cache._path);
            using var stream = new MemoryStream(cache._data, writable: false);
            using var reader = new BinaryReader(stream, _encoding);
            if (reader.ReadInt32() != Format || reader.ReadString() != KeyOf(options))
                return cache;
            cache._texts = new string[reader.ReadInt32()];
            for (int index = 0; index < cache._texts.Length; index++)
                cache._texts[index] = reader.ReadString();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                string path = reader.ReadString();
                int stamp = (int)stream.Position;
                long length = reader.ReadInt64(), ticks = reader.ReadInt64();
                int size = reader.ReadInt32();
                cache._entries[path] = new Entry(stamp, length, ticks, (int)stream.Position, size);
                if (size < 0 || stream.Position + size > stream.Length)
                    throw new FormatException();
                stream.Position += size;
            }

            if (reader.ReadInt32() != Format)
                cache._entries.Clear();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            cache._entries.Clear();
        }

        return cache;
    }

    /// <summary>Replaces the cache with the results of a check.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="started">When the check began, UTC ticks: files written just before may change again unseen and are not taken as known.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public static void Write(Snapshot snapshot, long started)
    {
        using var body = new MemoryStream();
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<string>();
        int count = 0;
        using (var writer = new BinaryWriter(body, _encoding, leaveOpen: true))
        {
            for (int index = 0; index < snapshot.Hints.Count; index++)
            {
                // The sources come first, in the same order.
                FileHints file = snapshot.Hints[index];
                ScanResult? result = file.IsSource ? snapshot.Sources[index].Result : null;
                if (file.IsSource && result is null)
                    continue;
                count++;
                byte[] record = Record(result, file.Hints, Number);
                writer.Write(file.File.RelativePath);
                writer.Write(file.File.Length);
                writer.Write(Stamp.IsDoubtful(file.File.LastWriteUtcTicks, started) ? -1 : file.File.LastWriteUtcTicks);
                writer.Write(record.Length);
                writer.Write(record);
            }
        }

        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole, _encoding, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(KeyOf(snapshot.Options));
            writer.Write(order.Count);
            foreach (string text in order)
                writer.Write(text);
            writer.Write(count);
            writer.Write(body.GetBuffer(), 0, (int)body.Length);
            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(snapshot.Options.OutputFolder!, FileName), whole.ToArray());

        int Number(string text)
        {
            if (!texts.TryGetValue(text, out int number))
            {
                texts.Add(text, number = order.Count);
                order.Add(text);
            }

            return number;
        }
    }

    private static byte[] Record(ScanResult? result, IReadOnlyList<UseHint> hints, Func<string, int> number)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, _encoding, leaveOpen: true))
        {
            writer.Write(result is not null);
            if (result is not null)
                WriteResult(writer, result, number);
            HintRecords.Write(writer, hints, number);
        }

        return stream.ToArray();
    }

    private static bool IsDamage(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException or OverflowException or IndexOutOfRangeException;

    /// <summary>What the content of a file is read with.</summary>
    private static string KeyOf(CheckOptions options)
    {
        var key = new StringBuilder(options.ToolVersion);
        foreach (KnownUse use in options.KnownUses)
            key.Append('\n').Append(use);
        return key.ToString();
    }

    private static void WriteResult(BinaryWriter writer, ScanResult result, Func<string, int> number)
    {
        writer.Write(result.IsComplete);
        writer.Write(result.Imports.Count);
        foreach (Import import in result.Imports)
        {
            int flags = (int)import.Kind | (import.TypeChecking ? 4 : 0) | (import.Optional ? 8 : 0) | (import.Deferred ? 16 : 0)
                | (import.Conditional ? 32 : 0) | (import.Package is null ? 0 : 64);
            writer.Write((byte)flags);
            writer.Write(number(import.Module));
            writer.Write((short)import.Level);
            if (import.Package is not null)
                writer.Write(number(import.Package));
            writer.Write(import.Cell);
            WriteSpan(writer, import.Span);
            writer.Write(import.Names.Count);
            foreach (string name in import.Names)
                writer.Write(number(name));
        }

        writer.Write(result.Problems.Count);
        foreach (SourceProblem problem in result.Problems)
        {
            WriteSpan(writer, problem.Span);
            writer.Write(number(problem.Message));
            writer.Write(problem.MinimumPython ?? -1);
        }
    }

    private static ScanResult ReadResult(BinaryReader reader, string[] texts)
    {
        bool complete = reader.ReadBoolean();
        var imports = new Import[reader.ReadInt32()];
        for (int index = 0; index < imports.Length; index++)
        {
            int flags = reader.ReadByte();
            string module = texts[reader.ReadInt32()];
            int level = reader.ReadInt16();
            string? package = (flags & 64) == 0 ? null : texts[reader.ReadInt32()];
            int cell = reader.ReadInt32();
            SourceSpan span = ReadSpan(reader);
            var names = new string[reader.ReadInt32()];
            for (int name = 0; name < names.Length; name++)
                names[name] = texts[reader.ReadInt32()];
            imports[index] = new Import
            {
                Kind = (ImportKind)(flags & 3),
                Module = module,
                Level = level,
                Names = names,
                Span = span,
                TypeChecking = (flags & 4) != 0,
                Optional = (flags & 8) != 0,
                Deferred = (flags & 16) != 0,
                Conditional = (flags & 32) != 0,
                Package = package,
                Cell = cell,
            };
        }

        var problems = new SourceProblem[reader.ReadInt32()];
        for (int index = 0; index < problems.Length; index++)
        {
            SourceSpan span = ReadSpan(reader);
            string message = texts[reader.ReadInt32()];
            int minimum = reader.ReadInt32();
            problems[index] = new SourceProblem(span, message, minimum < 0 ? null : minimum);
        }

        return new ScanResult(imports, problems, complete);
    }

    private static void WriteSpan(BinaryWriter writer, SourceSpan span)
    {
        writer.Write(span.Line);
        writer.Write(span.Column);
        writer.Write(span.EndLine);
        writer.Write(span.EndColumn);
    }

    private static SourceSpan ReadSpan(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());

    /// <summary>Where a file's record lies in the cache, and what the file looked like.</summary>
    private sealed record Entry(int Stamp, long Length, long Ticks, int Start, int Count);
}
