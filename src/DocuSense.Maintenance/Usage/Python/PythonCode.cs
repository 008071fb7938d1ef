using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Usage.Python;

/// <summary>Walks over the tokens of a source once and hands what it meets to those who know: names, strings, processes.</summary>
internal sealed class PythonCode
{
    /// <summary>How many tokens a call or a list of parameters is followed, so that brackets which never close cost no more than linear time.</summary>
    private const int MaximumParameters = 400;

    private readonly HintSink _sink;
    private readonly string _text;
    private readonly ValueList<PythonToken> _tokens;
    private readonly PythonNames _names;
    private readonly IReadOnlyList<Import> _imports;
    private readonly bool _isTest;
    private readonly PythonStrings _strings;
    private readonly PythonProcesses _processes;
    private readonly PythonImporters _importers;
    private readonly PythonGuards _guards;
    private readonly NameTable<string> _methods = new();
    private readonly List<ImplicitUse> _pendingAssigns = [];
    private readonly List<int> _pendingPlaces = [];
    private readonly bool _hasMethods;
    private readonly bool _hasRuns;

    public PythonCode(HintSink sink, ValueList<PythonToken> tokens, PythonNames names, IReadOnlyList<Import> imports, bool isTest)
    {
        (_sink, _text, _tokens, _names, _imports, _isTest) = (sink, sink.Text, tokens, names, imports, isTest);
        _strings = new PythonStrings(sink, tokens);
        _processes = new PythonProcesses(sink, tokens);
        _importers = new PythonImporters(sink, tokens);
        _guards = new PythonGuards(sink, tokens);
        _hasRuns = names.Roots.Contains("nox") || names.Roots.Contains("invoke");
        foreach (string root in names.Roots)
            _hasMethods |= sink.Table.MethodRoots.Contains(root);
        if (!_hasMethods)
            return;
        foreach (string method in sink.Table.Methods)
            _methods.Set(method, method);
    }

    public void Read()
    {
        ReadImports();
        int at = 0;
        while (at < _tokens.Count)
        {
            PythonToken token = _tokens[at];
            if (token.StartsLine)
                _strings.StartLine(at);
            switch (token.Kind)
            {
                case PythonTokenKind.Name:
                    at = ReadName(at);
                    break;
                case PythonTokenKind.String:
                    _strings.Read(at);
                    _guards.Read(at);
                    at++;
                    break;
                case PythonTokenKind.Sign:
                    _strings.ReadSign(at);
                    at++;
                    break;
                default:
                    at++;
                    break;
            }
        }

        ReadAssigns();
    }

    /// <summary>Rows that an import alone triggers.</summary>
    private void ReadImports()
    {
        int[]? lines = null;
        foreach (Import import in _imports)
        {
            if (import.TypeChecking || import.Level > 0 || import.Module.Length == 0)
                continue;
            string module = import.Module;
            for (int end = module.Length; end > 0; end = module.LastIndexOf('.', end - 1))
                Add(import, end == module.Length ? module : module.Substring(0, end));
            foreach (string name in import.Names)
                Add(import, module + "." + name);
        }

        void Add(Import import, string path)
        {
            foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Import, path))
                _sink.AddImplicit(use, OffsetOf(import.Span, lines ??= LineStarts()), "imports " + path, import.Optional);
        }
    }

    private int[] LineStarts()
    {
        var starts = new List<int> { 0 };
        for (int at = 0; at < _text.Length; at++)
        {
            if (_text[at] == '\n' || (_text[at] == '\r' && (at + 1 == _text.Length || _text[at + 1] != '\n')))
                starts.Add(at + 1);
        }

        return starts.ToArray();
    }

    private int OffsetOf(SourceSpan span, int[] lines)
    {
        int line = Math.Min(Math.Max(span.Line, 1), lines.Length);
        int at = lines[line - 1];
        for (int column = 1; column < span.Column && at < _text.Length && _text[at] is not ('\n' or '\r'); column++)
            at += char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length ? 2 : 1;
        return Math.Min(at, _text.Length);
    }

    /// <summary>A name and the attributes after it; returns where to read on.</summary>
    private int ReadName(int at)
    {
        PythonToken token = _tokens[at];
        ReadOnlySpan<char> name = Span(at);
        if (token.StartsLine)
        {
            if (name.SequenceEqual("import".AsSpan()) || name.SequenceEqual("from".AsSpan()))
                return EndOfStatement(at);
        }

        if (_isTest && name.SequenceEqual("def".AsSpan()))
        {
            ReadParameters(at);
            return at + 1;
        }

        _importers.Read(at, name);
        bool isAttribute = at > 0 && IsSign(at - 1, '.') && !token.StartsLine;
        if (isAttribute)
        {
            if (_hasMethods && _methods.Find(name) is { } method && (IsSign(at + 1, '(') || IsSign(at + 1, '.')))
                ReadMethod(at, method);
            if (_hasRuns && at >= 2 && name.SequenceEqual("run".AsSpan()))
                ReadRun(at);
            return at + 1;
        }

        if (IsSign(at + 1, '=') && !IsSign(at + 2, '='))
            ReadAssignment(at);
        if (_names.Find(name) is { } bound)
        {
            // EmailStr = str, where its import failed, uses nothing.
            bool isRebound = token.StartsLine && IsSign(at + 1, '=') && !IsSign(at + 2, '=');
            return isRebound ? at + 1 : ReadPath(at, bound);
        }

        if (_names.Stars.Count > 0)
        {
            foreach (string module in _names.Stars)
                ReadUse(at, at, new BoundName(module + "." + name.ToString(), false), module + "." + name.ToString());
        }

        return at + 1;
    }

    /// <summary>The tasks of nox and invoke get what runs commands as a parameter.</summary>
    private void ReadRun(int at)
    {
        if (_names.Roots.Contains("nox") && Span(at - 2).SequenceEqual("session".AsSpan()))
            _processes.ReadRun(at, isScript: false);
        else if (_names.Roots.Contains("invoke") && (Span(at - 2).SequenceEqual("c".AsSpan()) || Span(at - 2).SequenceEqual("ctx".AsSpan()) || Span(at - 2).SequenceEqual("context".AsSpan())))
            _processes.ReadRun(at, isScript: true);
    }

    private int EndOfStatement(int at)
    {
        do
            at++;
        while (at < _tokens.Count && !_tokens[at].StartsLine);
        return at;
    }

    private int ReadPath(int first, BoundName bound)
    {
        string path = bound.Path;
        int last = first;
        ReadUse(first, last, bound, path);

        // Not further than any row reaches, or a line of a megabyte would be read over and over.
        for (int steps = 0; steps < 8 && IsSign(last + 1, '.') && last + 2 < _tokens.Count && _tokens[last + 2].Kind == PythonTokenKind.Name && !_tokens[last + 2].StartsLine; steps++)
        {
            last += 2;
            path = path + "." + Span(last).ToString();
            ReadUse(first, last, bound, path);
            if (_hasMethods && _methods.Find(Span(last)) is { } method && (IsSign(last + 1, '(') || IsSign(last + 1, '.')))
                ReadMethod(last, method);
        }

        _processes.Read(path, last);
        return last + 1;
    }

    private void ReadUse(int first, int last, BoundName bound, string path)
    {
        int offset = _tokens[first].Start;
        foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Use, path))
            _sink.AddImplicit(use, offset, "uses " + path, bound.IsOptional);
        foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Call, path))
        {
            if (IsSign(last + 1, '(') && (use.Keyword is null || HasArgument(last + 1, use) != use.IsNegated))
                _sink.AddImplicit(use, offset, "calls " + path, bound.IsOptional);
        }

        foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Assign, path))
        {
            _pendingAssigns.Add(use);
            _pendingPlaces.Add(offset);
        }
    }

    /// <summary>Whether an argument, by keyword or in any place, is or holds a value that the row is about.</summary>
    private bool HasArgument(int open, ImplicitUse use)
    {
        int depth = 0;
        bool isKeyword = use.Keyword == "*";

        int limit = Math.Min(_tokens.Count, open + MaximumParameters);
        for (int at = open; at < limit; at++)
        {
            PythonToken token = _tokens[at];
            if (token.Kind == PythonTokenKind.Sign)
            {
                char sign = _text[token.Start];
                if (sign is '(' or '[' or '{')
                    depth++;
                else if (sign is ')' or ']' or '}' && --depth == 0)
                    return false;
                else if (sign == ',' && depth == 1 && use.Keyword != "*")
                    isKeyword = false;
            }
            else if (depth == 1 && token.Kind == PythonTokenKind.Name && IsSign(at + 1, '=') && !IsSign(at + 2, '='))
            {
                isKeyword = use.Keyword == "*" || Span(at).SequenceEqual(use.Keyword.AsSpan());
                at++;
            }
            else if (isKeyword && token.Kind == PythonTokenKind.String)
            {
                if (use.MatchesValue(_text.Substring(token.BodyStart, Math.Max(0, token.BodyEnd - token.BodyStart))))
                    return true;
            }
            else if (isKeyword && token.Kind is PythonTokenKind.Name or PythonTokenKind.Number && !IsSign(at + 1, '('))
            {
                if (use.Values.Length == 1 && use.Values[0] == "*" ? !Span(at).SequenceEqual("None".AsSpan()) : use.MatchesValue(Span(at).ToString()))
                    return true;
            }
        }

        return false;
    }

    private void ReadMethod(int at, string method)
    {
        foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Method, method))
        {
            if (!Array.Exists(use.Subjects, subject => _names.Roots.Contains(subject)))
                continue;
            foreach (string member in use.Members)
            {
                int dot = member.LastIndexOf('.');
                bool matches = dot < 0
                    ? member == method
                    : member.Substring(dot + 1) == method && at >= 2 && Span(at - 2).SequenceEqual(member.AsSpan(0, dot));
                if (matches && (use.Keyword is null || HasArgument(at + 1, use) != use.IsNegated))
                    _sink.AddImplicit(use, _tokens[at].Start, "calls ." + method + "()");
            }
        }
    }

    private void ReadAssignment(int at)
    {
        if (at + 2 >= _tokens.Count || _tokens[at + 2].Kind != PythonTokenKind.String || _tokens[at + 2].StartsLine)
            return;
        IReadOnlyList<ImplicitUse> uses = _sink.Table.Find(TriggerForm.Assigned, Span(at).ToString());
        foreach (ImplicitUse use in uses)
        {
            PythonToken value = _tokens[at + 2];
            if (use.MatchesValue(_text.Substring(value.BodyStart, Math.Max(0, value.BodyEnd - value.BodyStart))))
                _sink.AddImplicit(use, _tokens[at].Start, "sets " + Span(at).ToString());
        }
    }

    /// <summary>Rows about a name that is used and another that is assigned to.</summary>
    private void ReadAssigns()
    {
        if (_pendingAssigns.Count == 0)
            return;
        var seen = new HashSet<ImplicitUse>();
        for (int index = 0; index < _pendingAssigns.Count; index++)
        {
            ImplicitUse use = _pendingAssigns[index];
            if (!seen.Add(use))
                continue;
            for (int at = 0; at + 1 < _tokens.Count; at++)
            {
                if (_tokens[at].Kind == PythonTokenKind.Name && Span(at).SequenceEqual(use.Members[0].AsSpan()) && (IsSign(at + 1, '=') || IsSign(at + 1, ':')))
                {
                    _sink.AddImplicit(use, _tokens[at].Start, "sets " + use.Members[0]);
                    break;
                }
            }
        }
    }

    /// <summary>The fixtures that a test, or another fixture, asks for by its parameters' names.</summary>
    private void ReadParameters(int at)
    {
        if (at + 2 >= _tokens.Count || !IsSign(at + 2, '('))
            return;
        bool isTestOrFixture = Span(at + 1).StartsWith("test".AsSpan()) || IsFixture(at);
        if (!isTestOrFixture)
            return;
        int depth = 0;
        int limit = Math.Min(_tokens.Count, at + MaximumParameters);
        for (int index = at + 2; index < limit; index++)
        {
            if (_tokens[index].Kind == PythonTokenKind.Sign)
            {
                char sign = _text[_tokens[index].Start];
                if (sign is '(' or '[' or '{')
                    depth++;
                else if (sign is ')' or ']' or '}' && --depth == 0)
                    return;
            }
            else if (depth == 1 && _tokens[index].Kind == PythonTokenKind.Name && (IsSign(index - 1, '(') || IsSign(index - 1, ',')))
            {
                string name = Span(index).ToString();
                foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Fixture, name))
                    _sink.AddImplicit(use, _tokens[index].Start, "asks for fixture '" + name + "'");
            }
        }
    }

    /// <summary>Whether the decorators just before a function make it a fixture.</summary>
    private bool IsFixture(int at)
    {
        int limit = Math.Max(0, at - 40);
        for (int index = at - 1; index >= limit; index--)
        {
            if (_tokens[index].Kind == PythonTokenKind.Name && Span(index).SequenceEqual("fixture".AsSpan()))
                return true;
            if (_tokens[index].StartsLine && !IsSign(index, '@') && !Span(index).SequenceEqual("async".AsSpan()))
                return false;
        }

        return false;
    }

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < _tokens.Count && _tokens[index].Kind == PythonTokenKind.Sign && _text[_tokens[index].Start] == sign;

    private ReadOnlySpan<char> Span(int index) => _text.AsSpan(_tokens[index].Start, _tokens[index].End - _tokens[index].Start);
}
