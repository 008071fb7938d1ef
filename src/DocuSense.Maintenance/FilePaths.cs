using System.Runtime.InteropServices;

namespace DocuSense.Maintenance;

/// <summary>Compares paths as the file system at hand does.</summary>
internal static class FilePaths
{
    /// <summary>Windows and macOS tell no letter case apart by default.</summary>
    public static StringComparison Comparison { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Whether the path is the folder or lies below it; both absolute.</summary>
    public static bool IsInside(string path, string folder)
    {
        string root = WithoutTrailingSeparator(folder);
        return path.StartsWith(root, Comparison) && (path.Length == root.Length || IsSeparator(path[root.Length]));
    }

    /// <summary>The path relative to the folder, with forward slashes; as it is where it does not lie below it.</summary>
    public static string Relative(string path, string folder)
    {
        string root = WithoutTrailingSeparator(folder);
        return path.Length > root.Length + 1 && IsInside(path, root)
            ? path.Substring(root.Length + 1).Replace(Path.DirectorySeparatorChar, '/')
            : path;
    }

    private static string WithoutTrailingSeparator(string folder) =>
        folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static bool IsSeparator(char character) => character == Path.DirectorySeparatorChar || character == Path.AltDirectorySeparatorChar;
}
