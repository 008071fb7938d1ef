using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>String literals, and f-strings and t-strings with all that PEP 701 and PEP 750 let them hold.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Passes a string whose quote stands at <paramref name="quoteAt"/>; of an f-string only up to its first field. A prefix is looked for no
    /// further back than <paramref name="from"/>, where the code before it begins.
    /// </summary>
    private int String(int from, int quoteAt)
    {
        ReadOnlySpan<byte> text = _text;
        byte quote = text[quoteAt];
        bool raw = false, format = false, template = false;
        int prefix = quoteAt;
        if (prefix > from && Bytes.IsIdentifier(text[prefix - 1]))
            Prefix(from, ref prefix, out raw, out format, out template);

        int size = quoteAt + 2 < _end && text[quoteAt + 1] == quote && text[quoteAt + 2] == quote ? 3 : 1;
        if (_buffers.Formats.Count > 0)
            _buffers.Formats.Top.HasNestedQuote = true;
        if (!format)
        {
            int end = SkipPlain(quoteAt + size, quote, size, out bool closed);
            if (!closed)
                return Unterminated(quoteAt, size, quote);
            if (_buffers.Formats.Count > 0 && text.Slice(quoteAt, end - quoteAt).IndexOf((byte)'\\') >= 0)
                _buffers.Formats.Top.IsNewSyntax = true;
            Record(TokenKind.String, prefix, end);
            return end;
        }

        if (size == 3 && (quote == (byte)'"' ? _noTripleDouble : _noTripleSingle))
            return Unterminated(quoteAt, size, quote);
        if (template)
            Requires(14, prefix, quoteAt + size, "Template strings need Python 3.14");
        Record(TokenKind.FormatStart, prefix, quoteAt + size);
        _buffers.Formats.Push() = new FormatString
        {
            Start = quoteAt,
            TextStart = quoteAt + size,
            Base = _buffers.Brackets.Count,
            Quote = quote,
            Size = (byte)size,
            Raw = raw,
            IsTemplate = template,
        };
        return Literal(quoteAt + size);
    }

    /// <summary>Reads a string prefix (<c>rb</c>, <c>F</c>, …) that ends where the quote begins, if the letters there are one.</summary>
    private readonly void Prefix(int from, ref int prefix, out bool raw, out bool format, out bool template)
    {
        raw = format = template = false;
        int start = prefix;
        while (start > from && prefix - start < 3 && Bytes.IsIdentifier(_text[start - 1]))
            start--;
        int length = prefix - start;
        if (length > 2)
            return;
        byte first = (byte)(_text[start] | 0x20);
        byte second = length == 2 ? (byte)(_text[start + 1] | 0x20) : (byte)0;
        if (second == (byte)'r')
            (first, second) = (second, first);
        bool known = second == 0 ? first is (byte)'r' or (byte)'b' or (byte)'u' or (byte)'f' or (byte)'t' : first == (byte)'r' && second is (byte)'b' or (byte)'f' or (byte)'t' && first == (byte)'r';
        if (!known)
            return;
        prefix = start;
        raw = first == (byte)'r';
        template = first == (byte)'t' || second == (byte)'t';
        format = template || first == (byte)'f' || second == (byte)'f';
    }

    /// <summary>The end of a string without fields, given where its content begins.</summary>
    private int SkipPlain(int at, byte quote, int size, out bool closed)
    {
        ReadOnlySpan<byte> text = _text.Slice(0, _end);
        closed = true;
        if (size == 1)
        {
            while (true)
            {
                // All that can end the string is a mark, and most strings are short.
                at = _marks.Next(at);
                if (at >= text.Length || text[at] == (byte)'\n')
                {
                    closed = false;
                    return Math.Min(at, text.Length);
                }
                byte mark = text[at];
                if (mark == quote)
                    return at + 1;
                at += mark == (byte)'\\' ? 2 : 1;
            }
        }

        if (quote == (byte)'"' ? _noTripleDouble : _noTripleSingle)
        {
            closed = false;
            return text.Length;
        }
        while (true)
        {
            at = Bytes.NextOfAny(text, at, quote, (byte)'\\');
            if (at >= text.Length)
            {
                closed = false;
                return text.Length;
            }
            if (text[at] == (byte)'\\')
                at += 2;
            else if (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)
                return at + 3;
            else
                at++;
        }
    }

    /// <summary>
    /// A string without an end: the rest of its first line is passed over, and what follows is read as code, since an unclosed docstring must
    /// not hide the imports after it. Later openings with the same triple quote have no end either, and are not searched again.
    /// </summary>
    private int Unterminated(int quoteAt, int size, byte quote)
    {
        Broken(quoteAt, quoteAt + size, size == 3 ? "Unterminated triple-quoted string" : "Unterminated string");
        if (size == 3 && quote == (byte)'"')
            _noTripleDouble = true;
        else if (size == 3)
            _noTripleSingle = true;
        return Bytes.NextNewline(_text, quoteAt + size);
    }

    /// <summary>Goes on in the literal text of the innermost f-string; gives where code begins again: in a field, or after its end.</summary>
    private int Literal(int at)
    {
        ReadOnlySpan<byte> text = _text.Slice(0, _end);
        Pool<FormatString> formats = _buffers.Formats;
        Pool<Bracket> brackets = _buffers.Brackets;
        ref FormatString format = ref formats.Top;
        bool specifier = brackets.Count > format.Base;
        while (true)
        {
            at = Bytes.NextInLiteral(text, at, format.Quote);
            if (at >= text.Length)
                return format.Size == 3 && !_recording ? EndlessFormat(ref format) : text.Length;
            switch (text[at])
            {
                case (byte)'\\':
                    if (formats.Count > 1)
                        formats.Items[formats.Count - 2].IsNewSyntax = true;
                    at = Escape(at, format.Raw, format.Quote);
                    break;
                case (byte)'{':
                    if (!specifier && at + 1 < text.Length && text[at + 1] == (byte)'{')
                    {
                        at += 2;
                        break;
                    }
                    Open(at, (byte)'F');
                    if (_recording)
                        _buffers.Tokens.Top.Kind = TokenKind.FieldStart;
                    return at + 1;
                case (byte)'}':
                    if (specifier)
                    {
                        brackets.Count--;
                        Record(TokenKind.FieldEnd, at, at + 1);
                        specifier = brackets.Count > format.Base;
                        at++;
                        break;
                    }
                    if (at + 1 < text.Length && text[at + 1] == (byte)'}')
                    {
                        at += 2;
                        break;
                    }
                    Problem(at, at + 1, "Single '}' in an f-string");
                    at++;
                    break;
                case (byte)'\n':
                    if (format.Size == 3)
                    {
                        at++;
                        break;
                    }
                    if (specifier && !_recovering)
                    {
                        // A newline ends the specifier; the brace that closes the field may follow.
                        brackets.Top.Kind = (byte)'F';
                        format.IsNewSyntax = true;
                        return at;
                    }
                    Broken(format.Start, format.TextStart, "Unterminated f-string");
                    LeaveFormat(ref format);
                    return at;
                default:
                    if (format.Size == 3 && !(at + 2 < text.Length && text[at + 1] == format.Quote && text[at + 2] == format.Quote))
                    {
                        at++;
                        break;
                    }
                    return EndFormat(ref format, at, specifier);
            }
        }
    }

    private int EndFormat(ref FormatString format, int at, bool specifier)
    {
        int end = at + format.Size;
        if (specifier)
            Broken(_buffers.Brackets.Top.Offset, _buffers.Brackets.Top.Offset + 1, "'{' was never closed in an f-string");
        if (_recording)
        {
            Record(TokenKind.FormatEnd, at, end);
        }
        else if (!format.IsTemplate)
        {
            // Before Python 3.12 an f-string ended at the first quote like its own, and its fields held no backslash and no comment.
            bool isNew = format.IsNewSyntax || (format.HasNestedQuote && (SkipPlain(format.TextStart, format.Quote, format.Size, out bool closed) != end || !closed));
            if (isNew)
                Requires(12, format.Start, format.TextStart, "This f-string needs Python 3.12");
        }
        LeaveFormat(ref format);
        return end;
    }

    private readonly void LeaveFormat(ref FormatString format)
    {
        _buffers.Brackets.Count = format.Base;
        _buffers.Formats.Count--;
    }

    private int EndlessFormat(ref FormatString format)
    {
        int start = format.Start;
        byte quote = format.Quote;
        LeaveFormat(ref format);
        return Unterminated(start, 3, quote);
    }

    /// <summary>Passes a backslash in the literal text of an f-string and what it escapes.</summary>
    private readonly int Escape(int at, bool raw, byte quote)
    {
        byte next = at + 1 < _end ? _text[at + 1] : (byte)0;
        if (next is (byte)'{' or (byte)'}')
            return at + 1;
        if (raw || next != (byte)'N' || at + 2 >= _end || _text[at + 2] != (byte)'{')
            return at + 2;
        int close = Bytes.NextOfAny(_text.Slice(0, _end), at + 3, (byte)'}', quote, (byte)'\n');
        return close < _end && _text[close] == (byte)'}' ? close + 1 : close;
    }
}
