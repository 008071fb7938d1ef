namespace DocuSense.Maintenance.Usage.Python;

/// <summary>What a <see cref="PythonToken"/> is.</summary>
internal enum PythonTokenKind : byte
{
    Name,
    String,
    Number,

    /// <summary>One character of an operator or a bracket.</summary>
    Sign,
}

/// <summary>One token of Python source. Comments, white space and line ends are none.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="StartsLine">Whether it is the first of a logical line.</param>
/// <param name="IsFormat">Whether it is an f-string.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Just past its last.</param>
/// <param name="BodyStart">For a string: the first character within its quotes.</param>
/// <param name="BodyEnd">For a string: its closing quotes.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, bool StartsLine, bool IsFormat, int Start, int End, int BodyStart, int BodyEnd);

/// <summary>
/// Cuts Python source into tokens, as far as evidence needs it. It refuses nothing: a string that never ends stops at its
/// line, an unknown character is a sign.
/// </summary>
internal static class PythonTokens
{
    public static ValueList<PythonToken> Read(string text)
    {
        var tokens = new ValueList<PythonToken>((text.Length / 6) + 4);
        int depth = 0;
        bool startsLine = true;
        int at = 0;
        while (at < text.Length)
        {
            char character = text[at];
            if (character is ' ' or '\t' or '\f' or '\uFEFF')
            {
                at++;
            }
            else if (character is '\n' or '\r')
            {
                at++;
                if (depth == 0 || StartsStatement(text, at))
                {
                    // Brackets that were never closed end where a statement begins at the margin.
                    depth = 0;
                    startsLine = true;
                }
            }
            else if (character == '#')
            {
                at = EndOfLine(text, at);
            }
            else if (character == '\\' && at + 1 < text.Length && text[at + 1] is '\n' or '\r')
            {
                at += text[at + 1] == '\r' && at + 2 < text.Length && text[at + 2] == '\n' ? 3 : 2;
            }
            else
            {
                PythonToken token = ReadToken(text, at, startsLine);
                tokens.Add(token);
                startsLine = false;
                at = token.End;
                if (token.Kind == PythonTokenKind.Sign)
                {
                    if (character is '(' or '[' or '{')
                        depth++;
                    else if (character is ')' or ']' or '}' && depth > 0)
                        depth--;
                    else if (character == ';' && depth == 0)
                        startsLine = true;
                }
            }
        }

        return tokens;
    }

    private static bool StartsStatement(string text, int at) =>
        at < text.Length && text[at] is 'd' or 'c' or 'i' or '@'
        && (IsWord(text, at, "def ") || IsWord(text, at, "class ") || IsWord(text, at, "import ") || text[at] == '@');

    private static bool IsWord(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private static PythonToken ReadToken(string text, int start, bool startsLine)
    {
        char character = text[start];
        if (character is '"' or '\'')
            return ReadString(text, start, start, startsLine, isFormat: false);
        if (IsNameStart(character))
        {
            int at = start + 1;
            while (at < text.Length && (IsNameStart(text[at]) || (uint)(text[at] - '0') <= 9))
                at++;
            if (at < text.Length && text[at] is '"' or '\'' && at - start <= 2 && IsPrefix(text, start, at, out bool isFormat))
                return ReadString(text, start, at, startsLine, isFormat);
            return new PythonToken(PythonTokenKind.Name, startsLine, false, start, at, 0, 0);
        }

        if (character is >= '0' and <= '9')
        {
            int at = start + 1;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.'))
                at++;
            return new PythonToken(PythonTokenKind.Number, startsLine, false, start, at, 0, 0);
        }

        return new PythonToken(PythonTokenKind.Sign, startsLine, false, start, start + 1, 0, 0);
    }

    private static bool IsPrefix(string text, int start, int end, out bool isFormat)
    {
        isFormat = false;
        for (int index = start; index < end; index++)
        {
            switch (text[index])
            {
                case 'f' or 'F' or 't' or 'T': isFormat = true; break;
                case 'r' or 'R' or 'b' or 'B' or 'u' or 'U': break;
                default: return false;
            }
        }

        return true;
    }

    private static PythonToken ReadString(string text, int start, int quoteAt, bool startsLine, bool isFormat)
    {
        char quote = text[quoteAt];
        bool isTriple = quoteAt + 2 < text.Length && text[quoteAt + 1] == quote && text[quoteAt + 2] == quote;
        int body = quoteAt + (isTriple ? 3 : 1);
        int at = body;
        int depth = 0;
        while (at < text.Length)
        {
            if (!isFormat)
            {
                // Most of a string is of no interest.
                int skip = isTriple ? text.AsSpan(at).IndexOfAny(quote, '\\') : IndexOfEnd(text, at, quote);
                if (skip < 0)
                    break;
                at += skip;
            }

            char character = text[at];
            if (character == '\\')
            {
                at += 2;
            }
            else if (character == quote && isTriple)
            {
                if (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)
                    return new PythonToken(PythonTokenKind.String, startsLine, isFormat, start, at + 3, body, at);
                if (at + 2 == text.Length)
                    break;
                at++;
            }
            else if (character == quote && depth > 0 && CloseOnLine(text, at) is > 0 and var close)
            {
                // Since Python 3.12 an expression in an f-string may hold the quotes that surround it.
                at = close + 1;
            }
            else if (character == quote)
            {
                return new PythonToken(PythonTokenKind.String, startsLine, isFormat, start, at + 1, body, at);
            }
            else if (character is '\n' or '\r' && !isTriple)
            {
                return new PythonToken(PythonTokenKind.String, startsLine, isFormat, start, at, body, at);
            }
            else
            {
                if (isFormat && !isTriple)
                    depth = character == '{' ? depth + 1 : character == '}' && depth > 0 ? depth - 1 : depth;
                at++;
            }
        }

        return new PythonToken(PythonTokenKind.String, startsLine, isFormat, start, text.Length, body, text.Length);
    }

    private static int IndexOfEnd(string text, int at, char quote)
    {
        // Short strings are the rule, for which a vectorised search does not pay.
        for (int index = at; index < text.Length; index++)
        {
            char character = text[index];
            if (character == quote || character is '\\' or '\n' or '\r')
                return index - at;
        }

        return -1;
    }

    private static int CloseOnLine(string text, int at)
    {
        // Not far, or a long line would be read over and over.
        ReadOnlySpan<char> ahead = text.AsSpan(at + 1, Math.Min(200, text.Length - at - 1));
        int close = ahead.IndexOfAny(text[at], '\n');
        return close >= 0 && ahead[close] == text[at] && ahead.Slice(close).IndexOf('}') > 0 ? at + 1 + close : -1;
    }

    private static int EndOfLine(string text, int at)
    {
        int index = text.AsSpan(at).IndexOfAny('\n', '\r');
        return index < 0 ? text.Length : at + index;
    }

    private static bool IsNameStart(char character) =>
        (uint)((character | 0x20) - 'a') <= 'z' - 'a' || character == '_' || (character > 127 && char.IsLetter(character));
}
