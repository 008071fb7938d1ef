namespace DocuSense.Maintenance.Usage.Python;

/// <summary>
/// Reads questions whether a module is there, which code asks before it imports: <c>find_spec("torch")</c>, <c>"IPython" in sys.modules</c>,
/// <c>sys.modules.get("IPython")</c>.
/// </summary>
internal sealed class PythonGuards(HintSink sink, ValueList<PythonToken> tokens)
{
    private const int LongestModule = 255;

    private readonly string _text = sink.Text;
    private bool? _importsModules;

    /// <summary>Reads the string at a place; strings that no such question is about are passed over.</summary>
    public void Read(int at)
    {
        PythonToken token = tokens[at];
        int length = token.BodyEnd - token.BodyStart;
        if (length is <= 0 or > LongestModule || token.IsFormat || !(IsLookedFor(at) || IsHeldAgainstModules(at)))
            return;
        string module = _text.Substring(token.BodyStart, length);
        if (Dotted.IsName(module))
            sink.Add("guard", HintTarget.Presence, module, token.BodyStart, "asks whether '" + module + "' is there");
    }

    /// <summary><c>find_spec("x")</c>, <c>modules.get("x")</c>.</summary>
    private bool IsLookedFor(int at) =>
        IsSign(at - 1, '(') && (Is(at - 2, "find_spec") || (Is(at - 2, "get") && IsSign(at - 3, '.') && IsModules(at - 4)));

    /// <summary><c>"x" in sys.modules</c>, <c>"x" not in modules</c>.</summary>
    private bool IsHeldAgainstModules(int at)
    {
        int next = Is(at + 1, "not") ? at + 2 : at + 1;
        if (!Is(next, "in"))
            return false;
        int last = Is(next + 1, "sys") ? next + 3 : next + 1;
        return IsModules(last) && (!IsSign(last + 1, '.') || Is(last + 2, "keys"));
    }

    /// <summary>Whether a name means <c>sys.modules</c>; any other object may have modules.</summary>
    private bool IsModules(int at)
    {
        if (!Is(at, "modules"))
            return false;
        return IsSign(at - 1, '.') ? Is(at - 2, "sys") && !IsSign(at - 3, '.') : _importsModules ??= ImportsModules();
    }

    /// <summary>Whether the file has <c>from sys import modules</c>.</summary>
    private bool ImportsModules()
    {
        for (int at = 0; at + 3 < tokens.Count; at++)
        {
            if (!Is(at, "from") || !Is(at + 1, "sys") || !Is(at + 2, "import"))
                continue;
            for (int name = at + 3; name < tokens.Count && (tokens[name].Kind == PythonTokenKind.Name || IsSign(name, ',') || IsSign(name, '(')) && !Is(name, "from") && !Is(name, "import"); name++)
            {
                if (Is(name, "modules") && !Is(name - 1, "as") && !Is(name + 1, "as"))
                    return true;
            }
        }

        return false;
    }

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && _text[tokens[index].Start] == sign;

    private bool Is(int index, string word) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Name && tokens[index].End - tokens[index].Start == word.Length
        && string.CompareOrdinal(_text, tokens[index].Start, word, 0, word.Length) == 0;
}
