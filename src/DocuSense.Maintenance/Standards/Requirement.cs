using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>A dependency specifier as PEP 508 defines it.</summary>
public sealed class Requirement
{
    private readonly string[] _extras;
    private string? _normalizedName;

    internal Requirement(string name, string[] extras, SpecifierSet specifier, string? url, Marker? marker, in RequirementRanges ranges)
    {
        Name = name;
        _extras = extras;
        Specifier = specifier;
        Url = url;
        Marker = marker;
        Ranges = ranges;
    }

    /// <summary>The name as written.</summary>
    public string Name { get; }

    /// <summary>The name's PEP 503 normal form.</summary>
    public string NormalizedName => _normalizedName ??= PackageName.Normalize(Name);

    /// <summary>The extras asked for, as written, in order, without repeats.</summary>
    public IReadOnlyList<string> Extras => _extras;

    public SpecifierSet Specifier { get; }

    /// <summary>The direct reference after <c>@</c>, or null.</summary>
    public string? Url { get; }

    public Marker? Marker { get; }

    /// <summary>Where the parts stand in the text that was parsed.</summary>
    public RequirementRanges Ranges { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out Requirement? requirement, [NotNullWhen(false)] out ParseError? error)
    {
        var parser = new RequirementParser(text);
        requirement = parser.Parse();
        error = parser.Error;
        return requirement is not null;
    }

    /// <summary>The normal form as <c>packaging</c> prints it.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder(Name);
        if (_extras.Length > 0)
        {
            string[] sorted = (string[])_extras.Clone();
            Array.Sort(sorted, StringComparer.Ordinal);
            builder.Append('[').Append(string.Join(",", sorted)).Append(']');
        }

        builder.Append(Specifier.ToString());
        if (Url is not null)
            builder.Append("@ ").Append(Url);
        if (Marker is not null)
            builder.Append(Url is null ? "; " : " ; ").Append(Marker.ToString());
        return builder.ToString();
    }
}

/// <summary>Where the parts of a requirement stand in its text, for edits that leave the rest as it is.</summary>
/// <param name="Name">The name.</param>
/// <param name="Extras">The extras with their brackets; empty where there are none.</param>
/// <param name="Specifier">The clauses with their parentheses, if any; empty where there are none.</param>
/// <param name="Url">The reference after <c>@</c>; empty where there is none.</param>
/// <param name="Marker">The marker after the semicolon; empty where there is none.</param>
public readonly record struct RequirementRanges(TextRange Name, TextRange Extras, TextRange Specifier, TextRange Url, TextRange Marker);
