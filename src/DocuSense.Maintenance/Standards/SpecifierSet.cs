namespace DocuSense.Maintenance.Standards;

/// <summary>A set of PEP 440 version specifiers, all of which a version must satisfy.</summary>
public sealed class SpecifierSet : IEquatable<SpecifierSet>
{
    /// <summary>The set that every version satisfies.</summary>
    public static SpecifierSet Any => throw new NotSupportedException();

    /// <summary>The clauses, in the order written.</summary>
    public IReadOnlyList<Specifier> Specifiers => throw new NotSupportedException();

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SpecifierSet? set) =>
        throw new NotSupportedException(text);

    /// <summary>Whether the version satisfies every clause.</summary>
    /// <param name="version">A version, or any text where the set holds only <c>===</c> clauses.</param>
    /// <param name="prereleases">
    /// Whether pre-releases may satisfy the set; <c>null</c> takes the set's own default, as <c>packaging</c> does.
    /// </param>
    public bool Contains(PackageVersion version, bool? prereleases = null) => throw new NotSupportedException();

    /// <summary>As above for a version that may not be a PEP 440 version (legacy metadata): only <c>===</c> can match such.</summary>
    public bool Contains(string version, bool? prereleases = null) => throw new NotSupportedException();

    /// <summary>Whether no version at all can satisfy the set, proven by its bounds; false where that cannot be proven.</summary>
    public bool IsUnsatisfiable => throw new NotSupportedException();

    /// <summary>The set that both satisfy.</summary>
    public SpecifierSet And(SpecifierSet other) => throw new NotSupportedException();

    public bool Equals(SpecifierSet? other) => throw new NotSupportedException();

    public override bool Equals(object? obj) => obj is SpecifierSet other && Equals(other);

    public override int GetHashCode() => throw new NotSupportedException();

    /// <summary>The normal form as <c>packaging</c> prints it: clauses sorted, joined by commas.</summary>
    public override string ToString() => throw new NotSupportedException();
}

/// <summary>One clause: an operator and a version.</summary>
public sealed record Specifier(string Operator, string Version);
