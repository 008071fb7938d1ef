namespace DocuSense.Maintenance.Manifests;

/// <summary>Reads a manifest's bytes, whatever stands at its path.</summary>
internal static class ManifestFile
{
    /// <summary>Larger files are not read: no manifest is, and a mistaken path may name anything.</summary>
    public const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <returns>Its content; null with the kind of problem and one sentence without full stop where it cannot be read.</returns>
    public static byte[]? TryRead(string path, out ManifestProblemKind kind, out string reason)
    {
        kind = ManifestProblemKind.Unreadable;
        reason = "";
        try
        {
            if (Directory.Exists(path))
            {
                reason = "is a folder";
                return null;
            }

            FileInfo file = SystemPaths.Followed(path);
            if (!file.Exists)
            {
                kind = ManifestProblemKind.FileNotFound;
                reason = "does not exist";
                return null;
            }

            // Neither a pipe nor a device has a length; opening one could wait forever.
            if (file.Length == 0)
                return [];
            if (file.Length > MaximumLength)
            {
                reason = "is larger than 16 MB";
                return null;
            }

            return Read(path, (int)file.Length, out reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            reason = exception is UnauthorizedAccessException ? "may not be read" : "cannot be read";
            return null;
        }
    }

    private static byte[]? Read(string path, int length, out string reason)
    {
        reason = "";
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[length];
        int read = 0;
        for (int count; read < length && (count = stream.Read(bytes, read, length - read)) > 0;)
            read += count;
        if (read < length)
            Array.Resize(ref bytes, read);
        return bytes;
    }

    /// <summary>A path from a base folder; null where the text cannot be a path.</summary>
    public static string? Combine(string folder, string path)
    {
        if (path.Contains('\0'))
            return null;
        try
        {
            return Path.GetFullPath(Path.Combine(folder, path));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or IOException or System.Security.SecurityException)
        {
            return null;
        }
    }

    /// <summary>How this system compares paths.</summary>
    public static StringComparer PathComparer { get; } = Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
