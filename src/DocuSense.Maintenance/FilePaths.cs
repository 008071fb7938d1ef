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

    /// <summary>The path relative to the folder, with forward slashes and as many <c>../</c> as it takes; absolute only where they share no root.</summary>
    public static string RelativeUp(string path, string folder)
    {
        string[] to = Segments(path);
        string[] from = Segments(folder);
        int shared = 0;
        while (shared < to.Length && shared < from.Length && string.Equals(to[shared], from[shared], Comparison))
            shared++;
        if (shared == 0)
            return string.Join("/", to);
        var parts = new List<string>();
        for (int index = shared; index < from.Length; index++)
            parts.Add("..");
        for (int index = shared; index < to.Length; index++)
            parts.Add(to[index]);
        return parts.Count == 0 ? "." : string.Join("/", parts);
    }

    /// <summary>The parts between the separators; the first is the drive or, where there are none, empty.</summary>
    private static string[] Segments(string path) =>
        WithoutTrailingSeparator(path).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static string WithoutTrailingSeparator(string folder) =>
        folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static bool IsSeparator(char character) => character == Path.DirectorySeparatorChar || character == Path.AltDirectorySeparatorChar;
}
