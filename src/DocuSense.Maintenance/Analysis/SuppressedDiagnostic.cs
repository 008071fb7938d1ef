namespace DocuSense.Maintenance.Analysis;

/// <summary>A finding that the project accepts, and why.</summary>
/// <param name="Diagnostic">The finding.</param>
/// <param name="Justification">The reason that was given; null for none.</param>
/// <param name="IsInSource">Whether a comment beside what was found accepts it, and not an item of the project.</param>
public sealed record SuppressedDiagnostic(Diagnostic Diagnostic, string? Justification, bool IsInSource);
