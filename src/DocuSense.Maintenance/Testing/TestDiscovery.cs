namespace DocuSense.Maintenance.Testing;

/// <summary>Lists the tests of a backend. Reads files only: starts no process.</summary>
public static class TestDiscovery
{
    /// <summary>Every test of the backend: of the environment, one import a module, the probes of the API, in this order.</summary>
    /// <param name="manifest">What to test.</param>
    /// <param name="cancellationToken">Ends the listing early.</param>
    /// <returns>The tests, in the same order for the same files. No import test at all means that no module was found.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DirectoryNotFoundException">The backend's folder does not exist.</exception>
    public static IReadOnlyList<TestCase> Discover(TestManifest manifest, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(manifest.Backend))
            throw new DirectoryNotFoundException($"The backend folder '{manifest.Backend}' does not exist; correct DocuSenseBackend.");
        IReadOnlyList<ImportTarget> targets = ImportTargets.List(manifest, cancellationToken);
        var cases = new List<TestCase>(EnvironmentTests.Cases(manifest));
        foreach (ImportTarget target in targets)
            cases.Add(target.Case);
        foreach (ApiTarget api in ApiTargets.List(manifest, targets))
            cases.Add(api.Case);
        return cases;
    }
}
