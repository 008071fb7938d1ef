using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>The static check as a verification: its errors, and what is broken in the environment.</summary>
public sealed class CheckVerification : IVerification
{
    /// <inheritdoc/>
    public string Name => "check";

    /// <inheritdoc/>
    public IReadOnlyList<Failure> Observe(MaintenanceOptions options, string environment, CancellationToken cancellationToken)
    {
        var failures = new List<Failure>();
        // No output folder: neither replayed nor remembered, as an environment just written is judged.
        CheckResult result = Checker.Run(options.Check with { Environment = environment, OutputFolder = null, Suppressions = [] }, cancellationToken);
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            bool isBroken = diagnostic.Severity == Severity.Error || diagnostic.Code is "DSM1004" or "DSM1006" or "DSM1007";
            if (isBroken)
                failures.Add(new Failure($"{diagnostic.Code} {diagnostic.Package ?? diagnostic.File}", $"{diagnostic.Code}: {diagnostic.Message}"));
        }

        return failures;
    }
}
