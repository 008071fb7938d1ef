namespace DocuSense.Maintenance;

/// <summary>Writes files whole or not at all: beside the target first, then renamed over it.</summary>
public static class AtomicFile
{
    /// <summary>Replaces a file's content. Readers see the old content or the new, never a part; of two writers the last one wins.</summary>
    /// <param name="path">Absolute path; missing folders are created.</param>
    /// <param name="content">The bytes to write.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = path + "." + Guid.NewGuid().GetHashCode().ToString("x8", System.Globalization.CultureInfo.InvariantCulture) + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
#if NET
            File.Move(temporary, path, overwrite: true);
#else
            if (File.Exists(path))
                File.Replace(temporary, path, destinationBackupFileName: null);
            else
                File.Move(temporary, path);
#endif
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
