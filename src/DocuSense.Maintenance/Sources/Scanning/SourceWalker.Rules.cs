namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>What the headers of <c>except</c> and <c>with</c> say about the imports in their blocks, over the header's tokens.</content>
internal ref partial struct SourceWalker
{
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
        return start == tokens.Length || (!_tooDeep && CatchesImportError(tokens, start, end));
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
        if (_tooDeep)
            return false;
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
