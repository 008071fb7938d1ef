using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// Writes the requirements that are used, and proves them: installed into an environment of their own, in the versions that are installed now, the backend
/// works with them as well as before, or nothing is written.
/// </summary>
internal sealed class OptimizeVerb
{
    private readonly MaintenanceRun _run;
    private readonly Snapshot _snapshot;
    private readonly PipInputs _inputs;
    private readonly Dictionary<string, string> _categories;
    private readonly IReadOnlyList<Diagnostic> _findings;

    private OptimizeVerb(MaintenanceRun run)
    {
        _run = run;
        _snapshot = run.Observe();
        run.Existing(_snapshot);
        _inputs = run.Inputs(_snapshot.Manifests);
        _categories = RequirementCategories.ReadOwn(run.Options.Categories);
        _findings = Checker.Analyse(_snapshot).Diagnostics;
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
            var optimized = new OptimizedRequirements(_snapshot, file, content, files.Count == 0 ? added : [], _categories, IsAccepted);
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
            steps.Add(new PlanStep(PlanStepKind.Write, _snapshot.Relative(path), null, null, OptimizeProof.IsBackup(path) ? "the original, to go back to" : "the requirements that are used") { File = path, Bytes = content.Length });
        if (outputs.Count == 0)
            return _run.Result(new Plan(_run.Verb, [.. steps.Where(static step => step.Kind == PlanStepKind.Keep)]), "the optimised requirements are up to date", upToDate: true);
        var plan = new Plan(_run.Verb, steps);
        _run.Tell(plan);
        if (_run.Options.DryRun)
            return _run.Result(plan, "dry run: nothing was changed");

        OptimizationFigures figures = new OptimizeProof(_run, _snapshot, _inputs, Originals()).Apply(outputs, files);
        return _run.Result(plan, figures.ToString(), applied: true) with { Figures = figures };
    }

    /// <summary>Whether a requirement that nothing uses is not reported: a suppression or its own comment accepts it.</summary>
    private bool IsAccepted(ManifestRequirement declared)
    {
        foreach (Diagnostic finding in _findings)
        {
            if (finding.Code == "DSM3001" && finding.File == declared.File && finding.Span == declared.Span)
                return false;
        }

        return true;
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
            string? text = declared.Requirement?.Specifier.ToString() is { Length: > 0 } specifier ? specifier : null;
            if (decision.IsKept)
            {
                steps.Add(new PlanStep(PlanStepKind.Keep, name, text, null, decision.Reason) { File = declared.File });
                continue;
            }

            List<InstalledDistribution> gone = RequirementClosure.OnlyThrough(_snapshot, declared);
            long bytes = 0;
            foreach (InstalledDistribution distribution in gone)
                bytes += distribution.Bytes;
            steps.Add(new PlanStep(PlanStepKind.LeaveOut, name, text, null, decision.Reason + With(gone, declared)) { Bytes = -bytes, File = declared.File });
        }

        foreach (AddedRequirement added in optimized.Added)
            steps.Add(new PlanStep(PlanStepKind.Require, added.Name, null, added.Text.Substring(added.Name.Length), added.Reason));
    }

    /// <summary>What else an environment no longer needs without the requirement, as the end of a reason.</summary>
    private static string With(List<InstalledDistribution> gone, ManifestRequirement declared)
    {
        const int Most = 4;
        List<string> others = [.. gone.Where(distribution => distribution.NormalizedName != declared.Requirement?.NormalizedName).Select(static distribution => distribution.Name)];
        string more = others.Count > Most ? $" and {(others.Count - Most).ToString(CultureInfo.InvariantCulture)} more" : "";
        return others.Count == 0 ? "" : $"; with it {(others.Count == 1 ? "goes" : "go")} {string.Join(", ", others.Take(Most))}{more}";
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
        foreach (Diagnostic finding in _findings)
        {
            if (finding.Code is not ("DSM3002" or "DSM3003") || finding.Package is not { } name || _snapshot.Graph.Find(name) is not { ParsedVersion: not null } installed
                || added.Exists(item => item.Name == installed.Name))
            {
                continue;
            }

            string place = finding.File is null ? "" : string.Format(CultureInfo.InvariantCulture, "{0}:{1}", _snapshot.Relative(finding.File), finding.Span.Line);
            added.Add(new AddedRequirement(installed.Name, CompatibleRequirement.Of(installed), $"used: {place} imports it"));
        }

        return added;
    }
}
