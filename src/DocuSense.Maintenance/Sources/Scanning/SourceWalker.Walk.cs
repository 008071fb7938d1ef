using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>The loop over the marks of a statement, from its beginning to its end.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Walks from <paramref name="position"/> to the end of the statement. In a header of a compound statement it stops at the colon that opens
    /// the block. At the stop, <paramref name="position"/> is that of the newline (or the end), semicolon or colon.
    /// </summary>
    private Stop Walk(ref int position, bool header) => Walk(position, ref position, header);

    /// <summary>The same from within a statement that begins at <paramref name="start"/>.</summary>
    private Stop Walk(int start, ref int position, bool header)
    {
        int at = position;
        while (true)
        {
            Stop stop = _recording || _buffers.Formats.Count > 0 ? Stop.None : PassPlainMarks(ref start, ref at, header, column: -1);
            if (stop == Stop.None)
                stop = Step(start, ref at, header);
            if (stop != Stop.None)
            {
                position = at;
                return stop;
            }
        }
    }

    /// <summary>Passes one mark, of whatever kind; in f-strings, and where tokens are written down, all to the end of the statement.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Stop Step(int start, ref int position, bool header)
    {
        int at = position;
        ReadOnlySpan<byte> text = _text.Slice(0, _end);
        Pool<Bracket> brackets = _buffers.Brackets;
        while (true)
        {
            int mark = Math.Min(_marks.Next(at), text.Length);
            if (mark > _attention)
                Attend(at, mark);
            if (_recording)
                RecordCode(at, mark);
            if (header && brackets.Count == 0 && (mark > _nextLambda || at < _noLambdaFrom))
                CountLambdas(at, mark);
            if (mark >= text.Length)
            {
                if (brackets.Count == 0 && _buffers.Formats.Count == 0)
                {
                    position = text.Length;
                    return Stop.Line;
                }
                at = AtEndInside(start);
                if (at >= 0)
                    continue;
                position = text.Length;
                return Stop.Line;
            }

            byte value = text[mark];
            switch (value)
            {
                case (byte)'\n':
                    if (brackets.Count == 0 || (_recovering && GiveUpBrackets(mark)))
                    {
                        position = mark;
                        return Stop.Line;
                    }
                    if (_buffers.Formats.Count > 0 && _buffers.Formats.Top.Size == 1)
                        _buffers.Formats.Top.IsNewSyntax = true;
                    at = mark + 1;
                    break;
                case (byte)'"':
                case (byte)'\'':
                    at = String(at, mark);
                    break;
                case (byte)'(':
                case (byte)'[':
                case (byte)'{':
                    Open(mark, value);
                    at = mark + 1;
                    break;
                case (byte)')':
                case (byte)']':
                case (byte)'}':
                    at = Close(mark, value);
                    break;
                case (byte)'#':
                    if (_buffers.Formats.Count > 0)
                        _buffers.Formats.Top.IsNewSyntax = true;
                    at = Comment(mark, text.Length);
                    break;
                case (byte)':':
                    if (mark + 1 < text.Length && text[mark + 1] == (byte)'=' && !AtField)
                    {
                        Record(TokenKind.Operator, mark, mark + 2);
                        Requires(8, mark, mark + 2, "Assignment expressions need Python 3.8");
                        at = mark + 2;
                        break;
                    }
                    if (brackets.Count == 0)
                    {
                        if (header && --_lambdas < 0)
                        {
                            position = mark;
                            return Stop.Block;
                        }
                    }
                    else if (brackets.Top.Kind == (byte)'F')
                    {
                        brackets.Top.Kind = (byte)'S';
                        Record(TokenKind.Operator, mark, mark + 1);
                        at = Literal(mark + 1);
                        break;
                    }
                    Record(TokenKind.Operator, mark, mark + 1);
                    at = mark + 1;
                    break;
                case (byte)';':
                    if (brackets.Count == 0)
                    {
                        position = mark;
                        return Stop.Semicolon;
                    }
                    Record(TokenKind.Operator, mark, mark + 1);
                    at = mark + 1;
                    break;
                default:
                    at = Rare(mark, value);
                    break;
            }

            if (!_recording && _buffers.Formats.Count == 0)
            {
                position = at;
                return Stop.None;
            }
        }
    }

    /// <summary>Whether the innermost bracket is the brace of an f-string field, where a colon begins the format specifier.</summary>
    private readonly bool AtField => _buffers.Brackets.Count > 0 && _buffers.Brackets.Top.Kind == (byte)'F';

    /// <summary>How many of the open brackets are none that code here can close: those around the innermost f-string.</summary>
    private readonly int Bottom => _buffers.Formats.Count > 0 ? _buffers.Formats.Top.Base : 0;

    private void Open(int mark, byte kind)
    {
        Record(TokenKind.Operator, mark, mark + 1);
        Pool<Bracket> brackets = _buffers.Brackets;
        if (brackets.Count == MaximumBrackets)
        {
            _tooDeep = true;
            Problem(mark, mark + 1, "Too many nested brackets");
        }
        ref Bracket bracket = ref brackets.Push();
        bracket.Offset = mark;
        bracket.Kind = kind;
    }

    /// <summary>Whether a byte closes a bracket of a kind: in ASCII a round one is one past its opening, the others are two. A field of an f-string has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Closes(byte value, byte kind) => value == Closer(kind);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Closer(byte kind) => kind + 1 + (kind >> 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Close(int mark, byte value)
    {
        Pool<Bracket> brackets = _buffers.Brackets;
        if (brackets.Count > Bottom && Closes(value, brackets.Top.Kind))
        {
            brackets.Count--;
            Record(TokenKind.Operator, mark, mark + 1);
            return mark + 1;
        }
        return CloseRare(mark, value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int CloseRare(int mark, byte value)
    {
        Pool<Bracket> brackets = _buffers.Brackets;
        if (AtField && value == (byte)'}')
        {
            brackets.Count--;
            Record(TokenKind.FieldEnd, mark, mark + 1);
            return Literal(mark + 1);
        }
        return Mismatch(mark, value);
    }

    private int Mismatch(int mark, byte value)
    {
        Broken(mark, mark + 1, value switch { (byte)')' => "Unmatched ')'", (byte)']' => "Unmatched ']'", _ => "Unmatched '}'" });
        Record(TokenKind.Operator, mark, mark + 1);
        Pool<Bracket> brackets = _buffers.Brackets;
        int bottom = Bottom;
        for (int i = brackets.Count - 1; i >= bottom && i >= brackets.Count - MismatchReach; i--)
        {
            byte kind = brackets.Items[i].Kind;
            if (kind == (byte)'F' && value == (byte)'}')
            {
                brackets.Count = i;
                return Literal(mark + 1);
            }
            if (Closes(value, kind))
            {
                brackets.Count = i;
                return mark + 1;
            }
        }
        // None fits: the wrong bracket was typed, and closes the innermost all the same, but for the field of an f-string, whose string would not end then.
        if (brackets.Count > bottom && brackets.Top.Kind != (byte)'F')
            brackets.Count--;
        return mark + 1;
    }

    /// <summary>The marks that are seldom met in code.</summary>
    private int Rare(int mark, byte value)
    {
        switch (value)
        {
            case (byte)'\\':
                if (_buffers.Formats.Count > 0)
                    _buffers.Formats.Top.IsNewSyntax = true;
                if (mark + 1 < _end && _text[mark + 1] == (byte)'\n')
                {
                    if (mark + 2 >= _end)
                        Problem(mark, mark + 1, "Unexpected end of file after a line continuation");
                    return mark + 2;
                }
                Problem(mark, mark + 1, mark + 1 >= _end ? "Unexpected end of file after a line continuation" : "Unexpected character after a line continuation");
                return mark + 1;
            case (byte)'/':
                Record(TokenKind.Operator, mark, mark + 1);
                int next = mark + 1;
                while (next < _end && _text[next] is (byte)' ' or (byte)'\t' or (byte)'\n')
                    next++;
                // A division has an operand after it; the mark of positional-only parameters has none.
                bool isDivision = mark > 0 && _text[mark - 1] == (byte)'/';
                if (next < _end && !isDivision && (_text[next] is (byte)',' or (byte)')' or (byte)':'))
                    Requires(8, mark, mark + 1, "Positional-only parameters need Python 3.8");
                return mark + 1;
            case (byte)'!':
                Record(TokenKind.Operator, mark, mark + 1);
                if (mark + 1 < _end && _text[mark + 1] == (byte)'=')
                    return mark + 1;
                if (_notebook && _buffers.Brackets.Count == 0)
                    return Bytes.NextNewline(_text, mark);
                if (_buffers.Formats.Count == 0)
                    Problem(mark, mark + 1, "Invalid syntax: '!'");
                return mark + 1;
            default:
                if (_notebook && value == (byte)'?' && _buffers.Brackets.Count == 0)
                    return Bytes.NextNewline(_text, mark);
                Problem(mark, mark + 1, value switch
                {
                    (byte)'`' => "Invalid syntax: '`' (Python 2)",
                    (byte)'$' => "Invalid syntax: '$'",
                    _ => "Invalid syntax: '?'",
                });
                return mark + 1;
        }
    }

    /// <summary>
    /// The text ended inside brackets or an f-string. The first time, the statement is read again, ready to give up its brackets where a line
    /// begins with a word that no expression can hold. Gives the position to go on from, or -1 at the end.
    /// </summary>
    private int AtEndInside(int start)
    {
        Pool<Bracket> brackets = _buffers.Brackets;
        bool again = !_recovering && !_recording;
        if (brackets.Count > 0)
            Unclosed();
        else
            Broken(_buffers.Formats.Top.Start, _buffers.Formats.Top.TextStart, "Unterminated f-string");
        brackets.Count = 0;
        _buffers.Formats.Count = 0;
        if (!again)
            return -1;
        _pendingDynamic = false;
        _lambdas = 0;
        _candidates.Rewind(start);
        _nextCharacter = Bytes.NextBeyondAscii(_text, start);
        UpdateAttention();
        return start;
    }

    /// <summary>Passes a comment.</summary>
    private readonly int Comment(int mark, int limit)
    {
        int end = Math.Min(limit, Bytes.NextNewline(_text, mark));
        if (_buffers.KeepComments && !_recording)
            _buffers.Comments.Push() = new Comment(mark, end);
        return end;
    }

    private void Unclosed()
    {
        Bracket top = _buffers.Brackets.Top;
        Broken(top.Offset, top.Offset + 1, top.Kind switch { (byte)'(' => "'(' was never closed", (byte)'[' => "'[' was never closed", _ => "'{' was never closed" });
    }

    /// <summary>After an error: whether the next line begins a statement, so that the open brackets can only have been forgotten.</summary>
    private bool GiveUpBrackets(int newline)
    {
        Pool<FormatString> formats = _buffers.Formats;
        if (formats.Count > 0 && formats.Top.Size == 1)
        {
            Unclosed();
            while (formats.Count > 0 && formats.Top.Size == 1)
                LeaveFormat(ref formats.Top);
            if (_buffers.Brackets.Count == 0)
                return true;
        }
        if (!StatementWord.Begins(_text, newline + 1))
            return false;
        Unclosed();
        _buffers.Brackets.Count = 0;
        _buffers.Formats.Count = 0;
        return true;
    }

    /// <summary>Counts the lambdas of a header outside brackets: each takes one colon for itself.</summary>
    private void CountLambdas(int from, int to)
    {
        if (from < _noLambdaFrom || from > _nextLambda)
            FindLambda(from);
        while (_nextLambda < to)
        {
            int at = _nextLambda;
            if (Bytes.IsWord(_text, at, "lambda"u8) && (at == 0 || !Bytes.IsIdentifier(_text[at - 1])))
                _lambdas++;
            FindLambda(at + 6);
        }
    }

    private void FindLambda(int from)
    {
        Pool<int> lambdas = _buffers.Lambdas;
        if (from < _noLambdaFrom)
            _passedLambdas = 0;
        while (_passedLambdas < lambdas.Count && lambdas.Items[_passedLambdas] < from)
            _passedLambdas++;
        _noLambdaFrom = from;
        _nextLambda = _passedLambdas < lambdas.Count ? lambdas.Items[_passedLambdas] : int.MaxValue;
    }

    private void Requires(int minor, int start, int end, string message) => Problem(start, end, message, minor);
}
