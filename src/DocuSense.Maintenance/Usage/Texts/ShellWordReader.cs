using System.Text;

namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads the words of shell text: quotes, escapes, continuations of lines, and what only the shell or a template engine can fill in.</summary>
internal sealed class ShellWordReader(ShellCursor cursor)
{
    private readonly ShellCursor _cursor = cursor;
    private readonly StringBuilder _word = new();
    private bool _noSingle;
    private bool _noDouble;

    /// <summary>The words of a region as one command's arguments: no operators, no comments.</summary>
    public static List<Word> ReadAll(string text, int start, int end, Dialect dialect = Dialect.Posix)
    {
        var cursor = new ShellCursor(text, start, end, dialect);
        var reader = new ShellWordReader(cursor);
        var words = new List<Word>();
        while (cursor.At < end)
        {
            if (char.IsWhiteSpace(text[cursor.At]) || IsOperator(text[cursor.At]))
                cursor.At++;
            else if (reader.Read() is { } word)
                words.Add(word);
        }

        return words;
    }

    /// <summary>Reads one word; null where there was only a continuation of the line.</summary>
    public Word? Read()
    {
        int start = _cursor.At;
        int end = _cursor.At;
        string? variable = null;
        bool any = false;
        _word.Clear();
        while (_cursor.At < _cursor.End)
        {
            char character = _cursor.Text[_cursor.At];
            if (char.IsWhiteSpace(character))
                break;
            if (IsContinuation(character))
            {
                _cursor.At++;
                _cursor.SkipLineEnd();
                break;
            }

            if (character == '\'' && _cursor.Dialect != Dialect.Batch)
            {
                any = true;
                ReadSingleQuoted();
            }
            else if (character == '"')
            {
                any = true;
                ReadDoubleQuoted(ref variable);
            }
            else if (StartsTemplate())
            {
                SkipTemplate(ref variable);
            }
            else if (IsOperator(character) || (_cursor.Dialect == Dialect.PowerShell && character is '{' or '}'))
            {
                if (_cursor.At > start || _cursor.IsPosix || character != '`')
                    break;
                _cursor.At++;
            }
            else if (character == '\\' && _cursor.IsPosix && _cursor.At + 1 < _cursor.End)
            {
                _word.Append(_cursor.Text[_cursor.At + 1]);
                _cursor.At += 2;
            }
            else
            {
                _word.Append(character);
                _cursor.At++;
            }

            end = _cursor.At;
        }

        return _word.Length == 0 && !any ? null : new Word(_word.ToString(), start, end, variable);
    }

    private bool IsContinuation(char character)
    {
        char marker = _cursor.Dialect switch { Dialect.Batch => '^', Dialect.PowerShell => '`', _ => '\\' };
        return character == marker && _cursor.Peek(1) is '\n' or '\r';
    }

    private void ReadSingleQuoted()
    {
        int close = _noSingle ? -1 : _cursor.Text.IndexOf('\'', _cursor.At + 1, _cursor.End - _cursor.At - 1);
        if (close < 0)
        {
            // Without an end it is an apostrophe.
            _noSingle = true;
            _cursor.At++;
            return;
        }

        _word.Append(_cursor.Text, _cursor.At + 1, close - _cursor.At - 1);
        _cursor.At = close + 1;
    }

    private void ReadDoubleQuoted(ref string? variable)
    {
        if (_noDouble || _cursor.Text.IndexOf('"', _cursor.At + 1, _cursor.End - _cursor.At - 1) < 0)
        {
            _noDouble = true;
            _cursor.At++;
            return;
        }

        _cursor.At++;
        while (_cursor.At < _cursor.End && _cursor.Text[_cursor.At] != '"')
        {
            if (_cursor.Text[_cursor.At] == '\\' && _cursor.IsPosix && _cursor.At + 1 < _cursor.End)
            {
                _word.Append(_cursor.Text[_cursor.At + 1]);
                _cursor.At += 2;
            }
            else if (StartsTemplate() || (_cursor.Text[_cursor.At] == '$' && _cursor.Peek(1) == '('))
            {
                SkipTemplate(ref variable);
            }
            else
            {
                _word.Append(_cursor.Text[_cursor.At++]);
            }
        }

        if (_cursor.At < _cursor.End)
            _cursor.At++;
    }

    /// <summary>Whether something begins here that only the shell, make or a template engine can fill in.</summary>
    private bool StartsTemplate() => _cursor.Text[_cursor.At] switch
    {
        '$' => _cursor.Peek(1) is '{' or '$' or '@' or '*' or '?' or '!' or '#' or '_' or '(' || char.IsLetterOrDigit(_cursor.Peek(1)) || _cursor.StartsWith("${{"),
        '{' => _cursor.Peek(1) is '{' or '%' || _cursor.Dialect == Dialect.Braces,
        '%' => _cursor.Dialect == Dialect.Batch && (_cursor.Peek(1) is '~' or '*' || char.IsLetterOrDigit(_cursor.Peek(1)) || _cursor.Peek(1) == '_'),
        '<' => _cursor.StartsWith("<%"),
        _ => false,
    };

    private void SkipTemplate(ref string? variable)
    {
        int start = _cursor.At;
        if (_cursor.Text[_cursor.At] == '$' && _cursor.Peek(1) is '{' or '(' && !_cursor.StartsWith("${{"))
            SkipBalanced(_cursor.At + 1, _cursor.Peek(1), _cursor.Peek(1) == '{' ? '}' : ')');
        else if (_cursor.StartsWith("${{") || _cursor.StartsWith("{{"))
            SkipPast("}}");
        else if (_cursor.StartsWith("{%"))
            SkipPast("%}");
        else if (_cursor.StartsWith("<%"))
            SkipPast("%>");
        else if (_cursor.Text[_cursor.At] == '{')
            SkipBalanced(_cursor.At, '{', '}');
        else if (_cursor.Text[_cursor.At] == '%')
            SkipBatchVariable();
        else
        {
            _cursor.At += 2;
            while (_cursor.At < _cursor.End && (char.IsLetterOrDigit(_cursor.Text[_cursor.At]) || _cursor.Text[_cursor.At] == '_'))
                _cursor.At++;
        }

        if (_word.Length == 0 || _word[_word.Length - 1] != Word.Unknown)
            _word.Append(Word.Unknown);
        variable = _cursor.Text.Substring(start, Math.Min(_cursor.At - start, 64));
    }

    private void SkipPast(string closer)
    {
        int limit = _cursor.LineEnd(_cursor.At);
        int close = _cursor.Text.IndexOf(closer, _cursor.At, limit - _cursor.At, StringComparison.Ordinal);
        _cursor.At = close < 0 ? limit : close + closer.Length;
    }

    private void SkipBalanced(int from, char opener, char closer)
    {
        int depth = 0;
        for (int index = from; index < _cursor.End && _cursor.Text[index] is not ('\n' or '\r'); index++)
        {
            if (_cursor.Text[index] == opener)
                depth++;
            else if (_cursor.Text[index] == closer && --depth == 0)
            {
                _cursor.At = index + 1;
                return;
            }
        }

        // Never closed: the rest of the line cannot be told.
        _cursor.At = _cursor.LineEnd(_cursor.At);
    }

    private void SkipBatchVariable()
    {
        _cursor.At++;
        if (_cursor.Peek(0) is '~' or '*' || char.IsDigit(_cursor.Peek(0)))
        {
            while (_cursor.At < _cursor.End && (char.IsLetterOrDigit(_cursor.Text[_cursor.At]) || _cursor.Text[_cursor.At] is '~' or '*'))
                _cursor.At++;
            return;
        }

        int index = _cursor.At;
        while (index < _cursor.End && (char.IsLetterOrDigit(_cursor.Text[index]) || _cursor.Text[index] is '_' or ':' or '~' or ',' or '-' or '='))
            index++;
        _cursor.At = index < _cursor.End && _cursor.Text[index] == '%' ? index + 1 : index;
    }

    public static bool IsOperator(char character) => character is ';' or '|' or '&' or '(' or ')' or '<' or '>' or '`';
}
