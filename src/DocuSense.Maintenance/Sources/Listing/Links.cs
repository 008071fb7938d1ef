namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The symbolic links followed on the way to a folder, as the real folders they left from.</summary>
internal sealed class Links
{
    private readonly Links? _outer;

    // Where the link stood, and where it leads: both real paths.
    private readonly string _from;
    private readonly string _fullPath;
    private readonly string _target;

    private Links(Links? outer, string from, string fullPath, string target)
    {
        _outer = outer;
        _from = from;
        _fullPath = fullPath;
        _target = target;
    }

    /// <summary>
    /// Whether a link to a folder is to be followed: it stays within the backend, and leads to no folder that holds the link itself or one that
    /// was followed before. Where the framework cannot tell where a link leads (netstandard2.0), none is followed.
    /// </summary>
    public static bool Follow(string backend, string folder, string link, ref Links? links)
    {
        string? target = TargetPath(link, isFolder: true);
        if (target is null || !IsWithin(backend, target))
            return false;
        string from = links is null ? folder : string.Concat(links._target, folder.Substring(links._fullPath.Length));
        if (IsWithin(target, from))
            return false;
        for (Links? outer = links; outer is not null; outer = outer._outer)
            if (IsWithin(target, outer._from) || target == outer._target)
                return false;
        links = new Links(links, from, link, target);
        return true;
    }

    /// <summary>The file a link leads to, where it stays within the backend.</summary>
    public static FileInfo? Target(string backend, string link) =>
        TargetPath(link, isFolder: false) is { } target && IsWithin(backend, target) ? new FileInfo(target) : null;

    private static string? TargetPath(string link, bool isFolder)
    {
#if NET
        try
        {
            FileSystemInfo info = isFolder ? new DirectoryInfo(link) : new FileInfo(link);
            FileSystemInfo? target = info.ResolveLinkTarget(returnFinalTarget: true);
            return target is { Exists: true } ? Path.GetFullPath(target.FullName) : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
#else
        return null;
#endif
    }

    /// <summary>Whether a path is a folder or anything in it.</summary>
    private static bool IsWithin(string folder, string path)
    {
        StringComparison comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(folder, comparison) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar || folder[folder.Length - 1] == Path.DirectorySeparatorChar);
    }
}
