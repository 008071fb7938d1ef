using DocuSense.Maintenance.Maintenance;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>Makes the virtual environment where there is none, and installs the requirements.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestorePythonEnvironment : MaintenanceTask
{
    /// <summary>The Python to make it with.</summary>
    public string? Python { get; set; }

    /// <summary>Groups of requirements besides the main one, separated by semicolons.</summary>
    public string? Groups { get; set; }

    /// <inheritdoc/>
    protected override string Verb => "Restore";

    /// <inheritdoc/>
    protected override MaintenanceOptions Configure(MaintenanceOptions options) =>
        options with { Python = string.IsNullOrWhiteSpace(Python) ? null : Python!.Trim(), Groups = ProjectPaths.List(Groups) };

    /// <inheritdoc/>
    protected override MaintenanceResult Run(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken) =>
        MaintenanceVerbs.Restore(options, progress, cancellationToken);
}

/// <summary>Updates pip and everything that can be updated together.</summary>
[MSBuildMultiThreadableTask]
public sealed class UpdatePythonEnvironment : MaintenanceTask
{
    /// <summary><c>patch</c>, <c>minor</c>, <c>major</c>, or names of distributions.</summary>
    public string? Scope { get; set; }

    /// <summary>Whether exact versions in requirements files follow.</summary>
    public string? UpdateRequirements { get; set; }

    /// <inheritdoc/>
    protected override string Verb => "Update";

    /// <inheritdoc/>
    protected override MaintenanceOptions Configure(MaintenanceOptions options) => options with { UpdateScope = Scope ?? "", UpdateRequirements = IsOn(UpdateRequirements) };

    /// <inheritdoc/>
    protected override MaintenanceResult Run(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken) =>
        MaintenanceVerbs.Update(options, progress, cancellationToken);
}

/// <summary>Removes what nothing requires.</summary>
[MSBuildMultiThreadableTask]
public sealed class CleanPythonEnvironment : MaintenanceTask
{
    /// <summary>Distributions that stay, separated by semicolons.</summary>
    public string? Keep { get; set; }

    /// <summary>Whether pip's cache is emptied; on unless it says <c>false</c>.</summary>
    public string? PurgeCache { get; set; }

    /// <inheritdoc/>
    protected override string Verb => "Clean";

    /// <inheritdoc/>
    protected override MaintenanceOptions Configure(MaintenanceOptions options) =>
        options with { Keep = ProjectPaths.List(Keep), PurgeCache = !string.Equals(PurgeCache?.Trim(), "false", StringComparison.OrdinalIgnoreCase) };

    /// <inheritdoc/>
    protected override MaintenanceResult Run(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken) =>
        MaintenanceVerbs.Clean(options, progress, cancellationToken);
}

/// <summary>Writes the requirements that are used.</summary>
[MSBuildMultiThreadableTask]
public sealed class OptimizePythonRequirements : MaintenanceTask
{
    /// <summary>Whether the original is replaced, after a backup.</summary>
    public string? InPlace { get; set; }

    /// <summary>Whether what only production or development needs gets a file of its own.</summary>
    public string? Split { get; set; }

    /// <summary>The project's own sections, <c>name=Section</c>, separated by semicolons.</summary>
    public string? Categories { get; set; }

    /// <inheritdoc/>
    protected override string Verb => "Optimize";

    /// <inheritdoc/>
    protected override MaintenanceOptions Configure(MaintenanceOptions options) =>
        options with { OptimizeInPlace = IsOn(InPlace), OptimizeSplit = IsOn(Split), Categories = ProjectPaths.List(Categories) };

    /// <inheritdoc/>
    protected override MaintenanceResult Run(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken) =>
        MaintenanceVerbs.Optimize(options, progress, cancellationToken);
}
