namespace DocuSense.Maintenance.Manifests;

/// <summary>A place in a TOML document, and the first error met.</summary>
internal sealed class TomlCursor(string text)
{
    public string Text { get; } = text;

    public int Offset { get; set; }

    public TomlError? Error { get; private set; }

    public bool AtEnd => Offset >= Text.Length;

    /// <summary>The character here; NUL, which no document may hold, at the end.</summary>
    public char Current => Offset < Text.Length ? Text[Offset] : '\0';

    public char Peek(int ahead) => Offset + ahead < Text.Length ? Text[Offset + ahead] : '\0';

    /// <summary>Records an error unless there is one already.</summary>
    /// <returns>False, for callers to return.</returns>
    public bool Fail(string message) => Fail(Offset, message);

    public bool Fail(int offset, string message)
    {
        Error ??= new TomlError(offset, message);
        return false;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Offset++;
    }

    /// <summary>The length of the line end here: LF or CRLF; 0 for none. A lone CR is none.</summary>
    public int LineEnd() => Current == '\n' ? 1 : Current == '\r' && Peek(1) == '\n' ? 2 : 0;

    /// <summary>Passes over a comment, if one is here; control characters in it are errors.</summary>
    public bool SkipComment()
    {
        if (Current != '#')
            return true;
        for (; !AtEnd && LineEnd() == 0; Offset++)
        {
            if (IsControl(Current))
                return Fail("a comment cannot hold a control character");
        }

        return true;
    }

    /// <summary>Passes over blanks, comments and line ends, as arrays allow them between their elements.</summary>
    public bool SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            if (LineEnd() is int length and > 0)
                Offset += length;
            else if (Current != '#' || AtEnd)
                return true;
            else if (!SkipComment())
                return false;
        }
    }

    /// <summary>Whether TOML forbids the character in comments and strings: ASCII control characters but the tab.</summary>
    public static bool IsControl(char c) => c is < ' ' and not '\t' or '\x7f';
}
