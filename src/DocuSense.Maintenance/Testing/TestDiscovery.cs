using DocuSense.Maintenance.Sources;

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
        var cases = new List<TestCase>();
        SourceListing listing = SourceTree.List(manifest.Backend, manifest.Exclude, cancellationToken);
        foreach (SourceFile file in listing.Files)
        {
            if (file.RelativePath.EndsWith(".py", StringComparison.Ordinal) && !SourceRole.IsAuxiliary(file.RelativePath))
            {
                string module = file.RelativePath.Substring(0, file.RelativePath.Length - 3).Replace('/', '.');
                cases.Add(new TestCase("import:" + module, TestKind.Import, "import " + module, file.Path, 1, null));
            }
        }

        return cases;
    }
}
