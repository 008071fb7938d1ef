using System.Diagnostics.CodeAnalysis;

namespace DocuSense.Maintenance.Standards;

/// <summary>A set of PEP 440 version specifiers, all of which a version must satisfy.</summary>
public sealed class SpecifierSet : IEquatable<SpecifierSet>
{
    /// <summary>Beyond this many clauses no effort is made to reason about pairs of them.</summary>
    private const int ManyClauses = 64;

    private readonly Specifier[] _specifiers;
    private string? _text;

    internal SpecifierSet(Specifier[] specifiers) => _specifiers = specifiers;

    /// <summary>The set that every version satisfies.</summary>
    public static SpecifierSet Any { get; } = new([]);

    /// <summary>The clauses, in the order written, without repeats.</summary>
    public IReadOnlyList<Specifier> Specifiers => _specifiers;

    /// <summary>
    /// Whether pre-releases satisfy the set by default, because a clause names one. Null for the set without clauses:
    /// <see cref="Filter"/> then takes them only where there is nothing else.
    /// </summary>
    public bool? AllowsPrereleases
    {
        get
        {
            foreach (Specifier specifier in _specifiers)
            {
                if (specifier.AllowsPrereleases)
                    return true;
            }

            return _specifiers.Length == 0 ? null : false;
        }
    }

    /// <summary>Whether no version at all can satisfy the set, proven by its bounds; false where that cannot be proven.</summary>
    public bool IsUnsatisfiable => _specifiers.Length is > 0 and <= ManyClauses && VersionRanges.AreDisjoint(_specifiers);

    /// <summary>Parses clauses separated by commas; empty text, and empty places between commas, are allowed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpecifierSet? set) => TryParse(text, out set, out _);

    /// <summary>As above, and tells what was expected where.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpecifierSet? set, [NotNullWhen(false)] out ParseError? error)
    {
        set = null;
        var specifiers = new List<Specifier>();
        if (!TryParseInto(specifiers, text.AsSpan(), 0, out error))
            return false;
        set = Create(specifiers);
        return true;
    }

    /// <summary>Parses clauses separated by commas into a list.</summary>
    /// <param name="specifiers">Where the clauses go.</param>
    /// <param name="text">The clauses.</param>
    /// <param name="offset">What to add to the position of an error.</param>
    /// <param name="error">What is wrong, or null.</param>
    internal static bool TryParseInto(List<Specifier> specifiers, ReadOnlySpan<char> text, int offset, [NotNullWhen(false)] out ParseError? error)
    {
        int start = 0;
        while (start <= text.Length)
        {
            int comma = text.Slice(start).IndexOf(',');
            int end = comma < 0 ? text.Length : start + comma;
            ReadOnlySpan<char> clause = text.Slice(start, end - start);
            if (PythonText.Trim(clause).Length > 0)
            {
                if (!Specifier.TryParse(clause, offset + start, out Specifier? specifier, out error))
                    return false;
                specifiers.Add(specifier);
            }

            start = end + 1;
        }

        error = null;
        return true;
    }

    /// <summary>The set of the clauses; of those that mean the same the first is kept.</summary>
    internal static SpecifierSet Create(List<Specifier> specifiers)
    {
        if (specifiers.Count == 0)
            return Any;
        var distinct = new List<Specifier>(specifiers.Count);
        // A set pays only for the absurdly long, where comparing each with each would hang.
        HashSet<Specifier>? seen = specifiers.Count > ManyClauses ? [] : null;
        foreach (Specifier specifier in specifiers)
        {
            if (seen is null ? !distinct.Contains(specifier) : seen.Add(specifier))
                distinct.Add(specifier);
        }

        return new SpecifierSet([.. distinct]);
    }

    /// <summary>Whether the version satisfies every clause.</summary>
    /// <param name="version">The version.</param>
    /// <param name="prereleases">
    /// Whether pre-releases may satisfy the set; <c>null</c> takes the set's own default (<see cref="AllowsPrereleases"/>), as
    /// <c>packaging</c> does. pip itself passes <c>true</c> where it judges what is installed already.
    /// </param>
    public bool Contains(PackageVersion version, bool? prereleases = null)
    {
        if (version.IsPrerelease && !(prereleases ?? AllowsPrereleases ?? false))
            return false;
        foreach (Specifier specifier in _specifiers)
        {
            if (!specifier.Matches(version))
                return false;
        }

        return true;
    }

    /// <summary>As above for a version that may not be a PEP 440 version (legacy metadata): only <c>===</c> can match such.</summary>
    public bool Contains(string version, bool? prereleases = null)
    {
        if (PackageVersion.TryParse(version, out PackageVersion? parsed))
            return Contains(parsed, prereleases);
        foreach (Specifier specifier in _specifiers)
        {
            if (specifier.Kind != SpecifierOperator.Identical
                || !string.Equals(PythonText.Lower(specifier.Version), PythonText.Lower(version), StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The versions that satisfy the set, in the order given (PEP 440, "Handling of pre-releases").</summary>
    /// <param name="versions">The candidates.</param>
    /// <param name="prereleases">
    /// Whether pre-releases may; <c>null</c> takes the set's own default, which for the set without clauses is: only where there
    /// is no other candidate.
    /// </param>
    public IReadOnlyList<PackageVersion> Filter(IEnumerable<PackageVersion> versions, bool? prereleases = null)
    {
        bool? allowed = prereleases ?? AllowsPrereleases;
        var satisfying = new List<PackageVersion>();
        var held = new List<PackageVersion>();
        foreach (PackageVersion version in versions)
        {
            if (Contains(version, allowed ?? false))
                satisfying.Add(version);
            else if (allowed is null)
                held.Add(version);
        }

        return satisfying.Count == 0 ? held : satisfying;
    }

    /// <summary>The set that both satisfy.</summary>
    public SpecifierSet And(SpecifierSet other)
    {
        if (other._specifiers.Length == 0)
            return this;
        if (_specifiers.Length == 0)
            return other;
        var both = new List<Specifier>(_specifiers);
        both.AddRange(other._specifiers);
        return Create(both);
    }

    /// <summary>The first two clauses that no version can both satisfy, or null where no pair alone is proven to conflict.</summary>
    /// <remarks>A clause that no version satisfies on its own is returned as both.</remarks>
    public (Specifier First, Specifier Second)? FindConflict()
    {
        for (int i = 0; i < _specifiers.Length && _specifiers.Length <= ManyClauses; i++)
        {
            for (int j = i; j < _specifiers.Length; j++)
            {
                if (VersionRanges.AreDisjoint([_specifiers[i], _specifiers[j]]))
                    return (_specifiers[i], _specifiers[j]);
            }
        }

        return null;
    }

    /// <summary>Whether both hold the same clauses, in any order.</summary>
    public bool Equals(SpecifierSet? other)
    {
        if (other is null || other._specifiers.Length != _specifiers.Length)
            return false;
        if (_specifiers.Length > ManyClauses)
            return new HashSet<Specifier>(_specifiers).SetEquals(other._specifiers);
        foreach (Specifier specifier in _specifiers)
        {
            if (Array.IndexOf(other._specifiers, specifier) < 0)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is SpecifierSet other && Equals(other);

    public override int GetHashCode()
    {
        int hash = 0;
        foreach (Specifier specifier in _specifiers)
            hash ^= specifier.GetHashCode();
        return hash;
    }

    /// <summary>The normal form as <c>packaging</c> prints it: clauses sorted, joined by commas.</summary>
    public override string ToString()
    {
        if (_text is not null)
            return _text;
        string[] clauses = Array.ConvertAll(_specifiers, specifier => specifier.ToString());
        Array.Sort(clauses, PythonText.CompareCodePoints);
        return _text = string.Join(",", clauses);
    }
}
