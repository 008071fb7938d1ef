namespace DocuSense.Maintenance.Standards;

/// <summary>Parses the marker grammar of PEP 508 out of a text, from an offset on.</summary>
internal sealed class MarkerParser(string text, int start)
{
    /// <summary>Far more than anyone writes, and far less than the stack holds.</summary>
    private const int MaximumDepth = 200;

    /// <summary>Names as written, and what they mean: PEP 345's names with dots are still accepted.</summary>
    private static readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal)
    {
        ["python_version"] = "python_version",
        ["python_full_version"] = "python_full_version",
        ["os_name"] = "os_name",
        ["os.name"] = "os_name",
        ["sys_platform"] = "sys_platform",
        ["sys.platform"] = "sys_platform",
        ["platform_release"] = "platform_release",
        ["platform_system"] = "platform_system",
        ["platform_version"] = "platform_version",
        ["platform.version"] = "platform_version",
        ["platform_machine"] = "platform_machine",
        ["platform.machine"] = "platform_machine",
        ["platform_python_implementation"] = "platform_python_implementation",
        ["platform.python_implementation"] = "platform_python_implementation",
        ["python_implementation"] = "platform_python_implementation",
        ["implementation_name"] = "implementation_name",
        ["implementation_version"] = "implementation_version",
        ["extra"] = "extra",
    };

    /// <summary>Where the next character is read.</summary>
    public int Position { get; private set; } = start;

    /// <summary>What was wrong first, or null.</summary>
    public ParseError? Error { get; private set; }

    /// <summary>Whether nothing is left but, at most, one line feed: Python's <c>$</c> holds before it.</summary>
    public bool AtEnd => IsEnd(text, Position);

    public static bool IsEnd(string text, int position) =>
        position >= text.Length || (position == text.Length - 1 && text[position] == '\n');

    /// <summary>Reads the marker and the blanks after it; what follows is the caller's.</summary>
    public Marker? Parse()
    {
        MarkerGroup? root = ParseGroup(0);
        if (root is null)
            return null;
        // packaging normalises the extra of the first comparison only, and only outside parentheses.
        if (root.Parts[0] is MarkerComparison comparison && comparison.Uses("extra"))
            root.Replace(0, NormalizeExtra(comparison));
        return new Marker(root);
    }

    public void Fail(string message) => Error ??= new ParseError(Math.Min(Position, text.Length), message);

    private static MarkerComparison NormalizeExtra(MarkerComparison comparison) =>
        comparison.Left is { IsVariable: true, Value: "extra" }
            ? new MarkerComparison(comparison.Left, comparison.Operator, new MarkerOperand(false, PackageName.Normalize(comparison.Right.Value)))
            : new MarkerComparison(new MarkerOperand(false, PackageName.Normalize(comparison.Left.Value)), comparison.Operator, comparison.Right);

    private MarkerGroup? ParseGroup(int depth)
    {
        var group = new MarkerGroup();
        bool startsAlternative = false;
        do
        {
            MarkerNode? part = ParsePart(depth);
            if (part is null)
                return null;
            group.Add(part, startsAlternative);
        }
        while (TryReadJoin(out startsAlternative));
        return group;
    }

    private MarkerNode? ParsePart(int depth)
    {
        SkipBlanks();
        if (Current != '(')
            return ParseComparison();
        if (depth >= MaximumDepth)
        {
            Fail($"expected at most {MaximumDepth} parentheses inside each other");
            return null;
        }

        Position++;
        MarkerGroup? group = ParseGroup(depth + 1);
        if (group is null)
            return null;
        if (Current != ')')
        {
            Fail("expected 'and', 'or' or ')'");
            return null;
        }

        Position++;
        SkipBlanks();
        return group;
    }

    private MarkerComparison? ParseComparison()
    {
        if (!TryReadOperand(out MarkerOperand left))
            return null;
        SkipBlanks();
        string? op = ReadOperator();
        if (op is null)
            return null;
        SkipBlanks();
        if (!TryReadOperand(out MarkerOperand right))
            return null;
        SkipBlanks();
        return new MarkerComparison(left, op, right);
    }

    private bool TryReadOperand(out MarkerOperand operand)
    {
        operand = default;
        if (Current is '\'' or '"')
            return TryReadText(out operand);
        string word = ReadWord(Position);
        if (word is "os" or "sys" or "platform" && Position + word.Length < text.Length && text[Position + word.Length] == '.')
            word += "." + ReadWord(Position + word.Length + 1);
        if (!_variables.TryGetValue(word, out string? name))
        {
            Fail("expected a marker variable such as python_version, or a quoted text");
            return false;
        }

        Position += word.Length;
        operand = new MarkerOperand(true, name);
        return true;
    }

    private bool TryReadText(out MarkerOperand operand)
    {
        operand = default;
        int opening = Position;
        int closing = text.IndexOf(text[opening], opening + 1);
        if (closing < 0)
        {
            Fail($"expected a closing {text[opening]}");
            return false;
        }

        if (!PythonStringLiteral.TryUnescape(text, opening + 1, closing, out string? value, out int offending))
        {
            Position = offending;
            Fail("expected the characters of a Python string");
            return false;
        }

        Position = closing + 1;
        operand = new MarkerOperand(false, value);
        return true;
    }

    private string? ReadOperator()
    {
        if (Specifier.TryScanOperator(text.AsSpan(), Position, out _, out int length))
        {
            string op = text.Substring(Position, length);
            Position += length;
            return op;
        }

        string word = ReadWord(Position);
        if (word == "in")
        {
            Position += 2;
            return "in";
        }

        if (word != "not")
        {
            Fail("expected a comparison: ==, !=, <=, >=, <, >, ~=, ===, in or 'not in'");
            return null;
        }

        Position += 3;
        int blanks = Position;
        SkipBlanks();
        if (Position == blanks || ReadWord(Position) != "in")
        {
            Fail("expected 'in' after 'not'");
            return null;
        }

        Position += 2;
        return "not in";
    }

    private bool TryReadJoin(out bool startsAlternative)
    {
        string word = ReadWord(Position);
        startsAlternative = word == "or";
        if (word is not ("or" or "and"))
            return false;
        Position += word.Length;
        return true;
    }

    private char Current => Position < text.Length ? text[Position] : '\0';

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Position++;
    }

    private string ReadWord(int from)
    {
        int end = from;
        while (end < text.Length && PythonText.IsWord(text[end]))
            end++;
        // No word of the grammar is longer, and a long one must not be copied again and again.
        return end - from > 40 ? "" : text.Substring(from, end - from);
    }
}
