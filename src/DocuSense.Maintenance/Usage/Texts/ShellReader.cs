using System.Text;

namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>
/// Splits shell text into simple commands and hands each to <see cref="CommandLine"/>. It knows quotes, comments, continuations,
/// here-documents, substitutions, and the words of the language; what it cannot know it leaves out.
/// </summary>
internal sealed class ShellReader
{
    private const int MaximumNesting = 4;

    private readonly string _text;
    private readonly int _end;
    private readonly Dialect _dialect;
    private readonly bool _folded;
    private readonly CommandLine _commands;
    private readonly StringBuilder _word = new();

    /// <summary>The commands around the one being read, whose substitution or subshell it is.</summary>
    private readonly Stack<(char Closer, List<Word> Words)> _outer = new();
    private readonly List<(string Delimiter, bool Strip, bool IsShell)> _documents = [];

    private List<Word> _words = [];
    private int _at;
    private bool _noSingle;
    private bool _noDouble;
    private bool _redirected;

    /// <summary>How many <c>case</c> are open, and whether a pattern of the last stands here: what is before <c>)</c> is no command.</summary>
    private int _cases;
    private bool _inPattern;

    private ShellReader(string text, int start, int end, Dialect dialect, bool folded, CommandLine commands)
    {
        (_text, _at, _end, _dialect, _folded, _commands) = (text, start, end, dialect, folded, commands);
    }

    private bool IsPosix => _dialect is Dialect.Posix or Dialect.Make or Dialect.Braces;

    /// <summary>Reads a region of a text.</summary>
    /// <param name="sink">Takes what is found, and holds the text.</param>
    /// <param name="start">Where the region starts.</param>
    /// <param name="end">Just past its end.</param>
    /// <param name="dialect">Whose rules apply.</param>
    /// <param name="folded">Whether a line's end is a mere space, as in a folded YAML block or an instruction of a Dockerfile.</param>
    public static void Read(HintSink sink, int start, int end, Dialect dialect = Dialect.Posix, bool folded = false)
    {
        var pending = new Stack<(int Start, int End, Dialect Dialect, int Depth)>();
        pending.Push((start, end, dialect, 0));
        ReadPending(sink, pending, folded);
    }

    /// <summary>Reads a command whose words are known, and the scripts among them.</summary>
    public static void Read(HintSink sink, IReadOnlyList<Word> words)
    {
        var commands = new CommandLine(sink);
        commands.Read(words);
        var pending = new Stack<(int Start, int End, Dialect Dialect, int Depth)>();
        foreach ((int first, int last, Dialect inner) in commands.Scripts)
            pending.Push((first, last, inner, 1));
        ReadPending(sink, pending, folded: false);
    }

    private static void ReadPending(HintSink sink, Stack<(int Start, int End, Dialect Dialect, int Depth)> pending, bool folded)
    {
        while (pending.Count > 0)
        {
            (int from, int to, Dialect rules, int depth) = pending.Pop();
            var commands = new CommandLine(sink);
            new ShellReader(sink.Text, from, to, rules, folded && depth == 0, commands).ReadAll();
            if (depth == MaximumNesting)
                continue;
            foreach ((int first, int last, Dialect inner) in commands.Scripts)
                pending.Push((first, last, inner, depth + 1));
        }
    }

    /// <summary>The words of a region as one command's arguments: no operators, no comments.</summary>
    public static List<Word> Words(string text, int start, int end, Dialect dialect = Dialect.Posix)
    {
        var reader = new ShellReader(text, start, end, dialect, folded: true, new CommandLine(new HintSink(text, ImplicitUses.None)));
        var words = new List<Word>();
        while (reader._at < end)
        {
            if (char.IsWhiteSpace(text[reader._at]) || IsOperator(text[reader._at]))
                reader._at++;
            else if (reader.ReadWord() is { } word)
                words.Add(word);
        }

        return words;
    }

    private static bool IsOperator(char character) => character is ';' or '|' or '&' or '(' or ')' or '<' or '>' or '`';

    private void ReadAll()
    {
        while (_at < _end)
        {
            char character = _text[_at];
            if (character is '\n' or '\r')
                ReadLineEnd();
            else if (char.IsWhiteSpace(character))
                _at++;
            else if (IsCommentStart(character))
                SkipComment();
            else if (character == '<' && IsPosix && StartsWith("<<") && !StartsWith("<<<"))
                ReadDocumentStart();
            else if (character is '<' or '>' || (character == '&' && Peek(1) == '>'))
                ReadRedirection();
            else if (_inPattern && character is '(' or ')' or '|')
                ReadPatternSign(character);
            else if (character is ';' or '|' or '&')
                ReadSeparator();
            else if (character == '(')
                ReadOpening();
            else if (character == ')')
                ReadClosing(')');
            else if (character == '`' && IsPosix)
                ReadBackquote();
            else if (character is '{' or '}' && _dialect == Dialect.PowerShell)
                EndCommand(1);
            else
                ReadCommandWord();
        }

        EndCommand(0);
        while (_outer.Count > 0)
        {
            _words = _outer.Pop().Words;
            EndCommand(0);
        }
    }

    private char Peek(int offset) => _at + offset < _end ? _text[_at + offset] : '\0';

    private bool StartsWith(string what) => _at + what.Length <= _end && string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private void EndCommand(int skip)
    {
        _at += skip;
        _redirected = false;
        if (_words.Count > 0)
        {
            _commands.Read(_words);
            _words.Clear();
        }
    }

    private void ReadLineEnd()
    {
        bool ends = !_folded;
        SkipLineEnd();
        if (_documents.Count > 0)
        {
            SkipDocuments();
            ends = true;
        }

        if (ends)
        {
            // Quoted lines aside, nothing but a subshell goes on over a line's end.
            EndCommand(0);
        }
    }

    private void SkipLineEnd() => _at += _text[_at] == '\r' && Peek(1) == '\n' ? 2 : 1;

    private bool IsCommentStart(char character)
    {
        if (_dialect == Dialect.Batch)
            return _words.Count == 0 && (StartsWith("::") || (IsLetters("rem") && !char.IsLetterOrDigit(Peek(3))));
        return character == '#' || (_dialect == Dialect.PowerShell && StartsWith("<#"));
    }

    private bool IsLetters(string what) => _at + what.Length <= _end && string.Compare(_text, _at, what, 0, what.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private void SkipComment()
    {
        if (_dialect == Dialect.PowerShell && StartsWith("<#"))
        {
            int close = _text.IndexOf("#>", _at, _end - _at, StringComparison.Ordinal);
            _at = close < 0 ? _end : close + 2;
            return;
        }

        while (_at < _end && _text[_at] is not ('\n' or '\r'))
            _at++;
    }

    private void ReadRedirection()
    {
        while (_at < _end && _text[_at] is '<' or '>' or '&' or '|')
            _at++;
        _redirected = true;
    }

    private void ReadSeparator()
    {
        if (_dialect == Dialect.PowerShell && _text[_at] == '&' && _words.Count == 0 && Peek(1) != '&')
        {
            // The call operator.
            _at++;
            return;
        }

        if (_cases > 0 && StartsWith(";;"))
        {
            EndCommand(2);
            _inPattern = true;
            return;
        }

        EndCommand(1);
    }

    private void ReadPatternSign(char character)
    {
        _at++;
        _words.Clear();
        _inPattern = character != ')';
    }

    private void ReadOpening()
    {
        _at++;
        if (_words.Count == 1 && IsPosix)
        {
            // name() { ... } defines a function, NAME=(a b) a list: neither is a command.
            _words.Clear();
            Enter(')');
            _words.Add(new Word("echo", _at, _at));
            return;
        }

        if (_words.Count == 0 || _dialect is Dialect.Batch or Dialect.PowerShell)
        {
            EndCommand(0);
        }

        Enter(')');
    }

    private void Enter(char closer)
    {
        _outer.Push((closer, _words));
        _words = [];
        _redirected = false;
    }

    private void ReadClosing(char closer)
    {
        _at++;
        if (_outer.Count > 0 && _outer.Peek().Closer == closer)
        {
            EndCommand(0);
            _words = _outer.Pop().Words;
            if (_words.Count > 0)
                _words.Add(new Word(Word.Unknown.ToString(), _at, _at));
        }
        else
        {
            // The pattern of a case: "start)".
            _words.Clear();
        }
    }

    private void ReadBackquote()
    {
        if (_outer.Count > 0 && _outer.Peek().Closer == '`')
        {
            ReadClosing('`');
        }
        else
        {
            _at++;
            if (_words.Count == 0)
                _words.Add(new Word(Word.Unknown.ToString(), _at, _at));
            Enter('`');
        }
    }

    private void ReadCommandWord()
    {
        if (IsPosix && _dialect != Dialect.Make && StartsWith("$(") && !StartsWith("$(("))
        {
            // Keeps the place of the substitution in the outer command.
            _words.Add(new Word(Word.Unknown.ToString(), _at, _at));
            _at += 2;
            Enter(')');
            return;
        }

        int before = _at;
        if (ReadWord() is not { } word)
        {
            _at = Math.Max(_at, before + 1);
            return;
        }

        if (IsPosix && ReadCaseWord(word.Value))
            return;
        if (_redirected)
            _redirected = false;
        else if (word.End < _end && _text[word.End] is '<' or '>' && IsNumber(word.Value))
            return;
        else
            _words.Add(word);
    }

    /// <summary><c>case $1 in</c>, and what ends it; returns whether the word is no part of a command.</summary>
    private bool ReadCaseWord(string value)
    {
        if (value == "in" && _words.Count > 1 && _words[0].Value == "case")
        {
            _cases++;
            _inPattern = true;
            _words.Clear();
            return true;
        }

        if (value == "esac" && _cases > 0 && (_inPattern || _words.Count == 0))
        {
            _cases--;
            _inPattern = false;
            return true;
        }

        return _inPattern;
    }

    private static bool IsNumber(string value)
    {
        foreach (char character in value)
        {
            if (character is < '0' or > '9')
                return false;
        }

        return true;
    }

    /// <summary>Reads one word; null where there was only a continuation of the line.</summary>
    private Word? ReadWord()
    {
        int start = _at;
        int end = _at;
        string? variable = null;
        bool any = false;
        _word.Clear();
        while (_at < _end)
        {
            char character = _text[_at];
            if (char.IsWhiteSpace(character))
                break;
            if (IsContinuation(character))
            {
                _at++;
                SkipLineEnd();
                break;
            }

            if (character == '\'' && _dialect != Dialect.Batch)
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
            else if (IsOperator(character) || (_dialect == Dialect.PowerShell && character is '{' or '}'))
            {
                if (_at > start || IsPosix || character != '`')
                    break;
                _at++;
            }
            else if (character == '\\' && IsPosix && _at + 1 < _end)
            {
                _word.Append(_text[_at + 1]);
                _at += 2;
            }
            else
            {
                _word.Append(character);
                _at++;
            }

            end = _at;
        }

        return _word.Length == 0 && !any ? null : new Word(_word.ToString(), start, end, variable);
    }

    private bool IsContinuation(char character)
    {
        char marker = _dialect switch { Dialect.Batch => '^', Dialect.PowerShell => '`', _ => '\\' };
        return character == marker && Peek(1) is '\n' or '\r';
    }

    private void ReadSingleQuoted()
    {
        int close = _noSingle ? -1 : _text.IndexOf('\'', _at + 1, _end - _at - 1);
        if (close < 0)
        {
            // Without an end it is an apostrophe.
            _noSingle = true;
            _at++;
            return;
        }

        _word.Append(_text, _at + 1, close - _at - 1);
        _at = close + 1;
    }

    private void ReadDoubleQuoted(ref string? variable)
    {
        if (_noDouble || _text.IndexOf('"', _at + 1, _end - _at - 1) < 0)
        {
            _noDouble = true;
            _at++;
            return;
        }

        _at++;
        while (_at < _end && _text[_at] != '"')
        {
            if (_text[_at] == '\\' && IsPosix && _at + 1 < _end)
            {
                _word.Append(_text[_at + 1]);
                _at += 2;
            }
            else if (StartsTemplate() || (_text[_at] == '$' && Peek(1) == '('))
            {
                SkipTemplate(ref variable);
            }
            else
            {
                _word.Append(_text[_at++]);
            }
        }

        if (_at < _end)
            _at++;
    }

    /// <summary>Whether something begins here that only the shell, make or a template engine can fill in.</summary>
    private bool StartsTemplate() => _text[_at] switch
    {
        '$' => Peek(1) is '{' or '$' or '@' or '*' or '?' or '!' or '#' or '_' or '(' || char.IsLetterOrDigit(Peek(1)) || StartsWith("${{"),
        '{' => Peek(1) is '{' or '%' || _dialect == Dialect.Braces,
        '%' => _dialect == Dialect.Batch && (Peek(1) is '~' or '*' || char.IsLetterOrDigit(Peek(1)) || Peek(1) == '_'),
        '<' => StartsWith("<%"),
        _ => false,
    };

    private void SkipTemplate(ref string? variable)
    {
        int start = _at;
        if (_text[_at] == '$' && Peek(1) is '{' or '(' && !StartsWith("${{"))
            SkipBalanced(_at + 1, Peek(1), Peek(1) == '{' ? '}' : ')');
        else if (StartsWith("${{") || StartsWith("{{"))
            SkipPast("}}");
        else if (StartsWith("{%"))
            SkipPast("%}");
        else if (StartsWith("<%"))
            SkipPast("%>");
        else if (_text[_at] == '{')
            SkipBalanced(_at, '{', '}');
        else if (_text[_at] == '%')
            SkipBatchVariable();
        else
        {
            _at += 2;
            while (_at < _end && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
                _at++;
        }

        if (_word.Length == 0 || _word[_word.Length - 1] != Word.Unknown)
            _word.Append(Word.Unknown);
        variable = _text.Substring(start, Math.Min(_at - start, 64));
    }

    private void SkipPast(string closer)
    {
        int limit = LineEnd(_at);
        int close = _text.IndexOf(closer, _at, limit - _at, StringComparison.Ordinal);
        _at = close < 0 ? limit : close + closer.Length;
    }

    private void SkipBalanced(int from, char opener, char closer)
    {
        int depth = 0;
        for (int index = from; index < _end && _text[index] is not ('\n' or '\r'); index++)
        {
            if (_text[index] == opener)
                depth++;
            else if (_text[index] == closer && --depth == 0)
            {
                _at = index + 1;
                return;
            }
        }

        // Never closed: the rest of the line cannot be told.
        _at = LineEnd(_at);
    }

    private void SkipBatchVariable()
    {
        _at++;
        if (Peek(0) is '~' or '*' || char.IsDigit(Peek(0)))
        {
            while (_at < _end && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '~' or '*'))
                _at++;
            return;
        }

        int index = _at;
        while (index < _end && (char.IsLetterOrDigit(_text[index]) || _text[index] is '_' or ':' or '~' or ',' or '-' or '='))
            index++;
        _at = index < _end && _text[index] == '%' ? index + 1 : index;
    }

    private int LineEnd(int from)
    {
        int index = from;
        while (index < _end && _text[index] is not ('\n' or '\r'))
            index++;
        return index;
    }

    private void ReadDocumentStart()
    {
        _at += 2;
        bool strip = Peek(0) == '-';
        if (strip)
            _at++;
        while (Peek(0) is ' ' or '\t')
            _at++;
        if (ReadWord() is { Value.Length: > 0 } delimiter)
            _documents.Add((delimiter.Value, strip, CommandLine.ReadsScript(_words)));
    }

    /// <summary>Passes over the here-documents that the line just read announced; a shell's are scripts themselves.</summary>
    private void SkipDocuments()
    {
        // The command that reads them comes before what they hold.
        EndCommand(0);
        foreach ((string delimiter, bool strip, bool isShell) in _documents)
        {
            int start = _at;
            int end = _end;
            while (_at < _end)
            {
                int lineEnd = LineEnd(_at);
                int first = _at;
                while (strip && first < lineEnd && _text[first] == '\t')
                    first++;
                bool closes = lineEnd - first == delimiter.Length && string.CompareOrdinal(_text, first, delimiter, 0, delimiter.Length) == 0;
                if (closes)
                    end = _at;
                _at = lineEnd;
                if (_at < _end)
                    SkipLineEnd();
                if (closes)
                    break;
            }

            if (isShell)
                _commands.Scripts.Add((start, end, Dialect.Posix));
        }

        _documents.Clear();
    }
}
