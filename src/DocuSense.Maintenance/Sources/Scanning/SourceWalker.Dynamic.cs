namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>Calls that import: <c>importlib.import_module("x")</c> and its like, anywhere in an expression.</content>
internal ref partial struct SourceWalker
{
    /// <summary>Finds the calls in a statement, or in a header, that was walked over and names a candidate.</summary>
    private void DynamicImports(int start, int end)
    {
        _pendingDynamic = false;
        Tokenize(start, end);
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        int[] partners = Partners(tokens);
        Context context = _headerContext ?? Current;
        LambdaTracker lambdas = new(_text, _buffers.Work);
        for (int i = 0; i < tokens.Length; i++)
        {
            lambdas.Pass(tokens, i);
            if (tokens[i].Kind == TokenKind.Name && IsCandidate(Text(tokens[i])))
                Call(tokens, partners, i, lambdas.InBody ? context | Context.Deferred : context);
        }
    }

    private readonly bool IsCandidate(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("import_module"u8) || name.SequenceEqual("__import__"u8) || name.SequenceEqual("find_spec"u8) || name.SequenceEqual("importorskip"u8))
            return true;
        Pool<byte[]> aliases = _buffers.Aliases;
        for (int i = 0; i < aliases.Count; i++)
            if (name.SequenceEqual(aliases.Items[i]))
                return true;
        return false;
    }

    /// <summary>For each bracket token the index of the one it belongs to, or -1.</summary>
    private readonly int[] Partners(ReadOnlySpan<Token> tokens)
    {
        int[] partners = _buffers.Partners(tokens.Length);
        Pool<int> work = _buffers.Work;
        work.Count = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            partners[i] = -1;
            if (IsOpening(tokens[i]))
            {
                work.Push() = i;
            }
            else if (IsClosing(tokens[i]) && work.Count > 0)
            {
                int open = work.Items[--work.Count];
                partners[open] = i;
                partners[i] = open;
            }
        }
        work.Count = 0;
        return partners;
    }

    /// <summary>Adds the call of the function whose last name stands at <paramref name="at"/>, if it is one and names its module literally.</summary>
    private void Call(ReadOnlySpan<Token> tokens, int[] partners, int at, Context context)
    {
        string? callee = Callee(tokens, partners, at, out int first, out int after);
        if (callee is null || after >= tokens.Length || !tokens[after].Is('(') || partners[after] < 0)
            return;
        string function = callee.Substring(callee.LastIndexOf('.') + 1);
        int close = partners[after];
        var arguments = new CallArguments(_text, tokens, partners, after + 1, close);
        string keyword = function == "importorskip" ? "modname" : "name";
        int named = arguments.Find(0, keyword);
        if (named < 0 && function != keyword)
            named = arguments.Find(-1, "modname");
        string? module = named < 0 ? null : arguments.Text(named);
        if (module is null)
            return;

        var import = new RawImport
        {
            Kind = ImportKind.Dynamic,
            Context = context,
            Start = tokens[first].Start,
            End = tokens[close].End,
            Callee = callee,
            Module = module,
            Names = [],
        };
        int level = arguments.Find(4, "level");
        if (level >= 0)
            import.Level = arguments.Number(level);
        int package = arguments.Find(1, "package");
        if (package >= 0)
            import.Package = arguments.Text(package);
        _buffers.Imports.Push() = import;
        _buffers.DynamicCount++;
    }

    /// <summary>
    /// The dotted name that ends at a token, with all brackets around it, or around its beginning, taken off; and the tokens where that expression
    /// begins and after which it ends.
    /// </summary>
    private readonly string? Callee(ReadOnlySpan<Token> tokens, int[] partners, int at, out int first, out int after)
    {
        string path = Utf8.Identifier(Text(tokens[at]));
        first = at;
        after = at + 1;
        while (first >= 2 && tokens[first - 1].Is('.'))
        {
            int before = first - 2;
            if (tokens[before].Is(')') && partners[before] >= 0)
            {
                int start = partners[before];
                if (!IsGroup(tokens, start))
                    return null;
                first = start;
                int end = before;
                while (tokens[start].Is('(') && partners[start] == end)
                {
                    start++;
                    end--;
                }
                if (!IsDottedName(tokens, start, end, out string? inner))
                    return null;
                path = inner + "." + path;
                break;
            }
            if (tokens[before].Kind != TokenKind.Name || StatementWord.IsKeyword(Text(tokens[before])))
                return null;
            path = Utf8.Identifier(Text(tokens[before])) + "." + path;
            first = before;
        }
        if (first >= 1 && tokens[first - 1].Is('.'))
            return null;
        return StripGroups(tokens, partners, ref first, ref after) ? path : null;
    }

    private readonly bool StripGroups(ReadOnlySpan<Token> tokens, int[] partners, ref int first, ref int after)
    {
        while (first >= 1 && after < tokens.Length && tokens[after].Is(')') && partners[after] == first - 1 && IsGroup(tokens, first - 1))
        {
            first--;
            after++;
        }
        return !(first >= 1 && (IsName(tokens[first - 1], "def"u8) || IsName(tokens[first - 1], "class"u8)));
    }

    /// <summary>Whether an opening bracket groups, rather than calls what is before it.</summary>
    private readonly bool IsGroup(ReadOnlySpan<Token> tokens, int open)
    {
        if (open == 0)
            return true;
        Token before = tokens[open - 1];
        return before.Kind switch
        {
            TokenKind.Name => StatementWord.IsKeyword(Text(before)) && !IsConstant(before),
            TokenKind.Operator => before.Operator is not ((byte)')' or (byte)']' or (byte)'}'),
            TokenKind.FieldStart => true,
            _ => false,
        };
    }

    private readonly bool IsDottedName(ReadOnlySpan<Token> tokens, int start, int end, out string? name)
    {
        name = null;
        for (int i = start; i <= end; i++)
        {
            if ((i - start) % 2 == 1)
            {
                if (!tokens[i].Is('.'))
                    return false;
                continue;
            }
            if (tokens[i].Kind != TokenKind.Name || StatementWord.IsKeyword(Text(tokens[i])))
                return false;
            string part = Utf8.Identifier(Text(tokens[i]));
            name = name is null ? part : name + "." + part;
        }
        return name is not null && (end - start) % 2 == 0;
    }
}
