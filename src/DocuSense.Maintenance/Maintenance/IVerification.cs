namespace DocuSense.Maintenance.Maintenance;

/// <summary>Something that does not work.</summary>
/// <param name="Key">The same for the same failure before and after: a code and what it is about, or a test's id.</param>
/// <param name="Text">What is wrong, for a person.</param>
public sealed record Failure(string Key, string Text);

/// <summary>
/// A way to tell how well a backend works with an environment. A transaction asks before and after: a failure that was not there before means that the
/// result is worse, and everything is undone.
/// </summary>
public interface IVerification
{
    /// <summary>What it is called in messages: <c>check</c>, <c>import tests</c>.</summary>
    string Name { get; }

    /// <summary>What does not work now.</summary>
    /// <param name="options">The run's options, for the backend and its manifests.</param>
    /// <param name="environment">Absolute path of the environment to judge.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IReadOnlyList<Failure> Observe(MaintenanceOptions options, string environment, CancellationToken cancellationToken);
}
