using System.Globalization;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// Leaves out the findings that the project accepts (<c>DocuSenseSuppress</c> items and <c># docusense: keep (reason)</c> comments), and reports
/// acceptances that are past their date, give no reason, or match nothing.
/// </summary>
public sealed class SuppressionFilter
{
    private const string KeepMarker = "docusense: keep";

    private readonly Snapshot _snapshot;
    private readonly DiagnosticList _findings;

    private SuppressionFilter(Snapshot snapshot, DiagnosticList findings)
    {
        _snapshot = snapshot;
        _findings = findings;
    }

    /// <summary>Splits findings into those to show and those accepted.</summary>
    public static (IReadOnlyList<Diagnostic> Shown, IReadOnlyList<SuppressedDiagnostic> Suppressed) Apply(Snapshot snapshot, IReadOnlyList<Diagnostic> diagnostics)
    {
        var extra = new DiagnosticList();
        var filter = new SuppressionFilter(snapshot, extra);
        var suppressed = new SuppressedDiagnostic?[diagnostics.Count];
        filter.ApplyItems(diagnostics, suppressed);
        filter.ApplyComments(diagnostics, suppressed);

        var shown = new List<Diagnostic>(diagnostics.Count);
        var accepted = new List<SuppressedDiagnostic>();
        for (int index = 0; index < diagnostics.Count; index++)
        {
            if (suppressed[index] is { } one)
                accepted.Add(one);
            else
                shown.Add(diagnostics[index]);
        }

        shown.AddRange(extra.Items);
        return (shown, accepted);
    }

    private void ApplyItems(IReadOnlyList<Diagnostic> diagnostics, SuppressedDiagnostic?[] suppressed)
    {
        foreach (Suppression suppression in _snapshot.Options.Suppressions)
        {
            if (!Validate(suppression))
                continue;

            PathGlob? glob = suppression.Path is null ? null : new PathGlob(suppression.Path);
            string? package = suppression.Package is null ? null : PackageName.Normalize(suppression.Package);
            bool matched = false;
            for (int index = 0; index < diagnostics.Count; index++)
            {
                Diagnostic diagnostic = diagnostics[index];
                if (string.Equals(diagnostic.Code, suppression.Code, StringComparison.OrdinalIgnoreCase)
                    && (package is null || diagnostic.Package == package)
                    && (glob is null || (diagnostic.File is { } file && glob.IsMatch(_snapshot.Relative(file)))))
                {
                    matched = true;
                    suppressed[index] ??= new SuppressedDiagnostic(diagnostic, string.IsNullOrWhiteSpace(suppression.Justification) ? null : suppression.Justification!.Trim(), IsInSource: false);
                }
            }

            if (!matched && CanTell(suppression.Code, package))
                Report("DSM9003", suppression, $"The suppression of {Name(suppression)} matches nothing; remove it.");
        }
    }

    private bool Validate(Suppression suppression)
    {
        if (!DiagnosticCatalogue.All.Any(descriptor => string.Equals(descriptor.Code, suppression.Code, StringComparison.OrdinalIgnoreCase)))
        {
            Report("DSM9005", suppression, $"DocuSenseSuppress names '{suppression.Code}', which is not a diagnostic code; use one such as DSM3001.");
            return false;
        }

        if (string.IsNullOrWhiteSpace(suppression.Justification))
            Report("DSM9005", suppression, $"The suppression of {Name(suppression)} gives no reason; add Justification=\"…\".");

        if (string.IsNullOrWhiteSpace(suppression.Expires))
            return true;
        if (!DateTime.TryParseExact(suppression.Expires!.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime last))
        {
            Report("DSM9005", suppression, $"The suppression of {Name(suppression)} expires on '{suppression.Expires}', which is not a date; write it as yyyy-MM-dd.");
            return true;
        }

        if (last >= _snapshot.Options.Today)
            return true;
        Report("DSM9004", suppression, $"The suppression of {Name(suppression)} expired on {suppression.Expires!.Trim()}; settle the finding, or extend the date.");
        return false;
    }

    private void ApplyComments(IReadOnlyList<Diagnostic> diagnostics, SuppressedDiagnostic?[] suppressed)
    {
        foreach (ManifestRequirement declared in _snapshot.Manifests.Requirements)
        {
            if (declared.Comment is not { } comment || comment.IndexOf(KeepMarker, StringComparison.OrdinalIgnoreCase) is not (>= 0 and int at))
                continue;

            string reason = comment.Substring(at + KeepMarker.Length).Trim().Trim('(', ')').Trim();
            if (reason.Length == 0)
            {
                _findings.Add("DSM9005", declared.File, declared.Span, "'docusense: keep' gives no reason; write '# docusense: keep (reason)'.", declared.Requirement?.Name);
            }

            bool matched = false;
            for (int index = 0; index < diagnostics.Count; index++)
            {
                Diagnostic diagnostic = diagnostics[index];
                if (diagnostic.Code.StartsWith("DSM3", StringComparison.Ordinal) && diagnostic.Span == declared.Span
                    && string.Equals(diagnostic.File, declared.File, StringComparison.Ordinal))
                {
                    matched = true;
                    suppressed[index] ??= new SuppressedDiagnostic(diagnostic, reason.Length == 0 ? null : reason, IsInSource: true);
                }
            }

            // Where use could not be settled the comment still speaks; only proven use makes it empty.
            if (!matched && _snapshot.Usage.Of(declared).Verdict == Verdict.Used)
            {
                _findings.Add("DSM9003", declared.File, declared.Span,
                    $"'docusense: keep' silences nothing, as {declared.Requirement!.Name} is used; remove the comment.", declared.Requirement.Name);
            }
        }
    }

    /// <summary>
    /// Whether the absence of a finding is certain for everybody. What depends on the machine's environment may show on another one, and a
    /// requirement whose use is not settled may be reported tomorrow.
    /// </summary>
    private bool CanTell(string code, string? package)
    {
        switch (code.ToUpperInvariant())
        {
            case "DSM2005" or "DSM2006" or "DSM2007" or "DSM2008" or "DSM3008":
                return true;
            case "DSM3001":
                return _snapshot.IsFullyRead
                    && (package is null || !_snapshot.Usage.All.Any(usage => usage.Requirement.Requirement?.NormalizedName == package && usage.Verdict == Verdict.Unknown));
            case "DSM3002" or "DSM3003" or "DSM3005":
                return _snapshot.HasInstallation && _snapshot.IsFullyRead && !_snapshot.Required.IsOpen;
            default:
                return false;
        }
    }

    private static string Name(Suppression suppression) =>
        suppression.Code + (suppression.Package is null ? "" : $" for '{suppression.Package}'") + (suppression.Path is null ? "" : $" in '{suppression.Path}'");

    private void Report(string code, Suppression suppression, string message) =>
        _findings.Add(code, suppression.File ?? _snapshot.Options.ProjectFile,
            suppression.Line > 0 ? SourceSpan.OnLine(suppression.Line, 1, 0) : SourceSpan.Start, message, suppression.Package);
}
