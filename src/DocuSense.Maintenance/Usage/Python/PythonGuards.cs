namespace DocuSense.Maintenance.Usage.Python;

/// <summary>
/// Reads questions whether a module is there, which code asks before it imports: <c>find_spec("torch")</c>, <c>"IPython" in sys.modules</c>,
/// <c>sys.modules.get("IPython")</c>.
/// </summary>
internal sealed class PythonGuards(HintSink sink, ValueList<PythonToken> tokens)
{
    private const int LongestModule = 255;

    private readonly string _text = sink.Text;

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
        IsSign(at - 1, '(') && (Is(at - 2, "find_spec") || (Is(at - 2, "get") && IsSign(at - 3, '.') && Is(at - 4, "modules")));

    /// <summary><c>"x" in sys.modules</c>, <c>"x" not in modules</c>.</summary>
    private bool IsHeldAgainstModules(int at)
    {
        int next = Is(at + 1, "not") ? at + 2 : at + 1;
        if (!Is(next, "in"))
            return false;
        return Is(next + 1, "modules") || (Is(next + 1, "sys") && IsSign(next + 2, '.') && Is(next + 3, "modules"));
    }

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && _text[tokens[index].Start] == sign;

    private bool Is(int index, string word) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Name && tokens[index].End - tokens[index].Start == word.Length
        && string.CompareOrdinal(_text, tokens[index].Start, word, 0, word.Length) == 0;
}
