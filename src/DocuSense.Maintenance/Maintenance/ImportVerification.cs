using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>The import tests as a verification: every module of the backend that cannot be imported. It runs the backend's code, as a verb that was asked for may.</summary>
public sealed class ImportVerification : IVerification
{
    /// <inheritdoc/>
    public string Name => "import tests";

    /// <inheritdoc/>
    public IReadOnlyList<Failure> Observe(MaintenanceOptions options, string environment, CancellationToken cancellationToken)
    {
        TestManifest manifest = Manifest(options, environment);
        List<TestCase> imports = [.. TestDiscovery.Discover(manifest, cancellationToken).Where(static test => test is { Kind: TestKind.Import, SkipReason: null })];
        var failures = new List<Failure>();
        if (imports.Count == 0)
            return failures;
        _ = TestRun.Execute(manifest, imports, result =>
        {
            if (result.Outcome == TestOutcome.Failed)
                failures.Add(new Failure(result.Case.Id, $"{result.Case.Target} no longer imports: {result.Message}"));
        }, cancellationToken);
        return failures;
    }

    /// <summary>What to import and how: as the project says it for its tests, where a build has written that down, but with this environment.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="environment">Absolute path of the environment.</param>
    /// <param name="findsApi">Whether the application matters as well.</param>
    internal static TestManifest Manifest(MaintenanceOptions options, string environment, bool findsApi = false)
    {
        TestManifest? settings = Settings(options);
        return new TestManifest
        {
            Backend = options.Check.Backend,
            Venv = environment,
            ProjectFile = options.Check.ProjectFile,
            Exclude = options.Check.Excludes,
            Requirements = options.Check.Manifests,
            FindsApi = findsApi && settings?.FindsApi != false,
            Apis = findsApi ? settings?.Apis ?? [] : [],
            WorkingDirectory = settings?.WorkingDirectory,
            ImportTimeout = settings?.ImportTimeout ?? TimeSpan.FromSeconds(30),
            MemoryLimit = settings?.MemoryLimit,
            ImportExclude = settings?.ImportExclude ?? [],
            ImportInclude = settings?.ImportInclude ?? [],
            Environment = settings?.Environment ?? [],
            EnvironmentFile = settings?.EnvironmentFile,
        };
    }

    private static TestManifest? Settings(MaintenanceOptions options)
    {
        try
        {
            string? path = options.Check.OutputFolder is { } folder ? Path.Combine(folder, TestManifest.FileName) : null;
            return path is not null && File.Exists(path) ? TestManifest.Read(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
