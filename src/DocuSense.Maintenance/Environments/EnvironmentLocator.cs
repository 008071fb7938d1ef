namespace DocuSense.Maintenance.Environments;

/// <summary>Where a backend's environment is: named, or by the usual names in the backend and above it.</summary>
internal static class EnvironmentLocator
{
    internal static readonly string[] Names = ["venv", ".venv", "env"];

    /// <summary>The environment's folder (a link may dangle), or null where there is none.</summary>
    public static string? Locate(string backend, string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            string? folder = SmallFile.FullPath(backend, named!);
            return folder is not null && (SmallFile.FolderExists(folder) || FolderIdentity.IsLink(folder)) ? folder : null;
        }

        foreach (string level in Levels(backend))
        {
            // A sound environment goes before a broken one of the same level.
            foreach (string name in Names)
            {
                string candidate = Path.Combine(level, name);
                if (SmallFile.FileExists(Path.Combine(candidate, "pyvenv.cfg")))
                    return candidate;
            }

            foreach (string name in Names)
            {
                string candidate = Path.Combine(level, name);
                if (IsBrokenEnvironment(candidate, name))
                    return candidate;
            }
        }

        return null;
    }

    /// <summary>Without <c>pyvenv.cfg</c>, only what cannot be anything else: an interpreter and a library, or a link that leads nowhere.</summary>
    private static bool IsBrokenEnvironment(string folder, string name)
    {
        if (!SmallFile.FolderExists(folder))
            return name != "env" && FolderIdentity.IsLink(folder);
        EnvironmentLayout layout = EnvironmentLayout.Read(folder, null);
        return name == "env"
            ? layout.Interpreter is not null && (layout.LibraryFolder is not null || layout.SitePackages.Count > 0)
            : layout.Interpreter is not null || layout.LibraryFolder is not null || layout.SitePackages.Count > 0;
    }

    /// <summary>The backend and its parents up to the repository's root; without a repository, the backend and its parent.</summary>
    internal static List<string> Levels(string backend)
    {
        var levels = new List<string>();
        for (string? folder = backend; !string.IsNullOrEmpty(folder) && levels.Count < 256; folder = Path.GetDirectoryName(folder))
        {
            levels.Add(folder!);
            if (SmallFile.EntryExists(Path.Combine(folder!, ".git")))
                return levels;
        }

        if (levels.Count > 2)
            levels.RemoveRange(2, levels.Count - 2);
        return levels;
    }
}
