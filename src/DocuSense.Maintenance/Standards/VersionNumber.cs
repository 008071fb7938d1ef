using System.Globalization;

namespace DocuSense.Maintenance.Standards;

/// <summary>A natural number of any size: PEP 440 sets no limit to the numbers of a version.</summary>
public readonly struct VersionNumber : IEquatable<VersionNumber>, IComparable<VersionNumber>
{
    private const int MaximumSmallDigits = 18;

    private readonly ulong _small;

    /// <summary>The digits without leading zeros of a number too large for <see cref="_small"/>; otherwise null.</summary>
    private readonly string? _large;

    public VersionNumber(ulong value)
    {
        if (value < 1_000_000_000_000_000_000)
            _small = value;
        else
            _large = value.ToString(CultureInfo.InvariantCulture);
    }

    private VersionNumber(string digits) => _large = digits;

    public bool IsZero => _small == 0 && _large is null;

    /// <summary>The value, where it has at most 18 digits.</summary>
    public bool TryGetValue(out ulong value)
    {
        value = _small;
        return _large is null;
    }

    /// <summary>Reads ASCII digits; the caller has made sure that there are only such. No digits mean 0.</summary>
    internal static VersionNumber FromDigits(ReadOnlySpan<char> digits)
    {
        while (digits.Length > 0 && digits[0] == '0')
            digits = digits.Slice(1);
        if (digits.Length > MaximumSmallDigits)
            return new VersionNumber(digits.ToString());
        ulong value = 0;
        foreach (char digit in digits)
            value = value * 10 + (uint)(digit - '0');
        return new VersionNumber(value);
    }

    public int CompareTo(VersionNumber other)
    {
        if (_large is null)
            return other._large is null ? _small.CompareTo(other._small) : -1;
        if (other._large is null)
            return 1;
        return _large.Length != other._large.Length
            ? _large.Length.CompareTo(other._large.Length)
            : string.CompareOrdinal(_large, other._large);
    }

    public bool Equals(VersionNumber other) => _small == other._small && string.Equals(_large, other._large, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is VersionNumber other && Equals(other);

    public override int GetHashCode() => _large is null ? _small.GetHashCode() : StringComparer.Ordinal.GetHashCode(_large);

    /// <summary>The decimal digits without leading zeros.</summary>
    public override string ToString() => _large ?? _small.ToString(CultureInfo.InvariantCulture);

    public static bool operator ==(VersionNumber left, VersionNumber right) => left.Equals(right);

    public static bool operator !=(VersionNumber left, VersionNumber right) => !left.Equals(right);

    public static bool operator <(VersionNumber left, VersionNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(VersionNumber left, VersionNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(VersionNumber left, VersionNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VersionNumber left, VersionNumber right) => left.CompareTo(right) >= 0;
}
