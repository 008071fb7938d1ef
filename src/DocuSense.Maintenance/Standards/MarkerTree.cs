using System.Text;

namespace DocuSense.Maintenance.Standards;

/// <summary>One side of a comparison: a variable of PEP 508 or a quoted text.</summary>
internal readonly record struct MarkerOperand(bool IsVariable, string Value)
{
    public override string ToString() => IsVariable ? Value : "\"" + Value + "\"";
}

/// <summary>A part of a marker: a comparison or a group in parentheses.</summary>
internal abstract class MarkerNode;

/// <summary>A comparison of two operands.</summary>
internal sealed class MarkerComparison(MarkerOperand left, string op, MarkerOperand right) : MarkerNode
{
    private Clause? _clause;

    public MarkerOperand Left { get; } = left;

    public string Operator { get; } = op;

    public MarkerOperand Right { get; } = right;

    public bool Uses(string variable) => (Left.IsVariable && Left.Value == variable) || (Right.IsVariable && Right.Value == variable);

    /// <summary>The clause that the operator and the right value make, or null; kept, as the right side rarely changes.</summary>
    public Specifier? SpecifierFor(string right)
    {
        if (Operator is "in" or "not in")
            return null;
        Clause? clause = _clause;
        if (clause is null || !string.Equals(clause.Text, right, StringComparison.Ordinal))
        {
            _clause = clause = new Clause(right, Specifier.TryParse(Operator + right, out Specifier? specifier) ? specifier : null);
        }

        return clause.Specifier;
    }

    /// <summary>Text and clause in one object, so that no thread ever sees the one of one right side with the other of another.</summary>
    private sealed record Clause(string Text, Specifier? Specifier);
}

/// <summary>Parts joined by <c>and</c> and <c>or</c>.</summary>
internal sealed class MarkerGroup : MarkerNode
{
    private readonly List<MarkerNode> _parts = [];
    private readonly List<Join> _joins = [];

    public IReadOnlyList<MarkerNode> Parts => _parts;

    /// <summary>Whether the part is joined to what stands before it by <c>or</c>.</summary>
    public bool StartsAlternative(int index) => _joins[index] == Join.Or;

    public void Add(MarkerNode part, bool startsAlternative)
    {
        _parts.Add(part);
        _joins.Add(startsAlternative ? Join.Or : Join.And);
    }

    public void Replace(int index, MarkerNode part) => _parts[index] = part;

    /// <summary>
    /// Writes the marker as <c>packaging</c> does: a group of one part is written as that part alone, at any depth, and a group
    /// so unwrapped loses its parentheses even where they matter.
    /// </summary>
    public static void Write(StringBuilder builder, MarkerNode node, bool first)
    {
        while (node is MarkerGroup { _parts.Count: 1 } single)
        {
            node = single._parts[0];
            first = true;
        }

        if (node is MarkerComparison comparison)
        {
            builder.Append(comparison.Left.ToString()).Append(' ').Append(comparison.Operator).Append(' ').Append(comparison.Right.ToString());
            return;
        }

        var group = (MarkerGroup)node;
        if (!first)
            builder.Append('(');
        for (int i = 0; i < group._parts.Count; i++)
        {
            if (i > 0)
                builder.Append(group.StartsAlternative(i) ? " or " : " and ");
            Write(builder, group._parts[i], first: false);
        }

        if (!first)
            builder.Append(')');
    }

    /// <summary>What stands before a part. A list of a type of the framework's own is compiled anew in every process.</summary>
    private enum Join : byte
    {
        And,
        Or,
    }
}
