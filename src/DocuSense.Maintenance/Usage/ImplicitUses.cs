namespace DocuSense.Maintenance.Usage;

/// <summary>
/// The table of what needs a distribution without importing it (<c>eng/usage/implicit-uses.tsv</c>), and rows that a project adds
/// in the same form: <c>trigger TAB distributions TAB needed|optional TAB source</c>.
/// </summary>
public sealed class ImplicitUses
{
    private static readonly Lazy<ImplicitUses> _default = new(static () => Parse(FactTable.Embedded("implicit-uses.tsv")));
    private static readonly ImplicitUse[] _nothing = [];

    private readonly Dictionary<string, List<ImplicitUse>>?[] _byForm = new Dictionary<string, List<ImplicitUse>>?[(int)TriggerForm.Extra + 1];
    private readonly List<ImplicitUse> _openLiterals = [];

    private ImplicitUses(IReadOnlyList<ImplicitUse> rows, IReadOnlyList<string> problems)
    {
        Rows = rows;
        Problems = problems;
        foreach (ImplicitUse row in rows)
            Index(row);
    }

    /// <summary>The embedded table.</summary>
    public static ImplicitUses Default => _default.Value;

    /// <summary>No rows.</summary>
    public static ImplicitUses None { get; } = new([], []);

    public IReadOnlyList<ImplicitUse> Rows { get; }

    /// <summary>Rows that could not be read, one sentence each, with their line.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The top-level modules that some row is about.</summary>
    internal HashSet<string> Roots { get; } = new(StringComparer.Ordinal) { "pytest" };

    /// <summary>The top-level modules whose import alone some row is about.</summary>
    internal HashSet<string> ImportRoots { get; } = new(StringComparer.Ordinal);

    /// <summary>The top-level modules whose objects have such methods.</summary>
    internal HashSet<string> MethodRoots { get; } = new(StringComparer.Ordinal);

    /// <summary>The methods that some row is about.</summary>
    internal HashSet<string> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads rows. One that is not understood becomes a problem and is left out.</summary>
    public static ImplicitUses Parse(string text)
    {
        var rows = new List<ImplicitUse>();
        var problems = new List<string>();
        foreach ((int line, string[] cells) in FactTable.Rows(text))
        {
            if (cells.Length != 4 || cells[3].Length == 0)
                problems.Add($"Line {line}: expected a trigger, distributions, 'needed' or 'optional', and a source, with tabs between");
            else if (cells[2] is not ("needed" or "optional"))
                problems.Add($"Line {line}: '{cells[2]}' is neither 'needed' nor 'optional'");
            else if (ParseTrigger(cells[0], FactTable.Alternatives(cells[1]), cells[2] == "needed", cells[3]) is { } row)
                rows.Add(row);
            else
                problems.Add($"Line {line}: '{cells[0]}' is no known trigger");
        }

        return new ImplicitUses(rows, problems);
    }

    /// <summary>This table and the rows of another.</summary>
    public ImplicitUses With(ImplicitUses other) => new([.. Rows, .. other.Rows], [.. Problems, .. other.Problems]);

    /// <summary>What an extra of a distribution brings, where no metadata is there to tell.</summary>
    public IReadOnlyList<ImplicitUse> OfExtra(string normalizedName, string normalizedExtra) => Find(TriggerForm.Extra, normalizedName + " " + normalizedExtra);

    internal IReadOnlyList<ImplicitUse> Find(TriggerForm form, string key) => _byForm[(int)form] is { } rows && rows.TryGetValue(key, out List<ImplicitUse>? found) ? found : _nothing;

    internal IEnumerable<ImplicitUse> OfOption(string command, string option)
    {
        foreach (ImplicitUse row in Find(TriggerForm.Option, command))
        {
            if (ImplicitUse.MatchesAny(row.Members, option))
                yield return row;
        }
    }

    internal IEnumerable<ImplicitUse> OfLiteral(string value)
    {
        foreach (ImplicitUse row in Find(TriggerForm.Literal, value))
            yield return row;
        foreach (ImplicitUse row in _openLiterals)
        {
            if (ImplicitUse.MatchesAny(row.Subjects, value))
                yield return row;
        }
    }

    private static ImplicitUse? ParseTrigger(string trigger, string[] distributions, bool isNeeded, string source)
    {
        int space = trigger.IndexOf(' ');
        if (space < 0 || Array.Exists(distributions, static name => name.Length == 0))
            return null;
        string rest = trigger.Substring(space + 1);
        string[] parts = rest.Split(' ');
        if (Array.Exists(parts, static part => part.Length == 0))
            return null;
        ImplicitUse Row(TriggerForm form, string[] subjects) => new()
        {
            Trigger = trigger, Form = form, Subjects = subjects, Distributions = distributions, IsNeeded = isNeeded, Source = source,
        };

        switch (trigger.Substring(0, space))
        {
            case "use" when parts.Length == 1:
                return Row(TriggerForm.Use, rest.Split(','));
            case "call" when parts.Length == 1:
                if (ParseCall(rest) is not var (names, keyword, values))
                    return null;
                bool isNegated = keyword is not null && keyword.EndsWith("!", StringComparison.Ordinal);
                return Row(TriggerForm.Call, names) with { Keyword = isNegated ? keyword!.TrimEnd('!') : keyword, IsNegated = isNegated, Values = values };
            case "method" when parts.Length == 2:
                return Row(TriggerForm.Method, parts[0].Split('|')) with { Members = parts[1].Split('|') };
            case "import" when parts.Length == 1:
                return Row(TriggerForm.Import, rest.Split(','));
            case "assign" when parts.Length == 2:
                return Row(TriggerForm.Assign, parts[0].Split(',')) with { Members = [parts[1]] };
            case "assigned" when parts.Length == 2:
                return Row(TriggerForm.Assigned, [parts[0]]) with { Values = parts[1].Split('|') };
            case "literal" when parts.Length == 1:
                return Row(TriggerForm.Literal, rest.Split('|'));
            case "fixture" when parts.Length == 1:
                return Row(TriggerForm.Fixture, rest.Split(','));
            case "option" when parts.Length is 2 or 3:
                return Row(TriggerForm.Option, parts[0].Split('|')) with { Members = parts[1].Split('|'), Values = parts.Length == 3 ? parts[2].Split('|') : [] };
            case "setting" when parts.Length == 2:
                return Row(TriggerForm.Setting, [parts[0]]) with { Members = parts[1].Split('|') };
            case "tool" when parts.Length == 1:
                return Row(TriggerForm.Tool, rest.Split(','));
            case "file" when parts.Length == 1:
                return Row(TriggerForm.File, rest.Split(','));
            case "extra" when parts.Length == 2:
                return Row(TriggerForm.Extra, [parts[0]]) with { Members = [parts[1]] };
            default:
                return null;
        }
    }

    /// <summary><c>bs4.BeautifulSoup(*=lxml|xml)</c>, <c>pandas.read_excel</c>.</summary>
    private static (string[] Names, string? Keyword, string[] Values)? ParseCall(string text)
    {
        int open = text.IndexOf('(');
        if (open < 0)
            return (text.Split(','), null, []);
        int equals = text.IndexOf('=', open);
        if (equals < 0 || text[text.Length - 1] != ')')
            return null;
        return (text.Substring(0, open).Split(','), text.Substring(open + 1, equals - open - 1), text.Substring(equals + 1, text.Length - equals - 2).Split('|'));
    }

    private void Index(ImplicitUse row)
    {
        foreach (string subject in row.Subjects)
        {
            if (row.Form == TriggerForm.Import)
                ImportRoots.Add(subject.IndexOf('.') is > 0 and var end ? subject.Substring(0, end) : subject);
            if (row.Form is TriggerForm.Use or TriggerForm.Call or TriggerForm.Assign or TriggerForm.Method)
                Roots.Add(subject.IndexOf('.') is > 0 and var dot ? subject.Substring(0, dot) : subject);
        }

        switch (row.Form)
        {
            case TriggerForm.Method:
                MethodRoots.UnionWith(row.Subjects);
                foreach (string member in row.Members)
                {
                    string method = member.Substring(member.LastIndexOf('.') + 1);
                    Methods.Add(method);
                    Add(row, method);
                }

                break;
            case TriggerForm.Setting:
                foreach (string member in row.Members)
                    Add(row, row.Subjects[0] + " " + member);
                break;
            case TriggerForm.Extra:
                Add(row, row.Subjects[0] + " " + row.Members[0]);
                break;
            case TriggerForm.Literal when Array.Exists(row.Subjects, static subject => subject.EndsWith("*", StringComparison.Ordinal)):
                _openLiterals.Add(row);
                break;
            default:
                foreach (string subject in row.Subjects)
                    Add(row, subject);
                break;
        }
    }

    private void Add(ImplicitUse row, string key)
    {
        Dictionary<string, List<ImplicitUse>> rows = _byForm[(int)row.Form] ??= new Dictionary<string, List<ImplicitUse>>(StringComparer.Ordinal);
        if (!rows.TryGetValue(key, out List<ImplicitUse>? list))
            rows.Add(key, list = []);
        list.Add(row);
    }
}
