using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// Writes the requirements that are used, and proves them: installed into an environment of their own, in the versions that are installed now, the backend
/// works with them as well as before, or nothing is written.
/// </summary>
internal sealed class OptimizeVerb
{
    private readonly MaintenanceRun _run;
    private readonly Snapshot _snapshot;
    private readonly PythonEnvironment _environment;
    private readonly PipInputs _inputs;
    private readonly Dictionary<string, string> _categories;

    private OptimizeVerb(MaintenanceRun run)
    {
        _run = run;
        _snapshot = run.Observe();
        _environment = run.Existing(_snapshot);
        _inputs = run.Inputs(_snapshot.Manifests);
        _categories = RequirementCategories.ReadOwn(run.Options.Categories);
    }

    /// <summary>Optimises.</summary>
    public static MaintenanceResult Run(MaintenanceRun run) => new OptimizeVerb(run).Run();

    private MaintenanceResult Run()
    {
        if (!_snapshot.IsFullyRead)
            _run.Report("DSM5011", "Nothing was left out of the requirements: not all of the backend's code could be read, so nothing is known to be unused.");
        List<AddedRequirement> added = Added();
        var files = new List<OptimizedRequirements>();
        var outputs = new List<(string Path, byte[] Content)>();
        var steps = new List<PlanStep>();
        foreach (string file in Originals())
        {
            if (ManifestFile.TryRead(file, out _, out _) is not { } content)
                continue;
            // What is added goes into the first, which is the main one.
            var optimized = new OptimizedRequirements(_snapshot, file, content, files.Count == 0 ? added : [], _categories);
            if (!optimized.IsReadable)
                continue;
            files.Add(optimized);
            AddSteps(steps, optimized);
            AddOutputs(outputs, optimized, file, content);
        }

        if (files.Count == 0)
            throw new MaintenanceException("DSM9007", $"There is no requirements file in '{_run.Options.Check.Backend}' to optimise.");
        outputs.RemoveAll(static output => File.Exists(output.Path) && File.ReadAllBytes(output.Path).AsSpan().SequenceEqual(output.Content));
        foreach ((string path, byte[] content) in outputs)
            steps.Add(new PlanStep(PlanStepKind.Write, _snapshot.Relative(path), null, null, "the requirements that are used") { File = path, Bytes = content.Length });
        if (outputs.Count == 0)
            return _run.Result(new Plan(_run.Verb, [.. steps.Where(static step => step.Kind == PlanStepKind.Keep)]), "the optimised requirements are up to date", upToDate: true);
        var plan = new Plan(_run.Verb, steps);
        _run.Tell(plan);
        if (_run.Options.DryRun)
            return _run.Result(plan, "dry run: nothing was changed");

        OptimizationFigures figures = Apply(outputs, files);
        string summary = string.Format(CultureInfo.InvariantCulture, "{0} → {1} requirements, {2} → {3} distributions, {4} → {5}",
            figures.RequirementsBefore, figures.RequirementsAfter, figures.DistributionsBefore, figures.DistributionsAfter, PlanStep.Size(figures.BytesBefore), PlanStep.Size(figures.BytesAfter));
        return _run.Result(plan, summary, applied: true) with { Figures = figures };
    }

    private List<string> Originals()
    {
        List<string> files = [.. _inputs.Requirements.Where(static file => (RequirementGroups.OfFile(file) ?? "").Length == 0)];
        return files.Count > 0 ? files : [.. _inputs.Requirements];
    }

    private void AddSteps(List<PlanStep> steps, OptimizedRequirements optimized)
    {
        foreach (RequirementDecision decision in optimized.Decisions)
        {
            ManifestRequirement declared = decision.Usage.Requirement;
            string name = declared.Requirement?.Name ?? declared.DisplayText;
            long bytes = decision.IsKept || declared.Requirement is null ? 0 : -(_snapshot.Graph.Find(declared.Requirement.NormalizedName)?.Bytes ?? 0);
            steps.Add(new PlanStep(decision.IsKept ? PlanStepKind.Keep : PlanStepKind.Remove, name, declared.Requirement?.Specifier.ToString() is { Length: > 0 } text ? text : null, null, decision.Reason)
            {
                Bytes = bytes,
                File = declared.File,
            });
        }

        foreach (AddedRequirement added in optimized.Added)
            steps.Add(new PlanStep(PlanStepKind.Install, added.Name, null, added.Text.Substring(added.Name.Length), added.Reason));
    }

    private void AddOutputs(List<(string Path, byte[] Content)> outputs, OptimizedRequirements optimized, string file, byte[] original)
    {
        string name = Path.GetFileName(file);
        string title = $"Made from {name} by DocuSenseOptimize: what is used, and why. Changes belong into {name}.";
        if (_run.Options.OptimizeInPlace)
        {
            title = "Optimised by DocuSenseOptimize: what is used, and why.";
            // Already optimised, the file would only collect remarks.
            if (!optimized.Decisions.Any(static decision => !decision.IsKept) && optimized.Added.Count == 0)
                return;
            outputs.Add((Backup(file, original), original));
        }

        bool splits = _run.Options.OptimizeSplit && optimized.Decisions.Any(static decision => decision.IsKept && decision.Purpose != RequirementPurpose.Common);
        string target = _run.Options.OptimizeInPlace ? file : OutputOf(file, "");
        RequirementPurpose[] all = [RequirementPurpose.Common, RequirementPurpose.Production, RequirementPurpose.Development];
        outputs.Add((target, optimized.Write(splits ? [RequirementPurpose.Common] : all, title)));
        if (!splits)
            return;
        foreach (RequirementPurpose purpose in (RequirementPurpose[])[RequirementPurpose.Production, RequirementPurpose.Development])
        {
            if (!optimized.Decisions.Any(decision => decision.IsKept && decision.Purpose == purpose))
                continue;
            string word = purpose == RequirementPurpose.Production ? "production" : "development";
            outputs.Add((OutputOf(file, "_" + word), optimized.Write([purpose], $"What only {word} needs, in addition to {Path.GetFileName(target)}.")));
        }
    }

    /// <summary><c>requirements_optimized_auto.txt</c> beside <c>requirements.txt</c>.</summary>
    private static string OutputOf(string file, string suffix) =>
        Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + suffix + "_optimized_auto.txt");

    /// <summary>The first name for a backup that is free, or that holds the same content already.</summary>
    private static string Backup(string file, byte[] content)
    {
        for (int number = 0; ; number++)
        {
            string path = file + ".bak" + (number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture));
            if (!File.Exists(path) || File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                return path;
        }
    }

    /// <summary>What the check finds imported and not required, where it is installed: its version is known then, and no name is guessed.</summary>
    private List<AddedRequirement> Added()
    {
        var added = new List<AddedRequirement>();
        foreach (Diagnostic finding in Checker.Analyse(_snapshot).Result.Diagnostics)
        {
            if (finding.Code is not ("DSM3002" or "DSM3003") || finding.Package is not { } name || _snapshot.Graph.Find(name) is not { ParsedVersion: { } version } installed
                || added.Exists(item => item.Name == installed.Name))
            {
                continue;
            }

            string place = finding.File is null ? "" : string.Format(CultureInfo.InvariantCulture, "{0}:{1}", _snapshot.Relative(finding.File), finding.Span.Line);
            added.Add(new AddedRequirement(installed.Name, installed.Name + Compatible(version), $"used: {place} imports it"));
        }

        return added;
    }

    /// <summary>The installed version and what is compatible with it (PEP 440): <c>~=4.2</c> for 4.2.1.</summary>
    internal static string Compatible(PackageVersion version)
    {
        string epoch = version.Epoch.IsZero ? "" : version.Epoch + "!";
        return version.Release.Count < 2 || version.IsPrerelease
            ? ">=" + version.ToString().Split('+')[0]
            : $"~={epoch}{version.Major}.{version.Minor}";
    }

    private OptimizationFigures Apply(List<(string Path, byte[] Content)> outputs, List<OptimizedRequirements> files)
    {
        IReadOnlyList<Failure> before = _run.Verify();
        using Transaction transaction = Transaction.Begin(_run.Lock, "DocuSenseOptimize", EnvironmentUse.None, [], _run.CancellationToken);
        foreach ((string path, byte[] content) in outputs)
            transaction.WriteFile(path, content);
        string scratch = Path.Combine(_run.Lock.Folder, "scratch");
        List<string> install = [.. outputs.Select(static output => output.Path).Where(static path => path.IndexOf(".bak", StringComparison.Ordinal) < 0)];
        foreach (string file in _inputs.Requirements)
        {
            if (!Originals().Contains(file))
                install.Add(file);
        }

        Install(scratch, install);
        _run.Tell("Verifying.");
        var options = _run.Options with { Check = _run.Options.Check with { Manifests = [.. install, .. _inputs.Constraints] } };
        var after = new List<Failure>();
        foreach (IVerification verification in options.Verifications)
            after.AddRange(verification.Observe(options, scratch, _run.CancellationToken));
        if (MaintenanceRun.Worse(before, after) is { Count: > 0 } worse)
        {
            transaction.RollBack();
            throw new MaintenanceException("DSM5012", $"The optimised requirements were installed on their own, and the backend was worse with them, so they were not written. {MaintenanceRun.Explain(worse)}");
        }

        OptimizationFigures figures = Figures(files, scratch);
        transaction.Commit();
        return figures;
    }

    private void Install(string scratch, List<string> files)
    {
        _run.Tell("Installing the optimised requirements into an environment of their own.");
        Pip own = _run.Pip(_run.Interpreter(), _snapshot.Manifests);
        ProcessOutcome made = own.Run("venv", [scratch]);
        if (!made.Succeeded)
            throw new MaintenanceException("DSM5012", $"An environment to prove the optimised requirements in could not be made, so they were not written: {PipProblem.Of(made).Text}.");
        string python = EnvironmentLayout.Read(scratch, null).Interpreter ?? throw new MaintenanceException("DSM5012", "An environment to prove the optimised requirements in has no interpreter, so they were not written.");
        Pip pip = _run.Pip(python, _snapshot.Manifests);
        var arguments = new List<string> { "install" };
        foreach (string file in files)
            arguments.AddRange(["-r", file]);
        if (_inputs.Others.Count > 0)
            arguments.AddRange(["-r", pip.Write("project.txt", _inputs.Others)]);
        foreach (string file in _inputs.Constraints)
            arguments.AddRange(["-c", file]);
        // The versions that are installed now, so that only what is left out makes a difference.
        arguments.AddRange(["-c", pip.Write("versions.txt", _environment.Distributions
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

        int distributionsBefore = 0;
        long bytesBefore = 0;
        foreach (InstalledDistribution distribution in _environment.Distributions)
        {
            if (_snapshot.Graph.IsReached(distribution.NormalizedName) && !IsTool(distribution))
            {
                distributionsBefore++;
                bytesBefore += distribution.Bytes;
            }
        }

        int distributionsAfter = 0;
        long bytesAfter = 0;
        foreach (InstalledDistribution distribution in EnvironmentReader.Find(_run.Options.Check.Backend, scratch, _run.CancellationToken)?.Distributions ?? [])
        {
            if (!IsTool(distribution))
            {
                distributionsAfter++;
                bytesAfter += distribution.Bytes;
            }
        }

        return new OptimizationFigures(requirementsBefore, requirementsAfter, distributionsBefore, distributionsAfter, bytesBefore, bytesAfter);
    }

    private static bool IsTool(InstalledDistribution distribution) => distribution.NormalizedName is "pip" or "setuptools" or "wheel";
}
