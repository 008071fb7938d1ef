using System.Runtime.CompilerServices;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Adapter;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>The tests that the command line's <c>--filter</c> leaves.</summary>
internal static class SelectedTests
{
    /// <summary>All tests without a filter, those it selects with one, and none with one that cannot be read, which is said.</summary>
    public static IEnumerable<Testing.TestCase> Of(Discovery discovery, IDiscoveryContext? context, IMessageLogger? logger)
    {
        if (Text(context) is not { } text)
            return discovery.Tests;
        try
        {
            Func<Func<string, IReadOnlyList<string>>, bool> decide = TestFilter.Parse(text);
            return discovery.Tests.Where(test => decide(name => TestFields.Values(discovery.Manifest!, test, name)));
        }
        catch (FormatException exception)
        {
            logger?.SendMessage(TestMessageLevel.Error, exception.Message);
            return [];
        }
    }

    // VSTest hands out the text of a filter it can read and knows all names of, and otherwise an exception that carries it.
    private static string? Text(IDiscoveryContext? context)
    {
        try
        {
            return context switch
            {
                null => null,
                IRunContext run => run.GetTestCaseFilter([], static _ => null)?.TestCaseFilterValue,
                _ => OfDiscovery(context, [], static _ => null)?.TestCaseFilterValue,
            };
        }
        catch (TestPlatformFormatException exception)
        {
            return exception.FilterValue;
        }
        catch (Exception exception) when (exception is InvalidCastException or MissingMemberException or TypeLoadException or BadImageFormatException or FileNotFoundException)
        {
            // A context of another making has no filter that one could ask for.
            return null;
        }
    }

    // Only a run's context has the method in its interface; that of a discovery has it as well, and --list-tests with a filter needs it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetTestCaseFilter")]
    private static extern ITestCaseFilterExpression? OfDiscovery(
        [UnsafeAccessorType("Microsoft.VisualStudio.TestPlatform.CrossPlatEngine.Discovery.DiscoveryContext, Microsoft.TestPlatform.CrossPlatEngine")] object context,
        IEnumerable<string>? supportedProperties, Func<string, TestProperty?> propertyProvider);
}
