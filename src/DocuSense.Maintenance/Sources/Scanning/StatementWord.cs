namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Words that begin statements and can stand at no place in an expression, and words that no name can be.</summary>
internal static class StatementWord
{
    /// <summary>
    /// For each letter the second letters, as bits, of the words that begin a statement of interest: <c>if</c>, <c>import</c>; <c>for</c>, <c>from</c>, <c>finally</c>;
    /// <c>def</c>; <c>class</c>, <c>case</c>; <c>else</c>, <c>elif</c>, <c>except</c>, <c>exec</c>; <c>try</c>, <c>type</c>; <c>with</c>, <c>while</c>; <c>async</c>;
    /// <c>match</c>; <c>print</c>.
    /// </summary>
    public static ReadOnlySpan<int> Beginnings =>
    [
        0x80000, 0, 0x1002, 0x20, 0x1001000, 0x48200, 0, 0, 0x2040, 0, 0, 0, 0x2, 0, 0, 0x40000, 0, 0, 0, 0x2040000, 0, 0, 0x300, 0, 0, 0,
    ];

    /// <summary>Whether a line begins with a word that cannot continue an expression.</summary>
    public static bool Begins(ReadOnlySpan<byte> text, int line)
    {
        int at = line;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\f')
            at++;
        if (at >= text.Length)
            return false;
        return text[at] switch
        {
            (byte)'i' => Bytes.IsWord(text, at, "import"u8),
            (byte)'f' => Bytes.IsWord(text, at, "finally"u8) || (Bytes.IsWord(text, at, "from"u8) && IsFromImport(text, at + 4)),
            (byte)'d' => Bytes.IsWord(text, at, "def"u8) || Bytes.IsWord(text, at, "del"u8),
            (byte)'c' => Bytes.IsWord(text, at, "class"u8) || Bytes.IsWord(text, at, "continue"u8),
            (byte)'r' => Bytes.IsWord(text, at, "return"u8) || Bytes.IsWord(text, at, "raise"u8),
            (byte)'w' => Bytes.IsWord(text, at, "while"u8) || Bytes.IsWord(text, at, "with"u8),
            (byte)'t' => Bytes.IsWord(text, at, "try"u8),
            (byte)'p' => Bytes.IsWord(text, at, "pass"u8),
            (byte)'b' => Bytes.IsWord(text, at, "break"u8),
            (byte)'g' => Bytes.IsWord(text, at, "global"u8),
            (byte)'n' => Bytes.IsWord(text, at, "nonlocal"u8),
            (byte)'a' => Bytes.IsWord(text, at, "assert"u8),
            (byte)'e' => Bytes.IsWord(text, at, "elif"u8) || Bytes.IsWord(text, at, "except"u8),
            _ => false,
        };
    }

    /// <summary>Whether a word is one of Python's keywords, and so no name.</summary>
    public static bool IsKeyword(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word.SequenceEqual("if"u8) || word.SequenceEqual("in"u8) || word.SequenceEqual("is"u8) || word.SequenceEqual("or"u8) || word.SequenceEqual("as"u8),
        3 => word.SequenceEqual("and"u8) || word.SequenceEqual("not"u8) || word.SequenceEqual("for"u8) || word.SequenceEqual("def"u8) || word.SequenceEqual("del"u8) || word.SequenceEqual("try"u8),
        4 => word.SequenceEqual("else"u8) || word.SequenceEqual("elif"u8) || word.SequenceEqual("from"u8) || word.SequenceEqual("None"u8)
            || word.SequenceEqual("True"u8) || word.SequenceEqual("with"u8) || word.SequenceEqual("pass"u8),
        5 => word.SequenceEqual("False"u8) || word.SequenceEqual("async"u8) || word.SequenceEqual("await"u8) || word.SequenceEqual("break"u8)
            || word.SequenceEqual("class"u8) || word.SequenceEqual("raise"u8) || word.SequenceEqual("while"u8) || word.SequenceEqual("yield"u8),
        6 => word.SequenceEqual("import"u8) || word.SequenceEqual("lambda"u8) || word.SequenceEqual("return"u8) || word.SequenceEqual("global"u8)
            || word.SequenceEqual("assert"u8) || word.SequenceEqual("except"u8),
        7 => word.SequenceEqual("finally"u8),
        8 => word.SequenceEqual("continue"u8) || word.SequenceEqual("nonlocal"u8),
        _ => false,
    };

    /// <summary>Whether a word joins the operand before it to what follows: <c>and</c>, <c>if</c>, <c>in</c> and so on.</summary>
    public static bool IsInfix(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("if"u8) || word.SequenceEqual("in"u8) || word.SequenceEqual("is"u8) || word.SequenceEqual("or"u8) || word.SequenceEqual("as"u8)
        || word.SequenceEqual("and"u8) || word.SequenceEqual("not"u8) || word.SequenceEqual("for"u8) || word.SequenceEqual("else"u8)
        || word.SequenceEqual("from"u8) || word.SequenceEqual("async"u8);

    private static bool IsFromImport(ReadOnlySpan<byte> text, int at)
    {
        at = Bytes.SkipBlanks(text, at);
        int name = at;
        while (at < text.Length && (Bytes.IsIdentifier(text[at]) || text[at] == (byte)'.'))
            at++;
        return at > name && Bytes.IsWord(text, Bytes.SkipBlanks(text, at), "import"u8);
    }
}
