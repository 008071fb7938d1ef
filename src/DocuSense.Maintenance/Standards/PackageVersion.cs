namespace DocuSense.Maintenance.Standards;

/// <summary>A version of a distribution as PEP 440 defines it, with its total order and normal form.</summary>
public sealed class PackageVersion : IComparable<PackageVersion>, IEquatable<PackageVersion>
{
    /// <summary>Parses any spelling PEP 440 accepts.</summary>
    /// <returns>Whether the text is a version.</returns>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PackageVersion? version) =>
        throw new NotSupportedException(text);

    /// <summary>As <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text is not a PEP 440 version.</exception>
    public static PackageVersion Parse(string text) =>
        TryParse(text, out PackageVersion? version) ? version : throw new FormatException($"'{text}' is not a PEP 440 version.");

    /// <summary>The normal form (<c>1.0-RC.1</c> gives <c>1.0rc1</c>).</summary>
    public override string ToString() => throw new NotSupportedException();

    public bool IsPrerelease => throw new NotSupportedException();

    public int CompareTo(PackageVersion? other) => throw new NotSupportedException();

    public bool Equals(PackageVersion? other) => throw new NotSupportedException();

    public override bool Equals(object? obj) => obj is PackageVersion other && Equals(other);

    public override int GetHashCode() => throw new NotSupportedException();

    public static bool operator ==(PackageVersion? left, PackageVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(PackageVersion? left, PackageVersion? right) => !(left == right);

    public static bool operator <(PackageVersion? left, PackageVersion? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    public static bool operator >(PackageVersion? left, PackageVersion? right) => right < left;

    public static bool operator <=(PackageVersion? left, PackageVersion? right) => !(right < left);

    public static bool operator >=(PackageVersion? left, PackageVersion? right) => !(left < right);
}
