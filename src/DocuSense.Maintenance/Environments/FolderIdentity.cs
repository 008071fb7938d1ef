namespace DocuSense.Maintenance.Environments;

/// <summary>Whether two paths name one folder, links followed.</summary>
internal static class FolderIdentity
{
    /// <summary>Compares names as the usual file systems of this machine do.</summary>
    public static StringComparison Comparison { get; } =
        Path.DirectorySeparatorChar == '\\' || System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.OSX)
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    public static bool AreSame(string first, string second)
    {
        first = Trim(first);
        second = Trim(second);
        if (string.Equals(first, second, Comparison))
            return true;
        if (!HasLink(first) && !HasLink(second))
            return false;
#if NET
        return string.Equals(Real(first), Real(second), Comparison);
#else
        return HaveSameContent(first, second);
#endif
    }

    /// <summary>Whether the path lies in the folder or is it, by its text alone.</summary>
    public static bool IsWithin(string path, string folder)
    {
        folder = Trim(folder);
        return path.StartsWith(folder, Comparison)
            && (path.Length == folder.Length || IsSeparator(path[folder.Length]) || folder.Length > 0 && IsSeparator(folder[folder.Length - 1]));
    }

    private static bool IsSeparator(char character) => character == Path.DirectorySeparatorChar || character == Path.AltDirectorySeparatorChar;

    private static string Trim(string path)
    {
        int length = path.Length;
        while (length > 1 && IsSeparator(path[length - 1]) && path[length - 2] != ':')
            length--;
        return path.Substring(0, length);
    }

    /// <summary>Whether a part of the path is a link (or a junction).</summary>
    private static bool HasLink(string path)
    {
        for (string? part = path; !string.IsNullOrEmpty(part); part = Path.GetDirectoryName(part))
        {
            if (IsLink(part!))
                return true;
        }

        return false;
    }

    /// <summary>Whether the entry itself is a link (or a junction), dangling or not.</summary>
    public static bool IsLink(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return false;
        }
    }

#if NET
    /// <summary>The path with every link replaced by what it names.</summary>
    private static string Real(string path)
    {
        // Each step resolves the topmost link; the bound ends loops as the system's own does.
        for (int step = 0; step < 40; step++)
        {
            if (ResolveFirst(path) is not string resolved)
                return path;
            path = resolved;
        }

        return path;
    }

    private static string? ResolveFirst(string path)
    {
        for (int end = Path.GetPathRoot(path)?.Length ?? 0; end <= path.Length;)
        {
            int next = end >= path.Length ? -1 : path.IndexOf(Path.DirectorySeparatorChar, end);
            string part = next < 0 ? path : path[..next];
            try
            {
                if (part.Length > 0 && new DirectoryInfo(part).LinkTarget is string target)
                    return Trim(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(part) ?? part, target) + path[part.Length..]));
            }
            catch (Exception exception) when (SmallFile.IsExpected(exception))
            {
                return null;
            }

            if (next < 0)
                return null;
            end = next + 1;
        }

        return null;
    }
#else
    /// <summary>Links cannot be read here: two folders whose <c>pyvenv.cfg</c> and times agree are taken for one.</summary>
    private static bool HaveSameContent(string first, string second)
    {
        try
        {
            var one = new DirectoryInfo(first);
            var other = new DirectoryInfo(second);
            if (!one.Exists || !other.Exists || Time(first) != Time(second))
                return false;
            return string.Equals(SmallFile.TextOrEmpty(Path.Combine(first, "pyvenv.cfg")), SmallFile.TextOrEmpty(Path.Combine(second, "pyvenv.cfg")), StringComparison.Ordinal);
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            return false;
        }

        // The time of an entry inside: that of a folder that is a link may be the link's own.
        static DateTime Time(string folder) => File.GetLastWriteTimeUtc(Path.Combine(folder, "pyvenv.cfg"));
    }
#endif
}
