using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A file of the project as it was when import tests loaded it.</summary>
/// <param name="File">Relative to the backend, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Ticks">Time of the last write, UTC; 0 where it says nothing, so that the content decides.</param>
/// <param name="Digest">SHA-256 of the content in hexadecimal digits; empty where the file changed while the tests ran.</param>
internal sealed record LoadedFile(string File, long Length, long Ticks, string Digest)
{
    /// <summary>Looks at a file now.</summary>
    /// <param name="file">Relative to the backend.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="started">When the run began, UTC ticks: what was written since may not be what was loaded.</param>
    public static LoadedFile Take(string file, string path, long started)
    {
        Stamp stamp = Stamp.Take(path);
        string digest = stamp.Length < 0 || Stamp.IsDoubtful(stamp.Ticks, started) ? "" : DigestOf(path);
        return new LoadedFile(file, stamp.Length, stamp.Ticks, digest);
    }

    /// <summary>Whether the file still holds what was loaded.</summary>
    /// <param name="path">Absolute.</param>
    public bool IsCurrent(string path)
    {
        if (Digest.Length == 0)
            return false;
        Stamp now = Stamp.Take(path);
        return now.Length == Length && (now.Ticks == Ticks || DigestOf(path) == Digest);
    }

    private static string DigestOf(string path)
    {
        try
        {
            using var hash = SHA256.Create();
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return string.Concat(hash.ComputeHash(stream).Select(static value => value.ToString("x2", CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>A package that importing a module loaded.</summary>
/// <param name="Package">The top-level module, or a part of a namespace package.</param>
/// <param name="Distribution">Index of the distribution that provides it.</param>
/// <param name="File">Index of the file of the project that asked for it first.</param>
/// <param name="Line">The line there.</param>
/// <param name="By">Index of the distribution whose code imported it; null where the project's own did, -1 where it is not known whose.</param>
internal sealed record Load(string Package, int Distribution, int File, int Line, int? By);

/// <summary>One tested module: the files of the project that importing it ran, as indexes, and what it loaded of others.</summary>
internal sealed record ModuleLoads(string Module, IReadOnlyList<int> Files, IReadOnlyList<Load> Loads);

/// <summary>What import tests saw being loaded (<c>imports-used.json</c>): written by a test run, evidence for the check.</summary>
internal sealed class LoadRecord
{
    /// <summary>The file's name in the output folder.</summary>
    public const string FileName = "imports-used.json";

    private const int Schema = 2;

    /// <summary>Absolute path of the environment that it was loaded from.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether every module of the backend that is tested is in it.</summary>
    public bool IsComplete { get; init; }

    public required IReadOnlyList<LoadedFile> Files { get; init; }

    /// <summary>Name and version.</summary>
    public required IReadOnlyList<(string Name, string Version)> Distributions { get; init; }

    public required IReadOnlyList<ModuleLoads> Modules { get; init; }

    /// <summary>Reads a record; null where there is none, or none that this version wrote whole.</summary>
    public static LoadRecord? Read(string path)
    {
        try
        {
            if (!System.IO.File.Exists(path))
                return null;
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static LoadRecord? Read(JsonElement root)
    {
        if (root.GetProperty("schema").GetInt32() != Schema)
            return null;
        var files = new List<LoadedFile>();
        foreach (JsonElement file in root.GetProperty("files").EnumerateArray())
            files.Add(new LoadedFile(file.GetProperty("file").GetString() ?? "", file.GetProperty("length").GetInt64(), file.GetProperty("written").GetInt64(), file.GetProperty("sha256").GetString() ?? ""));
        var distributions = new List<(string, string)>();
        foreach (JsonElement distribution in root.GetProperty("distributions").EnumerateArray())
            distributions.Add((distribution.GetProperty("distribution").GetString() ?? "", distribution.GetProperty("version").GetString() ?? ""));
        var modules = new List<ModuleLoads>();
        foreach (JsonElement module in root.GetProperty("modules").EnumerateArray())
        {
            var loads = new List<Load>();
            foreach (JsonElement load in module.GetProperty("loads").EnumerateArray())
            {
                var one = new Load(load.GetProperty("package").GetString() ?? "", load.GetProperty("distribution").GetInt32(), load.GetProperty("file").GetInt32(),
                    load.GetProperty("line").GetInt32(), load.TryGetProperty("by", out JsonElement by) ? by.GetInt32() : null);
                if (!IsIndex(one.Distribution, distributions.Count) || !IsIndex(one.File, files.Count) || (one.By is { } other and not -1 && !IsIndex(other, distributions.Count)))
                    return null;
                loads.Add(one);
            }

            int[] own = [.. module.GetProperty("files").EnumerateArray().Select(static file => file.GetInt32())];
            if (!own.All(file => IsIndex(file, files.Count)))
                return null;
            modules.Add(new ModuleLoads(module.GetProperty("module").GetString() ?? "", own, loads));
        }

        return new LoadRecord
        {
            Environment = root.GetProperty("environment").GetString() ?? "", IsComplete = root.GetProperty("complete").GetBoolean(), Files = files, Distributions = distributions, Modules = modules,
        };
    }

    private static bool IsIndex(int value, int count) => value >= 0 && value < count;

    /// <summary>The file's content.</summary>
    public byte[] Serialize()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteString("environment", Environment);
        writer.WriteBoolean("complete", IsComplete);
        writer.WriteStartArray("files");
        foreach (LoadedFile file in Files)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file.File);
            writer.WriteNumber("length", file.Length);
            writer.WriteNumber("written", file.Ticks);
            writer.WriteString("sha256", file.Digest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("distributions");
        foreach ((string name, string version) in Distributions)
        {
            writer.WriteStartObject();
            writer.WriteString("distribution", name);
            writer.WriteString("version", version);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("modules");
        foreach (ModuleLoads module in Modules)
        {
            writer.WriteStartObject();
            writer.WriteString("module", module.Module);
            writer.WriteStartArray("files");
            foreach (int file in module.Files)
                writer.WriteNumberValue(file);
            writer.WriteEndArray();
            writer.WriteStartArray("loads");
            foreach (Load load in module.Loads)
            {
                writer.WriteStartObject();
                writer.WriteString("package", load.Package);
                writer.WriteNumber("distribution", load.Distribution);
                writer.WriteNumber("file", load.File);
                writer.WriteNumber("line", load.Line);
                if (load.By is { } by)
                    writer.WriteNumber("by", by);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
