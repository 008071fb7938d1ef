namespace DocuSense.Maintenance.Environments;

/// <summary>The interpreter an environment was made from, as far as files tell.</summary>
internal static class BaseInterpreter
{
    /// <summary>Whether the base was replaced by another minor version: its library is beside <c>home</c>, and the environment's is not.</summary>
    private static EnvironmentProblem? Replaced(string home, string configurationFile, VenvConfiguration configuration, EnvironmentLayout layout, string? minor)
    {
        if (minor is null || layout.IsWindows || Prefix(configuration, minor) is not null || SmallFile.FileExists(Path.Combine(home, "python" + minor)))
            return null;
        foreach (string folder in SmallFile.Entries(Path.Combine(Path.GetDirectoryName(home.TrimEnd('/')) ?? home, "lib"), out _) ?? [])
        {
            if (EnvironmentLayout.VersionOfFolder(Path.GetFileName(folder)) is string other && other != minor && SmallFile.FileExists(Path.Combine(folder, "os.py")))
            {
                return new EnvironmentProblem(EnvironmentProblemKind.InterpreterMissing, configurationFile, configuration.HomeSpan,
                    $"The base interpreter in '{home}' is no longer Python {minor} but {other}.");
            }
        }

        return null;
    }

    /// <summary>Whether a path is written as another system writes them: such a path says nothing about this machine.</summary>
    public static bool IsForeign(string path)
    {
        bool windowsPath = path.Length > 2 && path[1] == ':' && (path[2] is '\\' or '/') || path.StartsWith(@"\\", StringComparison.Ordinal);
        bool posixPath = path.Length > 0 && path[0] == '/';
        return Path.DirectorySeparatorChar == '\\' ? posixPath : windowsPath;
    }

    /// <summary>The base's prefix: the folder whose library has <c>os.py</c>, from <c>home</c> upwards as <c>getpath</c> searches; null where not found.</summary>
    /// <param name="configuration">The environment's <c>pyvenv.cfg</c>.</param>
    /// <param name="minor">For example <c>3.11</c>.</param>
    public static string? Prefix(VenvConfiguration configuration, string? minor)
    {
        if (configuration.BasePrefix is { Length: > 0 } stated && !IsForeign(stated) && Path.IsPathRooted(stated) && SmallFile.FolderExists(stated))
            return SmallFile.FullPath(stated, ".");
        if (configuration.Home is not { Length: > 0 } home || IsForeign(home) || !Path.IsPathRooted(home))
            return null;
        string? start = SmallFile.FullPath(home, ".");
        for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (HasLibrary(folder!, minor))
                return folder;
            // Homebrew's opt folder keeps the prefix of a framework build below it.
            if (minor is not null && Path.Combine(folder!, "Frameworks", "Python.framework", "Versions", minor) is string framework && HasLibrary(framework, minor))
                return framework;
        }

        return null;
    }

    private static bool HasLibrary(string prefix, string? minor) =>
        SmallFile.FileExists(Path.Combine(prefix, "Lib", "os.py"))
        || minor is not null && (SmallFile.FileExists(Path.Combine(prefix, "lib", "python" + minor, "os.py"))
            || SmallFile.FileExists(Path.Combine(prefix, "lib64", "python" + minor, "os.py"))
            || SmallFile.FileExists(Path.Combine(prefix, "lib", "python" + minor + "t", "os.py"))
            || SmallFile.FileExists(Path.Combine(prefix, "lib", "pypy" + minor, "os.py")));

    /// <summary>The folders a base interpreter's <c>site</c> adds, those that exist, in its order; Debian's included.</summary>
    public static List<string> SitePackages(string prefix, string? minor)
    {
        var sites = new List<string>();
        Add(Path.Combine(prefix, "Lib", "site-packages"));
        if (minor is null)
            return sites;
        bool debian = SmallFile.FolderExists(Path.Combine(prefix, "lib", "python3", "dist-packages"));
        if (debian)
        {
            Add(Path.Combine(prefix, "local", "lib", "python" + minor, "dist-packages"));
            Add(Path.Combine(prefix, "lib", "python3", "dist-packages"));
            Add(Path.Combine(prefix, "lib", "python" + minor, "dist-packages"));
            return sites;
        }

        if (!FolderIdentity.IsLink(Path.Combine(prefix, "lib64")))
            Add(Path.Combine(prefix, "lib64", "python" + minor, "site-packages"));
        Add(Path.Combine(prefix, "lib", "python" + minor, "site-packages"));
        Add(Path.Combine(prefix, "lib", "python" + minor + "t", "site-packages"));
        Add(Path.Combine(prefix, "lib", "pypy" + minor, "site-packages"));
        return sites;

        void Add(string folder)
        {
            if (SmallFile.FolderExists(folder) && !sites.Exists(site => string.Equals(site, folder, FolderIdentity.Comparison)))
                sites.Add(folder);
        }
    }

    /// <summary>The user's own site-packages, which an interpreter adds before the base's; null where there is none.</summary>
    public static string? UserSitePackages(bool windows, string? minor)
    {
        if (minor is null || windows != (Path.DirectorySeparatorChar == '\\'))
            return null;
        string folder = windows
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Python", "Python" + minor.Replace(".", ""), "site-packages")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "lib", "python" + minor, "site-packages");
        return Path.IsPathRooted(folder) && SmallFile.FolderExists(folder) ? folder : null;
    }

    /// <summary>The full version that a prefix's C header states (<c>PY_VERSION "3.11.7"</c>), or null where headers are not installed.</summary>
    public static string? VersionOfHeaders(string prefix, string? libraryName)
    {
        string header = libraryName is null ? Path.Combine(prefix, "Include", "patchlevel.h") : Path.Combine(prefix, "include", libraryName, "patchlevel.h");
        string text = SmallFile.TextOrEmpty(header, limit: 1 << 20);
        const string Define = "#define PY_VERSION";
        for (int at = text.IndexOf(Define, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Define, at + Define.Length, StringComparison.Ordinal))
        {
            int after = at + Define.Length;
            if (after >= text.Length || text[after] is not (' ' or '\t'))
                continue;
            int quote = text.IndexOf('"', after);
            return quote < 0 ? null : VenvConfiguration.Release(text.Substring(quote + 1, Math.Min(32, text.Length - quote - 1)));
        }

        return null;
    }

    public static EnvironmentProblem NoInterpreter(EnvironmentLayout layout) =>
        new(EnvironmentProblemKind.InterpreterMissing, Path.Combine(layout.Scripts, layout.IsWindows ? "python.exe" : "python"), SourceSpan.Start,
            "The environment has no interpreter.");

    /// <summary>Whether the base interpreter is certainly gone, and where to look; null where it is there or nothing is certain.</summary>
    public static EnvironmentProblem? Missing(EnvironmentLayout layout, VenvConfiguration configuration, string configurationFile, string? minor)
    {
        string? home = configuration.Home;
        if (layout.Interpreter is null)
            return NoInterpreter(layout);
        if (home is { Length: > 0 } && IsForeign(home))
            return null;
        if (FolderIdentity.IsLink(layout.Interpreter) && SmallFile.LeadsNowhere(layout.Interpreter))
        {
            string origin = home is { Length: > 0 } ? $"; the environment was made from '{home}'" : "";
            return new EnvironmentProblem(EnvironmentProblemKind.InterpreterMissing, layout.Interpreter, SourceSpan.Start,
                $"The environment's interpreter is a link to a file that does not exist{origin}.");
        }

        if (home is not { Length: > 0 } || !Path.IsPathRooted(home))
            return null;
        if (!SmallFile.FolderExists(home))
        {
            return new EnvironmentProblem(EnvironmentProblemKind.InterpreterMissing, configurationFile, configuration.HomeSpan,
                $"The folder of the base interpreter, '{home}', does not exist.");
        }

        foreach (string name in (string[])["python3", "python", "python.exe", "pypy3", "pypy", "pypy3.exe", "pypy.exe", "python" + minor, "python" + minor + "t", "graalpy"])
        {
            if (SmallFile.FileExists(Path.Combine(home, name)))
                return Replaced(home, configurationFile, configuration, layout, minor);
        }

        return new EnvironmentProblem(EnvironmentProblemKind.InterpreterMissing, configurationFile, configuration.HomeSpan,
            $"There is no Python in '{home}', the folder of the base interpreter.");
    }
}
