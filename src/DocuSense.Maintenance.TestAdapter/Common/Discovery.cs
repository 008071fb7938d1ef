using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>A backend's tests, as far as its files tell.</summary>
/// <param name="Manifest">What to test; null where it cannot be read.</param>
/// <param name="Tests">The tests.</param>
/// <param name="Problem">Why this is not what the project wants to see tested; null where it is. A run with a problem must never pass.</param>
internal sealed record Discovery(TestManifest? Manifest, IReadOnlyList<TestCase> Tests, string? Problem)
{
    /// <summary>Reads the manifest at a path and lists its tests.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Discovery Of(string path, CancellationToken cancellationToken)
    {
        TestManifest? manifest = null;
        try
        {
            manifest = TestManifest.Read(path);
            IReadOnlyList<TestCase> tests = TestDiscovery.Discover(manifest, cancellationToken);
            foreach (TestCase test in tests)
            {
                if (test.Kind == TestKind.Import)
                    return new Discovery(manifest, tests, null);
            }

            return new Discovery(manifest, tests,
                $"No Python module was found below '{manifest.Backend}', so there is nothing to test; correct DocuSenseBackend or DocuSenseExclude.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && manifest is null)
        {
            return new Discovery(null, [], $"There is no list of tests at '{path}'; build the project first.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return new Discovery(manifest, [], exception.Message);
        }
    }
}
