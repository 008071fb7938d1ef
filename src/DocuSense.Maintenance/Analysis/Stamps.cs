namespace DocuSense.Maintenance.Analysis;

/// <summary>What a path looked like: enough to tell that it changed. Never a promise about content written within the clock's grain.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Length">Bytes; -1 for a folder, -2 where there is nothing.</param>
/// <param name="Ticks">Time of the last write, UTC.</param>
internal sealed record Stamp(string Path, long Length, long Ticks)
{
    /// <summary>
    /// Whether a file with this time may have changed after it was read, unseen: it was written so shortly before that the clock of
    /// the file system may not tell. File systems that keep whole seconds show it in the time itself.
    /// </summary>
    /// <param name="ticks">The time of the last write, UTC.</param>
    /// <param name="started">When the reading began, UTC ticks.</param>
    public static bool IsDoubtful(long ticks, long started) =>
        ticks >= started - (ticks % TimeSpan.TicksPerSecond == 0 ? 2 * TimeSpan.TicksPerSecond : 50 * TimeSpan.TicksPerMillisecond);

    /// <summary>Looks at a path now. Nothing is thrown: what cannot be looked at counts as absent.</summary>
    public static Stamp Take(string path)
    {
        if (SystemPaths.HasStatus && SystemPaths.Status(path) is { Type: EntryType.File or EntryType.Folder } status)
            return new Stamp(path, status.Type == EntryType.File ? status.Length : -1, status.LastWriteUtcTicks);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && (file.Attributes & FileAttributes.ReparsePoint) != 0 && SystemPaths.Real(path) is { } real && real != path)
            {
                // A link changes where it leads elsewhere, and with what it leads to.
                Stamp target = Take(real);
                return new Stamp(path, target.Length, Math.Max(target.Ticks, file.LastWriteTimeUtc.Ticks));
            }

            if (file.Exists)
                return new Stamp(path, file.Length, file.LastWriteTimeUtc.Ticks);
            var folder = new DirectoryInfo(path);
            return folder.Exists ? new Stamp(path, -1, folder.LastWriteTimeUtc.Ticks) : new Stamp(path, -2, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Stamp(path, -2, 0);
        }
    }

    /// <summary>Looks at a path that was read since a moment. One that may have changed after it was read matches nothing, ever.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="started">When the reading began, UTC ticks.</param>
    public static Stamp TakeTrusted(string path, long started)
    {
        Stamp stamp = Take(path);
        return IsDoubtful(stamp.Ticks, started) ? stamp with { Ticks = -1 } : stamp;
    }

    public static Stamp Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());

    public void Write(BinaryWriter writer)
    {
        writer.Write(Path);
        writer.Write(Length);
        writer.Write(Ticks);
    }

    /// <summary>Whether the path still looks the same.</summary>
    public bool IsCurrent => Take(Path) == this;
}
