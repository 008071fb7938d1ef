namespace DocuSense.Maintenance.Usage;

/// <summary>Collects the hints of one text and gives each its place.</summary>
internal sealed class HintSink(string text, ImplicitUses table)
{
    private readonly List<Placed> _hints = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The text that offsets count in.</summary>
    public string Text { get; } = text;

    /// <summary>What is known to be needed without an import.</summary>
    public ImplicitUses Table { get; } = table;

    public int Count => _hints.Count;

    public void Add(string kind, HintTarget target, string value, int offset, string detail)
    {
        if (_seen.Add(Key(target, value, offset)))
            Add(offset, new UseHint(kind, target, value, 0, 0, detail));
    }

    /// <summary>Adds the scheme of a URL, or a driver's name that stands alone: that may be one of several that are only listed, so it asks for nothing.</summary>
    public void AddScheme(string scheme, int offset, string detail, bool isUrl)
    {
        if (_seen.Add(Key(HintTarget.UrlScheme, scheme, offset)))
            Add(offset, new UseHint("url", HintTarget.UrlScheme, scheme, 0, 0, detail) { IsNeeded = isUrl && UrlSchemes.IsDialect(scheme) });
    }

    public void AddCommand(string name, int offset) => Add("command", HintTarget.Command, name, offset, "runs '" + name + "'");

    public void AddModule(string kind, string module, int offset) =>
        Add(kind, HintTarget.Module, module, offset, (kind == "command" ? "runs module '" : "names '") + module + "'");

    /// <summary>Adds a module without which the program does not start.</summary>
    public void AddNeededModule(string module, int offset)
    {
        if (_seen.Add(Key(HintTarget.Module, module, offset)))
            Add(offset, new UseHint("configuration", HintTarget.Module, module, 0, 0, "names '" + module + "'") { IsNeeded = true });
    }

    /// <summary>Adds what a row of the table says.</summary>
    /// <param name="use">The row.</param>
    /// <param name="offset">Where its trigger stands.</param>
    /// <param name="what">What was seen there, as a person would read it.</param>
    /// <param name="softened">Whether the place lets the lack of it pass, as an optional import does.</param>
    public void AddImplicit(ImplicitUse use, int offset, string what, bool softened = false)
    {
        if (!_seen.Add(Key(HintTarget.Distribution, use.Trigger + "\t" + use.Distributions[0], offset)))
            return;
        Add(offset, new UseHint(use.Kind, HintTarget.Distribution, use.Distributions[0], 0, 0, what)
        {
            Distributions = use.Distributions,
            IsNeeded = use.IsNeeded && !softened,
            Source = use.Source,
        });
    }

    private void Add(int offset, UseHint hint) => _hints.Add(new Placed(offset, _hints.Count, hint));

    private static string Key(HintTarget target, string value, int offset) =>
        offset.ToString(System.Globalization.CultureInfo.InvariantCulture) + (char)('a' + (int)target) + value;

    /// <summary>The hints in the order of their places.</summary>
    public IReadOnlyList<UseHint> ToList()
    {
        if (_hints.Count == 0)
            return [];
        // The order in which they were found settles that of the same place.
        List<Placed> ordered = [.. _hints];
        ordered.Sort(static (left, right) => left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.Order.CompareTo(right.Order));

        var placed = new UseHint[ordered.Count];
        var positions = new LinePositions(Text);
        for (int index = 0; index < placed.Length; index++)
        {
            (int line, int column) = positions.Locate(ordered[index].Offset);
            placed[index] = ordered[index].Hint with { Line = line, Column = column };
        }

        return placed;
    }

    /// <summary>A hint, the place of its trigger, and how many were found before.</summary>
    private sealed record Placed(int Offset, int Order, UseHint Hint);

    /// <summary>Turns offsets, asked in rising order, into lines and columns, and so reads the text once.</summary>
    private struct LinePositions(string text)
    {
        private int _offset;
        private int _line = 1;
        private int _column = 1;

        public (int Line, int Column) Locate(int offset)
        {
            for (; _offset < offset; _offset++)
            {
                char character = text[_offset];
                if (character == '\n' || (character == '\r' && (_offset + 1 == text.Length || text[_offset + 1] != '\n')))
                {
                    _line++;
                    _column = 1;
                }
                else if (!char.IsLowSurrogate(character) || _offset == 0 || !char.IsHighSurrogate(text[_offset - 1]))
                {
                    _column++;
                }
            }

            return (_line, _column);
        }
    }
}
