using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The scan results of the last check, so that after one edit one file is read. A file is known by its path, length and time.</summary>
internal sealed class ScanCache
{
    private const int Format = 1;
    private const string FileName = "scan.cache";

    private readonly Dictionary<string, (long Length, long Ticks, ScanResult Result)> _entries = new(StringComparer.Ordinal);

    private ScanCache()
    {
    }

    /// <summary>The result of an earlier scan of the same content, or null.</summary>
    public ScanResult? Find(SourceFile file) =>
        _entries.TryGetValue(file.RelativePath, out (long Length, long Ticks, ScanResult Result) entry)
            && entry.Length == file.Length && entry.Ticks == file.LastWriteUtcTicks ? entry.Result : null;

    /// <summary>Reads the cache; empty where there is none that this very tool wrote whole.</summary>
    /// <param name="folder">The output folder, or null.</param>
    /// <param name="toolVersion">The tool that reads.</param>
    public static ScanCache Read(string? folder, string toolVersion)
    {
        var cache = new ScanCache();
        try
        {
            if (folder is null || !File.Exists(Path.Combine(folder, FileName)))
                return cache;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(Path.Combine(folder, FileName))), new UTF8Encoding(false));
            if (reader.ReadInt32() != Format || reader.ReadString() != toolVersion)
                return cache;
            var texts = new string[reader.ReadInt32()];
            for (int index = 0; index < texts.Length; index++)
                texts[index] = reader.ReadString();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                string path = reader.ReadString();
                cache._entries[path] = (reader.ReadInt64(), reader.ReadInt64(), ReadResult(reader, texts));
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
    /// <param name="folder">The output folder.</param>
    /// <param name="toolVersion">The tool that writes.</param>
    /// <param name="sources">What was scanned.</param>
    /// <param name="started">When the check began, UTC ticks: files written just before may change again unseen and are not kept.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public static void Write(string folder, string toolVersion, IReadOnlyList<ScannedFile> sources, long started)
    {
        using var body = new MemoryStream();
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<string>();
        int count = 0;
        using (var writer = new BinaryWriter(body, new UTF8Encoding(false), leaveOpen: true))
        {
            foreach (ScannedFile source in sources)
            {
                if (source.Result is null || Stamp.IsDoubtful(source.File.LastWriteUtcTicks, started))
                    continue;
                count++;
                writer.Write(source.File.RelativePath);
                writer.Write(source.File.Length);
                writer.Write(source.File.LastWriteUtcTicks);
                WriteResult(writer, source.Result, Number);
            }
        }

        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole, new UTF8Encoding(false), leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(toolVersion);
            writer.Write(order.Count);
            foreach (string text in order)
                writer.Write(text);
            writer.Write(count);
            writer.Write(body.GetBuffer(), 0, (int)body.Length);
            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(folder, FileName), whole.ToArray());

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

    private static void WriteResult(BinaryWriter writer, ScanResult result, Func<string, int> number)
    {
        writer.Write(result.IsComplete);
        writer.Write(result.Imports.Count);
        foreach (Import import in result.Imports)
        {
            int flags = (int)import.Kind | (import.TypeChecking ? 4 : 0) | (import.Optional ? 8 : 0) | (import.Deferred ? 16 : 0);
            writer.Write((byte)flags);
            writer.Write(number(import.Module));
            writer.Write((short)import.Level);
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
