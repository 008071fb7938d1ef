using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>The tests' own program, started again as a run of a verb in a process of its own, which a test may kill.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        if (args is not [var verb, var backend, var output, .. var switches])
            return 0;
        MaintenanceOptions options = VerbRunner.Options(backend, output) with
        {
            Force = switches.Contains("force"),
            UpdateRequirements = switches.Contains("requirements"),
            OptimizeInPlace = switches.Contains("in-place"),
        };
        MaintenanceResult result = VerbRunner.Run(verb, options, progress => Console.Out.WriteLine(progress.Text));
        foreach (PlanStep step in switches.Contains("plan") ? result.Plan.Steps : [])
            Console.Out.WriteLine($"{step} [{step.Before}] [{step.After}] [{step.File}]");
        foreach (Diagnostic diagnostic in result.Diagnostics)
            Console.Out.WriteLine($"{diagnostic.Severity} {diagnostic.Code}: {diagnostic.Message}");
        Console.Out.WriteLine(result.Summary);
        return result.Diagnostics.Any(static diagnostic => diagnostic.Severity == Severity.Error) ? 1 : 0;
    }
}
