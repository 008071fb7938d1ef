namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>What the headers of <c>if</c>, <c>except</c> and <c>with</c> say about the imports in their blocks; all of it over the header's tokens.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Whether the body and the other branches of an <c>if</c> run for type checkers only. <c>TYPE_CHECKING</c> may be a name or an attribute;
    /// <c>not</c>, <c>and</c>, <c>or</c> and brackets are understood; every other operand may be true or false.
    /// </summary>
    private (bool Body, bool Other) TypeCheckingTest()
    {
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        // Shunting-yard over booleans: an operand is a pair (implies type checking if true, if false); 'x' is any other text.
        Pool<int> work = _buffers.Work;
        work.Count = 0;
        var values = new Stack<(bool True, bool False)>();
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
                    values.Push(end > at && IsTypeChecking(tokens.Slice(at, end - at)) ? (true, false) : (false, false));
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
        return values.Count == 1 && work.Count == 0 ? values.Peek() : (false, false);
    }

    private static void Reduce(Pool<int> work, Stack<(bool True, bool False)> values, int precedence)
    {
        while (work.Count > 0 && work.Top != '(')
        {
            int top = work.Top;
            int rank = top switch { 'n' => 3, 'a' => 2, _ => 1 };
            if (rank < precedence || values.Count == 0 || (top != 'n' && values.Count < 2))
                return;
            work.Count--;
            (bool True, bool False) right = values.Pop();
            if (top == 'n')
            {
                values.Push((right.False, right.True));
                continue;
            }
            (bool True, bool False) left = values.Pop();
            values.Push(top == 'a'
                ? (left.True || right.True, left.False && right.False)
                : (left.True && right.True, left.False || right.False));
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

    /// <summary>Whether the handler whose header's tokens were read catches ImportError: by name, by a base class's name, or by catching everything.</summary>
    private bool HandlerCatches()
    {
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        int start = 0;
        if (tokens.Length > 0 && tokens[0].Is('*'))
        {
            Requires(11, tokens[0].Start, tokens[0].End, "except* needs Python 3.11");
            start = 1;
        }
        int end = start;
        int depth = 0;
        int comma = -1;
        bool named = false;
        for (; end < tokens.Length; end++)
        {
            Token token = tokens[end];
            if (IsOpening(token))
                depth++;
            else if (IsClosing(token))
                depth--;
            else if (depth == 0 && IsName(token, "as"u8))
            {
                named = true;
                break;
            }
            else if (depth == 0 && token.Is(',') && comma < 0)
                comma = end;
        }
        if (comma >= 0 && !LambdaBefore(tokens, comma))
        {
            if (named)
                Problem(tokens[comma].Start, tokens[comma].End, "Multiple exception types must be in parentheses");
            else
                Requires(14, tokens[comma].Start, tokens[comma].End, "Exception types without parentheses need Python 3.14 (in Python 2 the comma meant 'as')");
        }
        return start == tokens.Length || CatchesImportError(tokens, start, end);
    }

    private readonly bool LambdaBefore(ReadOnlySpan<Token> tokens, int end)
    {
        for (int i = 0; i < end; i++)
            if (IsName(tokens[i], "lambda"u8))
                return true;
        return false;
    }

    /// <summary>Whether an expression of exception types, or arguments of <c>suppress</c>, names one that ImportError is; tuples are looked into.</summary>
    private readonly bool CatchesImportError(ReadOnlySpan<Token> tokens, int start, int end)
    {
        // A stack of ranges instead of recursion: brackets may be nested without limit.
        Pool<int> work = _buffers.Work;
        work.Count = 0;
        work.Push() = start;
        work.Push() = end;
        while (work.Count > 0)
        {
            end = work.Items[--work.Count];
            start = work.Items[--work.Count];
            int depth = 0;
            int element = start;
            for (int i = start; i <= end; i++)
            {
                if (i < end && IsOpening(tokens[i]))
                    depth++;
                else if (i < end && IsClosing(tokens[i]))
                    depth--;
                else if (i == end || (depth == 0 && tokens[i].Is(',')))
                {
                    if (IsImportError(tokens.Slice(element, i - element)))
                        return true;
                    if (i - element >= 2 && tokens[element].Is('(') && tokens[i - 1].Is(')') && ClosesAt(tokens, element, i - 1))
                    {
                        work.Push() = element + 1;
                        work.Push() = i - 1;
                    }
                    element = i + 1;
                }
            }
        }
        return false;
    }

    private readonly bool IsImportError(ReadOnlySpan<Token> path)
    {
        if (path.Length == 0 || path.Length % 2 == 0)
            return false;
        for (int i = 0; i < path.Length; i++)
            if (i % 2 == 0 ? path[i].Kind != TokenKind.Name : !path[i].Is('.'))
                return false;
        ReadOnlySpan<byte> last = Text(path[path.Length - 1]);
        return last.SequenceEqual("ImportError"u8) || last.SequenceEqual("ModuleNotFoundError"u8) || last.SequenceEqual("Exception"u8) || last.SequenceEqual("BaseException"u8);
    }

    /// <summary>
    /// Whether a <c>with</c> header holds <c>suppress(ImportError)</c> or <c>contextlib.suppress(…)</c>. Notes context managers in brackets, which
    /// Python 3.9 was the first to read.
    /// </summary>
    private bool Suppresses()
    {
        ReadOnlySpan<Token> tokens = _buffers.Tokens.Items.AsSpan(0, _buffers.Tokens.Count);
        int start = 0, end = tokens.Length;
        if (end > 0 && tokens[0].Is('(') && tokens[end - 1].Is(')') && ClosesAt(tokens, 0, end - 1))
        {
            start++;
            end--;
            int inner = 0;
            for (int i = start; i < end; i++)
            {
                if (IsOpening(tokens[i]))
                    inner++;
                else if (IsClosing(tokens[i]))
                    inner--;
                else if (inner == 0 && IsName(tokens[i], "as"u8))
                {
                    Requires(9, tokens[0].Start, tokens[0].End, "Context managers in parentheses need Python 3.9");
                    break;
                }
            }
        }
        int depth = 0;
        int item = start;
        for (int i = start; i <= end; i++)
        {
            if (i < end && IsOpening(tokens[i]))
                depth++;
            else if (i < end && IsClosing(tokens[i]))
                depth--;
            else if (i == end || (depth == 0 && (tokens[i].Is(',') || IsName(tokens[i], "as"u8))))
            {
                if (item < i && IsSuppress(tokens, item, i))
                    return true;
                // After 'as' comes the target, up to the comma.
                item = i < end && !tokens[i].Is(',') ? int.MaxValue : i + 1;
            }
        }
        return false;
    }

    private readonly bool IsSuppress(ReadOnlySpan<Token> tokens, int start, int end)
    {
        while (end - start >= 2 && tokens[start].Is('(') && tokens[end - 1].Is(')') && ClosesAt(tokens, start, end - 1))
        {
            start++;
            end--;
        }
        int at = start;
        while (at + 1 < end && tokens[at].Kind == TokenKind.Name && tokens[at + 1].Is('.'))
            at += 2;
        return at + 2 < end && IsName(tokens[at], "suppress"u8) && tokens[at + 1].Is('(') && ClosesAt(tokens, at + 1, end - 1)
            && CatchesImportError(tokens, at + 2, end - 1);
    }

    /// <summary>Whether the bracket opened at one token is closed by another.</summary>
    private static bool ClosesAt(ReadOnlySpan<Token> tokens, int open, int close)
    {
        int depth = 0;
        for (int i = open; i <= close && i < tokens.Length; i++)
        {
            if (IsOpening(tokens[i]))
                depth++;
            else if (IsClosing(tokens[i]) && --depth == 0)
                return i == close;
        }
        return false;
    }

    private static bool IsOpening(in Token token) =>
        token.Kind is TokenKind.FieldStart or TokenKind.FormatStart || token.Kind == TokenKind.Operator && token.Operator is (byte)'(' or (byte)'[' or (byte)'{' && token.Kind == TokenKind.Operator;

    private static bool IsClosing(in Token token) =>
        token.Kind is TokenKind.FieldEnd or TokenKind.FormatEnd || token.Kind == TokenKind.Operator && token.Operator is (byte)')' or (byte)']' or (byte)'}' && token.Kind == TokenKind.Operator;
}
