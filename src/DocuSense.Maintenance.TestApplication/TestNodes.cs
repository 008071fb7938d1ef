using DocuSense.Maintenance.TestAdapter;
using DocuSense.Maintenance.Testing;
using Microsoft.Testing.Extensions.TrxReport.Abstractions;
using Microsoft.Testing.Platform.Extensions.Messages;

namespace DocuSense.Maintenance.TestApplication;

/// <summary>The engine's tests and results in the platform's words.</summary>
internal static class TestNodes
{
    /// <summary>A test that was found.</summary>
    public static TestNode Discovered(TestManifest manifest, TestCase test) => Node(manifest, test, DiscoveredTestNodeStateProperty.CachedInstance);

    /// <summary>A test that has ended.</summary>
    public static TestNode Ended(TestManifest manifest, TestResult result)
    {
        TestNode node = Node(manifest, result.Case, State(result));
        DateTimeOffset end = DateTimeOffset.Now;
        node.Properties.Add(new TimingProperty(new TimingInfo(end - result.Duration, end, result.Duration)));
        node.Properties.Add(new TrxFullyQualifiedTypeNameProperty(TestFields.FullyQualifiedName(result.Case)));
        node.Properties.Add(new TrxCategoriesProperty([TestFields.Kind(result.Case)]));
        if (result.Outcome == TestOutcome.Failed)
            node.Properties.Add(new TrxExceptionProperty(result.Message, result.StackTrace));
        string? output = result.Outcome == TestOutcome.Passed && result.Message is not null ? result.Message + Environment.NewLine + result.Output : result.Output;
        if (!string.IsNullOrEmpty(output))
        {
            node.Properties.Add(new StandardOutputProperty(output));
            node.Properties.Add(new TrxMessagesProperty([new StandardOutputTrxMessage(output)]));
        }

        return node;
    }

    /// <summary>The test's place in the tree that <c>--treenode-filter</c> asks: <c>/import/app/services/ocr</c>, <c>/import/app/__init__</c>, <c>/api/GET %2Fhealth</c>.</summary>
    /// <remarks>Every test is a leaf: the platform takes what lies above a wanted test for wanted too.</remarks>
    public static string TreePath(TestCase test)
    {
        IEnumerable<string> segments = test.Kind == TestKind.Import ? test.Target.Split('.', '/') : [test.Target];
        if (test.Kind == TestKind.Import && Path.GetFileName(test.File) == "__init__.py")
            segments = segments.Append("__init__");
        return "/" + TestFields.Kind(test).ToLowerInvariant() + "/" + string.Join('/', segments.Select(segment => segment.Replace("/", "%2F", StringComparison.Ordinal)));
    }

    /// <summary>What <c>--treenode-filter</c> can ask in brackets: <c>/**[Kind=Api]</c>.</summary>
    public static PropertyBag Metadata(TestManifest manifest, TestCase test)
    {
        var bag = new PropertyBag();
        bag.Add(new TestMetadataProperty("Kind", TestFields.Kind(test)));
        if (TestFields.File(manifest, test) is { } file)
            bag.Add(new TestMetadataProperty("File", file));
        return bag;
    }

    private static TestNode Node(TestManifest manifest, TestCase test, TestNodeStateProperty state)
    {
        PropertyBag bag = Metadata(manifest, test);
        bag.Add(state);
        if (test.File is not null)
        {
            var place = new LinePosition(Math.Max(test.Line, 1), 0);
            bag.Add(new TestFileLocationProperty(test.File, new LinePositionSpan(place, place)));
        }

        return new TestNode { Uid = test.Id, DisplayName = test.Name, Properties = bag };
    }

    private static TestNodeStateProperty State(TestResult result) => result.Outcome switch
    {
        TestOutcome.Passed => PassedTestNodeStateProperty.CachedInstance,
        TestOutcome.Failed => new FailedTestNodeStateProperty(new PythonFailure(result.Message, result.StackTrace)),
        _ => new SkippedTestNodeStateProperty(result.Message ?? ""),
    };

    /// <summary>A failure with the places in Python that led to it; the platform knows failures as exceptions only.</summary>
    private sealed class PythonFailure(string? message, string? places) : Exception(message ?? "The test failed.")
    {
        public override string? StackTrace => places;
    }
}
