namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>Words that begin a statement only in some places, and are names in all others; and the two that only Python 2 took for keywords.</content>
internal ref partial struct SourceWalker
{
    /// <summary><c>match</c> is a keyword only where a colon ends its line.</summary>
    private Stop Match(ref int position, int column)
    {
        int start = position;
        _lambdas = 0;
        position = start + 5;
        Stop stop = Walk(ref position, header: true);
        if (stop == Stop.Block)
        {
            int next = Bytes.SkipBlanks(_text, position + 1);
            bool isMatch = (next >= _end || _text[next] is (byte)'\n' or (byte)'#') && Bytes.SkipBlanks(_text, start + 5) < position;
            if (!isMatch)
            {
                position++;
                stop = Walk(ref position, header: false);
            }
            else
            {
                Requires(10, start, start + 5, "The match statement needs Python 3.10");
            }
        }
        if (_pendingDynamic)
            DynamicImports(start, position);
        if (stop == Stop.Block)
            Push(BlockKind.Match, column, Current);
        return stop;
    }

    private Stop Case(ref int position, int column)
    {
        int start = position;
        _lambdas = 0;
        position += 4;
        Stop stop = Walk(ref position, header: true);
        if (stop != Stop.Block)
            Problem(position, position, "Expected ':'");
        if (_pendingDynamic)
        {
            // What looks like a call in a pattern is none; only the guard is an expression.
            _pendingDynamic = false;
            Tokenize(start, position);
            int guard = GuardStart();
            if (guard >= 0)
                DynamicImports(guard, position);
        }
        Push(BlockKind.Case, column, Current | Context.Conditional);
        return stop;
    }

    /// <summary>Where the guard of a <c>case</c> begins, whose header's tokens were read; -1 for none.</summary>
    private readonly int GuardStart()
    {
        int depth = 0;
        for (int i = 0; i < _buffers.Tokens.Count; i++)
        {
            ref Token token = ref _buffers.Tokens.Items[i];
            if (IsOpening(token))
                depth++;
            else if (IsClosing(token))
                depth--;
            else if (depth == 0 && IsName(token, "if"u8))
                return token.Start;
        }
        return -1;
    }

    /// <summary><c>type X = …</c> (PEP 695): two names side by side are nothing else.</summary>
    private Stop TypeAlias(ref int position)
    {
        int start = position;
        if (StandsBeforeOperand(start + 4, literals: false))
            Requires(12, start, start + 4, "The type statement needs Python 3.12");
        return Simple(ref position, start, column: -1);
    }

    /// <summary><c>print "x"</c> and <c>exec "x"</c> are statements of Python 2; with anything but an operand after the word they are expressions.</summary>
    private Stop Python2Statement(ref int position, int end)
    {
        int start = position;
        if (StandsBeforeOperand(end, literals: true))
            Problem(start, end, end - start == 5 ? "Missing parentheses in call to 'print' (Python 2)" : "Missing parentheses in call to 'exec' (Python 2)");
        return Simple(ref position, start, column: -1);
    }

    /// <summary>Whether a name, number or string follows a word, so that the two stand side by side with no operator.</summary>
    private readonly bool StandsBeforeOperand(int end, bool literals)
    {
        int at = Bytes.SkipBlanks(_text, end);
        if (at >= _end || at == end && _text[at] is not ((byte)'"' or (byte)'\''))
            return false;
        byte value = _text[at];
        if (value is (byte)'"' or (byte)'\'')
            return literals;
        if (!Bytes.IsIdentifier(value))
            return false;
        if (!Bytes.IsIdentifierStart(value))
            return literals;
        return !StatementWord.IsInfix(_text.Slice(at, Bytes.IdentifierEnd(_text, at) - at));
    }
}
