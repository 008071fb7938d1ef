using System.Text;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What a file of the backend looked like, and the digest of what was found in it.</summary>
internal readonly record struct FileState(long Length, long Ticks, FactDigest Digest);

/// <summary>What a check's findings depend on.</summary>
/// <param name="Inputs">All paths but the backend's own files, as they looked.</param>
/// <param name="Names">A fingerprint of which files there are.</param>
/// <param name="Files">The backend's own files.</param>
internal sealed record CheckDependencies(Stamp[] Inputs, ulong Names, FileState[] Files);

/// <summary>The last check's findings, and what they depend on, as a file keeps them.</summary>
internal sealed record ResultFile
{
    /// <summary>Increased whenever the file's form changes.</summary>
    public const int Format = 7;

    internal const string FileName = "check.cache";

    /// <summary>What was asked.</summary>
    public required string Key { get; init; }

    /// <summary>Everything the findings depend on besides the backend's own files.</summary>
    public required Stamp[] Inputs { get; init; }

    /// <summary>A fingerprint of which files there are.</summary>
    public required ulong Names { get; init; }

    /// <summary>The backend's files, sources first, in the listing's order.</summary>
    public required FileState[] Files { get; init; }

    public required string? EnvironmentRoot { get; init; }

    /// <summary>The words that were looked for in all files.</summary>
    public required string[] Terms { get; init; }

    /// <summary>The files that had one of them, or that a verdict rests on as import tests saw them: absolute, ordinally ordered.</summary>
    public required string[] Mentioning { get; init; }

    public required CheckResult Result { get; init; }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string folder)
    {
        using var stream = new PieceStream();
        using (var writer = new BinaryWriter(stream, new UTF8Encoding(false), leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(Key);
            writer.Write(Inputs.Length);
            foreach (Stamp input in Inputs)
                input.Write(writer);
            writer.Write(Names);
            writer.Write(Files.Length);
            foreach (FileState file in Files)
            {
                writer.Write(file.Length);
                writer.Write(file.Ticks);
                writer.Write(file.Digest.First);
                writer.Write(file.Digest.Second);
            }

            CacheFile.WriteText(writer, EnvironmentRoot);
            CacheFile.WriteTexts(writer, Terms);
            CacheFile.WriteTexts(writer, Mentioning);
            WriteResult(writer, Result);
            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(folder, FileName), stream);
    }

    /// <summary>Reads the file; null where there is none, or none that this version wrote whole.</summary>
    public static ResultFile? Read(string folder)
    {
        try
        {
            string path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
                return null;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path), writable: false), new UTF8Encoding(false));
            if (reader.ReadInt32() != Format)
                return null;
            var file = new ResultFile
            {
                Key = reader.ReadString(),
                Inputs = ReadInputs(reader),
                Names = reader.ReadUInt64(),
                Files = ReadFiles(reader),
                EnvironmentRoot = CacheFile.ReadText(reader),
                Terms = CacheFile.ReadTexts(reader),
                Mentioning = CacheFile.ReadTexts(reader),
                Result = ReadResult(reader),
            };
            return reader.ReadInt32() == Format ? file : null;
        }
        catch (Exception exception) when (CacheFile.IsDamage(exception))
        {
            return null;
        }
    }

    private static Stamp[] ReadInputs(BinaryReader reader)
    {
        var inputs = new Stamp[reader.ReadInt32()];
        for (int index = 0; index < inputs.Length; index++)
            inputs[index] = Stamp.Read(reader);
        return inputs;
    }

    private static FileState[] ReadFiles(BinaryReader reader)
    {
        var files = new FileState[reader.ReadInt32()];
        for (int index = 0; index < files.Length; index++)
            files[index] = new FileState(reader.ReadInt64(), reader.ReadInt64(), new FactDigest(reader.ReadUInt64(), reader.ReadUInt64()));
        return files;
    }

    private static void WriteResult(BinaryWriter writer, CheckResult result)
    {
        writer.Write(result.SourceFileCount);
        writer.Write(result.RequirementCount);
        writer.Write(result.DistributionCount);
        writer.Write(result.Suppressed.Count);
        foreach (SuppressedDiagnostic suppressed in result.Suppressed)
        {
            WriteDiagnostic(writer, suppressed.Diagnostic);
            CacheFile.WriteText(writer, suppressed.Justification);
            writer.Write(suppressed.IsInSource);
        }

        writer.Write(result.Diagnostics.Count);
        foreach (Diagnostic diagnostic in result.Diagnostics)
            WriteDiagnostic(writer, diagnostic);
    }

    private static CheckResult ReadResult(BinaryReader reader)
    {
        int sources = reader.ReadInt32();
        int requirements = reader.ReadInt32();
        int distributions = reader.ReadInt32();
        var suppressed = new SuppressedDiagnostic[reader.ReadInt32()];
        for (int index = 0; index < suppressed.Length; index++)
            suppressed[index] = new SuppressedDiagnostic(ReadDiagnostic(reader), CacheFile.ReadText(reader), reader.ReadBoolean());
        var diagnostics = new Diagnostic[reader.ReadInt32()];
        for (int index = 0; index < diagnostics.Length; index++)
            diagnostics[index] = ReadDiagnostic(reader);
        return new CheckResult
        {
            Diagnostics = diagnostics,
            SourceFileCount = sources,
            RequirementCount = requirements,
            DistributionCount = distributions,
            Suppressed = suppressed,
        };
    }

    private static void WriteDiagnostic(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Code);
        writer.Write((byte)diagnostic.Severity);
        CacheFile.WriteText(writer, diagnostic.File);
        writer.Write(diagnostic.Span.Line);
        writer.Write(diagnostic.Span.Column);
        writer.Write(diagnostic.Span.EndLine);
        writer.Write(diagnostic.Span.EndColumn);
        writer.Write(diagnostic.Message);
        CacheFile.WriteText(writer, diagnostic.Package);
    }

    private static Diagnostic ReadDiagnostic(BinaryReader reader) => new()
    {
        Code = reader.ReadString(),
        Severity = (Severity)reader.ReadByte(),
        File = CacheFile.ReadText(reader),
        Span = new SourceSpan(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()),
        Message = reader.ReadString(),
        Package = CacheFile.ReadText(reader),
    };
}
