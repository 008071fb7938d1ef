using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>Makes logical lines of physical ones, step by step as pip does: join, strip comments, fill in variables, read options.</summary>
internal sealed class RequirementsLineReader(RequirementsDocument document, Func<string, string?> environment)
{
    private readonly List<Piece> _pieces = [];

    public List<RequirementsLine> Read()
    {
        var lines = new List<RequirementsLine>();
        string text = document.Text;
        int first = -1;
        for (int i = 0; i < document.Lines.Count; i++)
        {
            PhysicalLine line = document.Lines[i];
            bool comment = BeginsComment(text, line.Start, line.Length);
            if (line.Length > 0 && text[line.Start + line.Length - 1] == '\\' && !comment)
            {
                if (_pieces.Count == 0)
                    first = i;
                int start = line.Start;
                int end = start + line.Length;
                while (end > start && text[end - 1] == '\\')
                    end--;
                // pip strips backslashes from both ends.
                while (start < end && text[start] == '\\')
                    start++;
                _pieces.Add(new Piece(start, end - start));
                continue;
            }

            if (_pieces.Count == 0)
            {
                first = i;
                if (comment)
                    continue;
            }

            Add(lines, first, i + 1, line, comment);
        }

        if (_pieces.Count > 0)
            Add(lines, first, document.Lines.Count, null, false);
        return lines;
    }

    /// <summary>Ends a logical line with its last physical line.</summary>
    private void Add(List<RequirementsLine> lines, int first, int end, PhysicalLine? last, bool comment)
    {
        MappedText joined = Join(last, comment);
        _pieces.Clear();
        int cut = CommentStart(joined.Text, out int hash);
        (int start, int length) = PythonText.Strip(joined.Text, 0, cut);
        if (length == 0)
            return;
        MappedText content = length == joined.Text.Length ? joined : joined.Slice(start, length);
        string? remark = hash < 0 ? null : PythonText.Strip(joined.Text.Substring(hash + 1));
        lines.Add(Interpret(content, EnvironmentVariables.Expand(content.Text, environment), first, end, remark));
    }

    private MappedText Join(PhysicalLine? last, bool comment)
    {
        if (last is PhysicalLine line)
        {
            if (_pieces.Count == 0)
                return new MappedText(document.Text.Substring(line.Start, line.Length), [0], [line.Start]);
            // So that the comment is seen as one after whatever it is joined to; the blank stands in the file nowhere.
            if (comment)
                _pieces.Add(new Piece(-1, 1));
            _pieces.Add(new Piece(line.Start, line.Length));
        }

        var text = new StringBuilder();
        int[] starts = new int[_pieces.Count];
        int[] sources = new int[_pieces.Count];
        for (int i = 0; i < _pieces.Count; i++)
        {
            (int start, int length) = _pieces[i];
            starts[i] = text.Length;
            sources[i] = Math.Max(0, start);
            if (start < 0)
                text.Append(' ');
            else
                text.Append(document.Text, start, length);
        }

        return new MappedText(text.ToString(), starts, sources);
    }

    private RequirementsLine Interpret(MappedText content, string expanded, int first, int end, string? comment)
    {
        RequirementsLine Line(RequirementsLineKind kind, int start, int length, string value, List<RequirementsOption>? options, int errorOffset, string? error)
        {
            int sourceStart = content.ToSource(start);
            int sourceEnd = length == 0 ? sourceStart : content.ToSource(start + length - 1) + 1;
            return new RequirementsLine(document, content, expanded)
            {
                Number = first + 1,
                PhysicalLines = (first, end),
                Kind = kind,
                Text = content.Text.Substring(start, length),
                TextRange = (start, length),
                Span = document.Span(sourceStart, sourceEnd),
                Value = value,
                Comment = comment,
                Options = options ?? [],
                Hashes = kind == RequirementsLineKind.Requirement && options is not null ? Values(options, "--hash") : [],
                Error = error,
                ErrorSpan = error is null ? default : document.Span(content.ToSource(errorOffset), sourceEnd),
            };
        }

        int arguments = OptionsStart(expanded);
        List<RequirementsOption>? options = RequirementsOptions.Parse(expanded, arguments, out int errorOffset, out string? error);
        bool isExpanded = !ReferenceEquals(expanded, content.Text);
        if (options is null)
        {
            if (isExpanded)
                (errorOffset, error) = (0, "the line is not valid once its environment variables are filled in");
            return Line(RequirementsLineKind.Invalid, 0, content.Text.Length, expanded, null, errorOffset, error);
        }

        int shown = isExpanded ? OptionsStart(content.Text) : arguments;
        string value = expanded.Substring(0, Math.Max(0, arguments - 1));
        if (value.Length > 0)
        {
            (int start, int length) = PythonText.Strip(content.Text, 0, Math.Max(0, shown - 1));
            return Line(RequirementsLineKind.Requirement, start, length, value, options, 0, null);
        }

        List<RequirementsOption>? written = isExpanded ? RequirementsOptions.Parse(content.Text, shown, out _, out _) : options;
        foreach ((string name, RequirementsLineKind kind) in _kinds)
        {
            int index = options.FindIndex(option => option.Name == name);
            if (index < 0)
                continue;
            // pip takes the first of each and passes over the rest.
            int writtenIndex = written?.FindIndex(option => option.Name == name) ?? -1;
            (int start, int length) = writtenIndex < 0
                ? (0, content.Text.Length)
                : (written![writtenIndex].Start, written[writtenIndex].End - written[writtenIndex].Start);
            return Line(kind, start, length, options[index].Value!, options, 0, null);
        }

        return Line(RequirementsLineKind.Options, 0, 0, "", options, 0, null);
    }

    private static readonly (string Name, RequirementsLineKind Kind)[] _kinds =
    [
        ("--editable", RequirementsLineKind.Editable),
        ("--requirement", RequirementsLineKind.Include),
        ("--constraint", RequirementsLineKind.Constraint),
    ];

    private static string[] Values(List<RequirementsOption> options, string name) =>
        [.. options.FindAll(option => option.Name == name).ConvertAll(option => option.Value!)];

    /// <summary>Where the options begin: the first word, words being what single spaces part, that begins with a hyphen.</summary>
    private static int OptionsStart(string line)
    {
        if (line[0] == '-')
            return 0;
        int found = line.IndexOf(" -", StringComparison.Ordinal);
        // One past the end where there is none, as if a space followed the requirement.
        return found < 0 ? line.Length + 1 : found + 1;
    }

    private static bool BeginsComment(string text, int start, int length)
    {
        for (int i = start; i < start + length; i++)
        {
            if (text[i] == '#')
                return true;
            if (!PythonText.IsSpace(text[i]))
                return false;
        }

        return false;
    }

    /// <summary>Where the comment and the blanks before it begin, and its <c>#</c>; the text's length and -1 where there is none.</summary>
    private static int CommentStart(string text, out int hash)
    {
        hash = -1;
        while ((hash = text.IndexOf('#', hash + 1)) >= 0)
        {
            if (hash > 0 && !PythonText.IsSpace(text[hash - 1]))
                continue;
            int start = hash;
            while (start > 0 && PythonText.IsSpace(text[start - 1]))
                start--;
            return start;
        }

        return text.Length;
    }

    /// <summary>A part of the file that a logical line is made of.</summary>
    private readonly record struct Piece(int Start, int Length);
}
