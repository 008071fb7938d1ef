using System.Diagnostics.CodeAnalysis;

namespace DocuSense.Maintenance.Standards;

internal enum SpecifierOperator
{
    Compatible,
    Equal,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
    Identical,
}

/// <summary>One clause of a specifier set (PEP 440, "Version specifiers"): an operator and a version.</summary>
public sealed record Specifier
{
    private readonly PrefixPattern? _prefix;
    private string? _canonicalVersion;

    private Specifier(SpecifierOperator kind, string version, PackageVersion? parsed, bool isWildcard)
    {
        Kind = kind;
        Version = version;
        ParsedVersion = parsed;
        IsWildcard = isWildcard;
        if (isWildcard)
            _prefix = PrefixPattern.OfRelease(parsed!);
        else if (kind == SpecifierOperator.Compatible)
            _prefix = PrefixPattern.OfCompatible(version);
    }

    /// <summary>One of <c>~=</c>, <c>==</c>, <c>!=</c>, <c>&lt;=</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&gt;</c>, <c>===</c>.</summary>
    public string Operator => Kind switch
    {
        SpecifierOperator.Compatible => "~=",
        SpecifierOperator.Equal => "==",
        SpecifierOperator.NotEqual => "!=",
        SpecifierOperator.LessOrEqual => "<=",
        SpecifierOperator.GreaterOrEqual => ">=",
        SpecifierOperator.Less => "<",
        SpecifierOperator.Greater => ">",
        _ => "===",
    };

    /// <summary>The version as written, without surrounding blanks; it ends in <c>.*</c> for a prefix match.</summary>
    public string Version { get; }

    /// <summary>Whether the clause compares a prefix (<c>==1.2.*</c>, <c>!=1.2.*</c>).</summary>
    public bool IsWildcard { get; }

    /// <summary>Whether the clause names a pre-release, so that by default pre-releases may satisfy a set that holds it.</summary>
    public bool AllowsPrereleases => ParsedVersion is { IsPrerelease: true }
        && Kind is not (SpecifierOperator.NotEqual or SpecifierOperator.Less or SpecifierOperator.Greater);

    internal SpecifierOperator Kind { get; }

    /// <summary>The version, for a prefix match the prefix; null for <c>===</c> before what is not a version.</summary>
    internal PackageVersion? ParsedVersion { get; }

    internal PrefixPattern? Prefix => _prefix;

    /// <summary>Parses one clause; blanks around it and after the operator are allowed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Specifier? specifier) =>
        TryParse(text.AsSpan(), 0, out specifier, out _);

    /// <summary>Parses a text that holds one clause and nothing else.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, int offset, [NotNullWhen(true)] out Specifier? specifier, [NotNullWhen(false)] out ParseError? error)
    {
        specifier = null;
        int position = 0;
        while (position < text.Length && PythonText.IsSpace(text[position]))
            position++;
        if (!TryScan(text, ref position, out Scanned scanned, out error))
        {
            error = error with { Position = error.Position + offset };
            return false;
        }

        int end = position;
        while (position < text.Length && PythonText.IsSpace(text[position]))
            position++;
        if (position < text.Length)
        {
            error = Unexpected(text, end, scanned.Kind) is ParseError found ? found with { Position = found.Position + offset }
                : new ParseError(position + offset, $"expected a comma or the end after '{PythonText.Trim(text.Slice(0, end)).ToString()}'");
            return false;
        }

        specifier = scanned.Create(text);
        return true;
    }

    /// <summary>Reads the longest clause that begins at an offset.</summary>
    internal static bool TryScan(ReadOnlySpan<char> text, ref int position, out Scanned scanned, [NotNullWhen(false)] out ParseError? error)
    {
        scanned = default;
        error = null;
        if (!TryScanOperator(text, position, out SpecifierOperator kind, out int length))
        {
            error = new ParseError(position, "expected one of the operators ==, !=, >=, <=, ~=, ===, >, <");
            return false;
        }

        int start = position + length;
        int operatorStart = position;
        while (start < text.Length && PythonText.IsSpace(text[start]))
            start++;
        if (kind == SpecifierOperator.Identical)
        {
            position = start;
            while (position < text.Length && !PythonText.IsSpace(text[position]) && text[position] is not (';' or ')'))
                position++;
            scanned = new Scanned(kind, start, position, default);
            return true;
        }

        bool equality = kind is SpecifierOperator.Equal or SpecifierOperator.NotEqual;
        if (!VersionGrammar.TryScan(text, start, allowWildcard: equality, allowLocal: equality, out VersionParts parts))
        {
            error = new ParseError(Math.Min(start, text.Length), $"expected a version after '{text.Slice(operatorStart, length).ToString()}'");
            return false;
        }

        if (kind == SpecifierOperator.Compatible && parts.ReleaseCount < 2)
        {
            error = new ParseError(start, "expected a version of at least two numbers after '~='");
            return false;
        }

        scanned = new Scanned(kind, start, parts.End, parts);
        position = parts.End;
        return true;
    }

    /// <summary>What is wrong when a clause is followed by something that only another operator allows, or null.</summary>
    internal static ParseError? Unexpected(ReadOnlySpan<char> text, int end, SpecifierOperator kind)
    {
        if (kind is SpecifierOperator.Equal or SpecifierOperator.NotEqual or SpecifierOperator.Identical || end >= text.Length)
            return null;
        if (text[end] == '.' && end + 1 < text.Length && text[end + 1] == '*')
            return new ParseError(end, "expected '.*' only after '==' or '!='");
        return text[end] == '+' ? new ParseError(end, "expected a local version ('+…') only after '==' or '!='") : null;
    }

    /// <summary>Whether a version satisfies the clause.</summary>
    /// <param name="version">The version.</param>
    /// <param name="prereleases">Whether a pre-release may; <c>null</c> takes <see cref="AllowsPrereleases"/>.</param>
    public bool Contains(PackageVersion version, bool? prereleases = null) =>
        (!version.IsPrerelease || (prereleases ?? AllowsPrereleases)) && Matches(version);

    /// <summary>The bare comparison, pre-releases as good as any.</summary>
    internal bool Matches(PackageVersion version)
    {
        switch (Kind)
        {
            case SpecifierOperator.Identical:
                return string.Equals(version.ToString(), PythonText.Lower(Version), StringComparison.Ordinal);
            case SpecifierOperator.Equal:
                return EqualTo(version);
            case SpecifierOperator.NotEqual:
                return !EqualTo(version);
            case SpecifierOperator.LessOrEqual:
                return VersionOrder.ComparePublic(version, ParsedVersion!) <= 0;
            case SpecifierOperator.GreaterOrEqual:
                return VersionOrder.ComparePublic(version, ParsedVersion!) >= 0;
            case SpecifierOperator.Compatible:
                return VersionOrder.ComparePublic(version, ParsedVersion!) >= 0 && _prefix!.Matches(version);
            case SpecifierOperator.Less:
                // 1.0rc1 does not satisfy <1.0, though it is smaller.
                return version < ParsedVersion!
                    && !(version.IsPrerelease && !ParsedVersion!.IsPrerelease && VersionOrder.CompareBase(version, ParsedVersion) == 0);
            default:
                // Neither 1.0.post1 nor 1.0+local satisfies >1.0, though both are greater.
                return version > ParsedVersion!
                    && !((version.Local is not null || (version.IsPostRelease && !ParsedVersion!.IsPostRelease))
                        && VersionOrder.CompareBase(version, ParsedVersion!) == 0);
        }
    }

    /// <summary>Whether both clauses mean the same: the operators are, and the versions are equal as versions.</summary>
    public bool Equals(Specifier? other) => other is not null && Kind == other.Kind
        && (string.Equals(Version, other.Version, StringComparison.Ordinal) || string.Equals(CanonicalVersion, other.CanonicalVersion, StringComparison.Ordinal));

    public override int GetHashCode() => unchecked((StringComparer.Ordinal.GetHashCode(CanonicalVersion) * 31) + (int)Kind);

    /// <summary>Operator and version, the version as written.</summary>
    public override string ToString() => Operator + Version;

    public void Deconstruct(out string @operator, out string version)
    {
        @operator = Operator;
        version = Version;
    }

    private string CanonicalVersion => _canonicalVersion ??= IsWildcard || ParsedVersion is null ? Version
        : Kind == SpecifierOperator.Compatible ? ParsedVersion.ToString()
        : VersionFormat.Canonical(ParsedVersion);

    private bool EqualTo(PackageVersion version)
    {
        if (IsWildcard)
            return _prefix!.Matches(version);
        return ParsedVersion!.Local is null ? VersionOrder.ComparePublic(version, ParsedVersion) == 0 : version.Equals(ParsedVersion);
    }

    internal static bool TryScanOperator(ReadOnlySpan<char> text, int position, out SpecifierOperator kind, out int length)
    {
        char first = position < text.Length ? text[position] : '\0';
        bool equals = position + 1 < text.Length && text[position + 1] == '=';
        bool identical = first == '=' && equals && position + 2 < text.Length && text[position + 2] == '=';
        length = identical ? 3 : equals ? 2 : 1;
        (kind, bool known) = (first, equals) switch
        {
            ('~', true) => (SpecifierOperator.Compatible, true),
            ('=', true) => (identical ? SpecifierOperator.Identical : SpecifierOperator.Equal, true),
            ('!', true) => (SpecifierOperator.NotEqual, true),
            ('<', true) => (SpecifierOperator.LessOrEqual, true),
            ('>', true) => (SpecifierOperator.GreaterOrEqual, true),
            ('<', false) => (SpecifierOperator.Less, true),
            ('>', false) => (SpecifierOperator.Greater, true),
            _ => (default, false),
        };
        return known;
    }

    /// <summary>Where a clause stands in a text.</summary>
    internal readonly struct Scanned
    {
        private readonly int _versionStart;
        private readonly int _versionEnd;
        private readonly VersionParts _parts;

        public Scanned(SpecifierOperator kind, int versionStart, int versionEnd, in VersionParts parts)
        {
            Kind = kind;
            _versionStart = versionStart;
            _versionEnd = versionEnd;
            _parts = parts;
        }

        public SpecifierOperator Kind { get; }

        public Specifier Create(ReadOnlySpan<char> text)
        {
            string version = text.Slice(_versionStart, _versionEnd - _versionStart).ToString();
            if (Kind != SpecifierOperator.Identical)
                return new Specifier(Kind, version, PackageVersion.Create(text, _parts), _parts.IsWildcard);
            return new Specifier(Kind, version, PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed : null, isWildcard: false);
        }
    }
}
