using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>A check that runs beside other tasks of a build, from the one that began it to the one that shows what it found.</summary>
/// <remarks>MSBuild keeps it meanwhile. Where a build ends without having asked for it, MSBuild disposes of it, which ends it.</remarks>
internal sealed class BackgroundCheck : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CheckOptions _options;
    private readonly Task<CheckResult> _check;
    private long _milliseconds;

    private BackgroundCheck(CheckOptions options, Func<CheckOptions, CancellationToken, CheckResult> engine)
    {
        _options = options;
        _check = Task.Factory.StartNew(
            () =>
            {
                var clock = Stopwatch.StartNew();
                CheckResult result = engine(options, _cancellation.Token);
                _milliseconds = clock.ElapsedMilliseconds;
                return result;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How long the check took, once it has been waited for, in milliseconds; not how long it was waited for.</summary>
    public long Milliseconds => _milliseconds;

    /// <summary>Begins a check.</summary>
    /// <returns>By what <see cref="Take"/> finds it; empty where this MSBuild keeps nothing between tasks, or the check remembers nothing by which it could be confirmed.</returns>
    public static string Begin(IBuildEngine engine, CheckOptions options, Func<CheckOptions, CancellationToken, CheckResult> check)
    {
        if (engine is not IBuildEngine4 keeper || options.OutputFolder is null)
            return "";
        string name = Guid.NewGuid().ToString("N");
        var begun = new BackgroundCheck(options, check);
        try
        {
            keeper.RegisterTaskObject(name, begun, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        }
        catch
        {
            begun.Dispose();
            throw;
        }

        return name;
    }

    /// <summary>Takes over the check that was begun under a name.</summary>
    /// <returns>It, for the caller to dispose of; null where there is none, or where it was asked something else than these options: items and properties may change in between.</returns>
    public static BackgroundCheck? Take(IBuildEngine engine, string? name, CheckOptions options)
    {
        if (string.IsNullOrEmpty(name) || (engine as IBuildEngine4)?.UnregisterTaskObject(name, RegisteredTaskObjectLifetime.Build) is not BackgroundCheck begun)
            return null;
        if (begun._options.AsksTheSameAs(options))
            return begun;
        begun.Dispose();
        return null;
    }

    /// <summary>Waits for what the check found.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CheckResult Wait(CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(_cancellation.Cancel))
            return _check.GetAwaiter().GetResult();
    }

    /// <summary>Ends the check, and returns once it has ended: nothing is written any more.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        try
        {
            _check.Wait();
        }
        catch (AggregateException)
        {
            // Nobody asks any more what went wrong, or it was told to whoever asked.
        }

        _cancellation.Dispose();
    }
}
