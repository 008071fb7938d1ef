using System.Threading.Channels;
using DocuSense.Maintenance.TestAdapter;
using DocuSense.Maintenance.Testing;
using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.TestFramework;
using Microsoft.Testing.Platform.Requests;
using Microsoft.Testing.Platform.Services;

namespace DocuSense.Maintenance.TestApplication;

/// <summary>Lists and runs the tests of a Python backend for Microsoft.Testing.Platform.</summary>
internal sealed class PythonTestFramework(IServiceProvider services) : Identity, ITestFramework, IDataProducer
{
    private string? _problem;

    public Type[] DataTypesProduced { get; } = [typeof(TestNodeUpdateMessage)];

    public Task<CreateTestSessionResult> CreateTestSessionAsync(CreateTestSessionContext context) =>
        Task.FromResult(new CreateTestSessionResult { IsSuccess = true });

    /// <summary>A session with a problem fails, whatever its tests say.</summary>
    public Task<CloseTestSessionResult> CloseTestSessionAsync(CloseTestSessionContext context)
    {
        // Started by dotnet test the platform keeps the message to itself, and dotnet test shows what a failed program has printed.
        if (_problem is not null && services.GetCommandLineOptions().IsOptionSet("server"))
            Console.Error.WriteLine(_problem);
        return Task.FromResult(new CloseTestSessionResult { IsSuccess = _problem is null, ErrorMessage = _problem });
    }

    public async Task ExecuteRequestAsync(ExecuteRequestContext context)
    {
        try
        {
            ICommandLineOptions options = services.GetCommandLineOptions();
            Discovery discovery = Discover(options, context.CancellationToken);
            _problem = discovery.Problem;
            var tests = discovery.Tests.Where(test => Selected(test, discovery.Manifest!, (TestExecutionRequest)context.Request, options)).ToList();
            if (context.Request is DiscoverTestExecutionRequest)
            {
                foreach (TestCase test in tests)
                    await Tell(context, TestNodes.Discovered(discovery.Manifest!, test)).ConfigureAwait(false);
            }
            else if (tests.Count > 0)
            {
                await Run(context, discovery.Manifest!, tests).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The platform says itself that the run was cancelled.
        }
        finally
        {
            context.Complete();
        }
    }

    private static Discovery Discover(ICommandLineOptions options, CancellationToken cancellationToken)
    {
        if (!options.TryGetOptionArgumentList(PythonTestOptions.Source, out string[]? source))
            return new Discovery(null, [], "This program is started by 'dotnet test', which tells it what to test.");
        return TestSource.Manifest(source[0]) is { } manifest
            ? Discovery.Of(manifest, cancellationToken)
            : new Discovery(null, [], $"'{source[0]}' has not been built; build the project first.");
    }

    private static bool Selected(TestCase test, TestManifest manifest, TestExecutionRequest request, ICommandLineOptions options)
    {
        bool chosen = request.Filter switch
        {
            TestNodeUidListFilter list => Array.Exists(list.TestNodeUids, uid => uid.Value == test.Id),
            TreeNodeFilter tree => tree.MatchesFilter(TestNodes.TreePath(test), TestNodes.Metadata(manifest, test)),
            _ => true,
        };
        return chosen && (!options.TryGetOptionArgumentList(PythonTestOptions.Filter, out string[]? filter)
            || TestFilter.Parse(filter[0])(name => TestFields.Values(manifest, test, name)));
    }

    // The engine tells results from its own threads, which must not wait for the platform.
    private async Task Run(ExecuteRequestContext context, TestManifest manifest, IReadOnlyList<TestCase> tests)
    {
        var results = Channel.CreateUnbounded<TestResult>();
        Task run = Task.Run(() =>
        {
            try
            {
                GuardedRun.Execute(manifest, tests, result => results.Writer.TryWrite(result), context.CancellationToken);
            }
            finally
            {
                results.Writer.Complete();
            }
        });
        await foreach (TestResult result in results.Reader.ReadAllAsync().ConfigureAwait(false))
            await Tell(context, TestNodes.Ended(manifest, result)).ConfigureAwait(false);
        await run.ConfigureAwait(false);
    }

    private Task Tell(ExecuteRequestContext context, TestNode node) =>
        context.MessageBus.PublishAsync(this, new TestNodeUpdateMessage(context.Request.Session.SessionUid, node));
}
