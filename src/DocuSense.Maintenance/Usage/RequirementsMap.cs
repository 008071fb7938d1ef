using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// What distributions require, where nothing is installed whose metadata could tell. A table of facts, embedded in the engine and written
/// by <c>eng/requirements_map.py</c> from metadata, a table written by hand, and Debian's package index.
/// </summary>
public static class RequirementsMap
{
    internal const string Resource = "DocuSense.Maintenance.Usage.requirements-map.txt";

    private static readonly Lazy<SortedTable> _table = new(static () => SortedTable.FromResource(Resource));
    private static readonly string[] _nothing = [];

    /// <summary>What is known of a distribution, or null where nothing is.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static RequirementFacts? Find(string normalizedName)
    {
        if (Line('r', normalizedName) is not { } line)
            return null;
        string[] cells = line.Split('\t');
        return new RequirementFacts(Names(cells, 0), Names(cells, 1), Names(cells, 2));
    }

    /// <summary>What an extra of a distribution brings; empty where that is not known.</summary>
    /// <param name="normalizedName">The distribution.</param>
    /// <param name="normalizedExtra">The extra. Both in PEP 503 normal form.</param>
    public static IReadOnlyList<string> OfExtra(string normalizedName, string normalizedExtra) =>
        Line('x', normalizedName + " " + normalizedExtra) is { } line ? line.Split(' ') : _nothing;

    private static string? Line(char kind, string name) =>
        name.AsSpan().IndexOfAny('\t', '\n') >= 0 ? null : _table.Value.Find(Encoding.UTF8.GetBytes(kind + "\t" + name));

    private static string[] Names(string[] cells, int index) => index < cells.Length && cells[index].Length > 0 ? cells[index].Split(' ') : _nothing;
}

/// <summary>What one distribution requires; names in PEP 503 normal form.</summary>
/// <param name="Requires">What every installation of it brings, by its own metadata.</param>
/// <param name="Probable">What Debian makes its package depend on, where its own metadata is not known.</param>
/// <param name="CanUse">What it can use when it is there.</param>
public sealed record RequirementFacts(IReadOnlyList<string> Requires, IReadOnlyList<string> Probable, IReadOnlyList<string> CanUse);
