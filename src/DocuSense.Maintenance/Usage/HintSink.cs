namespace DocuSense.Maintenance.Usage;

/// <summary>Collects the hints of one text and gives each its place.</summary>
internal sealed class HintSink(string text, ImplicitUses table)
{
    private readonly List<(int Offset, UseHint Hint)> _hints = [];
    private readonly HashSet<(string Value, HintTarget Target, int Offset)> _seen = [];

    /// <summary>The text that offsets count in.</summary>
    public string Text { get; } = text;

    /// <summary>What is known to be needed without an import.</summary>
    public ImplicitUses Table { get; } = table;

    public int Count => _hints.Count;

    public void Add(string kind, HintTarget target, string value, int offset, string detail)
    {
        if (_seen.Add((value, target, offset)))
            _hints.Add((offset, new UseHint(kind, target, value, 0, 0, detail)));
    }

    /// <summary>Adds the scheme of a URL, or a driver's name that stands alone: that may be one of several that are only listed, so it asks for nothing.</summary>
    public void AddScheme(string scheme, int offset, string detail, bool isUrl)
    {
        if (_seen.Add((scheme, HintTarget.UrlScheme, offset)))
            _hints.Add((offset, new UseHint("url", HintTarget.UrlScheme, scheme, 0, 0, detail) { IsNeeded = isUrl && UrlSchemes.IsDialect(scheme) }));
    }

    public void AddCommand(string name, int offset) => Add("command", HintTarget.Command, name, offset, "runs '" + name + "'");

    public void AddModule(string kind, string module, int offset) =>
        Add(kind, HintTarget.Module, module, offset, (kind == "command" ? "runs module '" : "names '") + module + "'");

    /// <summary>Adds what a row of the table says.</summary>
    /// <param name="use">The row.</param>
    /// <param name="offset">Where its trigger stands.</param>
    /// <param name="what">What was seen there, as a person would read it.</param>
    /// <param name="softened">Whether the place lets the lack of it pass, as an optional import does.</param>
    public void AddImplicit(ImplicitUse use, int offset, string what, bool softened = false)
    {
        if (!_seen.Add((use.Trigger + "\t" + use.Distributions[0], HintTarget.Distribution, offset)))
            return;
        _hints.Add((offset, new UseHint(use.Kind, HintTarget.Distribution, use.Distributions[0], 0, 0, what)
        {
            Distributions = use.Distributions,
            IsNeeded = use.IsNeeded && !softened,
            Source = use.Source,
        }));
    }

    /// <summary>The hints in the order of their places.</summary>
    public IReadOnlyList<UseHint> ToList()
    {
        if (_hints.Count == 0)
            return [];
        var offsets = new (int Offset, int Order)[_hints.Count];
        for (int index = 0; index < offsets.Length; index++)
            offsets[index] = (_hints[index].Offset, index);
        Array.Sort(offsets);

        var placed = new UseHint[offsets.Length];
        var positions = new LinePositions(Text);
        for (int index = 0; index < placed.Length; index++)
        {
            (int line, int column) = positions.Locate(offsets[index].Offset);
            placed[index] = _hints[offsets[index].Order].Hint with { Line = line, Column = column };
        }

        return placed;
    }

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
