using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content><c>import</c> and <c>from</c> statements.</content>
internal ref partial struct SourceWalker
{
    private Stop ImportStatement(ref int position)
    {
        int start = position;
        if (PlainImport(ref position))
            return Stop.Line;
        Stop stop = Walk(ref position, header: false);
        _pendingDynamic = false;
        Tokenize(start, position);
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        int at = 1;
        while (true)
        {
            int first = at;
            string? module = DottedName(tokens, ref at);
            if (module is null)
                break;
            int last = at - 1;
            string? alias = null;
            if (at < tokens.Length && IsName(tokens[at], "as"u8))
            {
                at++;
                alias = at < tokens.Length ? Identifier(tokens[at]) : null;
                if (alias is null)
                    break;
                last = at++;
            }
            if (at < tokens.Length && !tokens[at].Is(','))
                break;
            ref RawImport import = ref Add(ImportKind.Import, module, []);
            import.Start = tokens[first].Start;
            import.End = tokens[last].End;
            if (DynamicImport.IsRelevant(module))
                Bind(alias ?? Root(module), alias is null ? Root(module) : module);
            if (at >= tokens.Length)
                return stop;
            at++;
        }
        Malformed(start, position);
        return stop;
    }

    private Stop FromStatement(ref int position)
    {
        int start = position;
        if (PlainFrom(ref position))
            return Stop.Line;
        Stop stop = Walk(ref position, header: false);
        _pendingDynamic = false;
        Tokenize(start, position);
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        int at = 1;
        int level = 0;
        while (at < tokens.Length && tokens[at].Is('.'))
        {
            level++;
            at++;
        }
        string? module = at < tokens.Length && !IsName(tokens[at], "import"u8) ? DottedName(tokens, ref at) : "";
        if (module is null || (module.Length == 0 && level == 0) || at >= tokens.Length || !IsName(tokens[at], "import"u8))
        {
            Malformed(start, position);
            return stop;
        }

        at++;
        int end = tokens.Length;
        bool parenthesised = at < end && tokens[at].Is('(');
        bool sound = true;
        if (parenthesised)
        {
            at++;
            if (tokens[end - 1].Is(')'))
                end--;
            else
                sound = false;
        }
        Pool<string> names = _buffers.Words;
        names.Count = 0;
        if (!parenthesised && at + 1 == end && tokens[at].Is('*'))
        {
            names.Push() = "*";
            at++;
            BindStar(module, level);
        }
        else
        {
            sound &= Names(tokens, at, end, parenthesised, module, level, names);
        }
        if (names.Count > 0)
        {
            ref RawImport import = ref Add(ImportKind.From, module, names.Items.AsSpan(0, names.Count).ToArray());
            import.Level = level;
            import.Start = tokens[0].Start;
            import.End = tokens[tokens.Length - 1].End;
        }
        if (!sound || names.Count == 0)
            Malformed(start, position);
        return stop;
    }

    /// <summary>The names after <c>import</c>; false where they end in something else.</summary>
    private bool Names(ReadOnlySpan<Token> tokens, int at, int end, bool parenthesised, string module, int level, Pool<string> names)
    {
        bool relevant = level == 0 && DynamicImport.IsRelevant(module);
        while (at < end)
        {
            string? name = Identifier(tokens[at]);
            if (name is null)
                return false;
            at++;
            string bound = name;
            if (at < end && IsName(tokens[at], "as"u8))
            {
                at++;
                string? alias = at < end ? Identifier(tokens[at]) : null;
                if (alias is null)
                    return false;
                bound = alias;
                at++;
            }
            names.Push() = name;
            if (relevant)
                Bind(bound, module + "." + name);
            if (at == end)
                return true;
            if (!tokens[at].Is(','))
                return false;
            at++;
        }
        return parenthesised && names.Count > 0;
    }

    /// <summary>Reads <c>a.b.c</c>, blanks between allowed.</summary>
    private readonly string? DottedName(ReadOnlySpan<Token> tokens, ref int at)
    {
        int first = at;
        int length = 0;
        while (true)
        {
            if (at >= tokens.Length || tokens[at].Kind != TokenKind.Name || StatementWord.IsKeyword(Text(tokens[at])))
                return null;
            length += tokens[at].End - tokens[at].Start;
            at++;
            if (at >= tokens.Length || !tokens[at].Is('.'))
                break;
            length++;
            at++;
        }
        ReadOnlySpan<byte> whole = _text.Slice(tokens[first].Start, tokens[at - 1].End - tokens[first].Start);
        if (whole.Length == length)
            return NameCache.Get(whole);
        var joined = new StringBuilder();
        for (int i = first; i < at; i++)
            joined.Append(tokens[i].Kind == TokenKind.Name ? NameCache.Get(Text(tokens[i])) : ".");
        return joined.ToString();
    }

    /// <summary>The identifier a token is, in normal form NFKC as Python compares them; null for a keyword or anything else.</summary>
    private readonly string? Identifier(in Token token)
    {
        if (token.Kind != TokenKind.Name)
            return null;
        ReadOnlySpan<byte> bytes = Text(token);
        return StatementWord.IsKeyword(bytes) ? null : NameCache.Get(bytes);
    }

    /// <summary>Adds an import in the current context; what else there is to say of it is for the caller.</summary>
    private readonly ref RawImport Add(ImportKind kind, string module, string[] names)
    {
        ref RawImport import = ref _buffers.Imports.Push();
        import.Kind = kind;
        import.Context = Current;
        import.Level = 0;
        import.Module = module;
        import.Names = names;
        import.Callee = import.Package = null;
        return ref import;
    }

    private void Malformed(int start, int end)
    {
        Problem(start, end, "Not a valid import statement");
        _complete = false;
    }

    private static string Root(string module)
    {
        int dot = module.IndexOf('.');
        return dot < 0 ? module : module.Substring(0, dot);
    }
}
