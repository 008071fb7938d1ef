using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>The arguments of a call, as token ranges; reads those that are literals.</summary>
internal readonly ref struct CallArguments
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<Token> _tokens;
    private readonly int[] _partners;
    private readonly int _start;
    private readonly int _end;

    public CallArguments(ReadOnlySpan<byte> text, ReadOnlySpan<Token> tokens, int[] partners, int start, int end)
    {
        _text = text;
        _tokens = tokens;
        _partners = partners;
        _start = start;
        _end = end;
    }

    /// <summary>The first token of the positional argument with an index (below 0 for none), or else of the one with a keyword; -1 where there is neither.</summary>
    public int Find(int position, string keyword)
    {
        int named = -1;
        int index = 0;
        for (int at = _start; at < _end; at = ArgumentEnd(at) + 1)
        {
            if (_tokens[at].Is('*') && at + 1 < _end && _tokens[at + 1].Is('*'))
                continue;
            if (at + 1 < _end && _tokens[at].Kind == TokenKind.Name && _tokens[at + 1].Is('='))
            {
                if (named < 0 && NameCache.Get(_text.Slice(_tokens[at].Start, _tokens[at].End - _tokens[at].Start)) == keyword)
                    named = at + 2;
                continue;
            }
            if (index++ == position)
                return at;
        }
        return named;
    }

    /// <summary>The value of an argument that is one string literal, implicitly joined ones included; null for anything else.</summary>
    public string? Text(int at)
    {
        int end = ArgumentEnd(at);
        while (end - at >= 2 && _tokens[at].Is('(') && _partners[at] == end - 1)
        {
            at++;
            end--;
        }
        if (at >= end)
            return null;
        StringBuilder? joined = null;
        string? text = null;
        for (; at < end; at++)
        {
            if (_tokens[at].Kind != TokenKind.String)
                return null;
            string? part = StringLiteral.Value(_text.Slice(_tokens[at].Start, _tokens[at].End - _tokens[at].Start));
            if (part is null)
                return null;
            if (text is not null)
                (joined ??= new StringBuilder(text)).Append(part);
            text ??= part;
        }
        return joined?.ToString() ?? text;
    }

    /// <summary>The value of an argument that is a decimal integer, or 0.</summary>
    public int Number(int at)
    {
        if (ArgumentEnd(at) != at + 1 || _tokens[at].Kind != TokenKind.Number)
            return 0;
        int value = 0;
        foreach (byte digit in _text.Slice(_tokens[at].Start, _tokens[at].End - _tokens[at].Start))
        {
            if (digit is < (byte)'0' or > (byte)'9' || value > 9999)
                return 0;
            value = value * 10 + digit - '0';
        }
        return value;
    }

    private int ArgumentEnd(int at)
    {
        while (at < _end && !_tokens[at].Is(','))
            at = _partners[at] > at ? _partners[at] + 1 : at + 1;
        return Math.Min(at, _end);
    }
}
