namespace DocuSense.Maintenance.Analysis;

/// <summary>One kind of judgement: a snapshot in, diagnostics out. Pure.</summary>
public interface IRule
{
    /// <summary>Adds what it finds.</summary>
    void Analyse(Snapshot snapshot, DiagnosticList findings);
}

/// <summary>Collects diagnostics, giving each its code's default severity unless told otherwise.</summary>
public sealed class DiagnosticList
{
    private readonly List<Diagnostic> _items = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Adds a finding.</summary>
    /// <param name="code">A code of the catalogue.</param>
    /// <param name="file">Absolute path, or null.</param>
    /// <param name="span">The place in it.</param>
    /// <param name="message">One or two plain sentences.</param>
    /// <param name="package">The distribution concerned, any spelling, or null.</param>
    /// <param name="severity">Overrides the code's default.</param>
    public void Add(string code, string? file, SourceSpan span, string message, string? package = null, Severity? severity = null) =>
        _items.Add(new Diagnostic
        {
            Code = code,
            Severity = severity ?? DiagnosticCatalogue.Get(code).Severity,
            File = file,
            Span = span,
            Message = message,
            Package = package is null ? null : Standards.PackageName.Normalize(package),
        });
}
