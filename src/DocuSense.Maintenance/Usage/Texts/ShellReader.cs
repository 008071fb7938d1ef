namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>
/// Splits shell text into simple commands and hands each to <see cref="CommandLine"/>. It knows quotes, comments, continuations,
/// here-documents, substitutions, and the words of the language; what it cannot know it leaves out.
/// </summary>
internal sealed class ShellReader
{
    private readonly ShellCursor _cursor;
    private readonly ShellWordReader _reader;
    private readonly bool _folded;
    private readonly CommandLine _commands;

    /// <summary>The commands around the one being read, whose substitution or subshell it is.</summary>
    private readonly Stack<Outer> _outer = new();
    private readonly List<HereDocument> _documents = [];

    private List<Word> _words = [];
    private bool _redirected;

    /// <summary>How many <c>case</c> are open, and whether a pattern of the last stands here: what is before <c>)</c> is no command.</summary>
    private int _cases;
    private bool _inPattern;

    public ShellReader(ShellCursor cursor, bool folded, CommandLine commands)
    {
        _cursor = cursor;
        _reader = new ShellWordReader(cursor);
        _folded = folded;
        _commands = commands;
    }

    /// <summary>Reads the whole region.</summary>
    public void ReadAll()
    {
        while (_cursor.At < _cursor.End)
        {
            char character = _cursor.Text[_cursor.At];
            if (character is '\n' or '\r')
                ReadLineEnd();
            else if (char.IsWhiteSpace(character))
                _cursor.At++;
            else if (IsCommentStart(character))
                SkipComment();
            else if (character == '<' && _cursor.IsPosix && _cursor.StartsWith("<<") && !_cursor.StartsWith("<<<"))
                ReadDocumentStart();
            else if (character is '<' or '>' || (character == '&' && _cursor.Peek(1) == '>'))
                ReadRedirection();
            else if (_inPattern && character is '(' or ')' or '|')
                ReadPatternSign(character);
            else if (character is ';' or '|' or '&')
                ReadSeparator();
            else if (character == '(')
                ReadOpening();
            else if (character == ')')
                ReadClosing(')');
            else if (character == '`' && _cursor.IsPosix)
                ReadBackquote();
            else if (character is '{' or '}' && _cursor.Dialect == Dialect.PowerShell)
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

    private void EndCommand(int skip)
    {
        _cursor.At += skip;
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
        _cursor.SkipLineEnd();
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

    private bool IsCommentStart(char character)
    {
        if (_cursor.Dialect == Dialect.Batch)
            return _words.Count == 0 && (_cursor.StartsWith("::") || (_cursor.IsLetters("rem") && !char.IsLetterOrDigit(_cursor.Peek(3))));
        return character == '#' || (_cursor.Dialect == Dialect.PowerShell && _cursor.StartsWith("<#"));
    }

    private void SkipComment()
    {
        if (_cursor.Dialect == Dialect.PowerShell && _cursor.StartsWith("<#"))
        {
            int close = _cursor.Text.IndexOf("#>", _cursor.At, _cursor.End - _cursor.At, StringComparison.Ordinal);
            _cursor.At = close < 0 ? _cursor.End : close + 2;
            return;
        }

        while (_cursor.At < _cursor.End && _cursor.Text[_cursor.At] is not ('\n' or '\r'))
            _cursor.At++;
    }

    private void ReadRedirection()
    {
        while (_cursor.At < _cursor.End && _cursor.Text[_cursor.At] is '<' or '>' or '&' or '|')
            _cursor.At++;
        _redirected = true;
    }

    private void ReadSeparator()
    {
        if (_cursor.Dialect == Dialect.PowerShell && _cursor.Text[_cursor.At] == '&' && _words.Count == 0 && _cursor.Peek(1) != '&')
        {
            // The call operator.
            _cursor.At++;
            return;
        }

        if (_cases > 0 && _cursor.StartsWith(";;"))
        {
            EndCommand(2);
            _inPattern = true;
            return;
        }

        EndCommand(1);
    }

    private void ReadPatternSign(char character)
    {
        _cursor.At++;
        _words.Clear();
        _inPattern = character != ')';
    }

    private void ReadOpening()
    {
        _cursor.At++;
        if (_words.Count == 1 && _cursor.IsPosix)
        {
            // name() { ... } defines a function, NAME=(a b) a list: neither is a command.
            _words.Clear();
            Enter(')');
            _words.Add(new Word("echo", _cursor.At, _cursor.At));
            return;
        }

        if (_words.Count == 0 || _cursor.Dialect is Dialect.Batch or Dialect.PowerShell)
        {
            EndCommand(0);
        }

        Enter(')');
    }

    private void Enter(char closer)
    {
        _outer.Push(new Outer(closer, _words));
        _words = [];
        _redirected = false;
    }

    private void ReadClosing(char closer)
    {
        _cursor.At++;
        if (_outer.Count > 0 && _outer.Peek().Closer == closer)
        {
            EndCommand(0);
            _words = _outer.Pop().Words;
            if (_words.Count > 0)
                _words.Add(new Word(Word.Unknown.ToString(), _cursor.At, _cursor.At));
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
            _cursor.At++;
            if (_words.Count == 0)
                _words.Add(new Word(Word.Unknown.ToString(), _cursor.At, _cursor.At));
            Enter('`');
        }
    }

    private void ReadCommandWord()
    {
        if (_cursor.IsPosix && _cursor.Dialect != Dialect.Make && _cursor.StartsWith("$(") && !_cursor.StartsWith("$(("))
        {
            // Keeps the place of the substitution in the outer command.
            _words.Add(new Word(Word.Unknown.ToString(), _cursor.At, _cursor.At));
            _cursor.At += 2;
            Enter(')');
            return;
        }

        int before = _cursor.At;
        if (_reader.Read() is not { } word)
        {
            _cursor.At = Math.Max(_cursor.At, before + 1);
            return;
        }

        if (_cursor.IsPosix && ReadCaseWord(word.Value))
            return;
        if (_redirected)
            _redirected = false;
        else if (word.End < _cursor.End && _cursor.Text[word.End] is '<' or '>' && IsNumber(word.Value))
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

    private void ReadDocumentStart()
    {
        _cursor.At += 2;
        bool strip = _cursor.Peek(0) == '-';
        if (strip)
            _cursor.At++;
        while (_cursor.Peek(0) is ' ' or '\t')
            _cursor.At++;
        if (_reader.Read() is { Value.Length: > 0 } delimiter)
            _documents.Add(new HereDocument(delimiter.Value, strip, CommandLine.ReadsScript(_words)));
    }

    /// <summary>Passes over the here-documents that the line just read announced; a shell's are scripts themselves.</summary>
    private void SkipDocuments()
    {
        // The command that reads them comes before what they hold.
        EndCommand(0);
        foreach (HereDocument document in _documents)
        {
            ShellRegion content = document.Skip(_cursor);
            if (document.IsShell)
                _commands.Scripts.Add(content);
        }

        _documents.Clear();
    }

    /// <summary>A command around the one being read, and what ends the one being read.</summary>
    private sealed record Outer(char Closer, List<Word> Words);
}
