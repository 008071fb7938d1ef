using System.Globalization;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Says why a distribution is there: who requires it, what uses it, and what would go with it. Lines of plain text for a log.</summary>
public sealed class WhyReport
{
    private const int MaximumPlaces = 50;

    private readonly Snapshot _snapshot;
    private readonly List<string> _lines = [];

    private WhyReport(Snapshot snapshot) => _snapshot = snapshot;

    /// <summary>Observes a backend and explains a distribution.</summary>
    /// <param name="options">What to look at. Nothing is written.</param>
    /// <param name="name">A distribution in any spelling, or a module (<c>cv2</c>).</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The lines; one sentence where there is nothing of that name, or no backend.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<string> Run(CheckOptions options, string name, CancellationToken cancellationToken = default) =>
        Directory.Exists(options.Backend)
            ? Explain(Observer.Observe(options, ScanCache.Read(options), cancellationToken), name)
            : [$"The backend folder '{options.Backend}' does not exist; correct DocuSenseBackend."];

    /// <summary>Explains a distribution of a snapshot. Pure.</summary>
    /// <param name="snapshot">The facts.</param>
    /// <param name="name">A distribution in any spelling, or a module.</param>
    public static IReadOnlyList<string> Explain(Snapshot snapshot, string name)
    {
        var report = new WhyReport(snapshot);
        name = name.Trim();
        string normalized = PackageName.Normalize(name);
        if (report.IsThere(normalized))
        {
            report.Write(normalized);
            return report._lines;
        }

        // A module: each distribution that provides it here, or is known to.
        var candidates = new List<string>(snapshot.Imports.Providers.Find(name));
        foreach (string known in snapshot.Known.OfModule(name))
            candidates.Add(PackageName.Normalize(known));
        foreach (string candidate in candidates)
        {
            if (!report.IsThere(candidate))
                continue;
            report._lines.Add($"The module '{name}' comes from {report.Title(candidate)}.");
            report.Write(candidate);
            return report._lines;
        }

        // Imported, and neither required nor installed.
        if (candidates.Count == 0 && snapshot.Uses.Of(normalized).Certain.Count > 0)
        {
            report.Write(normalized);
            return report._lines;
        }

        string provider = candidates.Count == 0 ? "" : $" The module '{name}' would come from {candidates[0]}.";
        return [$"Nothing named '{name}' is required, installed or used in '{snapshot.Options.Backend}'.{provider}"];
    }

    private bool IsThere(string name) =>
        _snapshot.Graph.Find(name) is not null || _snapshot.Required.Contains(name)
        || _snapshot.Manifests.Requirements.Any(declared => declared.Requirement?.NormalizedName == name);

    private void Write(string name)
    {
        _lines.Add(Title(name));
        WriteRequired(name);
        WriteEvidence(name);
        WriteGone(name);
    }

    private string Title(string name)
    {
        if (_snapshot.Graph.Find(name) is { } installed)
            return $"{installed.Name} {installed.Version} ({Megabytes(installed.Bytes)})";
        string written = _snapshot.Manifests.Requirements.FirstOrDefault(declared => declared.Requirement?.NormalizedName == name)?.Requirement?.Name ?? name;
        return _snapshot.HasInstallation ? $"{written}, not installed" : written;
    }

    private void WriteRequired(string name)
    {
        _lines.Add("  Required by");
        int before = _lines.Count;
        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared.Requirement?.NormalizedName != name)
                continue;
            string kind = declared.Kind switch { RequirementKind.Constraint => ", a constraint", RequirementKind.Build => ", to build", _ => declared.Group.Length == 0 ? "" : $", '{declared.Group}'" };
            _lines.Add($"    {_snapshot.Relative(declared.File)}({declared.Span.Line},{declared.Span.Column}): {declared.DisplayText}{kind}");
        }

        foreach (Dependency dependency in _snapshot.Graph.Dependents(name))
        {
            string from = dependency.From.NormalizedName;
            if (from == name)
                continue;
            string extra = dependency.Extra.Length == 0 ? "" : $"[{dependency.Extra}]";
            string chain = _snapshot.Graph.IsReached(from) ? string.Join(" → ", _snapshot.Graph.Chain(from)) : $"{dependency.From.Name}, which no requirement brings";
            _lines.Add($"    {dependency.From.Name}{extra} {dependency.From.Version} needs {dependency.Declared.Requirement.Name}{dependency.Declared.Requirement.Specifier} ({chain})");
        }

        foreach (ExpectedDependency dependency in _snapshot.Expected.Dependents(name))
            _lines.Add($"    {dependency.FromName}{(dependency.IsCertain ? "" : ", usually,")} needs it ({_snapshot.Expected.Chain(dependency)}; {_snapshot.Relative(dependency.Root.File)}, line {dependency.Root.Span.Line})");
        if (_lines.Count == before)
            _lines.Add("    nothing");
    }

    private void WriteEvidence(string name)
    {
        string verdict = "";
        IReadOnlyList<Evidence> evidence = [.. _snapshot.Uses.Of(name).Certain, .. _snapshot.Loads.Of(name).Select(load => load.ToEvidence(_snapshot))];
        foreach (RequirementUsage usage in _snapshot.Usage.All)
        {
            if (usage.Requirement.Requirement?.NormalizedName != name || usage.Requirement.Kind == RequirementKind.Constraint)
                continue;
            verdict = usage.Verdict.ToString().ToLowerInvariant();
            evidence = usage.Evidence;
            break;
        }

        _lines.Add(verdict.Length == 0 ? "  Used by" : $"  Verdict: {verdict}");
        for (int index = 0; index < evidence.Count && index < MaximumPlaces; index++)
        {
            Evidence one = evidence[index];
            string place = one.File is null ? "" : one.Line > 0 ? $"{_snapshot.Relative(one.File)}({one.Line},{one.Column}): " : $"{_snapshot.Relative(one.File)}: ";
            _lines.Add($"    {place}{one.Detail}");
        }

        if (evidence.Count > MaximumPlaces)
            _lines.Add($"    and {(evidence.Count - MaximumPlaces).ToString(CultureInfo.InvariantCulture)} more");
        if (evidence.Count == 0)
            _lines.Add("    nothing uses it");
    }

    /// <summary>What only this distribution brings.</summary>
    private void WriteGone(string name)
    {
        IReadOnlyList<InstalledDistribution> gone = new ExclusiveClosure(_snapshot).Of(name);
        if (gone.Count == 0)
            return;
        _lines.Add($"  If it went, so would {gone.Count.ToString(CultureInfo.InvariantCulture)} {(gone.Count == 1 ? "distribution" : "distributions")}, {Megabytes(gone.Sum(static distribution => distribution.Bytes))}");
        _lines.Add("    " + string.Join(", ", gone.Select(static distribution => distribution.Name)));
    }

    private static string Megabytes(long bytes) => (bytes / 1_000_000.0).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
