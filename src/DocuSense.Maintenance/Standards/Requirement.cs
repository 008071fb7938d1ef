namespace DocuSense.Maintenance.Standards;

/// <summary>A dependency specifier as PEP 508 defines it.</summary>
public sealed class Requirement
{
    /// <summary>The name as written.</summary>
    public string Name => throw new NotSupportedException();

    /// <summary>The name's PEP 503 normal form.</summary>
    public string NormalizedName => throw new NotSupportedException();

    /// <summary>The extras asked for, as written, in order, without repeats.</summary>
    public IReadOnlyList<string> Extras => throw new NotSupportedException();

    public SpecifierSet Specifier => throw new NotSupportedException();

    /// <summary>The direct reference after <c>@</c>, or null.</summary>
    public string? Url => throw new NotSupportedException();

    public Marker? Marker => throw new NotSupportedException();

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Requirement? requirement, out ParseError? error) =>
        throw new NotSupportedException(text);

    /// <summary>The normal form as <c>packaging</c> prints it.</summary>
    public override string ToString() => throw new NotSupportedException();
}
