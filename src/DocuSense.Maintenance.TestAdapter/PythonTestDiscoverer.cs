using System.ComponentModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Adapter;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>Lists the tests of a Python backend for VSTest. Reads files only.</summary>
[DefaultExecutorUri(PythonTestExecutor.UriText)]
[FileExtension(".dll")]
[Category("managed")]
public sealed class PythonTestDiscoverer : ITestDiscoverer
{
    /// <inheritdoc/>
    public void DiscoverTests(IEnumerable<string> sources, IDiscoveryContext discoveryContext, IMessageLogger logger, ITestCaseDiscoverySink discoverySink)
    {
        foreach (string source in sources)
        {
            if (TestSource.Manifest(source) is not { } path)
                continue;
            Discovery discovery = Discovery.Of(path, CancellationToken.None);
            if (discovery.Problem is { } problem)
                logger.SendMessage(TestMessageLevel.Error, problem);
            foreach (Testing.TestCase test in SelectedTests.Of(discovery, discoveryContext, logger))
                discoverySink.SendTestCase(TestObjects.Case(discovery.Manifest!, test, source));
        }
    }
}
