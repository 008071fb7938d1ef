namespace DocuSense.Maintenance.Environments;

/// <summary>What is known of an environment before its distributions are read.</summary>
internal sealed class EnvironmentFacts
{
    private string _configurationFile = "";
    private EnvironmentLayout? _layout;
    private string? _version;
    private SourceSpan _versionSpan = SourceSpan.Start;
    private string _implementation = "cpython";
    private bool _includesSystem;
    private bool _isPrefix;

    public required string Root { get; init; }

    public List<EnvironmentProblem> Problems { get; } = [];

    public IReadOnlyList<string> OwnSitePackages { get; private set; } = [];

    /// <summary>The user's and the base interpreter's folders with the prefix of each.</summary>
    public List<SystemSite> SystemSitePackages { get; } = [];

    public static EnvironmentFacts Read(string root)
    {
        var facts = new EnvironmentFacts { Root = root, _configurationFile = Path.Combine(root, "pyvenv.cfg") };
        if (!SmallFile.FolderExists(root))
        {
            facts.Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.InterpreterMissing, root, SourceSpan.Start, "The environment is a link to a folder that does not exist."));
            return facts;
        }

        if (SmallFile.EntryExists(facts._configurationFile))
            facts.ReadEnvironment(VenvConfiguration.Read(facts._configurationFile));
        else
            facts.ReadWithoutConfiguration();
        return facts;
    }

    private void ReadEnvironment(VenvConfiguration configuration)
    {
        _version = configuration.Version(out _versionSpan);
        _layout = EnvironmentLayout.Read(Root, _version);
        _includesSystem = configuration.Fault is null && configuration.IncludeSystemSitePackages;
        if (configuration.Fault is string fault)
            Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.ConfigurationInvalid, _configurationFile, SourceSpan.Start, $"pyvenv.cfg cannot be read: {fault}."));
        else if (configuration.Home is not { Length: > 0 })
            Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.ConfigurationInvalid, _configurationFile, configuration.HomeSpan, NoHome(configuration)));

        string? stated = _version is null ? null : EnvironmentLayout.Minor(_version);
        string? minor = stated ?? _layout.LibraryVersion;
        ReadSites(stated);
        if (BaseInterpreter.Missing(_layout, configuration, _configurationFile, minor) is { } missing)
            Problems.Add(missing);
        if (ScriptOrigins.Moved(Root, _layout) is { } moved)
            Problems.Add(moved);

        string? basePrefix = BaseInterpreter.Prefix(configuration, minor);
        if (_version is null)
        {
            string? headers = basePrefix is null || minor is null ? null : BaseInterpreter.VersionOfHeaders(basePrefix, _layout.IsWindows ? null : "python" + minor);
            _version = headers is not null && EnvironmentLayout.Minor(headers) == minor ? headers : minor;
        }

        _implementation = Implementation(configuration.Implementation);
        if (_includesSystem)
            AddSystem(basePrefix, minor);
    }

    private static string NoHome(VenvConfiguration configuration) => configuration.StartsWithMark
        ? "pyvenv.cfg has no 'home' key that Python can read: the file begins with a byte order mark."
        : "pyvenv.cfg has no 'home' key, which names the folder of the base interpreter.";

    /// <summary>A base interpreter's prefix, or an environment that lost its <c>pyvenv.cfg</c>.</summary>
    private void ReadWithoutConfiguration()
    {
        _layout = EnvironmentLayout.Read(Root, null);
        string? minor = _layout.LibraryVersion;
        _isPrefix = SmallFile.FileExists(Path.Combine(_layout.LibraryFolder ?? Path.Combine(Root, "Lib"), "os.py"));
        _version = BaseInterpreter.VersionOfHeaders(Root, _layout.LibraryFolder is null ? null : Path.GetFileName(_layout.LibraryFolder)) ?? minor;
        minor ??= _version is null ? null : EnvironmentLayout.Minor(_version);
        _implementation = Implementation(null);
        if (!_isPrefix)
        {
            Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.ConfigurationInvalid, _configurationFile, SourceSpan.Start, "The environment has no pyvenv.cfg."));
            ReadSites(null);
            if (_layout.Interpreter is null)
                Problems.Add(BaseInterpreter.NoInterpreter(_layout));
            return;
        }

        AddSystem(Root, minor);
        if (!SystemSitePackages.Exists(site => site.Prefix == Root))
            AddSitesMissing(_layout.ExpectedSitePackages);
    }

    private void ReadSites(string? stated)
    {
        OwnSitePackages = _layout!.SitePackages;
        if (OwnSitePackages.Count == 0)
        {
            AddSitesMissing(_layout.ExpectedSitePackages);
        }
        else if (stated is not null && _layout.LibraryVersion is string library && library != stated)
        {
            Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.SitePackagesMissing, _configurationFile, _versionSpan,
                $"pyvenv.cfg says Python {stated}, but the environment's packages are in '{_layout.LibraryFolder}'."));
        }
    }

    private void AddSitesMissing(string expected) =>
        Problems.Add(new EnvironmentProblem(EnvironmentProblemKind.SitePackagesMissing, expected, SourceSpan.Start, "The environment has no site-packages folder."));

    private void AddSystem(string? prefix, string? minor)
    {
        if (BaseInterpreter.UserSitePackages(_layout!.IsWindows, minor) is string user)
            SystemSitePackages.Add(new SystemSite(user, Path.GetFullPath(Path.Combine(user, _layout.IsWindows ? ".." : Path.Combine("..", "..", "..")))));
        if (prefix is null)
            return;
        foreach (string site in BaseInterpreter.SitePackages(prefix, minor))
            SystemSitePackages.Add(new SystemSite(site, prefix));
    }

    private string Implementation(string? stated)
    {
        if (stated is { Length: > 0 })
            return stated.ToLowerInvariant();
        string interpreter = Path.GetFileName(_layout?.Interpreter ?? "");
        bool pypy = interpreter.StartsWith("pypy", StringComparison.Ordinal)
            || _layout?.LibraryFolder is string library && Path.GetFileName(library).StartsWith("pypy", StringComparison.Ordinal)
            || SmallFile.EntryExists(Path.Combine(_layout?.Scripts ?? Root, "pypy3"));
        return pypy ? "pypy" : "cpython";
    }

    public PythonEnvironment ToEnvironment(IReadOnlyList<string> sitePackages, IReadOnlyList<InstalledDistribution> distributions, IReadOnlyList<LeftOver> leftOvers) => new()
    {
        Root = Root,
        ConfigurationFile = _configurationFile,
        Interpreter = _layout?.Interpreter,
        PythonVersion = _version,
        PythonVersionSpan = _versionSpan,
        Implementation = _implementation,
        IsVirtual = !_isPrefix,
        IsWindows = _layout?.IsWindows ?? Path.DirectorySeparatorChar == '\\',
        IncludeSystemSitePackages = _includesSystem,
        SitePackages = sitePackages,
        Distributions = distributions,
        LeftOvers = leftOvers,
        Problems = Problems,
    };
}

/// <summary>A folder of distributions that an environment sees beside its own.</summary>
/// <param name="Site">The folder.</param>
/// <param name="Prefix">The installation that it belongs to.</param>
internal readonly record struct SystemSite(string Site, string Prefix);
