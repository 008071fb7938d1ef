using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Adapter;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging;

namespace DocuSense.Maintenance.TestAdapter.Tests;

public sealed class PythonTestDiscovererTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("docusense source ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_assembly_without_our_file_beside_it_is_somebody_else_s()
    {
        (List<TestCase> tests, List<string> problems) = Discover();

        Assert.Empty(tests);
        Assert.Empty(problems);
    }

    [Fact]
    public void Each_module_is_a_test_at_its_file()
    {
        File.WriteAllText(Path.Combine(_folder, "ocr.py"), "import os\n");
        new Testing.TestManifest { Backend = _folder }.Write(Path.Combine(_folder, "tests.json"));
        File.WriteAllText(Path.Combine(_folder, "Backend.docusense"), Path.Combine(_folder, "tests.json") + "\n");

        (List<TestCase> tests, List<string> problems) = Discover();

        Assert.Empty(problems);
        TestCase test = Assert.Single(tests, found => found.FullyQualifiedName == "import.ocr");
        Assert.Equal(("import ocr", Path.Combine(_folder, "ocr.py"), 1, Path.Combine(_folder, "Backend.dll")), (test.DisplayName, test.CodeFilePath, test.LineNumber, test.Source));
        Assert.Equal(("Kind", "Import"), (Assert.Single(test.Traits).Name, test.Traits.Single().Value));
    }

    [Theory]
    [InlineData(null, "build the project first")]
    [InlineData("{ \"schema\": 1", "tests.json")]
    [InlineData("{ \"schema\": 99 }", "build the project again")]
    public void A_list_of_tests_that_cannot_be_read_is_an_error(string? content, string expected)
    {
        string manifest = Path.Combine(_folder, "obj", "tests.json");
        if (content is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(manifest)!);
            File.WriteAllText(manifest, content);
        }

        File.WriteAllText(Path.Combine(_folder, "Backend.docusense"), manifest);

        (List<TestCase> tests, List<string> problems) = Discover();

        Assert.Empty(tests);
        Assert.StartsWith("Error: ", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(expected, problems[0], StringComparison.Ordinal);
    }

    private (List<TestCase> Tests, List<string> Problems) Discover()
    {
        var sink = new Sink();
        new PythonTestDiscoverer().DiscoverTests([Path.Combine(_folder, "Backend.dll")], new Context(), sink, sink);
        return (sink.Tests, sink.Problems);
    }

    private sealed class Context : IDiscoveryContext
    {
        public IRunSettings? RunSettings => null;
    }

    private sealed class Sink : ITestCaseDiscoverySink, IMessageLogger
    {
        public List<TestCase> Tests { get; } = [];

        public List<string> Problems { get; } = [];

        public void SendTestCase(TestCase discoveredTest) => Tests.Add(discoveredTest);

        public void SendMessage(TestMessageLevel testMessageLevel, string message) => Problems.Add($"{testMessageLevel}: {message}");
    }
}
