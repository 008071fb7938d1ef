using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>An environment marker as PEP 508 defines it.</summary>
public sealed class Marker : IEquatable<Marker>
{
    private readonly MarkerGroup _root;
    private string? _text;

    internal Marker(MarkerGroup root)
    {
        _root = root;
        UsesExtra = Uses(root, "extra");
    }

    /// <summary>Whether the marker mentions the variable <c>extra</c>.</summary>
    public bool UsesExtra { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out Marker? marker, [NotNullWhen(false)] out ParseError? error)
    {
        var parser = new MarkerParser(text, 0);
        marker = parser.Parse();
        if (marker is not null && !parser.AtEnd)
        {
            marker = null;
            parser.Fail("expected 'and', 'or' or the end of the marker");
        }

        error = parser.Error;
        return marker is not null;
    }

    /// <summary>Whether the marker holds in the environment with one extra active; pass an empty string for none.</summary>
    /// <remarks>A marker whose answer is not defined (<see cref="TryEvaluate"/>) does not hold.</remarks>
    public bool Evaluate(MarkerEnvironment environment, string extra = "") => TryEvaluate(environment, extra, out bool holds, out _) && holds;

    /// <summary>Evaluates a marker and tells when PEP 508 defines no answer, which <c>packaging</c> raises an exception for.</summary>
    /// <param name="environment">The values of the variables.</param>
    /// <param name="extra">The active extra, empty for none.</param>
    /// <param name="holds">Whether the marker holds.</param>
    /// <param name="problem">Why there is no answer: one sentence; otherwise null.</param>
    public bool TryEvaluate(MarkerEnvironment environment, string extra, out bool holds, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        holds = MarkerEvaluator.Evaluate(_root, environment, extra, ref problem) && problem is null;
        return problem is null;
    }

    /// <summary>Whether both are written the same in normal form.</summary>
    public bool Equals(Marker? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Marker other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The normal form as <c>packaging</c> prints it.</summary>
    public override string ToString()
    {
        if (_text is not null)
            return _text;
        var builder = new StringBuilder();
        MarkerGroup.Write(builder, _root, first: true);
        return _text = builder.ToString();
    }

    private static bool Uses(MarkerGroup group, string variable)
    {
        foreach (MarkerNode part in group.Parts)
        {
            if (part is MarkerComparison comparison ? comparison.Uses(variable) : Uses((MarkerGroup)part, variable))
                return true;
        }

        return false;
    }
}
