using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What the last check read in each file, so that after one edit one file is read. A file is known by its path, length and time.</summary>
internal sealed class ScanCache
{
    private const int Format = 3;
    private const string FileName = "scan.cache";

    private readonly Dictionary<string, (long Length, long Ticks, ScanResult? Result, IReadOnlyList<UseHint> Hints)> _entries = new(StringComparer.Ordinal);

    private ScanCache()
    {
    }

    /// <summary>What was read earlier in the same content: the scan's result, null for a text file, and the hints; null where nothing is remembered.</summary>
    public (ScanResult? Result, IReadOnlyList<UseHint> Hints)? Find(SourceFile file) =>
        _entries.TryGetValue(file.RelativePath, out (long Length, long Ticks, ScanResult? Result, IReadOnlyList<UseHint> Hints) entry)
            && entry.Length == file.Length && entry.Ticks == file.LastWriteUtcTicks ? (entry.Result, entry.Hints) : null;

    /// <summary>Reads the cache; empty where there is none that this very tool wrote whole.</summary>
    public static ScanCache Read(CheckOptions options)
    {
        string? folder = options.OutputFolder;
        var cache = new ScanCache();
        try
        {
            if (folder is null || !File.Exists(Path.Combine(folder, FileName)))
                return cache;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(Path.Combine(folder, FileName))), new UTF8Encoding(false));
            if (reader.ReadInt32() != Format || reader.ReadString() != KeyOf(options))
                return cache;
            var texts = new string[reader.ReadInt32()];
            for (int index = 0; index < texts.Length; index++)
                texts[index] = reader.ReadString();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                string path = reader.ReadString();
                cache._entries[path] = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean() ? ReadResult(reader, texts) : null, HintRecords.Read(reader, texts));
            }

            if (reader.ReadInt32() != Format)
                cache._entries.Clear();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException
            or OutOfMemoryException or OverflowException or IndexOutOfRangeException)
        {
            cache._entries.Clear();
        }

        return cache;
    }

    /// <summary>Replaces the cache with the results of a check.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="started">When the check began, UTC ticks: files written just before may change again unseen and are not kept.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public static void Write(Snapshot snapshot, long started)
    {
        using var body = new MemoryStream();
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<string>();
        int count = 0;
        using (var writer = new BinaryWriter(body, new UTF8Encoding(false), leaveOpen: true))
        {
            for (int index = 0; index < snapshot.Hints.Count; index++)
            {
                // The sources come first, in the same order.
                FileHints file = snapshot.Hints[index];
                ScanResult? result = file.IsSource ? snapshot.Sources[index].Result : null;
                if ((file.IsSource && result is null) || Stamp.IsDoubtful(file.File.LastWriteUtcTicks, started))
                    continue;
                count++;
                writer.Write(file.File.RelativePath);
                writer.Write(file.File.Length);
                writer.Write(file.File.LastWriteUtcTicks);
                writer.Write(result is not null);
                if (result is not null)
                    WriteResult(writer, result, Number);
                HintRecords.Write(writer, file.Hints, Number);
            }
        }

        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole, new UTF8Encoding(false), leaveOpen: true))
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
}
