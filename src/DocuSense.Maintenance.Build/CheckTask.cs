namespace DocuSense.Maintenance.Build;

/// <summary>Placeholder of the check task's room.</summary>
public sealed class CheckTask : Microsoft.Build.Utilities.Task
{
    /// <inheritdoc/>
    public override bool Execute() => true;
}
