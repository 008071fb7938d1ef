namespace DocuSense.Maintenance;

/// <summary>Writes files whole or not at all: beside the target first, then renamed over it.</summary>
public static class AtomicFile
{
    /// <summary>Replaces a file's content. Readers see the old content or the new, never a part; of two writers the last one wins.</summary>
    /// <param name="path">Absolute path; missing folders are created.</param>
    /// <param name="content">The bytes to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, byte[] content) => Write(path, temporary => File.WriteAllBytes(temporary, content));

    /// <summary>The same, of a content in pieces.</summary>
    internal static void Write(string path, PieceStream content)
    {
        using var replacement = new FileReplacement(path);
        replacement.Append(content);
        replacement.Commit();
    }

    private static void Write(string path, Action<string> write)
    {
        string temporary = Beside(path);
        try
        {
            write(temporary);
            Replace(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The name of a file beside another, to be renamed over it; missing folders are created.</summary>
    internal static string Beside(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path + "." + Guid.NewGuid().GetHashCode().ToString("x8", System.Globalization.CultureInfo.InvariantCulture) + ".tmp";
    }

    /// <summary>Removes what was written beside files of a folder by processes that ended before they could rename it.</summary>
    /// <param name="folder">The folder; others may have files in it.</param>
    /// <param name="names">The names of the files.</param>
    internal static void RemoveAbandoned(string folder, IReadOnlyList<string> names)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.tmp"))
            {
                string name = Path.GetFileName(path);
                if (names.Any(own => IsBeside(name, own)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > _abandoned)
                    File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It takes room and does no harm.
        }
    }

    /// <summary>Whether a name is one that <see cref="Beside"/> makes of another.</summary>
    private static bool IsBeside(string name, string own)
    {
        const int Digits = 8;
        if (name.Length != own.Length + Digits + 5 || !name.StartsWith(own + ".", StringComparison.Ordinal) || !name.EndsWith(".tmp", StringComparison.Ordinal))
            return false;
        for (int index = own.Length + 1; index <= own.Length + Digits; index++)
        {
            if (!Uri.IsHexDigit(name[index]))
                return false;
        }

        return true;
    }

    /// <summary>No file takes so long to write.</summary>
    private static readonly TimeSpan _abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Renames a file over another.</summary>
    internal static void Replace(string temporary, string path)
    {
#if NET
        File.Move(temporary, path, overwrite: true);
#else
        if (File.Exists(path))
            File.Replace(temporary, path, destinationBackupFileName: null);
        else
            File.Move(temporary, path);
#endif
    }

    /// <summary>Writes a file where the content differs from what is there, so that an unchanged one keeps its time.</summary>
    /// <param name="path">Absolute path; missing folders are created.</param>
    /// <param name="content">The bytes to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteIfDifferent(string path, byte[] content)
    {
        if (!Holds(path, content))
            Write(path, content);
    }

    /// <summary>Writes a file that is not there yet: empty at first, then whole.</summary>
    /// <param name="path">Absolute path; missing folders are created.</param>
    /// <param name="content">The bytes to write.</param>
    /// <returns>False where something else has that name; it is left alone. True also where a file of that very content is there.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static bool TryCreate(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) || Directory.Exists(path))
            return Holds(path, content);
        try
        {
            // Takes the name first: a rename that must not replace looks and then acts, and two of them may look at once.
            new FileStream(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            return Holds(path, content);
        }

        try
        {
            Write(path, content);
            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }
}
