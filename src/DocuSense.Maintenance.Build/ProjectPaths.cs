namespace DocuSense.Maintenance.Build;

/// <summary>Makes what a project file says about paths absolute, against the project's folder and never the current one.</summary>
/// <remarks>Builds run many projects in one process, so the current directory belongs to none of them.</remarks>
internal static class ProjectPaths
{
    /// <summary>The absolute form of a path, or null where nothing is given. Both slashes separate, as in MSBuild.</summary>
    public static string? Absolute(string projectDirectory, string? path)
    {
        if (path is null || path.Trim().Length == 0)
            return null;

        string native = Path.DirectorySeparatorChar == '/' ? path.Trim().Replace('\\', '/') : path.Trim();
        try
        {
            return WithoutTrailingSeparator(Path.GetFullPath(Path.Combine(projectDirectory, native)));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or IOException)
        {
            // Characters that no path may hold, or a path too long for .NET Framework: the engine reports it as not found.
            return native;
        }
    }

    /// <summary>The entries of a list separated by semicolons, trimmed, empty ones left out.</summary>
    public static IReadOnlyList<string> List(string? value)
    {
        var entries = new List<string>();
        foreach (string entry in (value ?? "").Split(';'))
        {
            if (entry.Trim().Length > 0)
                entries.Add(entry.Trim());
        }

        return entries;
    }

    private static string WithoutTrailingSeparator(string path)
    {
        string root = Path.GetPathRoot(path) ?? "";
        return path.Length > root.Length ? path.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) : path;
    }
}
