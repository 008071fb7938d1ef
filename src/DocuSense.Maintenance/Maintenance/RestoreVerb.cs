using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Makes the environment where there is none, and installs what the requirements ask for and is not there.</summary>
internal static class RestoreVerb
{
    /// <summary>Restores; a run that has nothing to do starts no process.</summary>
    public static MaintenanceResult Run(MaintenanceRun run)
    {
        Snapshot snapshot = run.Observe();
        bool exists = Directory.Exists(run.Environment) && Directory.EnumerateFileSystemEntries(run.Environment).Any();
        bool isBroken = exists && (snapshot.Environment is not { } found || IsBroken(found));
        bool rebuild = !exists || isBroken || run.Options.Force;
        List<InstalledDistribution> damaged = rebuild ? [] : Damaged(snapshot);
        Plan plan = Plan(run, snapshot, exists, isBroken, rebuild, damaged);
        if (plan.IsEmpty)
        {
            RestoreStamp.Write(run.Asked, snapshot.Manifests, run.Environment);
            return run.Result(plan, "everything that is required is installed", upToDate: true);
        }

        run.Tell(plan);
        if (run.Options.DryRun)
            return run.Result(plan, "dry run: nothing was changed");
        Apply(run, snapshot, plan, rebuild, exists && !isBroken, damaged);
        return run.Result(plan, rebuild ? $"made '{run.Environment}' and installed the requirements" : "installed the requirements", applied: true);
    }

    private static Plan Plan(MaintenanceRun run, Snapshot snapshot, bool exists, bool isBroken, bool rebuild, List<InstalledDistribution> damaged)
    {
        var steps = new List<PlanStep>();
        if (rebuild)
        {
            string reason = !exists ? "there is none" : isBroken ? "the one there is broken" : "asked for by DocuSenseForce";
            steps.Add(new PlanStep(PlanStepKind.CreateEnvironment, run.Environment, exists ? "an environment" : null, exists ? "a new one" : null, reason) { File = run.Environment });
        }

        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared.Kind != RequirementKind.Requirement || declared.IsExtra || !PipInputs.IsChosen(run.Options, declared.Group))
                continue;
            string place = $"{snapshot.Relative(declared.File)}, line {declared.Span.Line}";
            if (declared.Requirement is not { } requirement)
            {
                if (rebuild)
                    steps.Add(new PlanStep(PlanStepKind.Install, declared.DisplayText, null, null, place) { File = declared.File });
                continue;
            }

            if (requirement.Marker is not null && snapshot.Markers is not null && !snapshot.Applies(requirement))
                continue;
            InstalledDistribution? installed = rebuild ? null : snapshot.Graph.Find(requirement.NormalizedName);
            string wanted = requirement.Specifier.ToString();
            if (installed is null)
                steps.Add(new PlanStep(PlanStepKind.Install, requirement.Name, null, wanted.Length == 0 ? null : wanted, place) { File = declared.File });
            else if (requirement.Url is null && !Dependency.IsSatisfiedBy(requirement, installed))
                steps.Add(new PlanStep(PlanStepKind.Reinstall, installed.Name, installed.Version, wanted, place) { File = declared.File });
        }

        if (!rebuild)
            AddDependencies(snapshot, steps);
        foreach (InstalledDistribution distribution in damaged)
            steps.Add(new PlanStep(PlanStepKind.Reinstall, distribution.Name, distribution.Version, distribution.Version, "files of it are missing") { File = distribution.MetadataPath });
        return new Plan(run.Verb, steps);
    }

    /// <summary>What requirements need in turn, is missing or does not fit.</summary>
    private static void AddDependencies(Snapshot snapshot, List<PlanStep> steps)
    {
        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            Requirement needed = dependency.Declared.Requirement;
            if (dependency.IsSatisfied || needed.Url is not null || !snapshot.Graph.IsReached(dependency.From.NormalizedName)
                || steps.Exists(step => PackageName.AreEqual(step.Subject, needed.Name)))
            {
                continue;
            }

            string reason = $"{dependency.From.Name} {dependency.From.Version} needs it";
            string wanted = needed.Specifier.ToString();
            steps.Add(dependency.Target is { } target
                ? new PlanStep(PlanStepKind.Reinstall, target.Name, target.Version, wanted, reason)
                : new PlanStep(PlanStepKind.Install, needed.Name, null, wanted.Length == 0 ? null : wanted, reason));
        }
    }

    private static void Apply(MaintenanceRun run, Snapshot snapshot, Plan plan, bool rebuild, bool compare, List<InstalledDistribution> damaged)
    {
        // Everything that can be found wrong before anything changes.
        Interpreter? interpreter = rebuild
            ? new InterpreterFinder(run.Options.Variable, PipInputs.Home, run.CancellationToken).Find(run.Options.Python, run.Options.Check.Backend, snapshot.Manifests.RequiresPython)
            : null;
        if (compare)
            run.Tell("Verifying the backend as it is.");
        IReadOnlyList<Failure> before = compare ? run.Verify() : [];
        using Transaction transaction = run.Begin("DocuSenseRestore", rebuild ? EnvironmentUse.Fresh : EnvironmentUse.Copy, snapshot);
        if (interpreter is not null)
            Create(run, snapshot, interpreter);
        Install(run, snapshot, damaged);
        if (compare)
            run.Tell("Verifying the backend with what was installed.");
        if (compare && MaintenanceRun.Worse(before, run.Verify()) is { Count: > 0 } worse)
        {
            transaction.RollBack();
            throw new MaintenanceException("DSM5003", $"The requirements were installed, and the backend was worse for it, so everything is again as it was. {MaintenanceRun.Explain(worse)}");
        }

        transaction.Commit();
        RestoreStamp.Write(run.Asked, snapshot.Manifests, run.Environment);
    }

    private static void Create(MaintenanceRun run, Snapshot snapshot, Interpreter interpreter)
    {
        run.Tell($"Making '{run.Environment}' with Python {interpreter.Version} ('{interpreter.Path}').");
        ProcessOutcome made = run.Pip(interpreter.Path, snapshot.Manifests).Run("venv", [run.Environment]);
        if (!made.Succeeded)
            throw new MaintenanceException("DSM5004", $"The environment could not be made with '{interpreter.Path}': {PipProblem.Of(made).Text}.");
    }

    private static void Install(MaintenanceRun run, Snapshot snapshot, List<InstalledDistribution> damaged)
    {
        Pip pip = run.Pip(run.Interpreter(), snapshot.Manifests);
        PipInputs inputs = run.Inputs(snapshot.Manifests);
        if (EnvironmentReader.Find(run.Options.Check.Backend, run.Environment, EnvironmentDetail.Metadata, run.CancellationToken)?.Distributions.Any(static item => item.NormalizedName == "pip") != true)
        {
            ProcessOutcome ensured = pip.Run("ensurepip", []);
            if (!ensured.Succeeded)
                throw new MaintenanceException("DSM5004", $"pip could not be installed into '{run.Environment}': {PipProblem.Of(ensured).Text}.");
        }

        var arguments = new List<string>();
        foreach (string file in inputs.Requirements)
            arguments.AddRange(["-r", file]);
        if (inputs.Others.Count > 0)
            arguments.AddRange(["-r", pip.Write("project.txt", inputs.Others)]);
        if (arguments.Count > 0)
        {
            foreach (string file in inputs.Constraints)
                arguments.AddRange(["-c", file]);
            run.Tell("Installing the requirements.");
            pip.Require("The requirements could not be installed", ["install", .. arguments]);
        }

        if (damaged.Count > 0)
        {
            run.Tell("Reinstalling what is damaged.");
            string pins = pip.Write("damaged.txt", damaged.ConvertAll(static item => $"{item.Name}=={item.Version}"));
            pip.Require("Damaged distributions could not be installed again", "install", "--force-reinstall", "--no-deps", "-r", pins);
        }
    }

    private static bool IsBroken(PythonEnvironment environment)
    {
        foreach (EnvironmentProblem problem in environment.Problems)
        {
            if (problem.Kind != EnvironmentProblemKind.Moved)
                return true;
        }

        return false;
    }

    /// <summary>Distributions of the environment's own that lack files.</summary>
    private static List<InstalledDistribution> Damaged(Snapshot snapshot)
    {
        var damaged = new List<InstalledDistribution>();
        foreach (InstalledDistribution distribution in snapshot.Environment!.Distributions)
        {
            if (distribution.Problems.Count > 0 && distribution.ParsedVersion is not null && distribution.DirectUrl is null && distribution.EditableLocation is null
                && FilePaths.IsInside(distribution.MetadataPath, snapshot.Environment.Root))
            {
                damaged.Add(distribution);
            }
        }

        return damaged;
    }
}
