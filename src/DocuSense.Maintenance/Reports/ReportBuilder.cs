using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Reports;

/// <summary>Makes the report from what was observed, judged and done. Pure: it reads no file and asks no clock.</summary>
public static class ReportBuilder
{
    /// <summary>The report.</summary>
    /// <param name="input">What it is made from.</param>
    public static MaintenanceReport Build(ReportInput input)
    {
        Snapshot? snapshot = input.Snapshot;
        ExclusiveClosure? closure = snapshot is null ? null : new ExclusiveClosure(snapshot);
        Diagnostic[] findings = [.. input.Findings.Where(static finding => finding.Severity != Severity.None).Distinct()];
        Array.Sort(findings, Compare);
        return new MaintenanceReport
        {
            Timestamp = input.Timestamp,
            ToolVersion = input.ToolVersion,
            Backend = input.Backend,
            Status = Status(findings),
            Environment = Environment(snapshot),
            Requirements = snapshot is null ? [] : Requirements(snapshot),
            DependenciesCount = snapshot is null ? 0 : Count(snapshot.Manifests.Requirements),
            Distributions = snapshot is null ? [] : Distributions(snapshot, closure!),
            Dependencies = snapshot is null ? [] : Dependencies(snapshot),
            Findings = findings,
            Suggestions = ReportSuggestions.Of(input.Backend, findings, closure),
            Imports = input.ImportProfile is { } profile ? ImportProfileReader.Read(profile, input.ImportsMeasured, input.Backend) : null,
            Runs = [.. input.Runs.Select(static run => run with { Summary = UrlText.Redact(run.Summary), Steps = [.. run.Steps.Select(UrlText.Redact)] })],
            History = input.History,
        };
    }

    private static ReportStatus Status(Diagnostic[] findings) =>
        Array.Exists(findings, static finding => finding.Severity == Severity.Error) ? ReportStatus.Unhealthy
        : Array.Exists(findings, static finding => finding.Severity == Severity.Warning) ? ReportStatus.Degraded
        : ReportStatus.Healthy;

    /// <summary>Errors first, then warnings, then advice; within each by file, place, code and message, ordinally.</summary>
    private static int Compare(Diagnostic left, Diagnostic right)
    {
        int order = right.Severity.CompareTo(left.Severity);
        if (order == 0)
            order = string.CompareOrdinal(left.File, right.File);
        if (order == 0)
            order = left.Span.Line.CompareTo(right.Span.Line);
        if (order == 0)
            order = left.Span.Column.CompareTo(right.Span.Column);
        if (order == 0)
            order = string.CompareOrdinal(left.Code, right.Code);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }

    private static ReportEnvironment Environment(Snapshot? snapshot)
    {
        PythonEnvironment? environment = snapshot?.Environment;
        return new ReportEnvironment
        {
            Path = environment?.Root,
            PythonVersion = environment?.PythonVersion,
            PipVersion = snapshot?.Graph.Find("pip")?.Version,
            // One that was moved works still; only its scripts do not.
            IsUsable = environment is { IsVirtual: true } && environment.Problems.All(static problem => problem.Kind == EnvironmentProblemKind.Moved),
            HasAllRequirements = environment is not null && HasAllRequirements(snapshot!),
            HasConflicts = snapshot is not null && snapshot.Graph.Dependencies.Any(static dependency => !dependency.IsSatisfied),
            Bytes = environment?.Distributions.Sum(static distribution => distribution.Bytes) ?? 0,
        };
    }

    /// <summary>Of the main group: others, such as those for tests, need not be in every environment.</summary>
    private static bool HasAllRequirements(Snapshot snapshot)
    {
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            if (declared is { Kind: RequirementKind.Requirement, Group.Length: 0 } && InstalledRequirement.Judge(snapshot, declared) is { IsSatisfied: false })
                return false;
        }

        return true;
    }

    private static List<ReportRequirement> Requirements(Snapshot snapshot)
    {
        var requirements = new List<ReportRequirement>();
        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            ManifestRequirement declared = usage.Requirement;
            if (declared.Kind == RequirementKind.Constraint)
                continue;
            requirements.Add(new ReportRequirement
            {
                Text = declared.DisplayText,
                Name = declared.Requirement?.Name ?? declared.DisplayText,
                File = declared.File,
                Line = declared.Span.Line,
                Group = declared.Group,
                Verdict = usage.Verdict,
                Evidence = [.. usage.Evidence.Select(static evidence => evidence with { Detail = UrlText.Redact(evidence.Detail) })],
            });
        }

        return requirements;
    }

    private static int Count(IReadOnlyList<ManifestRequirement> requirements)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ManifestRequirement declared in requirements)
        {
            if (declared.Kind == RequirementKind.Requirement)
                names.Add(declared.Requirement?.NormalizedName ?? declared.Text);
        }

        return names.Count;
    }

    private static List<ReportDistribution> Distributions(Snapshot snapshot, ExclusiveClosure closure)
    {
        // Of several requirements on one distribution the first speaks, as it does for a person who reads from above.
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            if (usage.Requirement is { Kind: not RequirementKind.Constraint, Requirement.NormalizedName: { } name } && !verdicts.ContainsKey(name))
                verdicts.Add(name, usage.Verdict);
        }

        var distributions = new List<ReportDistribution>();
        foreach (InstalledDistribution distribution in snapshot.Environment?.Distributions ?? [])
        {
            bool isDirect = verdicts.TryGetValue(distribution.NormalizedName, out Verdict verdict);
            distributions.Add(new ReportDistribution
            {
                Name = distribution.Name,
                NormalizedName = distribution.NormalizedName,
                Version = distribution.Version,
                Bytes = distribution.Bytes,
                ExclusiveBytes = closure.BytesOf(distribution.NormalizedName),
                IsDirect = isDirect,
                Verdict = isDirect ? verdict : null,
            });
        }

        return distributions;
    }

    private static List<ReportDependency> Dependencies(Snapshot snapshot)
    {
        var dependencies = new List<ReportDependency>();
        var seen = new HashSet<ReportDependency>();
        foreach (Dependency dependency in snapshot.Graph.Dependencies)
        {
            Requirement requirement = dependency.Declared.Requirement;
            string extras = requirement.Extras.Count == 0 ? "" : $"[{string.Join(",", requirement.Extras)}]";
            var found = new ReportDependency
            {
                From = dependency.From.NormalizedName,
                To = requirement.NormalizedName,
                Requirement = requirement.Name + extras + requirement.Specifier + (requirement.Url is { } url ? " @ " + UrlText.Redact(url) : ""),
                IsSatisfied = dependency.IsSatisfied,
            };
            // The same may be asked for by more than one extra.
            if (seen.Add(found))
                dependencies.Add(found);
        }

        return dependencies;
    }
}
