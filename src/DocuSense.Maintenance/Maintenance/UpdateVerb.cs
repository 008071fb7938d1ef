using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// Updates pip, then everything that can be updated together. All files are fetched before anything changes, so that a network that goes away in the middle
/// changes nothing; what breaks the backend is rolled back, and tried again without those that broke it.
/// </summary>
internal sealed class UpdateVerb
{
    private const int MostAttempts = 3;

    private readonly MaintenanceRun _run;
    private readonly UpdateScope _scope;
    private readonly Snapshot _snapshot;
    private readonly Pip _pip;
    private readonly UpdateQuestion _question;
    private readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);

    private UpdateVerb(MaintenanceRun run, UpdateScope scope)
    {
        _run = run;
        _scope = scope;
        _snapshot = run.Observe();
        run.Existing(_snapshot);
        _pip = run.Pip(run.Interpreter(), _snapshot.Manifests);
        _question = new UpdateQuestion(_snapshot, scope, run.Options.UpdateRequirements);
    }

    /// <summary>Updates.</summary>
    public static MaintenanceResult Run(MaintenanceRun run)
    {
        if (!UpdateScope.TryParse(run.Options.UpdateScope, out UpdateScope? scope))
            throw new MaintenanceException("DSM9002", $"DocuSenseUpdateScope is '{run.Options.UpdateScope}', which is neither patch, minor or major nor a list of distributions.");
        var update = new UpdateVerb(run, scope);
        (List<UpdateCandidate> candidates, PlanStep? pipStep, bool isOld) = update.Look();
        if (isOld)
            candidates.Clear();
        IReadOnlyList<Failure>? before = null;
        for (int attempt = 1; ; attempt++)
        {
            UpdateResolution resolution = update.Resolve(candidates);
            Plan plan = update.Plan(candidates, resolution, pipStep);
            if (attempt == 1 || plan.IsEmpty)
                run.Tell(plan);
            if (plan.IsEmpty)
                return update.Finish(plan, candidates, resolution, applied: false, 0);
            if (run.Options.DryRun)
                return run.Result(plan, "dry run: nothing was changed");
            if (!update.Fetch(resolution, pipStep, out string? wheels))
                continue;
            if (before is null)
            {
                run.Tell("Verifying the backend as it is.");
                before = run.Verify();
            }

            if (update.Apply(plan, resolution, wheels, before, attempt, out long freed))
                return update.Finish(plan, candidates, resolution, applied: true, freed);
            pipStep = update._held.ContainsKey("pip") ? null : pipStep;
        }
    }

    /// <summary>What has newer versions. A pip that is too old to plan with is itself the only candidate.</summary>
    private (List<UpdateCandidate> Candidates, PlanStep? PipStep, bool IsOld) Look()
    {
        InstalledDistribution? pip = _snapshot.Graph.Find("pip");
        if (pip is null)
            throw new MaintenanceException("DSM1004", $"pip is not installed in '{_run.Environment}'; run -t:DocuSenseRestore -p:DocuSenseForce=true.");
        _run.Tell("Looking for newer versions.");
        const string What = "Newer versions could not be looked for";
        ProcessOutcome listed = _pip.Ask(["list", "--outdated", "--format", "json", "--retries", "1", "--timeout", "15"], out PipProblem? unreachable);
        if ((unreachable ?? (listed.Succeeded ? null : PipProblem.Of(listed))) is { } problem)
            throw problem.ToException(What);
        List<(string Name, string Version, string Latest)> outdated;
        try
        {
            outdated = PipReport.ReadOutdated(listed.Output);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new MaintenanceException("DSM5004", "pip's list of newer versions cannot be read: " + exception.Message.TrimEnd('.') + ".", exception);
        }

        var candidates = new List<UpdateCandidate>();
        PlanStep? pipStep = null;
        foreach ((string name, string version, string latest) in outdated)
        {
            string normalized = PackageName.Normalize(name);
            if (normalized == "pip")
            {
                if (FilePaths.IsInside(pip.MetadataPath, _run.Environment))
                    pipStep = new PlanStep(PlanStepKind.Upgrade, "pip", pip.Version, latest, "the installer itself, first");
            }
            else if (_question.IsMovable(normalized) && _scope.Includes(normalized) && _snapshot.Graph.Find(normalized) is { ParsedVersion: { } installed } distribution
                && PackageVersion.TryParse(latest, out PackageVersion? newest))
            {
                candidates.Add(new UpdateCandidate(distribution, installed, newest));
            }
        }

        // What the project requires itself goes first where not all can go together.
        candidates.Sort((left, right) => _snapshot.Required.Contains(right.Name).CompareTo(_snapshot.Required.Contains(left.Name)) is not 0 and int order
            ? order : string.CompareOrdinal(left.Name, right.Name));
        bool isOld = pip.ParsedVersion is { } present && present < PackageVersion.Parse(Maintenance.Pip.OldestForPlans);
        if (isOld && pipStep is null && candidates.Count > 0)
            throw new MaintenanceException("DSM5004", $"pip {pip.Version} in '{_run.Environment}' cannot plan an update, which needs {Maintenance.Pip.OldestForPlans} or later, and the index has no newer one for this Python.");
        if (isOld && candidates.Count > 0)
            _run.Report("DSM5001", $"pip {pip.Version} is too old to plan with, so this run updates pip alone; run it again for the rest.", severity: Severity.Warning);
        return (candidates, pipStep, isOld);
    }

    private UpdateResolution Resolve(List<UpdateCandidate> candidates)
    {
        List<string> free = candidates.FindAll(candidate => !_held.ContainsKey(candidate.Name)).ConvertAll(static candidate => candidate.Name);
        if (free.Count == 0)
            return new UpdateResolution([], new Dictionary<string, string>());
        _run.Tell($"Finding the newest versions of {CleanVerb.Count(free.Count, "distribution")} that fit together.");
        return new UpdateResolver(_pip, _question, _run.Tell).Resolve(free);
    }

    private Plan Plan(List<UpdateCandidate> candidates, UpdateResolution resolution, PlanStep? pipStep)
    {
        var steps = new List<PlanStep>();
        if (pipStep is not null)
            steps.Add(pipStep);
        foreach (PipInstall install in resolution.Installs)
        {
            InstalledDistribution? installed = _snapshot.Graph.Find(install.NormalizedName);
            if (installed is null)
                steps.Add(new PlanStep(PlanStepKind.Install, install.Name, null, install.Version, "needed by an update"));
            else
                steps.Add(new PlanStep(PlanStepKind.Upgrade, installed.Name, installed.Version, install.Version, IsNewest(candidates, install) ? "the newest" : "the newest that fits"));
        }

        foreach (UpdateCandidate candidate in candidates)
        {
            if (Reason(candidate, resolution) is { } reason)
                steps.Add(new PlanStep(PlanStepKind.Keep, candidate.Installed.Name, candidate.Version.ToString(), null, $"{candidate.Latest} is held back: {reason}"));
        }

        if (_run.Options.UpdateRequirements)
            AddFiles(resolution, steps);
        return new Plan(_run.Verb, steps);
    }

    private void AddFiles(UpdateResolution resolution, List<PlanStep> steps)
    {
        foreach ((string file, byte[] _, List<(int Line, string Before, string After)> changed) in RequirementsUpdate.Rewritten(_snapshot, resolution, _run.Options.Variable))
        {
            foreach ((int line, string old, string written) in changed)
                steps.Add(new PlanStep(PlanStepKind.Write, $"{_snapshot.Relative(file)}, line {line}", $"'{old}'", $"'{written}'", "follows the update") { File = file });
        }
    }

    /// <summary>Why a candidate does not get its newest version; null where it does.</summary>
    private string? Reason(UpdateCandidate candidate, UpdateResolution resolution)
    {
        foreach (PipInstall install in resolution.Installs)
        {
            if (install.NormalizedName == candidate.Name && PackageVersion.TryParse(install.Version, out PackageVersion? version) && version >= candidate.Latest)
                return null;
        }

        if (_held.TryGetValue(candidate.Name, out string? held) || resolution.Refused.TryGetValue(candidate.Name, out held))
            return held;
        return _question.Holder(candidate, resolution.Installs);
    }

    private static bool IsNewest(List<UpdateCandidate> candidates, PipInstall install)
    {
        UpdateCandidate? candidate = candidates.Find(item => item.Name == install.NormalizedName);
        return candidate is null || PackageVersion.TryParse(install.Version, out PackageVersion? version) && version >= candidate.Latest;
    }

    /// <summary>Fetches, and where needed builds, every file. What cannot be had is held back.</summary>
    /// <returns>Whether everything is there; otherwise something more is held back now, and the rest is to be resolved anew.</returns>
    private bool Fetch(UpdateResolution resolution, PlanStep? pipStep, out string wheels)
    {
        wheels = _pip.NewFile("wheels");
        List<string> pins = Pins(resolution);
        if (pipStep is not null)
            pins.Insert(0, "pip==" + pipStep.After);
        _run.Tell($"Fetching {CleanVerb.Count(pins.Count, "file")}.");
        ProcessOutcome outcome = Wheel(wheels, resolution, pins);
        if (outcome.Succeeded)
            return true;
        PipProblem problem = PipProblem.Of(outcome);
        if (problem.Kind == PipProblemKind.Unreachable)
            throw problem.ToException("The files of the update could not be fetched, so nothing was changed");
        bool found = false;
        foreach (string pin in pins)
        {
            string name = PackageName.Normalize(pin.Substring(0, pin.IndexOf('=')));
            ProcessOutcome single = Wheel(_pip.NewFile("wheels"), resolution, [pin]);
            if (single.Succeeded)
                continue;
            PipProblem own = PipProblem.Of(single);
            if (own.Kind == PipProblemKind.Unreachable || name == "pip")
                throw own.ToException("The files of the update could not be fetched, so nothing was changed");
            if (_snapshot.Graph.Find(name) is null)
                throw own.ToException($"{pin}, which the update needs, cannot be had, so nothing was changed");
            _held[name] = own.Text;
            found = true;
        }

        return found ? false : throw problem.ToException("The files of the update could not be fetched, so nothing was changed");
    }

    private ProcessOutcome Wheel(string folder, UpdateResolution resolution, List<string> pins)
    {
        bool hashed = pins.TrueForAll(static pin => !pin.StartsWith("pip==", StringComparison.Ordinal)) && resolution.Installs.All(static install => install.Sha256 is not null);
        IEnumerable<string> lines = hashed
            ? resolution.Installs.Where(install => pins.Contains(Pin(install))).Select(static install => $"{Pin(install)} --hash=sha256:{install.Sha256}")
            : pins;
        return _pip.Run("wheel", "--no-deps", "--wheel-dir", folder, "-r", _pip.Write("files.txt", lines));
    }

    private bool Apply(Plan plan, UpdateResolution resolution, string wheels, IReadOnlyList<Failure> before, int attempt, out long freed)
    {
        long size = FolderTree.Measure(_run.Environment);
        freed = 0;
        using Transaction transaction = _run.Begin("DocuSenseUpdate", EnvironmentUse.Copy, _snapshot);
        string[] offline = ["install", "--no-index", "--find-links", new Uri(wheels).AbsoluteUri, "--no-deps"];
        if (plan.Steps[0] is { Subject: "pip", Kind: PlanStepKind.Upgrade } pipStep)
        {
            _run.Tell($"Updating pip to {pipStep.After}.");
            _pip.Require("pip could not be updated, and everything is as it was", [.. offline, "pip==" + pipStep.After]);
        }

        if (resolution.Installs.Count > 0)
        {
            _run.Tell($"Installing {CleanVerb.Count(resolution.Installs.Count, "distribution")}.");
            _pip.Require("The update could not be installed, and everything is as it was", [.. offline, "-r", _pip.Write("pins.txt", Pins(resolution))]);
        }

        if (_run.Options.UpdateRequirements)
        {
            foreach ((string file, byte[] content, _) in RequirementsUpdate.Rewritten(_snapshot, resolution, _run.Options.Variable))
                transaction.WriteFile(file, content);
        }

        _run.Tell("Verifying the backend with the update.");
        List<Failure> worse = MaintenanceRun.Worse(before, _run.Verify());
        if (worse.Count == 0)
        {
            freed = size - FolderTree.Measure(_run.Environment);
            transaction.Commit();
            return true;
        }

        transaction.RollBack();
        HoldSuspects(resolution, worse, attempt);
        return false;
    }

    /// <summary>Holds back what the failures name, so that the rest can be tried; gives up where they name nothing or everything.</summary>
    private void HoldSuspects(UpdateResolution resolution, List<Failure> worse, int attempt)
    {
        string explanation = MaintenanceRun.Explain(worse);
        List<PipInstall> suspects = UpdateSuspects.Find(_snapshot, resolution, worse);
        if (suspects.Count == 0 || suspects.Count == resolution.Installs.Count || attempt >= MostAttempts)
            throw new MaintenanceException("DSM5003", $"The update was installed, and the backend was worse for it, so everything is again as it was. {explanation}");
        string list = string.Join(", ", suspects.Select(static install => $"{install.Name} {install.Version}"));
        _run.Report("DSM5003", $"The update of {list} was rolled back, as the backend was worse for it. {explanation}", package: suspects[0].Name, severity: Severity.Warning);
        _run.Tell($"Rolled back. Trying again without {list}.");
        foreach (PipInstall suspect in suspects)
            _held[suspect.NormalizedName] = "the backend was worse with it";
    }

    private MaintenanceResult Finish(Plan plan, List<UpdateCandidate> candidates, UpdateResolution resolution, bool applied, long freed)
    {
        int heldBack = 0;
        foreach (UpdateCandidate candidate in candidates)
        {
            if (Reason(candidate, resolution) is not { } reason)
                continue;
            heldBack++;
            ManifestRequirement? pinned = _snapshot.Manifests.Requirements.FirstOrDefault(declared => declared.Hashes.Count > 0 && declared.Requirement?.NormalizedName == candidate.Name);
            if (pinned is not null && _run.Options.UpdateRequirements)
            {
                _run.Report("DSM5010", $"{candidate.Installed.Name} stays at {candidate.Version} although there is {candidate.Latest}: its line has hashes, which only the tool that wrote them can renew.",
                    pinned.File, candidate.Name);
            }
            else
            {
                _run.Report("DSM5001", $"{candidate.Installed.Name} stays at {candidate.Version} although there is {candidate.Latest}: {reason}.", pinned?.File, candidate.Name);
            }
        }

        int updated = 0;
        foreach (PlanStep step in plan.Steps)
            updated += applied && step.Kind is PlanStepKind.Upgrade or PlanStepKind.Install ? 1 : 0;
        string summary = applied
            ? $"updated {CleanVerb.Count(updated, "distribution")}, {CleanVerb.Count(heldBack, "version")} held back"
            : heldBack == 0 ? "everything is up to date" : $"nothing can be updated, {CleanVerb.Count(heldBack, "version")} held back";
        return _run.Result(plan, summary, applied, upToDate: !applied, freed);
    }

    private static List<string> Pins(UpdateResolution resolution) => [.. resolution.Installs.Select(Pin)];

    private static string Pin(PipInstall install) => $"{install.Name}=={install.Version}";
}
