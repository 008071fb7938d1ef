namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>What the test of an <c>if</c> says about its branches, over the tokens of its header.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Whether the body and the other branches of an <c>if</c> run for type checkers only. <c>TYPE_CHECKING</c> may be a name or an attribute;
    /// <c>not</c>, <c>and</c>, <c>or</c> and brackets are understood; every other operand may be true or false.
    /// </summary>
    private (bool Body, bool Other) TypeCheckingTest()
    {
        if (_tooDeep)
            return (false, false);
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        // Shunting-yard over booleans: an operand is a pair (implies type checking if true, if false); 'x' is any other text.
        Pool<int> work = _buffers.Work;
        work.Count = 0;
        var values = new Pool<Implied>();
        int at = 0;
        bool operand = true;
        for (; at < tokens.Length; at++)
        {
            Token token = tokens[at];
            if (operand)
            {
                if (IsName(token, "not"u8))
                    work.Push() = 'n';
                else if (token.Is('(') && IsBooleanGroup(tokens, at))
                    work.Push() = '(';
                else
                {
                    int end = OperandEnd(tokens, at);
                    values.Push() = new Implied(end > at && IsTypeChecking(tokens.Slice(at, end - at)), false);
                    at = end - 1;
                    operand = false;
                }
                continue;
            }
            if (token.Is(')'))
            {
                Reduce(work, values, 0);
                if (work.Count == 0 || work.Top != '(')
                    return (false, false);
                work.Count--;
                continue;
            }
            bool and = IsName(token, "and"u8);
            if (!and && !IsName(token, "or"u8))
                return (false, false);
            Reduce(work, values, and ? 2 : 1);
            work.Push() = and ? 'a' : 'o';
            operand = true;
        }
        Reduce(work, values, 0);
        return values.Count == 1 && work.Count == 0 ? (values.Top.True, values.Top.False) : (false, false);
    }

    private static void Reduce(Pool<int> work, Pool<Implied> values, int precedence)
    {
        while (work.Count > 0 && work.Top != '(')
        {
            int top = work.Top;
            int rank = top switch { 'n' => 3, 'a' => 2, _ => 1 };
            if (rank < precedence || values.Count == 0 || (top != 'n' && values.Count < 2))
                return;
            work.Count--;
            Implied right = values.Items[--values.Count];
            if (top == 'n')
            {
                values.Push() = new Implied(right.False, right.True);
                continue;
            }
            Implied left = values.Items[--values.Count];
            values.Push() = top == 'a'
                ? new Implied(left.True || right.True, left.False && right.False)
                : new Implied(left.True && right.True, left.False || right.False);
        }
    }

    /// <summary>Whether a bracket at the beginning of an operand only groups: what follows its end is <c>and</c>, <c>or</c>, another end, or nothing, and no comma or colon is directly in it.</summary>
    private readonly bool IsBooleanGroup(ReadOnlySpan<Token> tokens, int open)
    {
        int depth = 0;
        for (int i = open; i < tokens.Length; i++)
        {
            Token token = tokens[i];
            if (IsOpening(token))
            {
                depth++;
            }
            else if (IsClosing(token))
            {
                if (--depth > 0)
                    continue;
                return i + 1 == tokens.Length || tokens[i + 1].Is(')') || IsName(tokens[i + 1], "and"u8) || IsName(tokens[i + 1], "or"u8);
            }
            else if (depth == 1 && (token.Is(',') || token.Kind == TokenKind.Operator && token.Operator == (byte)':'
                || IsName(token, "for"u8) || IsName(token, "if"u8) || IsName(token, "lambda"u8) || IsName(token, "yield"u8)))
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>The end of an operand of <c>and</c> and <c>or</c>: the next of these, or a closing bracket that is not its own.</summary>
    private readonly int OperandEnd(ReadOnlySpan<Token> tokens, int start)
    {
        int depth = 0;
        int i = start;
        for (; i < tokens.Length; i++)
        {
            Token token = tokens[i];
            if (IsOpening(token))
                depth++;
            else if (IsClosing(token) && --depth < 0)
                break;
            else if (depth == 0 && (IsName(token, "and"u8) || IsName(token, "or"u8)))
                break;
            else if (depth == 0 && (IsName(token, "if"u8) || IsName(token, "lambda"u8)) || token.Kind == TokenKind.Operator && depth == 0 && token.Operator == (byte)':')
                return tokens.Length;
        }
        return i;
    }

    /// <summary>Whether tokens are a name or attribute <c>TYPE_CHECKING</c>, of whatever object.</summary>
    private readonly bool IsTypeChecking(ReadOnlySpan<Token> tokens)
    {
        if (!IsName(tokens[tokens.Length - 1], "TYPE_CHECKING"u8))
            return false;
        if (tokens.Length == 1)
            return true;
        if (!tokens[tokens.Length - 2].Is('.'))
            return false;
        // An operator outside brackets makes the attribute one operand of something else.
        int depth = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            Token token = tokens[i];
            if (IsOpening(token))
                depth++;
            else if (IsClosing(token))
                depth--;
            else if (depth == 0 && (token.Kind == TokenKind.Operator && !token.Is('.') || token.Kind == TokenKind.Name && StatementWord.IsKeyword(Text(token)) && !IsConstant(token)))
                return false;
        }
        return true;
    }

    private readonly bool IsConstant(in Token token) => IsName(token, "None"u8) || IsName(token, "True"u8) || IsName(token, "False"u8);
}

/// <summary>Whether a condition implies that a type checker runs: where it holds, and where it does not.</summary>
internal readonly record struct Implied(bool True, bool False);
