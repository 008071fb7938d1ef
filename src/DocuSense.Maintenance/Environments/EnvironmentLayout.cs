namespace DocuSense.Maintenance.Environments;

/// <summary>Where things are in an environment: POSIX (<c>bin</c>, <c>lib/pythonX.Y</c>) or Windows (<c>Scripts</c>, <c>Lib</c>), whatever system reads it.</summary>
internal sealed class EnvironmentLayout
{
    public required bool IsWindows { get; init; }

    /// <summary>The folder of the scripts, whether or not it exists.</summary>
    public required string Scripts { get; init; }

    /// <summary>The interpreter's entry in the environment (a link may dangle), or null where there is none.</summary>
    public required string? Interpreter { get; init; }

    /// <summary>The environment's own site-packages that exist, in the interpreter's order.</summary>
    public required IReadOnlyList<string> SitePackages { get; init; }

    /// <summary>Where site-packages should be, for messages.</summary>
    public required string ExpectedSitePackages { get; init; }

    /// <summary>The <c>python3.11</c>, <c>python3.13t</c> or <c>pypy3.10</c> folder in use (POSIX), or null.</summary>
    public required string? LibraryFolder { get; init; }

    /// <summary>The version in <see cref="LibraryFolder"/>'s name (<c>3.11</c>), or null.</summary>
    public string? LibraryVersion => LibraryFolder is null ? null : VersionOfFolder(Path.GetFileName(LibraryFolder));

    /// <summary>Whether a folder could be an environment or an interpreter's prefix at all.</summary>
    public static bool LooksLikeEnvironment(string folder) =>
        SmallFile.FileExists(Path.Combine(folder, "pyvenv.cfg")) || Read(folder, null) is { } layout && (layout.Interpreter is not null || layout.LibraryFolder is not null);

    /// <summary>The layout of a folder.</summary>
    /// <param name="root">The environment or prefix.</param>
    /// <param name="version">The version that <c>pyvenv.cfg</c> states, to choose between several library folders.</param>
    public static EnvironmentLayout Read(string root, string? version)
    {
        EnvironmentLayout posix = ReadPosix(root, version);
        EnvironmentLayout windows = ReadWindows(root);
        int posixScore = Score(posix);
        int windowsScore = Score(windows);
        if (posixScore == windowsScore)
            return Path.DirectorySeparatorChar == '\\' ? windows : posix;
        return posixScore > windowsScore ? posix : windows;
    }

    private static int Score(EnvironmentLayout layout) => (layout.SitePackages.Count > 0 ? 2 : 0) + (layout.Interpreter is not null ? 1 : 0);

    private static EnvironmentLayout ReadPosix(string root, string? version)
    {
        string scripts = Path.Combine(root, "bin");
        string? library = null;
        var sites = new List<string>();
        foreach (string name in (string[])["lib", "lib64"])
        {
            string? folder = ChooseLibrary(Path.Combine(root, name), version);
            library ??= folder;
            if (folder is null)
                continue;
            string site = Path.Combine(folder, "site-packages");
            // Fedora has both folders apart, lib64 first; elsewhere lib64 is a link to lib.
            if (SmallFile.FolderExists(site) && (sites.Count == 0 || !FolderIdentity.IsLink(Path.Combine(root, name))))
                sites.Insert(0, site);
        }

        string minor = version is null ? "3" : Minor(version);
        return new EnvironmentLayout
        {
            IsWindows = false,
            Scripts = scripts,
            Interpreter = FirstEntry(scripts, "python", "python3", "python" + minor, "pypy3", "pypy", "python.exe"),
            LibraryFolder = library,
            SitePackages = sites,
            ExpectedSitePackages = Path.Combine(library ?? Path.Combine(root, "lib", "python" + minor), "site-packages"),
        };
    }

    private static EnvironmentLayout ReadWindows(string root)
    {
        string scripts = Path.Combine(root, "Scripts");
        string site = Path.Combine(root, "Lib", "site-packages");
        return new EnvironmentLayout
        {
            IsWindows = true,
            Scripts = scripts,
            Interpreter = FirstEntry(scripts, "python.exe", "pypy.exe", "pypy3.exe") ?? FirstEntry(root, "python.exe"),
            LibraryFolder = null,
            SitePackages = SmallFile.FolderExists(site) ? [site] : [],
            ExpectedSitePackages = site,
        };
    }

    private static string? FirstEntry(string folder, params string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(folder, name);
            if (SmallFile.EntryExists(path))
                return path;
        }

        return null;
    }

    /// <summary>The <c>pythonX.Y</c> folder that fits the version best: its own, else the one with site-packages and the highest version.</summary>
    private static string? ChooseLibrary(string library, string? version)
    {
        if (!SmallFile.FolderExists(library) || SmallFile.Entries(library, out _) is not string[] entries)
            return null;
        string? minor = version is null ? null : Minor(version);
        string? best = null;
        int bestScore = -1;
        foreach (string entry in entries)
        {
            if (VersionOfFolder(Path.GetFileName(entry)) is not string found || !SmallFile.FolderExists(entry))
                continue;
            int number = 0;
            foreach (char digit in found.AsSpan(2))
                number = number * 10 + (digit - '0');
            int score = number + (SmallFile.FolderExists(Path.Combine(entry, "site-packages")) ? 1000 : 0) + (found == minor ? 2000 : 0);
            if (score > bestScore)
            {
                best = entry;
                bestScore = score;
            }
        }

        return best;
    }

    /// <summary><c>3.11</c> of <c>python3.11</c>, <c>python3.13t</c> or <c>pypy3.10</c>; null for any other name (<c>python3</c> of Debian too).</summary>
    internal static string? VersionOfFolder(string name)
    {
        int start = name.StartsWith("python", StringComparison.Ordinal) ? 6 : name.StartsWith("pypy", StringComparison.Ordinal) ? 4 : -1;
        if (start < 0)
            return null;
        string version = name.Substring(start).TrimEnd('t');
        return version.Length is >= 3 and <= 5 && version.StartsWith("3.", StringComparison.Ordinal) && IndexOfAnyExceptDigits(version.AsSpan(2)) < 0 ? version : null;
    }

    /// <summary><c>3.11</c> of <c>3.11.7</c>.</summary>
    internal static string Minor(string version)
    {
        int dot = version.IndexOf('.', version.IndexOf('.') + 1);
        return dot < 0 ? version : version.Substring(0, dot);
    }

    /// <summary>Offset of the first character that is not an ASCII digit, or -1.</summary>
    private static int IndexOfAnyExceptDigits(ReadOnlySpan<char> text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] is < '0' or > '9')
                return index;
        }

        return -1;
    }
}
