using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>The innermost loop: what most code is made of.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Passes the marks that most statements are made of with few branches and fewer calls. What is rare, wrong or needs attention it leaves to
    /// <see cref="Step"/>, which knows all of them. Gives the stop, or none where it did not get there; <paramref name="position"/> is where to go on.
    /// Goes on over the lines that follow as long as they are indented to <paramref name="column"/>, if that is not negative, and begin with nothing that a
    /// statement could be known by; <paramref name="start"/> becomes where the last of them begins.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Stop PassPlainMarks(ref int start, ref int position, bool header, int column)
    {
        ReadOnlySpan<byte> text = _text.Slice(0, _end);
        ReadOnlySpan<byte> kinds = MarkCursor.Kinds;
        Bracket[] brackets = _buffers.Brackets.Items;
        int depth = _buffers.Brackets.Count;
        int deepest = Math.Min(brackets.Length, MaximumBrackets) - 1;
        int last = Math.Min(_attention, text.Length - 1);
        bool passesComments = !_buffers.KeepComments;
        if (header)
            last = Math.Min(last, position < _noLambdaFrom ? -1 : _nextLambda);
        ref byte first = ref MemoryMarshal.GetReference(text);
        int length = text.Length;
        int blockStart = _marks.Start;
        ulong bits = _marks.Bits;
        int at = position;
        Stop stop = Stop.None;
        while (true)
        {
            int mark = MarkCursor.Next(ref first, length, at, ref blockStart, ref bits);
            if (mark > last)
                break;
            byte value = text[mark];
            int kind = kinds[value];
            if (kind >= MarkCursor.Opening)
            {
                // Whether a bracket opens or closes is as good as random: nothing branches on it.
                int closing = kind - MarkCursor.Opening;
                if (depth < closing || depth > deepest || (Closer(brackets[depth - closing].Kind) ^ value) * closing != 0)
                    break;
                brackets[depth].Offset = mark;
                brackets[depth].Kind = value;
                depth += 1 - 2 * closing;
                at = mark + 1;
            }
            else if (kind == MarkCursor.Newline)
            {
                if (depth > 0)
                {
                    if (_recovering)
                        break;
                    at = mark + 1;
                    continue;
                }

                at = mark;
                if (column < 0)
                {
                    stop = Stop.Line;
                    break;
                }

                int line = mark + 1;
                int spaces = Bytes.CountSpaces(text, line);
                while (line + spaces < last && (text[line + spaces] == (byte)'\n' || (text[line + spaces] == (byte)'#' && passesComments)))
                {
                    line = (text[line + spaces] == (byte)'\n' ? line + spaces : Bytes.NextNewline(text, line + spaces)) + 1;
                    spaces = Bytes.CountSpaces(text, line);
                }

                if (spaces != column || line + spaces >= last || !BeginsPlainly(text[line + spaces], text[line + spaces + 1]))
                {
                    at = line - 1;
                    stop = Stop.Line;
                    break;
                }

                start = at = line + column;
                _left = default;
            }
            else if (kind == MarkCursor.Quote)
            {
                if (mark > at && Bytes.IsIdentifier(text[mark - 1]) && !IsPlainPrefix(text, at, mark))
                    break;
                int close = MarkCursor.Next(ref first, length, mark + 1, ref blockStart, ref bits);
                while (close <= last && text[close] != value && text[close] != (byte)'\n')
                    close = MarkCursor.Next(ref first, length, close + (text[close] == (byte)'\\' ? 2 : 1), ref blockStart, ref bits);
                if (close >= last || text[close] != value || (close == mark + 1 && text[close + 1] == value))
                    break;
                at = close + 1;
            }
            else if (kind == MarkCursor.Colon)
            {
                if (mark == last || text[mark + 1] == (byte)'=')
                    break;
                if (header && depth == 0)
                {
                    if (_lambdas > 0)
                        break;
                    at = mark;
                    stop = Stop.Block;
                    break;
                }

                at = mark + 1;
            }
            else if (value == (byte)'#' && passesComments)
            {
                int newline = mark;
                do
                    newline = MarkCursor.Next(ref first, length, newline + 1, ref blockStart, ref bits);
                while (newline <= last && text[newline] != (byte)'\n');
                if (newline > last)
                    break;
                at = newline;
            }
            else if (mark < last - 1 && IsPlainOperator(value, text[mark + 1], text[mark + 2]))
            {
                at = mark + 1;
            }
            else
            {
                break;
            }
        }

        _buffers.Brackets.Count = depth;
        _marks.Set(blockStart, bits);
        position = at;
        return stop;
    }

    /// <summary>Whether the letter before a quote is all there is of a prefix, and one that lets the string hold no fields.</summary>
    private static bool IsPlainPrefix(ReadOnlySpan<byte> text, int from, int quote) =>
        text[quote - 1] is (byte)'r' or (byte)'b' or (byte)'u' or (byte)'R' or (byte)'B' or (byte)'U' && (quote - 1 == from || !Bytes.IsIdentifier(text[quote - 2]));

    /// <summary>Whether a byte that is seldom met in code is a division before its operand, or begins <c>!=</c>, and so nothing to look into.</summary>
    private static bool IsPlainOperator(byte value, byte next, byte second) => value switch
    {
        (byte)'/' => Bytes.IsIdentifier(next == (byte)' ' ? second : next),
        (byte)'!' => next == (byte)'=',
        _ => false,
    };

    /// <summary>Whether a line that begins with two bytes is a statement of no interest, or the rest of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool BeginsPlainly(byte first, byte second) =>
        first is >= (byte)'a' and <= (byte)'z' ? (StatementWord.Beginnings[first - (byte)'a'] >> (second & 31) & 1) == 0 : first is >= (byte)'A' and <= (byte)'_' and not (byte)'\\' or (byte)'@' or (byte)'(' or (byte)'"' or (byte)'\'';
}
