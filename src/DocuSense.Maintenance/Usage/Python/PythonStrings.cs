using DocuSense.Maintenance.Usage.Texts;

namespace DocuSense.Maintenance.Usage.Python;

/// <summary>Reads string literals: URLs, drivers, class paths, and modules where the place says that they are modules.</summary>
internal sealed class PythonStrings(HintSink sink, ValueList<PythonToken> tokens)
{
    /// <summary>Lists of modules or of what is in them, by the name they are assigned to or passed as.</summary>
    private static readonly HashSet<string> _lists = new(StringComparer.Ordinal)
    {
        "INSTALLED_APPS", "MIDDLEWARE", "MIDDLEWARE_CLASSES", "AUTHENTICATION_BACKENDS", "context_processors", "TEMPLATE_CONTEXT_PROCESSORS", "PASSWORD_HASHERS", "STATICFILES_FINDERS", "FILE_UPLOAD_HANDLERS",
        "pytest_plugins", "extensions", "CELERY_IMPORTS", "CELERY_INCLUDE", "imports", "include", "loaders", "DEBUG_TOOLBAR_PANELS", "SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS", "plugins",
    };

    /// <summary>Lists in which a name without a dot is a module too.</summary>
    private static readonly HashSet<string> _apps = new(StringComparer.Ordinal) { "INSTALLED_APPS", "pytest_plugins" };

    /// <summary>Lists of what is imported when the program starts.</summary>
    private static readonly HashSet<string> _needed = new(StringComparer.Ordinal) { "INSTALLED_APPS", "THIRD_PARTY_APPS", "MIDDLEWARE" };

    /// <summary>Keys and names whose value is a module or something in one.</summary>
    private static readonly HashSet<string> _paths = new(StringComparer.Ordinal)
    {
        "class", "()", "BACKEND", "ENGINE", "backend", "factory", "SESSION_ENGINE", "EMAIL_BACKEND", "DEFAULT_FILE_STORAGE", "STATICFILES_STORAGE", "TEST_RUNNER",
        "CELERY_RESULT_BACKEND", "worker_class", "logger_class", "MESSAGE_STORAGE", "SESSION_SERIALIZER", "SCHEDULER", "CELERYBEAT_SCHEDULER", "CELERY_BEAT_SCHEDULER", "beat_scheduler", "KEY_FUNCTION", "CLIENT_CLASS",
        "PARSER_CLASS", "SERIALIZER", "COMPRESSOR", "CONNECTION_POOL_CLASS", "html_theme",
    };

    /// <summary>Calls that import what their first argument names.</summary>
    private static readonly HashSet<string> _importers = new(StringComparer.Ordinal)
    {
        "patch", "import_string", "import_from_string", "import_object", "load_object", "load_class", "import_by_path", "locate", "resolve_name", "setattr", "delattr", "include_object",
    };

    private readonly string _text = sink.Text;

    /// <summary>The open brackets: the name that is called, or that the list is assigned to; -1 for none.</summary>
    private readonly List<OpenBracket> _open = [];
    private int _sphinxList = -1;
    private int _line;
    private int _plainLine = -1;
    private bool _isPlain;

    /// <summary>A logical line begins: no bracket is open.</summary>
    /// <param name="at">Its first token.</param>
    public void StartLine(int at)
    {
        _open.Clear();
        _line = at;
    }

    /// <summary>Keeps track of brackets.</summary>
    public void ReadSign(int at)
    {
        PythonToken token = tokens[at];
        switch (_text[token.Start])
        {
            case '(' or '[' or '{':
                bool isCall = at > 0 && tokens[at - 1].Kind == PythonTokenKind.Name && !token.StartsLine && _text[token.Start] == '(';
                _open.Add(isCall && IsAddition(at - 1) ? new OpenBracket(at - 3, false) : new OpenBracket(isCall ? at - 1 : AssignedTo(at), isCall));
                break;
            case ')' or ']' or '}' when _open.Count > 0:
                _open.RemoveAt(_open.Count - 1);
                break;
        }
    }

    /// <summary>Reads one string.</summary>
    public void Read(int at)
    {
        PythonToken token = tokens[at];
        int length = token.BodyEnd - token.BodyStart;
        if (length <= 0 || IsDocumentation(at))
            return;

        int colon = _text.IndexOf(':', token.BodyStart, Math.Min(length, 40));
        if (colon > token.BodyStart && colon + 2 < token.BodyEnd && _text[colon + 1] == '/' && _text[colon + 2] == '/')
        {
            // Of two adjacent literals the second is no beginning.
            bool isJoined = at > 0 && !token.StartsLine && tokens[at - 1].Kind == PythonTokenKind.String;
            if (!isJoined && IsScheme(token.BodyStart, colon))
                UrlReader.Add(sink, token.BodyStart, colon);
            return;
        }

        if (length > 255 || token.IsFormat)
            return;
        if (!IsPlausible(_text.AsSpan(token.BodyStart, length)))
            return;
        string value = _text.Substring(token.BodyStart, length);
        if (UrlSchemes.IsDriverName(value))
            sink.AddScheme(value, token.BodyStart, "names driver " + value, isUrl: false);
        foreach (ImplicitUse use in sink.Table.OfLiteral(value))
            sink.AddImplicit(use, token.BodyStart, "names '" + value + "'");
        if (!IsModule(at, value))
            return;
        if (IsLoadedAtStart(at))
            sink.AddNeededModule(Dotted.Module(value), token.BodyStart);
        else
            sink.AddModule("configuration", Dotted.Module(value), token.BodyStart);
    }

    /// <summary>Whether it stands in a list of which Django imports all when it starts, and that no condition guards.</summary>
    private bool IsLoadedAtStart(int at)
    {
        if (_open.Count != 1 || _open[0].IsCall || _open[0].Name != _line || !_needed.Contains(Text(_line)))
            return false;
        bool isElement = (IsSign(at - 1, '[') || IsSign(at - 1, '(') || IsSign(at - 1, ',')) && (IsSign(at + 1, ']') || IsSign(at + 1, ')') || IsSign(at + 1, ','));
        if (!isElement)
            return false;
        if (_plainLine != _line)
            (_plainLine, _isPlain) = (_line, IsPlainAssignment(_line));
        return _isPlain;
    }

    /// <summary>Whether a line at the margin assigns, or adds, lists and names as they are: nothing in it chooses between them.</summary>
    private bool IsPlainAssignment(int first)
    {
        int start = tokens[first].Start;
        if (start > 0 && _text[start - 1] is not ('\n' or '\r' or '\uFEFF'))
            return false;
        int depth = 0;
        for (int index = first; index < tokens.Count && (index == first || !tokens[index].StartsLine); index++)
        {
            PythonToken token = tokens[index];
            if (token.Kind == PythonTokenKind.Name)
            {
                if (Text(index) is "if" or "else" or "and" or "or" or "not" or "for" or "in" or "lambda" or "await")
                    return false;
                continue;
            }

            if (token.Kind != PythonTokenKind.Sign)
                continue;
            char sign = _text[token.Start];
            if (depth == 0 && sign == '[' && (IsSign(index - 1, ']') || IsSign(index - 1, ')')))
                return false;
            if (sign is '(' or '[' or '{')
                depth++;
            else if (sign is ')' or ']' or '}')
                depth--;
            else if (depth == 0 && sign is not ('=' or '+' or ':' or '.' or ','))
                return false;
        }

        return true;
    }

    /// <summary>A string that is a statement of its own documents or comments.</summary>
    private bool IsDocumentation(int at)
    {
        if (!tokens[at].StartsLine)
            return false;
        int next = at + 1;
        while (next < tokens.Count && !tokens[next].StartsLine && tokens[next].Kind == PythonTokenKind.String)
            next++;
        return next == tokens.Count || tokens[next].StartsLine || _text[tokens[next].Start] == ';';
    }

    private bool IsScheme(int start, int end)
    {
        for (int index = start; index < end; index++)
        {
            if (_text[index] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '+' or '-' or '.' or '_'))
                return false;
        }

        return true;
    }

    /// <summary>Whether the string could be a name of any kind, before a string is made of it.</summary>
    private static bool IsPlausible(ReadOnlySpan<char> value)
    {
        foreach (char character in value)
        {
            if (character is <= ' ' or '/' or '\\' or '(' or '{' or '<' or ',')
                return false;
        }

        return true;
    }

    private bool IsModule(int at, string value)
    {
        string module = Dotted.Module(value);
        int dot = module.IndexOf('.');
        if (!Dotted.IsName(module))
            return false;

        // The key of a mapping names nothing, unless a number ranks it (Scrapy's pipelines).
        if (IsSign(at + 1, ':') && !(at + 2 < tokens.Count && tokens[at + 2].Kind == PythonTokenKind.Number && _open.Count > 0))
            return false;
        (int name, bool isCall) = _open.Count > 0 ? _open[_open.Count - 1] : OpenBracket.None;
        if (isCall && (Is(name, "getLogger") || Is(name, "get_logger")))
            return false;
        if (Dotted.IsClassPath(value.Replace(':', '.')))
            return true;
        if (IsInList(at, value, dot > 0))
            return true;
        if (Key(at) is { } key && _paths.Contains(key))
            return dot > 0 || key == "html_theme";
        return isCall && dot > 0 && IsSign(at - 1, '(') && _importers.Contains(Text(name));
    }

    /// <summary>Whether it is in a list of modules: assigned or passed under a name that says so.</summary>
    private bool IsInList(int at, string value, bool isDotted)
    {
        int depth = Math.Max(0, _open.Count - 3);
        for (int index = _open.Count - 1; index >= depth; index--)
        {
            (int name, bool isCall) = _open[index];
            if (isCall || name < 0)
                continue;
            string list = Text(name);
            bool isApps = _apps.Contains(list) || list.EndsWith("_APPS", StringComparison.Ordinal);
            if (list == "extensions")
            {
                // Sphinx' conf.py; others list the extensions of files.
                if (value.StartsWith("sphinx", StringComparison.Ordinal))
                    _sphinxList = name;
                return isDotted || _sphinxList == name;
            }

            if (isApps || (isDotted && (_lists.Contains(list) || list.EndsWith("_CLASSES", StringComparison.Ordinal))))
                return true;
        }

        // pytest_plugins = "pytester"
        return _open.Count == 0 && IsSign(at - 1, '=') && Is(at - 2, "pytest_plugins");
    }

    /// <summary>The key or name whose value the string is: <c>"ENGINE": "..."</c>, <c>NAME = "..."</c>, <c>name="..."</c>.</summary>
    private string? Key(int at)
    {
        if (IsSign(at - 1, ':') && at >= 2 && tokens[at - 2].Kind == PythonTokenKind.String)
        {
            PythonToken key = tokens[at - 2];
            return _text.Substring(key.BodyStart, Math.Max(0, key.BodyEnd - key.BodyStart));
        }

        return IsSign(at - 1, '=') && at >= 2 && tokens[at - 2].Kind == PythonTokenKind.Name ? Text(at - 2) : null;
    }

    /// <summary>The name before <c>=</c>, <c>+=</c>, or the key before <c>:</c>, of a list that opens here; -1 for none.</summary>
    private int AssignedTo(int at)
    {
        int index = at - 1;
        if (IsSign(index, '='))
        {
            index--;
            if (IsSign(index, '+'))
                index--;

            // NAME: list = [. A name that follows the colon of an if is the one that is assigned.
            if (index > 1 && tokens[index].Kind == PythonTokenKind.Name && !tokens[index].StartsLine && IsSign(index - 1, ':') && index - 2 == _line)
                return index - 2;

            // NAME: list[str] = [
            if (IsSign(index, ']'))
            {
                for (int back = index, steps = 0; back > 0 && steps < 12; back--, steps++)
                {
                    if (IsSign(back, ':'))
                        return back - 1 >= 0 && tokens[back - 1].Kind == PythonTokenKind.Name ? back - 1 : -1;
                    if (tokens[back].StartsLine)
                        return -1;
                }

                return -1;
            }

            return index >= 0 && tokens[index].Kind is PythonTokenKind.Name ? index : -1;
        }

        if (IsSign(index, ':') && index > 0 && tokens[index - 1].Kind == PythonTokenKind.String)
            return index - 1;

        // NAME = OTHERS + [
        if (IsSign(index, '+') && _open.Count == 0 && tokens[_line].Kind == PythonTokenKind.Name && (IsSign(_line + 1, '=') || (IsSign(_line + 1, '+') && IsSign(_line + 2, '='))))
            return _line;
        return -1;
    }

    /// <summary>Whether the call adds to a list: <c>NAME.append(</c>, the name being two tokens before.</summary>
    private bool IsAddition(int at) =>
        IsSign(at - 1, '.') && at >= 2 && tokens[at - 2].Kind == PythonTokenKind.Name && (Is(at, "append") || Is(at, "extend") || Is(at, "insert"));

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && _text[tokens[index].Start] == sign;

    private bool Is(int index, string word) => index >= 0 && string.Equals(Text(index), word, StringComparison.Ordinal);

    private string Text(int index)
    {
        PythonToken token = tokens[index];
        return token.Kind == PythonTokenKind.String
            ? _text.Substring(token.BodyStart, Math.Min(64, Math.Max(0, token.BodyEnd - token.BodyStart)))
            : _text.Substring(token.Start, Math.Min(64, token.End - token.Start));
    }

    /// <summary>A bracket that is open: the token of the name it belongs to, negative for none, and whether that is called.</summary>
    private sealed record OpenBracket(int Name, bool IsCall)
    {
        public static OpenBracket None { get; } = new(-1, false);
    }
}
