using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>Statements that are looked at closely are walked a second time, and their tokens written down.</content>
internal ref partial struct SourceWalker
{
    /// <summary>Writes down the tokens from one position to another, which are the bounds of a statement or of its header.</summary>
    private void Tokenize(int start, int end)
    {
        _buffers.Tokens.Count = 0;
        _tooDeep = false;
        int wholeEnd = _end;
        int attention = _attention;
        _end = end;
        _attention = int.MaxValue;
        _recording = true;
        int position = start;
        while (position < end)
        {
            Walk(ref position, header: false);
            // A colon, semicolon or newline within the bounds is only met after an error.
            position++;
        }
        _buffers.Brackets.Count = 0;
        _buffers.Formats.Count = 0;
        _recording = false;
        _attention = attention;
        _end = wholeEnd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Record(TokenKind kind, int start, int end)
    {
        if (_recording)
            Push(kind, start, end);
    }

    private readonly void Push(TokenKind kind, int start, int end)
    {
        ref Token token = ref _buffers.Tokens.Push();
        token.Kind = kind;
        token.Operator = kind == TokenKind.Operator ? _text[start] : (byte)0;
        token.Start = start;
        token.End = end;
    }

    /// <summary>Writes down the names, numbers and operators of a stretch of code without marks; a string's prefix is left to the string.</summary>
    private readonly void RecordCode(int from, int to)
    {
        ReadOnlySpan<byte> text = _text;
        int at = from;
        while (at < to)
        {
            byte value = text[at];
            int start = at;
            if (Bytes.IsIdentifier(value))
            {
                bool number = value is >= (byte)'0' and <= (byte)'9';
                while (at < to && (Bytes.IsIdentifier(text[at]) || (number && text[at] == (byte)'.')))
                    at++;
                if (at == to && to < _end && text[to] is (byte)'"' or (byte)'\'' && !number && at - start <= 2)
                {
                    int prefix = to;
                    Prefix(from, ref prefix, out _, out _, out _);
                    if (prefix == start)
                        return;
                }
                Push(number ? TokenKind.Number : TokenKind.Name, start, at);
            }
            else if (value is (byte)' ' or (byte)'\t' or (byte)'\f')
            {
                at++;
            }
            else
            {
                at++;
                if (value is (byte)'=' or (byte)'<' or (byte)'>' && at < to && text[at] == (byte)'=')
                    at++;
                Push(TokenKind.Operator, start, at);
            }
        }
    }

    private readonly ReadOnlySpan<byte> Text(in Token token) => _text.Slice(token.Start, token.End - token.Start);

    private readonly bool IsName(in Token token, ReadOnlySpan<byte> name) => token.Kind == TokenKind.Name && Text(token).SequenceEqual(name);
}
