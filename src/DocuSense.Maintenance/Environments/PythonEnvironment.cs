namespace DocuSense.Maintenance.Environments;

/// <summary>What is wrong with a virtual environment as a whole.</summary>
public enum EnvironmentProblemKind
{
    /// <summary><c>pyvenv.cfg</c> is missing, unreadable, or lacks what CPython needs.</summary>
    ConfigurationInvalid,

    /// <summary>The base interpreter that the environment was made from is gone, or the environment's link to it dangles.</summary>
    InterpreterMissing,

    /// <summary>The environment has no site-packages folder.</summary>
    SitePackagesMissing,

    /// <summary>The environment's scripts name another folder than the one it is in.</summary>
    Moved,
}

/// <summary>A problem of an environment; the file is absolute, and what a person would edit or look at.</summary>
public sealed record EnvironmentProblem(EnvironmentProblemKind Kind, string File, SourceSpan Span, string Message);

/// <summary>A virtual environment, read from its files.</summary>
public sealed record PythonEnvironment
{
    /// <summary>Absolute path of the environment's folder.</summary>
    public required string Root { get; init; }

    /// <summary>Absolute path of <c>pyvenv.cfg</c>, whether or not it exists.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>Absolute path of the environment's interpreter (<c>bin/python</c> or <c>Scripts\python.exe</c>); null where there is none.</summary>
    public string? Interpreter { get; init; }

    /// <summary>The interpreter's full version, for example <c>3.11.7</c>; null where the files do not tell.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>Where in <c>pyvenv.cfg</c> the version stands.</summary>
    public SourceSpan PythonVersionSpan { get; init; } = SourceSpan.Start;

    /// <summary>The implementation, lower case: <c>cpython</c>, <c>pypy</c>.</summary>
    public string Implementation { get; init; } = "cpython";

    /// <summary>Whether it is a virtual environment (also a broken one), and not a base interpreter that was named.</summary>
    public bool IsVirtual { get; init; } = true;

    /// <summary>Whether it has the layout of Windows (<c>Scripts</c>, <c>Lib</c>).</summary>
    public bool IsWindows { get; init; }

    /// <summary>Whether the base interpreter's site-packages are visible as well.</summary>
    public bool IncludeSystemSitePackages { get; init; }

    /// <summary>Absolute paths of the folders on the path that hold distributions, in the interpreter's order.</summary>
    public required IReadOnlyList<string> SitePackages { get; init; }

    /// <summary>The installed distributions that the interpreter would find, first on the path wins, ordered by normalised name.</summary>
    public required IReadOnlyList<InstalledDistribution> Distributions { get; init; }

    /// <summary>Folders named like an interrupted uninstall (<c>~name</c>), and metadata folders of a second version of a distribution.</summary>
    public required IReadOnlyList<LeftOver> LeftOvers { get; init; }

    public required IReadOnlyList<EnvironmentProblem> Problems { get; init; }
}

/// <summary>Something an interrupted or repeated installation left behind.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Distribution">The distribution's name as far as the folder name tells.</param>
/// <param name="Version">Its version, or null.</param>
/// <param name="IsSecondVersion">Whether it is the metadata of another version beside the one in use.</param>
public sealed record LeftOver(string Path, string Distribution, string? Version, bool IsSecondVersion);
