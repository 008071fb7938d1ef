using System.Text;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// The table of what needs a distribution without importing it (<c>eng/usage/implicit-uses.tsv</c>), and rows that a project adds
/// in the same form: <c>trigger TAB distributions TAB needed|optional|perhaps TAB source</c>.
/// </summary>
public sealed class ImplicitUses
{
    private const string Table = "implicit-uses.tsv";
    private static readonly Lazy<ImplicitUses> _default = new(ReadByParts);
    private static readonly ImplicitUse[] _nothing = [];

    /// <summary>The rows by number. Those of the embedded table are made as they are asked for: an edit asks for a few of a thousand.</summary>
    private readonly ImplicitUse?[] _rows;

    // Where each row of the embedded table begins; empty for rows given.
    private readonly ValueList<int> _starts = new();

    // For each form the keys, and for each key its last row; the one before it is in the link.
    private readonly Dictionary<string, int>?[] _byForm = new Dictionary<string, int>?[(int)TriggerForm.Extra + 1];
    private readonly ValueList<Link> _links = new(2048);
    private readonly List<int> _openLiterals = [];

    private ImplicitUses(IReadOnlyList<ImplicitUse> rows, IReadOnlyList<string> problems)
    {
        _rows = [.. rows];
        Problems = problems;
        for (int row = 0; row < _rows.Length; row++)
            Index(Encoding.UTF8.GetBytes(rows[row].Trigger), row);
    }

    private ImplicitUses(FactTable.TriggerReader triggers)
    {
        Problems = [];
        using (triggers)
        {
            while (triggers.TryNext(out ReadOnlySpan<byte> trigger, out _, out int start))
            {
                Index(trigger, _starts.Count);
                _starts.Add(start);
            }
        }

        _rows = new ImplicitUse?[_starts.Count];
    }

    /// <summary>The embedded table.</summary>
    public static ImplicitUses Default => _default.Value;

    /// <summary>No rows.</summary>
    public static ImplicitUses None { get; } = new([], []);

    /// <summary>All rows, in order.</summary>
    public IReadOnlyList<ImplicitUse> Rows
    {
        get
        {
            if (Array.IndexOf(_rows, null) >= 0)
            {
                IReadOnlyList<ImplicitUse> all = Parse(FactTable.Embedded(Table)).Rows;
                for (int row = 0; row < _rows.Length; row++)
                    Interlocked.CompareExchange(ref _rows[row], all[row], null);
            }

            return _rows!;
        }
    }

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
    public static ImplicitUses Parse(string text) => Parse(FactTable.Rows(text));

    private static ImplicitUses Parse(IEnumerable<(int Line, string[] Cells)> table)
    {
        var rows = new List<ImplicitUse>();
        var problems = new List<string>();
        foreach ((int line, string[] cells) in table)
        {
            if (cells.Length != 4 || cells[3].Length == 0)
                problems.Add($"Line {line}: expected a trigger, distributions, 'needed', 'optional' or 'perhaps', and a source, with tabs between");
            else if (cells[2] is not ("needed" or "optional" or "perhaps"))
                problems.Add($"Line {line}: '{cells[2]}' is neither 'needed' nor 'optional' nor 'perhaps'");
            else if (ParseRow(cells) is { } row)
                rows.Add(row);
            else
                problems.Add($"Line {line}: '{cells[0]}' is no known trigger");
        }

        return new ImplicitUses(rows, problems);
    }

    private static ImplicitUse? ParseRow(string[] cells) => ParseTrigger(cells[0], FactTable.Alternatives(cells[1]), cells[2] == "needed", cells[3]) is { } row
        ? row with { IsDoubtful = cells[2] == "perhaps" } : null;

    /// <summary>The embedded table, of which only the keys are read.</summary>
    internal static ImplicitUses ReadByParts() => new(FactTable.Triggers(Table));

    /// <summary>The embedded table as it is read whole, with what is wrong in it.</summary>
    internal static ImplicitUses ParseEmbedded() => Parse(FactTable.Embedded(Table));

    /// <summary>This table and the rows of another.</summary>
    public ImplicitUses With(ImplicitUses other) => new([.. Rows, .. other.Rows], [.. Problems, .. other.Problems]);

    /// <summary>What an extra of a distribution brings, where no metadata is there to tell.</summary>
    public IReadOnlyList<ImplicitUse> OfExtra(string normalizedName, string normalizedExtra) => Find(TriggerForm.Extra, normalizedName + " " + normalizedExtra);

    internal IReadOnlyList<ImplicitUse> Find(TriggerForm form, string key)
    {
        if (_byForm[(int)form] is not { } keys || !keys.TryGetValue(key, out int last))
            return _nothing;
        int count = 0;
        for (int link = last; link >= 0; link = _links[link].Before)
            count++;
        var found = new ImplicitUse[count];
        for (int link = last; link >= 0; link = _links[link].Before)
            found[--count] = Row(_links[link].Row);
        return found;
    }

    /// <summary>The rows of the embedded table by each distribution that would serve; names in PEP 503 normal form.</summary>
    internal static Dictionary<string, List<int>> NumbersByDistribution()
    {
        var numbers = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        using FactTable.TriggerReader triggers = FactTable.Triggers(Table);
        for (int row = 0; triggers.TryNext(out _, out ReadOnlySpan<byte> distributions, out int _); row++)
        {
            while (TryCut(ref distributions, (byte)'|', out ReadOnlySpan<byte> distribution))
            {
                string name = Standards.PackageName.Normalize(NameCache.Get(Trimmed(distribution)));
                if (!numbers.TryGetValue(name, out List<int>? rows))
                    numbers.Add(name, rows = new List<int>(1));
                rows.Add(row);
            }
        }

        return numbers;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] == ' ')
            text = text.Slice(1);
        while (text.Length > 0 && text[text.Length - 1] == ' ')
            text = text.Slice(0, text.Length - 1);
        return text;
    }

    /// <summary>A row by its number.</summary>
    internal ImplicitUse Row(int row)
    {
        if (_rows[row] is { } known)
            return known;
        string line = FactTable.LineAt(Table, _starts[row]);
        ImplicitUse made = ParseRow(line.Split('\t')) ?? throw new InvalidOperationException($"'{line}' in {Table} is no row.");
        // Another thread may have made it meanwhile; there is one of each.
        return Interlocked.CompareExchange(ref _rows[row], made, null) ?? made;
    }

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
        foreach (int number in _openLiterals)
        {
            ImplicitUse row = Row(number);
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
                return ParseCall(rest) is var (names, argument) ? Row(TriggerForm.Call, names.Split(',')) with { Keyword = argument.Keyword, IsNegated = argument.IsNegated, Values = argument.Values } : null;
            case "method" when parts.Length == 2:
                return ParseCall(parts[1]) is var (methods, given)
                    ? Row(TriggerForm.Method, parts[0].Split('|')) with { Members = methods.Split('|'), Keyword = given.Keyword, IsNegated = given.IsNegated, Values = given.Values }
                    : null;
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
    private static (string Names, (string? Keyword, bool IsNegated, string[] Values) Argument)? ParseCall(string text)
    {
        int open = text.IndexOf('(');
        if (open < 0)
            return (text, (null, false, []));
        int equals = text.IndexOf('=', open);
        if (equals < 0 || text[text.Length - 1] != ')')
            return null;
        string keyword = text.Substring(open + 1, equals - open - 1);
        return (text.Substring(0, open), (keyword.TrimEnd('!'), keyword.EndsWith("!", StringComparison.Ordinal), text.Substring(equals + 1, text.Length - equals - 2).Split('|')));
    }

    /// <summary>Notes under which keys a row is found, as <see cref="ParseTrigger"/> would read it.</summary>
    private void Index(ReadOnlySpan<byte> trigger, int row)
    {
        int space = trigger.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = trigger.Slice(0, space);
        ReadOnlySpan<byte> rest = trigger.Slice(space + 1);
        space = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> first = space < 0 ? rest : rest.Slice(0, space);
        ReadOnlySpan<byte> second = space < 0 ? default : rest.Slice(space + 1);
        if (word.SequenceEqual("use"u8))
            AddNames(TriggerForm.Use, rest, row, Roots);
        else if (word.SequenceEqual("call"u8))
            AddNames(TriggerForm.Call, rest.IndexOf((byte)'(') is >= 0 and var open ? rest.Slice(0, open) : rest, row, Roots);
        else if (word.SequenceEqual("import"u8))
            AddNames(TriggerForm.Import, rest, row, ImportRoots);
        else if (word.SequenceEqual("assign"u8))
            AddNames(TriggerForm.Assign, first, row, Roots);
        else if (word.SequenceEqual("assigned"u8))
            Add(TriggerForm.Assigned, NameCache.Get(first), row);
        else if (word.SequenceEqual("fixture"u8))
            AddNames(TriggerForm.Fixture, rest, row, null);
        else if (word.SequenceEqual("tool"u8))
            AddNames(TriggerForm.Tool, rest, row, null);
        else if (word.SequenceEqual("file"u8))
            AddNames(TriggerForm.File, rest, row, null);
        else if (word.SequenceEqual("extra"u8))
            Add(TriggerForm.Extra, NameCache.Get(first) + " " + NameCache.Get(second), row);
        else if (word.SequenceEqual("method"u8))
            AddMethods(first, second.IndexOf((byte)'(') is >= 0 and var condition ? second.Slice(0, condition) : second, row);
        else if (word.SequenceEqual("literal"u8))
            AddLiterals(rest, row);
        else
            AddOthers(word, first, second, row);
    }

    private void AddMethods(ReadOnlySpan<byte> subjects, ReadOnlySpan<byte> members, int row)
    {
        while (TryCut(ref subjects, (byte)'|', out ReadOnlySpan<byte> subject))
        {
            MethodRoots.Add(NameCache.Get(subject));
            Roots.Add(RootOf(subject));
        }

        while (TryCut(ref members, (byte)'|', out ReadOnlySpan<byte> member))
        {
            string method = NameCache.Get(member.Slice(member.LastIndexOf((byte)'.') + 1));
            Methods.Add(method);
            Add(TriggerForm.Method, method, row);
        }
    }

    private void AddLiterals(ReadOnlySpan<byte> values, int row)
    {
        ReadOnlySpan<byte> left = values;
        while (TryCut(ref left, (byte)'|', out ReadOnlySpan<byte> value))
        {
            if (value.Length > 0 && value[value.Length - 1] == '*')
            {
                _openLiterals.Add(row);
                return;
            }
        }

        while (TryCut(ref values, (byte)'|', out ReadOnlySpan<byte> value))
            Add(TriggerForm.Literal, NameCache.Get(value), row);
    }

    private void AddOthers(ReadOnlySpan<byte> word, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int row)
    {
        if (word.SequenceEqual("option"u8))
        {
            while (TryCut(ref first, (byte)'|', out ReadOnlySpan<byte> command))
                Add(TriggerForm.Option, NameCache.Get(command), row);
        }
        else if (word.SequenceEqual("setting"u8))
        {
            while (TryCut(ref second, (byte)'|', out ReadOnlySpan<byte> key))
                Add(TriggerForm.Setting, NameCache.Get(first) + " " + NameCache.Get(key), row);
        }
    }

    private void AddNames(TriggerForm form, ReadOnlySpan<byte> names, int row, HashSet<string>? roots)
    {
        while (TryCut(ref names, (byte)',', out ReadOnlySpan<byte> name))
        {
            Add(form, NameCache.Get(name), row);
            roots?.Add(RootOf(name));
        }
    }

    private void Add(TriggerForm form, string key, int row)
    {
        Dictionary<string, int> keys = _byForm[(int)form] ??= new Dictionary<string, int>(StringComparer.Ordinal);
        _links.Add(new Link(row, keys.TryGetValue(key, out int before) ? before : -1));
        keys[key] = _links.Count - 1;
    }

    private static string RootOf(ReadOnlySpan<byte> name) => NameCache.Get(name.IndexOf((byte)'.') is > 0 and var dot ? name.Slice(0, dot) : name);

    /// <summary>Cuts off what stands before the next separator; false once all is cut. Text without a separator is one piece, as it is for <c>Split</c>.</summary>
    private static bool TryCut(ref ReadOnlySpan<byte> rest, byte separator, out ReadOnlySpan<byte> piece)
    {
        int end = rest.IndexOf(separator);
        piece = end < 0 ? rest : rest.Slice(0, end);
        bool isThere = rest.Length > 0;
        rest = end < 0 ? default : rest.Slice(end + 1);
        return isThere;
    }

    /// <summary>A row with a key, and the link of the row before it with the same key, or -1.</summary>
    private readonly record struct Link(int Row, int Before);
}
