using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>A file that a transaction changes.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Before">SHA-256 of the content before, in hexadecimal; null where there was no file.</param>
/// <param name="After">SHA-256 of the content that the transaction writes; null where it removes the file.</param>
/// <param name="Backup">Name of the copy of the content before, in the journal's folder; null where there was no file.</param>
internal sealed record JournalFile(string Path, string? Before, string? After, string? Backup);

/// <summary>A distribution as it was: its name, its version, and the SHA-256 of its RECORD, which in turn has one for each of its files.</summary>
internal sealed record JournalDistribution(string Name, string Version, string? Record);

/// <summary>
/// What a transaction has to undo. While the file <c>journal.json</c> exists nothing is decided and everything is to be undone; the rename to
/// <c>committed.json</c> or <c>undone.json</c> decides, and from then on the folder is rubbish.
/// </summary>
internal sealed record Journal
{
    /// <summary>The name while nothing is decided.</summary>
    public const string ActiveName = "journal.json";

    /// <summary>The name once the result is to stay.</summary>
    public const string CommittedName = "committed.json";

    /// <summary>The name once everything is as it was.</summary>
    public const string UndoneName = "undone.json";

    private const int Format = 1;

    /// <summary>What was being done.</summary>
    public required string Verb { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>Whether the environment is part of the transaction.</summary>
    public required bool ChangesEnvironment { get; init; }

    /// <summary>Whether there was an environment before.</summary>
    public required bool Existed { get; init; }

    /// <summary>What was installed.</summary>
    public IReadOnlyList<JournalDistribution> Distributions { get; init; } = [];

    /// <summary>The files that are changed, in order.</summary>
    public IReadOnlyList<JournalFile> Files { get; init; } = [];

    /// <summary>SHA-256 of a content, in hexadecimal.</summary>
    public static string Hash(byte[] content)
    {
#if NET
        return Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
#else
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(content)).Replace("-", "").ToLowerInvariant();
#endif
    }

    /// <summary>Writes the journal, so that it is on the disk when this returns.</summary>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, ActiveName);
        string temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            byte[] content = Serialize();
            stream.Write(content, 0, content.Length);
            stream.Flush(flushToDisk: true);
        }

        if (File.Exists(path))
            File.Replace(temporary, path, destinationBackupFileName: null);
        else
            File.Move(temporary, path);
    }

    /// <summary>The journal of an undecided transaction; null where there is none.</summary>
    /// <exception cref="MaintenanceException">DSM5007: there is one, and it cannot be read.</exception>
    public static Journal? Read(string folder)
    {
        string path = Path.Combine(folder, ActiveName);
        if (!File.Exists(path))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
                throw new JsonException("another version of the package wrote it");
            return Parse(root);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new MaintenanceException("DSM5007",
                $"An earlier run was interrupted, and its journal cannot be read ({exception.Message.TrimEnd('.')}). What it kept is in '{folder}'; look there, then remove that folder.", exception)
            {
                File = path,
            };
        }
    }

    private static Journal Parse(JsonElement root)
    {
        var files = new List<JournalFile>();
        foreach (JsonElement file in root.GetProperty("files").EnumerateArray())
        {
            files.Add(new JournalFile(file.GetProperty("path").GetString()!, file.GetProperty("before").GetString(),
                file.GetProperty("after").GetString(), file.GetProperty("backup").GetString()));
        }

        return new Journal
        {
            Verb = root.GetProperty("verb").GetString() ?? "",
            Started = root.GetProperty("started").GetDateTime(),
            ChangesEnvironment = root.GetProperty("changesEnvironment").GetBoolean(),
            Existed = root.GetProperty("existed").GetBoolean(),
            Files = files,
        };
    }

    private byte[] Serialize()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("verb", Verb);
            writer.WriteString("started", Started);
            writer.WriteBoolean("changesEnvironment", ChangesEnvironment);
            writer.WriteBoolean("existed", Existed);
            writer.WriteStartArray("distributions");
            foreach (JournalDistribution distribution in Distributions)
            {
                writer.WriteStartObject();
                writer.WriteString("name", distribution.Name);
                writer.WriteString("version", distribution.Version);
                writer.WriteString("record", distribution.Record);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("files");
            foreach (JournalFile file in Files)
            {
                writer.WriteStartObject();
                writer.WriteString("path", file.Path);
                writer.WriteString("before", file.Before);
                writer.WriteString("after", file.After);
                writer.WriteString("backup", file.Backup);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
