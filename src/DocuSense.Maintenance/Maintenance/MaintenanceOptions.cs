using System.Globalization;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>What a verb is asked to do.</summary>
public sealed record MaintenanceOptions
{
    /// <summary>The backend, its environment and its manifests, as for the check.</summary>
    public required CheckOptions Check { get; init; }

    /// <summary>Only plan: nothing is changed (<c>DocuSenseDryRun</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>Rebuild, whatever there is (<c>DocuSenseForce</c>).</summary>
    public bool Force { get; init; }

    /// <summary>The Python to make an environment with (<c>DocuSensePython</c>): a path, a command or a version; null to look for one.</summary>
    public string? Python { get; init; }

    /// <summary>Groups of requirements to install besides the main one (<c>DocuSenseRestoreGroups</c>); <c>*</c> for all.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary><c>major</c>, <c>minor</c>, <c>patch</c>, or names of distributions (<c>DocuSenseUpdateScope</c>).</summary>
    public string UpdateScope { get; init; } = "major";

    /// <summary>Whether exact versions in requirement files follow an update (<c>DocuSenseUpdateRequirements</c>).</summary>
    public bool UpdateRequirements { get; init; }

    /// <summary>Distributions that are never removed (<c>DocuSenseKeep</c>).</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Whether pip's cache is emptied by a clean (<c>DocuSensePurgeCache</c>).</summary>
    public bool PurgeCache { get; init; } = true;

    /// <summary>Whether the optimised requirements replace the original, after a backup (<c>DocuSenseOptimizeInPlace</c>).</summary>
    public bool OptimizeInPlace { get; init; }

    /// <summary>Whether requirements for production or development alone go to files of their own (<c>DocuSenseOptimizeSplit</c>).</summary>
    public bool OptimizeSplit { get; init; }

    /// <summary>The project's own sections for requirements without any (<c>DocuSenseCategories</c>): <c>name=Section</c> entries.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>How long to wait for another run on the same environment.</summary>
    public TimeSpan LockLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one run of pip may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How the result is judged, before and after.</summary>
    public IReadOnlyList<IVerification> Verifications { get; init; } = [new CheckVerification(), new ImportVerification()];

    /// <summary>Gives the value of an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}

/// <summary>What came of a verb.</summary>
public sealed record MaintenanceResult
{
    /// <summary>The verb: <c>Restore</c>, <c>Update</c>, <c>Clean</c> or <c>Optimize</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>What was planned.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Whether the plan was carried out and stays: false for a dry run, where there was nothing to do, and where it was rolled back.</summary>
    public bool Applied { get; init; }

    /// <summary>Whether nothing had to be done.</summary>
    public bool UpToDate { get; init; }

    /// <summary>Bytes that the environment and pip's cache take less than before, measured; negative where they take more.</summary>
    public long BytesFreed { get; init; }

    /// <summary>Figures before and after; null where nothing was compared.</summary>
    public OptimizationFigures? Figures { get; init; }

    /// <summary>What a person should know: why it was rolled back, what could not be updated, what an interrupted run left.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>One line: what was done.</summary>
    public required string Summary { get; init; }
}

/// <summary>What an optimisation changes, counted and measured.</summary>
/// <param name="RequirementsBefore">Requirements in the original files.</param>
/// <param name="RequirementsAfter">Requirements in the optimised files.</param>
/// <param name="DistributionsBefore">Distributions that the original requirements bring, those that others require included.</param>
/// <param name="DistributionsAfter">Distributions that the optimised ones bring, as installed for the proof.</param>
/// <param name="BytesBefore">Size of the former on the disk.</param>
/// <param name="BytesAfter">Size of the latter on the disk.</param>
public sealed record OptimizationFigures(int RequirementsBefore, int RequirementsAfter, int DistributionsBefore, int DistributionsAfter, long BytesBefore, long BytesAfter)
{
    /// <summary>The time that the application takes to be imported by a fresh interpreter, before: the median of a few; null where no application is recognised.</summary>
    public TimeSpan? StartUpBefore { get; init; }

    /// <summary>The same with the optimised requirements.</summary>
    public TimeSpan? StartUpAfter { get; init; }

    /// <summary>All of it on one line, as a person reads it.</summary>
    public override string ToString()
    {
        string text = string.Format(CultureInfo.InvariantCulture, "{0} → {1} requirements, {2} → {3} distributions, {4} → {5}",
            RequirementsBefore, RequirementsAfter, DistributionsBefore, DistributionsAfter, PlanStep.Size(BytesBefore), PlanStep.Size(BytesAfter));
        return StartUpBefore is { } before && StartUpAfter is { } after
            ? text + string.Format(CultureInfo.InvariantCulture, ", start-up {0:0.00} s → {1:0.00} s", before.TotalSeconds, after.TotalSeconds)
            : text;
    }
}
