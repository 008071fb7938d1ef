using System.Runtime.InteropServices;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Reads everything a check needs, files only, in parallel.</summary>
internal static class Observer
{
    private static readonly string[] _environmentNames = ["venv", ".venv", "env"];
    private static readonly string[] _settingsNames = ["pyproject.toml", "setup.cfg"];
    private const long MaximumSettings = 1 << 20;

    /// <summary>Observes a backend.</summary>
    /// <param name="options">What to look at; the backend's folder exists.</param>
    /// <param name="remembered">What an earlier check read.</param>
    /// <param name="cancellationToken">Ends the observation early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Snapshot Observe(CheckOptions options, ScanCache remembered, CancellationToken cancellationToken) =>
        Observe(options, remembered, DistributionCache.Empty, null, null, cancellationToken);

    /// <summary>Observes a backend.</summary>
    /// <param name="options">What to look at; the backend's folder exists.</param>
    /// <param name="remembered">What an earlier check read in files.</param>
    /// <param name="distributions">What an earlier check read of what is installed.</param>
    /// <param name="listing">The files there are, where they were listed a moment ago.</param>
    /// <param name="sourcesRead">Is given the sources once they are read, while the observation goes on.</param>
    /// <param name="cancellationToken">Ends the observation early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Snapshot Observe(
        CheckOptions options, ScanCache remembered, DistributionCache distributions, SourceListing? listing, Action<IReadOnlyList<ScannedFile>>? sourcesRead, CancellationToken cancellationToken)
    {
        Task<PythonEnvironment?> environmentTask = Task.Run(
            () => EnvironmentReader.Find(options.Backend, options.Environment, distributions.Get, cancellationToken), cancellationToken);
        Task<ManifestSet> manifestsTask = Task.Run(() => ManifestReader.Read(options.Backend, options.Manifests, cancellationToken), cancellationToken);
        var knownTask = Task.Run(() => new KnownFacts(options), cancellationToken);
        // Tables that usage is judged by, and what is remembered; whoever needs them first waits for them.
        var prepared = Task.Run(() =>
        {
            PluginHosts.Prepare();
            _ = distributions.Code;
        }, CancellationToken.None);
        try
        {
            return Observe(options, remembered, distributions, environmentTask, manifestsTask, knownTask, listing, sourcesRead, cancellationToken);
        }
        finally
        {
            // No file is read any more once the observation is over.
            ((IAsyncResult)prepared).AsyncWaitHandle.WaitOne();
        }
    }

    private static Snapshot Observe(
        CheckOptions options, ScanCache remembered, DistributionCache distributions, Task<PythonEnvironment?> environmentTask, Task<ManifestSet> manifestsTask,
        Task<KnownFacts> knownTask, SourceListing? listed, Action<IReadOnlyList<ScannedFile>>? sourcesRead, CancellationToken cancellationToken)
    {
        SourceListing listing = Without(listed ?? SourceTree.List(options.Backend, options.Excludes, cancellationToken), EnvironmentReader.Locate(options.Backend, options.Environment));
        var outside = new HashSet<string>(OutsideNames(options.Backend), StringComparer.Ordinal);

        List<SourceFile> settings = SettingsFiles(options.Backend);
        (ScannedFile[] sources, FileHints[] hints) = FileReader.Read(listing.Files, [.. listing.Texts, .. settings], remembered, () => knownTask.GetAwaiter().GetResult().Implicit, cancellationToken);
        sourcesRead?.Invoke(sources);
        PythonEnvironment? environment = environmentTask.GetAwaiter().GetResult();
        ManifestSet manifests = LocatedRequirements.Name(manifestsTask.GetAwaiter().GetResult(), environment, options.Backend);

        var first = new Snapshot
        {
            Options = options,
            Manifests = manifests,
            Environment = environment,
            Markers = environment is null ? null : MarkersOf(environment),
            Sources = sources,
            Hints = hints,
            Known = knownTask.GetAwaiter().GetResult(),
            Listing = listing,
            UnreadableFolders = listing.Unreadable,
            Modules = new ModuleIndex(listing.Files.Select(static file => file.RelativePath).Concat(listing.OtherModules), outside, sources),
            CompiledModules = [.. listing.OtherModules.Where(IsCompiled).Select(path => Path.Combine(options.Backend, path.Replace('/', Path.DirectorySeparatorChar)))],
            OtherProjects = OtherProjects.Find(options.Backend, listing.Files, manifests.Files),
            Mentions = Mentions.None,
            Loads = RuntimeLoads.Observe(options, environment),
        };
        var terms = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var candidates = new List<ManifestRequirement>();
        foreach (RequirementUsage usage in first.Usage.All)
        {
            if (usage is not { Verdict: Verdict.Unused, Requirement.Requirement: { } requirement })
                continue;
            candidates.Add(usage.Requirement);
            IReadOnlyList<string> modules = Doubts.ModulesOf(first.Graph.Find(requirement.NormalizedName), ModuleMap.Find(requirement.NormalizedName));
            terms.UnionWith(Mentions.Terms(requirement.Name, modules));
        }

        if (terms.Count == 0)
            return first;

        // A manifest names what it requires; that is no use of it.
        var manifestFiles = new HashSet<string>(manifests.Files, StringComparer.Ordinal);
        List<SourceFile> texts = [.. listing.Texts.Where(file => !manifestFiles.Contains(file.Path))];
        IReadOnlyList<ScannedFile> code = Array.Exists(sources, IsSetup) ? [.. sources.Where(static source => !IsSetup(source))] : sources;
        return first.With(Mentions.Find(terms, texts, code, first.CompiledModules, remembered, cancellationToken), InstalledImports.Find(first, candidates, distributions.Code, cancellationToken));
    }

    private static bool IsSetup(ScannedFile source) => source.File.RelativePath == "setup.py";

    private static bool IsCompiled(string path) => path.EndsWith(".so", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase);

    /// <summary>What markers are held against: this machine, or, for an environment with another system's layout, a common one of that system.</summary>
    private static MarkerEnvironment? MarkersOf(PythonEnvironment environment)
    {
        if (environment.PythonVersion is not { } version)
            return null;
        if (environment.IsWindows != RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return MarkerEnvironment.ForPlatform(version, environment.IsWindows ? "win32" : "linux", environment.IsWindows ? "AMD64" : "x86_64", implementation: environment.Implementation);
        MarkerEnvironment here = MarkerEnvironment.ForThisMachine(version);
        return MarkerEnvironment.ForPlatform(version, here.SysPlatform, here.PlatformMachine, here.PlatformRelease, here.PlatformVersion, environment.Implementation);
    }

    /// <summary>The listing without what lies in the environment, which a broken one may fail to announce by its <c>pyvenv.cfg</c>.</summary>
    public static SourceListing Without(SourceListing listing, string? folder)
    {
        if (folder is null)
            return listing;
        string prefix = folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Path.DirectorySeparatorChar;
        bool IsOutside(SourceFile file) => !file.Path.StartsWith(prefix, StringComparison.Ordinal);
        return listing.Files.All(IsOutside) && listing.Texts.All(IsOutside)
            ? listing
            : listing with { Files = [.. listing.Files.Where(IsOutside)], Texts = [.. listing.Texts.Where(IsOutside)] };
    }

    /// <summary>The places where an environment may appear, for change detection.</summary>
    public static IEnumerable<string> EnvironmentCandidates(string backend)
    {
        foreach (string folder in Above(backend, includeSelf: true))
        {
            foreach (string name in _environmentNames)
                yield return Path.Combine(folder, name, "pyvenv.cfg");
        }
    }

    /// <summary>
    /// <c>pyproject.toml</c> and <c>setup.cfg</c> of the backend and of the folders above it: manifests, which the listing leaves out, and the settings
    /// of many tools.
    /// </summary>
    private static List<SourceFile> SettingsFiles(string backend)
    {
        var files = new List<SourceFile>();
        string prefix = "";
        foreach (string folder in Above(backend, includeSelf: true))
        {
            foreach (string name in _settingsNames)
            {
                string path = Path.Combine(folder, name);
                if (Stamp.Take(path) is { Length: >= 0 and <= MaximumSettings } stamp)
                    files.Add(new SourceFile(path, prefix + name, stamp.Length, stamp.Ticks));
            }

            prefix += "../";
        }

        return files;
    }

    /// <summary>The places where settings may appear that are no texts of the listing, for change detection.</summary>
    public static IEnumerable<string> SettingsCandidates(string backend)
    {
        foreach (string folder in Above(backend, includeSelf: true))
        {
            foreach (string name in _settingsNames)
                yield return Path.Combine(folder, name);
        }
    }

    /// <summary>Names of modules and packages in the folders above: an application may be started from there.</summary>
    public static SortedSet<string> OutsideNames(string backend)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal) { Path.GetFileName(backend.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) };
        foreach (string folder in Above(backend, includeSelf: false))
        {
            try
            {
                foreach (string path in Directory.EnumerateFiles(folder, "*.py"))
                    names.Add(Path.GetFileNameWithoutExtension(path));
                foreach (string path in Directory.EnumerateDirectories(folder))
                {
                    // What builds leave behind comes and goes.
                    if (Path.GetFileName(path) is not ("bin" or "obj" or "artifacts" or "TestResults") and var name)
                        names.Add(name);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A folder above that cannot be listed has nothing to offer to Python either.
            }
        }

        return names;
    }

    /// <summary>The folders from the backend up to the repository's root; the backend and its parent where there is no repository.</summary>
    private static List<string> Above(string backend, bool includeSelf)
    {
        var folders = new List<string>();
        DirectoryInfo? folder = new(backend);
        for (; folder is not null; folder = folder.Parent)
        {
            folders.Add(folder.FullName);
            if (Directory.Exists(Path.Combine(folder.FullName, ".git")) || File.Exists(Path.Combine(folder.FullName, ".git")))
                break;
        }

        if (folder is null && folders.Count > 2)
            folders.RemoveRange(2, folders.Count - 2);
        if (!includeSelf)
            folders.RemoveAt(0);
        return folders;
    }
}
