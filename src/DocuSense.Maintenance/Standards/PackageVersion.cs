using System.Diagnostics.CodeAnalysis;

namespace DocuSense.Maintenance.Standards;

/// <summary>A version of a distribution as PEP 440 defines it, with its total order and normal form.</summary>
public sealed class PackageVersion : IComparable<PackageVersion>, IEquatable<PackageVersion>
{
    private readonly VersionNumber[] _release;
    private string? _text;

    internal PackageVersion(
        VersionNumber epoch, VersionNumber[] release, PreReleaseKind preKind = PreReleaseKind.None, VersionNumber preNumber = default,
        VersionNumber? post = null, VersionNumber? dev = null, string? local = null)
    {
        Epoch = epoch;
        _release = release;
        PreKind = preKind;
        PreNumber = preNumber;
        Post = post;
        Dev = dev;
        Local = local;
        int significant = release.Length;
        while (significant > 0 && release[significant - 1].IsZero)
            significant--;
        SignificantRelease = significant;
        PackedOrder = VersionOrder.Pack(this);
    }

    /// <summary>The epoch, 0 where none is written.</summary>
    public VersionNumber Epoch { get; }

    /// <summary>The numbers of the release, trailing zeros included.</summary>
    public IReadOnlyList<VersionNumber> Release => _release;

    /// <summary>The kind of pre-release, <see cref="PreReleaseKind.None"/> where there is none.</summary>
    public PreReleaseKind PreKind { get; }

    /// <summary>The number of the pre-release, 0 where none is written.</summary>
    public VersionNumber PreNumber { get; }

    /// <summary>The number of the post-release, or null.</summary>
    public VersionNumber? Post { get; }

    /// <summary>The number of the development release, or null.</summary>
    public VersionNumber? Dev { get; }

    /// <summary>The local version in normal form, without <c>+</c>, or null.</summary>
    public string? Local { get; }

    public bool IsPrerelease => Dev is not null || PreKind != PreReleaseKind.None;

    public bool IsPostRelease => Post is not null;

    public bool IsDevRelease => Dev is not null;

    /// <summary>The first number of the release.</summary>
    public VersionNumber Major => ReleaseAt(0);

    /// <summary>The second number of the release, 0 where there is none.</summary>
    public VersionNumber Minor => ReleaseAt(1);

    /// <summary>The third number of the release, 0 where there is none.</summary>
    public VersionNumber Micro => ReleaseAt(2);

    /// <summary>The normal form without the local version.</summary>
    public string Public => Local is null ? ToString() : VersionFormat.Format(this, release: _release.Length, withSuffix: true, withLocal: false);

    /// <summary>Epoch and release in normal form.</summary>
    public string Base => VersionFormat.Format(this, release: _release.Length, withSuffix: false, withLocal: false);

    /// <summary>The count of release numbers without trailing zeros.</summary>
    internal int SignificantRelease { get; }

    /// <summary>The place in the order as one number, or 0 where the version does not fit one.</summary>
    internal ulong PackedOrder { get; }

    /// <summary>Parses any spelling PEP 440 accepts.</summary>
    /// <returns>Whether the text is a version.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        if (text is null || !TryParse(text.AsSpan(), out version))
            return false;
        // The usual version is in its normal form already: keep that string instead of building another.
        if (VersionFormat.IsNormal(text, version))
            version._text = text;
        return true;
    }

    /// <summary>As <see cref="TryParse(string, out PackageVersion)"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        text = PythonText.Trim(text);
        if (!VersionGrammar.TryScan(text, 0, allowWildcard: false, allowLocal: true, out VersionParts parts) || parts.End != text.Length)
            return false;
        version = Create(text, parts);
        return true;
    }

    /// <summary>As <see cref="TryParse(string, out PackageVersion)"/>.</summary>
    /// <exception cref="FormatException">The text is not a PEP 440 version.</exception>
    public static PackageVersion Parse(string text) =>
        TryParse(text, out PackageVersion? version) ? version : throw new FormatException($"'{text}' is not a PEP 440 version.");

    internal static PackageVersion Create(ReadOnlySpan<char> text, in VersionParts parts)
    {
        var release = new VersionNumber[parts.ReleaseCount];
        int position = parts.ReleaseStart;
        for (int i = 0; i < release.Length; i++)
        {
            int end = position;
            while (end < parts.ReleaseEnd && text[end] != '.')
                end++;
            release[i] = VersionNumber.FromDigits(text.Slice(position, end - position));
            position = end + 1;
        }

        return new PackageVersion(
            Number(text, parts.EpochStart, parts.EpochEnd),
            release,
            parts.Pre,
            Number(text, parts.PreStart, parts.PreEnd),
            parts.HasPost ? Number(text, parts.PostStart, parts.PostEnd) : null,
            parts.HasDev ? Number(text, parts.DevStart, parts.DevEnd) : null,
            parts.LocalEnd > 0 ? VersionFormat.NormalLocal(text.Slice(parts.LocalStart, parts.LocalEnd - parts.LocalStart)) : null);
    }

    /// <summary>A number of the release, 0 past its end: <c>1.0</c> and <c>1.0.0</c> are the same version.</summary>
    /// <summary>How many numbers the release has.</summary>
    internal int ReleaseLength => _release.Length;

    internal VersionNumber ReleaseAt(int index) => index < _release.Length ? _release[index] : default;

    /// <summary>The normal form (<c>1.0-RC.1</c> gives <c>1.0rc1</c>).</summary>
    public override string ToString() => _text ??= VersionFormat.Format(this, release: _release.Length, withSuffix: true, withLocal: true);

    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
            return 1;
        return PackedOrder != 0 && other.PackedOrder != 0
            ? PackedOrder.CompareTo(other.PackedOrder)
            : VersionOrder.Compare(this, other, ignoreLocal: false);
    }

    public bool Equals(PackageVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is PackageVersion other && Equals(other);

    public override int GetHashCode() => PackedOrder != 0 ? PackedOrder.GetHashCode() : VersionOrder.GetHashCode(this);

    public static bool operator ==(PackageVersion? left, PackageVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(PackageVersion? left, PackageVersion? right) => !(left == right);

    public static bool operator <(PackageVersion? left, PackageVersion? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    public static bool operator >(PackageVersion? left, PackageVersion? right) => right < left;

    public static bool operator <=(PackageVersion? left, PackageVersion? right) => !(right < left);

    public static bool operator >=(PackageVersion? left, PackageVersion? right) => !(left < right);

    private static VersionNumber Number(ReadOnlySpan<char> text, int start, int end) =>
        end > start ? VersionNumber.FromDigits(text.Slice(start, end - start)) : default;
}
