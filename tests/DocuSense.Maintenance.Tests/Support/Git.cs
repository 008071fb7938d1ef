namespace DocuSense.Maintenance.Tests.Support;

/// <summary>The real git: the oracle of what <c>.gitignore</c> files exclude.</summary>
public static class Git
{
    private static readonly Lazy<bool> _isInstalled = new(static () =>
    {
        try
        {
            return Python.Execute("git", ["--version"], null, TimeSpan.FromSeconds(30)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public static bool IsInstalled => _isInstalled.Value;

    /// <summary>Makes a folder a repository, as <c>git init</c> does but without a person's templates.</summary>
    public static void Initialize(string folder)
    {
        string git = Path.Combine(folder, ".git");
        Directory.CreateDirectory(Path.Combine(git, "objects"));
        Directory.CreateDirectory(Path.Combine(git, "refs"));
        Directory.CreateDirectory(Path.Combine(git, "info"));
        File.WriteAllText(Path.Combine(git, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(Path.Combine(git, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
    }

    /// <summary>Which of the paths git ignores; tracked or not does not count.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="paths">Relative to it, with forward slashes.</param>
    /// <param name="ignoreCase">The repository's <c>core.ignoreCase</c>.</param>
    public static HashSet<string> Ignored(string folder, IReadOnlyCollection<string> paths, bool ignoreCase)
    {
        (int exit, string output, string error) = Python.Execute("git",
            ["-c", "core.excludesFile=" + Path.Combine(folder, ".git", "none"), "-c", $"core.ignoreCase={(ignoreCase ? "true" : "false")}", "-c", "core.quotePath=false",
                "check-ignore", "--no-index", "-z", "--stdin"],
            string.Concat(paths.Select(static path => path + "\0")), TimeSpan.FromMinutes(5), folder);
        Assert.True(exit is 0 or 1, $"git check-ignore: {exit} {error}");
        return new HashSet<string>(output.Split('\0', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}

/// <summary>A test that needs the real git; without it, it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitFactAttribute : FactAttribute
{
    private const string NoGit = "No git was found on this machine.";

    public GitFactAttribute()
    {
        if (!Git.IsInstalled)
            Skip = NoGit;
    }
}

/// <summary>A test of what only Unix has; elsewhere it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    private const string NotUnix = "Only Unix has pipes, names and links of this kind.";

    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = NotUnix;
    }
}

/// <summary>As <see cref="UnixFactAttribute"/>, for a table of cases.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no such paths.";
    }
}
