namespace DocuSense.Maintenance.Manifests;

/// <summary>A line of an option's value and the offset where it stands.</summary>
internal readonly record struct IniLine(string Text, int Offset);

/// <summary>An option of an ini file, and the lines of its value.</summary>
internal sealed record IniOption(string Name, int Offset, List<IniLine> Lines);

/// <summary>A section of an ini file.</summary>
internal sealed record IniSection(string Name, List<IniOption> Options)
{
    private readonly Dictionary<string, IniOption> _index = new(StringComparer.Ordinal);

    public IniOption? this[string name] => _index.TryGetValue(name, out IniOption? option) ? option : null;

    /// <summary>Adds an option; the first of a name is the one found by it.</summary>
    public void Add(IniOption option)
    {
        Options.Add(option);
        if (this[option.Name] is null)
            _index.Add(option.Name, option);
    }
}

/// <summary>
/// An ini file as Python's <c>configparser.RawConfigParser</c> reads it: values go on over indented lines, comments take whole
/// lines and begin with <c>#</c> or <c>;</c>.
/// </summary>
internal sealed class IniDocument
{
    private IniDocument(string text) => Map = new LineMap(text);

    /// <summary>Tells the lines and columns of offsets.</summary>
    public LineMap Map { get; }

    private readonly Dictionary<string, IniSection> _sections = new(StringComparer.Ordinal);

    /// <summary>The first thing Python would refuse, and its offset; null where it would read the file.</summary>
    public (int Offset, string Message)? Error { get; private set; }

    public IniSection? this[string name] => _sections.TryGetValue(name, out IniSection? section) ? section : null;

    public SourceSpan Span(int start, int length) => Map.Span(start, start + length);

    public static IniDocument Parse(string text)
    {
        var document = new IniDocument(text);
        document.Read(text);
        return document;
    }

    private void Read(string text)
    {
        IniSection? section = null;
        IniOption? option = null;
        int indent = 0;
        int next;
        for (int start = 0; start < text.Length; start = next)
        {
            int end = text.IndexOfAny(_ends, start);
            next = end < 0 ? text.Length : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            (int at, int length) = PythonText.Strip(text, start, (end < 0 ? text.Length : end) - start);
            if (length == 0)
            {
                option?.Lines.Add(new IniLine("", at));
                continue;
            }

            if (text[at] is '#' or ';')
                continue;
            string value = text.Substring(at, length);
            int column = at - start;
            if (section is not null && option is not null && column > indent)
            {
                option.Lines.Add(new IniLine(value, at));
                continue;
            }

            indent = column;
            int close = value[0] == '[' ? value.LastIndexOf(']') : -1;
            if (close > 1)
            {
                option = null;
                string name = value.Substring(1, close - 1);
                if (this[name] is not null)
                    Fail(at, $"the section '{ProblemText.Show(name)}' is given twice");
                _sections[name] = section = new IniSection(name, []);
            }
            else if (section is null)
            {
                Fail(at, "a section such as [options] is expected first");
            }
            else
            {
                option = Option(section, value, at) ?? option;
            }
        }
    }

    private static readonly char[] _ends = ['\n', '\r'];
    private static readonly char[] _delimiters = ['=', ':'];

    private IniOption? Option(IniSection section, string line, int offset)
    {
        int delimiter = line.IndexOfAny(_delimiters);
        string name = delimiter < 0 ? "" : PythonText.Strip(line.Substring(0, delimiter));
        if (name.Length == 0)
        {
            Fail(offset, "'name = value' is expected here");
            return null;
        }

        if (section[name] is not null)
            Fail(offset, $"the option '{ProblemText.Show(name)}' is given twice");
        (int start, int length) = PythonText.Strip(line, delimiter + 1, line.Length - delimiter - 1);
        var option = new IniOption(name, offset, [new IniLine(line.Substring(start, length), offset + start)]);
        section.Add(option);
        return option;
    }

    private void Fail(int offset, string message) => Error ??= (offset, message);
}
