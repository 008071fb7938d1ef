using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What a check takes from a file, as the cache keeps it: a record of numbers, in which a number stands for each text.</summary>
internal static class FactRecords
{
    private static readonly UTF8Encoding _encoding = new(false);

    /// <summary>The record of a file.</summary>
    /// <param name="result">The scan; null for a text file.</param>
    /// <param name="hints">What the file uses without importing it.</param>
    /// <param name="number">The number that stands for a text.</param>
    public static byte[] Of(ScanResult? result, IReadOnlyList<UseHint> hints, Func<string, int> number)
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

    /// <summary>What a record holds.</summary>
    /// <param name="data">What the record lies in.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="count">Its length.</param>
    /// <param name="texts">The texts by number.</param>
    /// <returns>The facts; null where it is no record.</returns>
    public static (ScanResult? Result, IReadOnlyList<UseHint> Hints)? Read(byte[] data, int start, int count, IReadOnlyList<string> texts)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(data, start, count, writable: false), _encoding);
            return (reader.ReadBoolean() ? ReadResult(reader, texts) : null, HintRecords.Read(reader, texts));
        }
        catch (Exception exception) when (CacheFile.IsDamage(exception))
        {
            return null;
        }
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

    private static ScanResult ReadResult(BinaryReader reader, IReadOnlyList<string> texts)
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
