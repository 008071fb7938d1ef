namespace DocuSense.Maintenance.Analysis;

/// <summary>The static check: observes, analyses, and remembers what it found.</summary>
public static class Checker
{
    /// <summary>Checks a backend, or replays the last check's findings where nothing has changed since.</summary>
    /// <remarks>Reads files only. Writes only below <see cref="CheckOptions.OutputFolder"/>, each file whole or not at all.</remarks>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Run(CheckOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
