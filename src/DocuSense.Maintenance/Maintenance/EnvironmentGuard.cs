using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources.Listing;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Decides which environment the verbs may change: one of the project's own, and no other.</summary>
internal static class EnvironmentGuard
{
    /// <summary>The environment of a backend, or where it would be made.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="named">Absolute path of the environment that the project names, or null to look for it.</param>
    /// <returns>Absolute path, links followed; the folder need not exist.</returns>
    /// <exception cref="MaintenanceException">DSM5005: it is a system's Python, a conda environment, managed by somebody else, or outside the repository and not named.</exception>
    public static string Locate(string backend, string? named)
    {
        string found = named ?? Interrupted(backend) ?? EnvironmentLocator.Locate(backend, null) ?? Path.Combine(backend, ".venv");
        string root = FolderIdentity.Trim(Directory.Exists(found) ? SystemPaths.Real(found) ?? found : found);
        if (Path.GetDirectoryName(root) is null)
            throw Refuse(found, "it is the root of a file system");
        if (named is null && !IsInRepository(root, backend))
            throw Refuse(found, $"it leads to '{root}', outside of the repository; name it in DocuSenseVenv if it is the project's own");
        if (File.Exists(root))
            throw Refuse(found, "it is a file");
        // What an interrupted run left is judged when it has been put right.
        if (!File.Exists(Path.Combine(EnvironmentLock.FolderOf(root), Journal.ActiveName)))
            Check(root);
        return root;
    }

    /// <summary>Judges the folder of an environment; one that does not exist may be made.</summary>
    /// <exception cref="MaintenanceException">DSM5005: it is not an environment of the project's own.</exception>
    public static void Check(string root)
    {
        if (!Directory.Exists(root))
            return;
        bool isVirtual = File.Exists(Path.Combine(root, "pyvenv.cfg"));
        if (Directory.Exists(Path.Combine(root, "conda-meta")))
            throw Refuse(root, "it is a conda environment, which conda alone should change");
        EnvironmentLayout layout = EnvironmentLayout.Read(root, null);
        string library = layout.LibraryFolder ?? Path.Combine(root, "Lib");
        if (File.Exists(Path.Combine(library, "EXTERNALLY-MANAGED")))
            throw Refuse(root, "it is marked as managed by somebody else (EXTERNALLY-MANAGED)");
        if (isVirtual)
            return;
        if (File.Exists(Path.Combine(library, "os.py")))
            throw Refuse(root, "it is a Python installation and no virtual environment");
        // What has neither configuration nor interpreter nor library is no broken environment but somebody's folder.
        if (layout.Interpreter is null && layout.LibraryFolder is null && layout.SitePackages.Count == 0 && Directory.EnumerateFileSystemEntries(root).Any())
            throw Refuse(root, "it is a folder that holds something else");
    }

    /// <summary>An environment that a run was working on when it ended: it may not be in its place now.</summary>
    private static string? Interrupted(string backend)
    {
        foreach (string level in EnvironmentLocator.Levels(backend))
        {
            foreach (string name in EnvironmentLocator.Names)
            {
                string candidate = Path.Combine(level, name);
                if (File.Exists(Path.Combine(EnvironmentLock.FolderOf(candidate), Journal.ActiveName)))
                    return candidate;
            }
        }

        return null;
    }

    private static bool IsInRepository(string root, string backend)
    {
        List<string> folders = Repository.FoldersDownTo(backend);
        // Without a repository, an environment beside the backend is its own as well.
        string top = folders.Count == 1 && !Directory.Exists(Path.Combine(backend, ".git")) ? Path.GetDirectoryName(backend) ?? backend : folders[0];
        return FolderIdentity.IsWithin(root, SystemPaths.Real(top) ?? top) || FolderIdentity.IsWithin(root, top);
    }

    private static MaintenanceException Refuse(string root, string reason) =>
        new("DSM5005", $"The environment '{root}' is not changed: {reason}.") { File = Path.Combine(root, "pyvenv.cfg") };
}
