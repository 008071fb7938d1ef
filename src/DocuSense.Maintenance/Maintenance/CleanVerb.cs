using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Removes what nothing requires: distributions, what interrupted installations left, compiled files without their source, and pip's cache.</summary>
internal static class CleanVerb
{
    /// <summary>Cleans.</summary>
    public static MaintenanceResult Run(MaintenanceRun run)
    {
        Snapshot snapshot = run.Observe();
        PythonEnvironment environment = run.Existing(snapshot);
        List<InstalledDistribution> unneeded = Unneeded(run, snapshot, environment);
        List<LeftOver> leftOvers = [.. environment.LeftOvers.Where(leftOver => FilePaths.IsInside(leftOver.Path, run.Environment))];
        List<string> inEnvironment = StaleBytecode.Find(run.Environment, null);
        List<string> inBackend = StaleBytecode.Find(run.Options.Check.Backend, run.Environment);
        string? cache = run.Options.PurgeCache ? Cache(run, snapshot) : null;
        long cacheBytes = cache is null ? 0 : FolderTree.Measure(cache);

        var steps = new List<PlanStep>();
        foreach (InstalledDistribution distribution in unneeded)
            steps.Add(new PlanStep(PlanStepKind.Remove, distribution.Name, distribution.Version, null, "nothing requires it") { Bytes = -distribution.Bytes, File = distribution.MetadataPath });
        foreach (LeftOver leftOver in leftOvers)
            steps.Add(new PlanStep(PlanStepKind.Delete, FilePaths.Relative(leftOver.Path, run.Environment), null, null, "left by an interrupted installation") { Bytes = -Size(leftOver.Path), File = leftOver.Path });
        AddBytecode(steps, inEnvironment, run.Environment);
        AddBytecode(steps, inBackend, run.Options.Check.Backend);
        if (cacheBytes > 0)
            steps.Add(new PlanStep(PlanStepKind.Delete, "pip's cache", null, null, "pip fetches again what it needs") { Bytes = -cacheBytes, File = cache });
        var plan = new Plan(run.Verb, steps);
        if (plan.IsEmpty)
            return run.Result(plan, "there is nothing to remove", upToDate: true);
        run.Tell(plan);
        if (run.Options.DryRun)
            return run.Result(plan, "dry run: nothing was changed");

        long before = FolderTree.Measure(run.Environment);
        if (unneeded.Count + leftOvers.Count + inEnvironment.Count > 0)
            Apply(run, snapshot, unneeded, leftOvers, inEnvironment);
        // What Python makes again by itself, and pip's cache, need no way back.
        long freed = before - FolderTree.Measure(run.Environment) + Delete(inBackend);
        if (cacheBytes > 0)
        {
            run.Tell("Emptying pip's cache.");
            ProcessOutcome purged = run.Pip(run.Interpreter(), snapshot.Manifests).Run("cache", "purge");
            if (!purged.Succeeded)
                run.Report("DSM5004", $"pip's cache could not be emptied: {PipProblem.Of(purged).Text}.", severity: Severity.Warning);
            freed += cacheBytes - FolderTree.Measure(cache!);
        }

        return run.Result(plan, $"removed {Count(unneeded.Count, "distribution")}; {PlanStep.Size(freed)} freed", applied: true, bytesFreed: freed);
    }

    /// <summary>The environment's own distributions that no requirement brings, nothing imports, and nobody wants kept.</summary>
    private static List<InstalledDistribution> Unneeded(MaintenanceRun run, Snapshot snapshot, PythonEnvironment environment)
    {
        if (!snapshot.Required.HasAny || snapshot.Required.IsOpen)
        {
            run.Report("DSM5011", snapshot.Required.HasAny
                ? "No distribution was removed: a requirement is a bare path or URL, or a manifest is not here or cannot be read in full, so what is required is not known."
                : "No distribution was removed: no manifest requires anything, so everything would have to go.");
            return [];
        }

        HashSet<string> needed = RequirementClosure.Of(snapshot, run.Options.Keep);
        var unneeded = new List<InstalledDistribution>();
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            if (!needed.Contains(distribution.NormalizedName) && distribution.EditableLocation is null && FilePaths.IsInside(distribution.MetadataPath, run.Environment))
                unneeded.Add(distribution);
        }

        return unneeded;
    }

    private static void Apply(MaintenanceRun run, Snapshot snapshot, List<InstalledDistribution> unneeded, List<LeftOver> leftOvers, List<string> bytecode)
    {
        run.Tell("Verifying the backend as it is.");
        IReadOnlyList<Failure> before = run.Verify();
        using Transaction transaction = run.Begin("DocuSenseClean", EnvironmentUse.Copy, snapshot);
        if (unneeded.Count > 0)
        {
            run.Tell($"Removing {Count(unneeded.Count, "distribution")}.");
            Pip pip = run.Pip(run.Interpreter(), snapshot.Manifests);
            pip.Require("Nothing was removed", "uninstall", "-y", "-r", pip.Write("unneeded.txt", unneeded.ConvertAll(static distribution => distribution.Name)));
        }

        foreach (LeftOver leftOver in leftOvers)
        {
            if (Directory.Exists(leftOver.Path))
                Directory.Delete(leftOver.Path, recursive: true);
            else
                File.Delete(leftOver.Path);
        }

        Delete(bytecode);
        run.Tell("Verifying the backend without it.");
        if (MaintenanceRun.Worse(before, run.Verify()) is { Count: > 0 } worse)
        {
            transaction.RollBack();
            throw new MaintenanceException("DSM5003",
                $"What nothing requires was removed, and the backend was worse for it, so everything is again as it was; name what it needs in the requirements or in DocuSenseKeep. {MaintenanceRun.Explain(worse)}");
        }

        transaction.Commit();
    }

    private static void AddBytecode(List<PlanStep> steps, List<string> files, string folder)
    {
        if (files.Count > 0)
        {
            long bytes = 0;
            foreach (string file in files)
                bytes += Size(file);
            steps.Add(new PlanStep(PlanStepKind.Delete, Count(files.Count, "compiled file"), null, null, $"without their source, in '{folder}'") { Bytes = -bytes, File = folder });
        }
    }

    private static long Delete(List<string> files)
    {
        long freed = 0;
        foreach (string file in files)
        {
            try
            {
                long size = new FileInfo(file).Length;
                File.Delete(file);
                freed += size;
                string folder = Path.GetDirectoryName(file)!;
                if (!Directory.EnumerateFileSystemEntries(folder).Any())
                    Directory.Delete(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is in use, or somebody was faster.
            }
        }

        return freed;
    }

    private static string? Cache(MaintenanceRun run, Snapshot snapshot)
    {
        ProcessOutcome asked = run.Pip(run.Interpreter(), snapshot.Manifests).Run("cache", "dir");
        string folder = asked.Output.Trim();
        return asked.Succeeded && Path.IsPathRooted(folder) && Directory.Exists(folder) ? folder : null;
    }

    private static long Size(string path)
    {
        try
        {
            return Directory.Exists(path) ? FolderTree.Measure(path) : new FileInfo(path).Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    internal static string Count(int number, string noun) => string.Format(CultureInfo.InvariantCulture, number == 1 ? "{0} {1}" : "{0} {1}s", number, noun);
}
