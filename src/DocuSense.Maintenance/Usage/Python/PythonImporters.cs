namespace DocuSense.Maintenance.Usage.Python;

/// <summary>
/// Reads calls that import a module whose name is computed. Of <c>import_module(f"acme.drivers.{name}")</c> the package is known; of
/// <c>import_module(name)</c> nothing is. Calls with a whole literal are imports, which the scanner finds.
/// </summary>
internal sealed class PythonImporters(HintSink sink, ValueList<PythonToken> tokens)
{
    private readonly string _text = sink.Text;

    /// <summary>Reads the name at a place; names of other functions are passed over.</summary>
    public void Read(int at, ReadOnlySpan<char> name)
    {
        if (!(name.SequenceEqual("import_module".AsSpan()) || name.SequenceEqual("__import__".AsSpan())) || !IsSign(at + 1, '(') || at + 2 >= tokens.Count)
            return;
        // A function of that name that is defined here.
        if (at > 0 && tokens[at - 1].Kind == PythonTokenKind.Name && Is(at - 1, "def"))
            return;
        PythonToken argument = tokens[at + 2];
        if (argument.Kind != PythonTokenKind.String)
        {
            // What starts from the module's own name stays in its package.
            if (!(argument.Kind == PythonTokenKind.Name && (Is(at + 2, "__name__") || Is(at + 2, "__package__"))))
                sink.Add("dynamic", HintTarget.Anything, "", tokens[at].Start, "imports a module whose name it computes");
            return;
        }

        string body = _text.Substring(argument.BodyStart, Math.Max(0, argument.BodyEnd - argument.BodyStart));
        bool isWhole = !argument.IsFormat && (IsSign(at + 3, ')') || IsSign(at + 3, ','));
        if (body.StartsWith(".", StringComparison.Ordinal) || (isWhole && body.IndexOf('%') < 0))
            return;
        int end = body.IndexOfAny(_placeholders);
        string prefix = end < 0 ? body : body.Substring(0, end);
        int dot = prefix.LastIndexOf('.');
        string module = dot > 0 ? prefix.Substring(0, dot) : "";
        if (Dotted.IsName(module))
            sink.Add("dynamic", HintTarget.Module, module, argument.BodyStart, "imports modules below '" + module + "'");
        else
            sink.Add("dynamic", HintTarget.Anything, "", tokens[at].Start, "imports a module whose name it computes");
    }

    private static readonly char[] _placeholders = ['{', '%'];

    private bool IsSign(int index, char sign) =>
        index >= 0 && index < tokens.Count && tokens[index].Kind == PythonTokenKind.Sign && _text[tokens[index].Start] == sign;

    private bool Is(int index, string word) =>
        tokens[index].End - tokens[index].Start == word.Length && string.CompareOrdinal(_text, tokens[index].Start, word, 0, word.Length) == 0;
}
