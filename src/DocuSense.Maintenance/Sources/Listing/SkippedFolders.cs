namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Folders that are not the project's own: version control, caches, what package managers and builds leave, environments.</summary>
internal static class SkippedFolders
{
    private static readonly string[] _environmentNames = ["venv", ".venv", "env"];

    /// <summary>Whether a folder is skipped for its name alone.</summary>
    public static bool IsSkipped(ReadOnlySpan<char> name)
    {
        if (name[0] == '.')
        {
            return name.Length switch
            {
                3 => Is(name, ".hg") || Is(name, ".vs"),
                4 => Is(name, ".git") || Is(name, ".svn") || Is(name, ".bzr") || Is(name, ".tox") || Is(name, ".nox"),
                5 => Is(name, ".eggs") || Is(name, ".idea"),
                11 => Is(name, ".mypy_cache") || Is(name, ".ruff_cache"),
                13 => Is(name, ".pytest_cache"),
                18 => Is(name, ".ipynb_checkpoints"),
                _ => IsMetadata(name),
            };
        }

        return name.Length switch
        {
            11 => Is(name, "__pycache__"),
            12 => Is(name, "node_modules"),
            13 => Is(name, "site-packages"),
            _ => false,
        } || IsMetadata(name);
    }

    /// <summary>Whether a folder holds an editor's settings, which may name commands, and no sources.</summary>
    public static bool HasOnlySettings(string name) => name == ".vscode";

    /// <summary>Whether a folder is an environment, sound or broken, or what MSBuild writes.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="marks">What its entries say.</param>
    public static bool IsSkipped(string path, string name, FolderMarks marks)
    {
        if ((marks & FolderMarks.Environment) != 0)
            return true;
        if ((marks & FolderMarks.MSBuild) != 0 && (name is "obj" or "bin"))
            return true;
        if ((marks & FolderMarks.Layout) != 0 && Array.IndexOf(_environmentNames, name) >= 0)
            return IsBrokenEnvironment(path);
        return name is "Debug" or "Release" && IsOutput(path);
    }

    /// <summary>An environment without its <c>pyvenv.cfg</c>: activation scripts, or a library folder with site-packages.</summary>
    private static bool IsBrokenEnvironment(string path) =>
        Any(Path.Combine(path, "bin"), "activate*") || Any(Path.Combine(path, "Scripts"), "activate*")
        || Directory.Exists(Path.Combine(path, "Lib", "site-packages"))
        || HasSitePackages(Path.Combine(path, "lib")) || HasSitePackages(Path.Combine(path, "lib64"));

    private static bool HasSitePackages(string library)
    {
        try
        {
            if (!Directory.Exists(library))
                return false;
            foreach (string folder in Directory.EnumerateDirectories(library, "py*"))
            {
                if (Directory.Exists(Path.Combine(folder, "site-packages")))
                    return true;
            }
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            // What cannot be looked at shows no trace; the walk reports it.
        }

        return false;
    }

    /// <summary>Where MSBuild puts what it built: <c>bin/Debug</c> beside an <c>obj</c> of its own.</summary>
    private static bool IsOutput(string path)
    {
        string? bin = Path.GetDirectoryName(path);
        if (bin is null || Path.GetFileName(bin) != "bin")
            return false;
        string intermediate = Path.Combine(Path.GetDirectoryName(bin) ?? bin, "obj");
        return File.Exists(Path.Combine(intermediate, "project.assets.json")) || Any(intermediate, "*.nuget.g.props");
    }

    private static bool Any(string folder, string pattern)
    {
        try
        {
            if (!Directory.Exists(folder))
                return false;
            foreach (string _ in Directory.EnumerateFiles(folder, pattern))
                return true;
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            // What cannot be looked at shows no trace; the walk reports it.
        }

        return false;
    }

    private static bool IsMetadata(ReadOnlySpan<char> name) =>
        name.EndsWith(".egg-info".AsSpan(), StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dist-info".AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static bool Is(ReadOnlySpan<char> name, string other) => name.SequenceEqual(other.AsSpan());
}
