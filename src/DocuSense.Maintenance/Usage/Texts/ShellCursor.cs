namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>A place in a region of shell text that moves on as it is read.</summary>
internal sealed class ShellCursor(string text, int start, int end, Dialect dialect)
{
    public string Text { get; } = text;

    /// <summary>Just past the region.</summary>
    public int End { get; } = end;

    /// <summary>Whose rules apply.</summary>
    public Dialect Dialect { get; } = dialect;

    public bool IsPosix => Dialect is Dialect.Posix or Dialect.Make or Dialect.Braces;

    /// <summary>What is read next.</summary>
    public int At { get; set; } = start;

    /// <summary>The character so many after the next one; nothing beyond the end.</summary>
    public char Peek(int offset) => At + offset < End ? Text[At + offset] : '\0';

    public bool StartsWith(string what) => At + what.Length <= End && string.CompareOrdinal(Text, At, what, 0, what.Length) == 0;

    /// <summary>As <see cref="StartsWith"/>, whatever the letters' case.</summary>
    public bool IsLetters(string what) => At + what.Length <= End && string.Compare(Text, At, what, 0, what.Length, StringComparison.OrdinalIgnoreCase) == 0;

    public void SkipLineEnd() => At += Text[At] == '\r' && Peek(1) == '\n' ? 2 : 1;

    /// <summary>Where the line ends that a place is on.</summary>
    public int LineEnd(int from)
    {
        int index = from;
        while (index < End && Text[index] is not ('\n' or '\r'))
            index++;
        return index;
    }
}
