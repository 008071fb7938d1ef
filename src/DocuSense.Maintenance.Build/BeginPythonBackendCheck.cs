using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>Begins the check of a Python backend, which then runs beside the rest of the build until <see cref="CheckPythonBackend"/> shows what it found.</summary>
/// <remarks>It logs nothing: whatever goes wrong goes wrong again in the task that shows it.</remarks>
[MSBuildMultiThreadableTask]
public sealed class BeginPythonBackendCheck : CheckTask
{
    /// <summary>The engine; tests put their own in its place.</summary>
    internal Func<CheckOptions, CancellationToken, CheckResult> Engine { get; set; } = Checker.Run;

    /// <summary>By what <see cref="CheckPythonBackend.Begun"/> finds the check; empty where none could be begun.</summary>
    [Output]
    public string Begun { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Begun = BackgroundCheck.Begin(BuildEngine, Options(), Engine);
        }
        catch (Exception exception)
        {
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return true;
    }
}
