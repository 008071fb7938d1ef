namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Follows the lambdas of a statement token by token, to tell what is in a lambda's body, which runs only when it is called. A body reaches as
/// far as an expression does: to a comma, colon or <c>for</c> at its own depth, or to the bracket that closes around it.
/// </summary>
internal ref struct LambdaTracker
{
    private const int Parameters = 0;
    private const int Body = 1;

    private readonly ReadOnlySpan<byte> _text;

    // Pairs of depth and state, innermost last.
    private readonly Pool<int> _open;
    private int _depth;
    private int _bodies;

    public LambdaTracker(ReadOnlySpan<byte> text, Pool<int> work)
    {
        _text = text;
        _open = work;
        _open.Count = 0;
    }

    /// <summary>Whether the token passed last is in a lambda's body.</summary>
    public readonly bool InBody => _bodies > 0;

    public void Pass(ReadOnlySpan<Token> tokens, int index)
    {
        Token token = tokens[index];
        switch (token.Kind)
        {
            case TokenKind.FieldStart:
            case TokenKind.FormatStart:
                _depth++;
                break;
            case TokenKind.FieldEnd:
            case TokenKind.FormatEnd:
                LeaveDepth();
                break;
            case TokenKind.Name:
                Word(_text.Slice(token.Start, token.End - token.Start));
                break;
            case TokenKind.Operator:
                Operator(token);
                break;
        }
    }

    private void Word(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("lambda"u8))
        {
            _open.Push() = _depth;
            _open.Push() = Parameters;
        }
        else if (_bodies > 0 && (word.SequenceEqual("for"u8) || word.SequenceEqual("as"u8) || word.SequenceEqual("from"u8)))
        {
            EndBodies();
        }
    }

    private void Operator(in Token token)
    {
        switch (token.Operator)
        {
            case (byte)'(':
            case (byte)'[':
            case (byte)'{':
                _depth++;
                break;
            case (byte)')':
            case (byte)']':
            case (byte)'}':
                LeaveDepth();
                break;
            case (byte)',':
            case (byte)';':
                EndBodies();
                break;
            case (byte)'=' when token.Is('='):
                EndBodies();
                break;
            case (byte)':' when token.Is(':'):
                EndBodies();
                if (_open.Count > 0 && _open.Items[_open.Count - 2] == _depth)
                {
                    _open.Top = Body;
                    _bodies++;
                }
                break;
        }
    }

    private void EndBodies()
    {
        while (_open.Count > 0 && _open.Items[_open.Count - 2] == _depth && _open.Top == Body)
            Drop();
    }

    private void LeaveDepth()
    {
        while (_open.Count > 0 && _open.Items[_open.Count - 2] >= _depth)
            Drop();
        _depth--;
    }

    private void Drop()
    {
        if (_open.Top == Body)
            _bodies--;
        _open.Count -= 2;
    }
}
