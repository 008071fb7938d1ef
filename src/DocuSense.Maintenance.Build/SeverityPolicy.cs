using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Build;

/// <summary>
/// Decides how grave a finding is in one project, from the four properties that every .NET project knows. MSBuild applies
/// none of them fully to what a task logs (<c>TreatWarningsAsErrors</c> not at all), so it is decided here, by NuGet's rules.
/// </summary>
/// <remarks>
/// What is a warning vanishes where <c>NoWarn</c> names it, else becomes an error where <c>WarningsAsErrors</c> names it, or
/// where <c>TreatWarningsAsErrors</c> is on and <c>WarningsNotAsErrors</c> does not name it. What is an error by default
/// becomes a warning where <c>WarningsNotAsErrors</c> names it, and then follows the rules for warnings; as long as it is an
/// error, <c>NoWarn</c> does not hide it. Advice vanishes where <c>NoWarn</c> names it, and is raised to an error only by its name.
/// </remarks>
internal sealed class SeverityPolicy
{
    private static readonly char[] _separators = [';', ',', ' ', '\t', '\r', '\n'];

    private readonly HashSet<string> _noWarn;
    private readonly HashSet<string> _asErrors;
    private readonly HashSet<string> _notAsErrors;
    private readonly bool _allAsErrors;

    /// <param name="noWarn">Codes as in <c>NoWarn</c>, separated by semicolons, commas or white space.</param>
    /// <param name="warningsAsErrors">Codes as in <c>WarningsAsErrors</c>.</param>
    /// <param name="warningsNotAsErrors">Codes as in <c>WarningsNotAsErrors</c>.</param>
    /// <param name="treatWarningsAsErrors"><c>true</c> in any case; all else is false.</param>
    public SeverityPolicy(string? noWarn, string? warningsAsErrors, string? warningsNotAsErrors, string? treatWarningsAsErrors)
    {
        _noWarn = Codes(noWarn);
        _asErrors = Codes(warningsAsErrors);
        _notAsErrors = Codes(warningsNotAsErrors);
        _allAsErrors = string.Equals(treatWarningsAsErrors?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The severity that a finding has here; <see cref="Severity.None"/> where it is silenced.</summary>
    public Severity Decide(string code, Severity byDefault) => byDefault switch
    {
        Severity.Error => Named(_notAsErrors, code) && !Named(_asErrors, code) ? Warning(code) : Severity.Error,
        Severity.Warning => Warning(code),
        Severity.Message => Named(_noWarn, code) ? Severity.None : Named(_asErrors, code) ? Severity.Error : Severity.Message,
        _ => Severity.None,
    };

    /// <summary>Findings as grave as they are here, without those that are silenced.</summary>
    public IReadOnlyList<Diagnostic> Decide(IReadOnlyList<Diagnostic> findings) =>
        [.. findings.Select(finding => finding with { Severity = Decide(finding.Code, finding.Severity) }).Where(static finding => finding.Severity != Severity.None)];

    /// <summary>Accepted findings as grave as they would be here, without those that are silenced anyway.</summary>
    public IReadOnlyList<SuppressedDiagnostic> Decide(IReadOnlyList<SuppressedDiagnostic> findings) =>
        [.. findings.Select(one => one with { Diagnostic = one.Diagnostic with { Severity = Decide(one.Diagnostic.Code, one.Diagnostic.Severity) } }).Where(static one => one.Diagnostic.Severity != Severity.None)];

    private Severity Warning(string code)
    {
        if (Named(_noWarn, code))
            return Severity.None;

        return Named(_asErrors, code) || (_allAsErrors && !Named(_notAsErrors, code)) ? Severity.Error : Severity.Warning;
    }

    private static bool Named(HashSet<string> codes, string code) => codes.Contains(code);

    private static HashSet<string> Codes(string? list) =>
        new((list ?? "").Split(_separators, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
