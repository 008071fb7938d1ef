using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// Writes optimised requirements and proves them: installed into an environment of their own, in the versions that are installed now, the backend works with
/// them as well as before, or nothing stays written.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="snapshot">The backend as it is.</param>
/// <param name="inputs">What the manifests tell pip.</param>
/// <param name="originals">Absolute paths of the files that are optimised.</param>
internal sealed class OptimizeProof(MaintenanceRun run, Snapshot snapshot, PipInputs inputs, IReadOnlyList<string> originals)
{
    /// <summary>Writes and proves.</summary>
    /// <param name="outputs">Each file to write, with its content.</param>
    /// <param name="files">What was decided for each original.</param>
    /// <exception cref="MaintenanceException">DSM5012: they are not proven; nothing is written.</exception>
    public OptimizationFigures Apply(List<(string Path, byte[] Content)> outputs, List<OptimizedRequirements> files)
    {
        run.Tell("Verifying the backend as it is.");
        IReadOnlyList<Failure> before = run.Verify();
        using Transaction transaction = run.Begin("DocuSenseOptimize", EnvironmentUse.None, snapshot);
        foreach ((string path, byte[] content) in outputs)
            transaction.WriteFile(path, content);
        string scratch = Path.Combine(run.Lock.Folder, "scratch");
        List<string> install = [.. outputs.Select(static output => output.Path).Where(static path => !IsBackup(path))];
        foreach (string file in inputs.Requirements)
        {
            if (!originals.Contains(file))
                install.Add(file);
        }

        Install(scratch, install);
        run.Tell("Verifying the backend with the optimised requirements.");
        // Requirements of other groups are not installed here; that they are declared counts all the same.
        List<string> others = [.. snapshot.Manifests.Files.Where(file => File.Exists(file) && !originals.Contains(file) && !install.Contains(file))];
        var options = run.Options with { Check = run.Options.Check with { Manifests = [.. install, .. others] } };
        var after = new List<Failure>();
        foreach (IVerification verification in options.Verifications)
            after.AddRange(verification.Observe(options, scratch, run.CancellationToken));
        if (Worse(before, after, files) is { Count: > 0 } worse)
        {
            transaction.RollBack();
            throw new MaintenanceException("DSM5012", $"The optimised requirements were installed on their own, and the backend was worse with them, so they were not written. {MaintenanceRun.Explain(worse)}");
        }

        OptimizationFigures figures = Figures(files, scratch);
        if (StartUpTime.Of(run.Options, run.CancellationToken) is { } startUp)
        {
            run.Tell($"Measuring how long the import of {startUp.Module} takes.");
            figures = startUp.Measure(run.Environment, scratch) is var (whole, optimized) ? figures with { StartUpBefore = whole, StartUpAfter = optimized } : figures;
        }

        transaction.Commit();
        return figures;
    }

    /// <summary>Whether a file that is written is an original, kept under another name.</summary>
    public static bool IsBackup(string path) => Path.GetFileName(path).IndexOf(".bak", StringComparison.Ordinal) > 0;

    /// <summary>What is worse; what was left out, and what only groups that the proof does not install require, is missing there by intention.</summary>
    private List<Failure> Worse(IReadOnlyList<Failure> before, IReadOnlyList<Failure> after, List<OptimizedRequirements> files)
    {
        var absent = new HashSet<string>(StringComparer.Ordinal);
        foreach (RequirementDecision decision in files.SelectMany(static file => file.Decisions))
        {
            // A file that is not optimised may include the original.
            if (!decision.IsKept && decision.Usage.Requirement.Requirement is { } left)
                absent.Add("DSM2003 " + left.NormalizedName);
        }

        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Requirement is { } requirement && !PipInputs.IsChosen(run.Options, declared.Group))
                absent.Add("DSM2003 " + requirement.NormalizedName);
        }

        return MaintenanceRun.Worse(before, [.. after.Where(failure => !absent.Contains(failure.Key))]);
    }

    private void Install(string scratch, List<string> files)
    {
        run.Tell("Installing the optimised requirements into an environment of their own.");
        Pip own = run.Pip(run.Interpreter(), snapshot.Manifests);
        ProcessOutcome made = own.Run("venv", [scratch]);
        if (!made.Succeeded)
            throw new MaintenanceException("DSM5012", $"An environment to prove the optimised requirements in could not be made, so they were not written: {PipProblem.Of(made).Text}.");
        string python = EnvironmentLayout.Read(scratch, null).Interpreter ?? throw new MaintenanceException("DSM5012", "An environment to prove the optimised requirements in has no interpreter, so they were not written.");
        Pip pip = run.Pip(python, snapshot.Manifests);
        var arguments = new List<string> { "install" };
        foreach (string file in files)
            arguments.AddRange(["-r", file]);
        if (inputs.Others.Count > 0)
            arguments.AddRange(["-r", pip.Write("project.txt", inputs.Others)]);
        foreach (string file in inputs.Constraints)
            arguments.AddRange(["-c", file]);
        // The versions that are installed now, so that only what is left out makes a difference.
        arguments.AddRange(["-c", pip.Write("versions.txt", snapshot.Environment!.Distributions
            .Where(static distribution => distribution.ParsedVersion is { Local: null } && distribution.EditableLocation is null && distribution.DirectUrl is null)
            .Select(static distribution => $"{distribution.Name}=={distribution.Version}"))]);
        ProcessOutcome outcome = pip.Run([.. arguments]);
        if (outcome.Succeeded)
            return;
        PipProblem problem = PipProblem.Of(outcome);
        throw problem.Kind == PipProblemKind.Unreachable
            ? problem.ToException("The optimised requirements could not be proven, so they were not written")
            : new MaintenanceException("DSM5012", $"The optimised requirements could not be installed on their own, so they were not written; pip says: {problem.Text}.");
    }

    private OptimizationFigures Figures(List<OptimizedRequirements> files, string scratch)
    {
        int requirementsBefore = 0;
        int requirementsAfter = 0;
        foreach (OptimizedRequirements file in files)
        {
            requirementsBefore += file.Decisions.Count;
            requirementsAfter += file.Decisions.Count(static decision => decision.IsKept) + file.Added.Count;
        }

        // What the same files bring before: groups that the proof does not install do not count.
        IReadOnlyList<InstalledDistribution> installed = snapshot.Environment!.Distributions;
        DistributionGraph graph = DistributionGraph.Create(installed, [.. snapshot.Manifests.Requirements.Where(declared => PipInputs.IsChosen(run.Options, declared.Group))], snapshot.Applies);
        (int distributionsBefore, long bytesBefore) = Sum(installed.Where(distribution => graph.IsReached(distribution.NormalizedName)));
        (int distributionsAfter, long bytesAfter) = Sum(EnvironmentReader.Find(run.Options.Check.Backend, scratch, run.CancellationToken)?.Distributions ?? []);
        return new OptimizationFigures(requirementsBefore, requirementsAfter, distributionsBefore, distributionsAfter, bytesBefore, bytesAfter);
    }

    private static (int Count, long Bytes) Sum(IEnumerable<InstalledDistribution> distributions)
    {
        int count = 0;
        long bytes = 0;
        foreach (InstalledDistribution distribution in distributions)
        {
            // Every environment has these.
            if (distribution.NormalizedName is "pip" or "setuptools" or "wheel")
                continue;
            count++;
            bytes += distribution.Bytes;
        }

        return (count, bytes);
    }
}
