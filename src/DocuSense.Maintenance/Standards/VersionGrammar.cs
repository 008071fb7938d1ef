namespace DocuSense.Maintenance.Standards;

/// <summary>The kinds of pre-release of PEP 440, in their order.</summary>
public enum PreReleaseKind
{
    /// <summary>Not a pre-release by its letters.</summary>
    None,

    /// <summary><c>a</c>, also spelled <c>alpha</c>.</summary>
    Alpha,

    /// <summary><c>b</c>, also spelled <c>beta</c>.</summary>
    Beta,

    /// <summary><c>rc</c>, also spelled <c>c</c>, <c>pre</c> or <c>preview</c>.</summary>
    ReleaseCandidate,
}

/// <summary>Where the parts of a version stand in a text; a part that is not there has no end (0).</summary>
internal struct VersionParts
{
    public int EpochStart, EpochEnd;
    public int ReleaseStart, ReleaseEnd, ReleaseCount;
    public PreReleaseKind Pre;
    public int PreStart, PreEnd;
    public bool HasPost;
    public int PostStart, PostEnd;
    public bool HasDev;
    public int DevStart, DevEnd;
    public int LocalStart, LocalEnd;
    public bool IsWildcard;
    public int End;
}

/// <summary>
/// The grammar of PEP 440, appendix B. Every part after the release is optional and taken greedily; no shorter match of one
/// part ever lets a later one match more, so one pass without going back accepts exactly what the appendix accepts.
/// </summary>
internal static class VersionGrammar
{
    /// <summary>Reads the longest version that begins at an offset.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the version begins; no blanks are skipped.</param>
    /// <param name="allowWildcard">Whether <c>.*</c> may follow the release.</param>
    /// <param name="allowLocal">Whether a local version may follow.</param>
    /// <param name="parts">What was found.</param>
    public static bool TryScan(ReadOnlySpan<char> text, int start, bool allowWildcard, bool allowLocal, out VersionParts parts)
    {
        parts = default;
        int position = start;
        if (At(text, position) is 'v' or 'V')
            position++;
        int digitsStart = position;
        if (!SkipDigits(text, ref position))
            return false;
        if (At(text, position) == '!')
        {
            parts.EpochStart = digitsStart;
            parts.EpochEnd = position;
            digitsStart = ++position;
            if (!SkipDigits(text, ref position))
                return false;
        }

        parts.ReleaseStart = digitsStart;
        parts.ReleaseCount = 1;
        while (At(text, position) == '.' && PythonText.IsDigit(At(text, position + 1)))
        {
            position++;
            SkipDigits(text, ref position);
            parts.ReleaseCount++;
        }

        parts.ReleaseEnd = position;
        if (allowWildcard && At(text, position) == '.' && At(text, position + 1) == '*')
        {
            parts.IsWildcard = true;
            parts.End = position + 2;
            return true;
        }

        ScanPre(text, ref position, ref parts);
        ScanPost(text, ref position, ref parts);
        ScanDev(text, ref position, ref parts);
        if (allowLocal)
            ScanLocal(text, ref position, ref parts);
        parts.End = position;
        return true;
    }

    private static void ScanPre(ReadOnlySpan<char> text, ref int position, ref VersionParts parts)
    {
        int letters = SkipSeparator(text, position);
        (PreReleaseKind kind, int length) = (At(text, letters) | 0x20) switch
        {
            'a' => (PreReleaseKind.Alpha, Matches(text, letters, "alpha") ? 5 : 1),
            'b' => (PreReleaseKind.Beta, Matches(text, letters, "beta") ? 4 : 1),
            'c' => (PreReleaseKind.ReleaseCandidate, 1),
            'r' when Matches(text, letters, "rc") => (PreReleaseKind.ReleaseCandidate, 2),
            'p' when Matches(text, letters, "preview") => (PreReleaseKind.ReleaseCandidate, 7),
            'p' when Matches(text, letters, "pre") => (PreReleaseKind.ReleaseCandidate, 3),
            _ => (PreReleaseKind.None, 0),
        };
        if (kind == PreReleaseKind.None)
            return;
        parts.Pre = kind;
        position = SkipSeparator(text, letters + length);
        parts.PreStart = position;
        SkipDigits(text, ref position);
        parts.PreEnd = position;
    }

    private static void ScanPost(ReadOnlySpan<char> text, ref int position, ref VersionParts parts)
    {
        if (At(text, position) == '-' && PythonText.IsDigit(At(text, position + 1)))
        {
            position++;
        }
        else
        {
            int letters = SkipSeparator(text, position);
            int length = Matches(text, letters, "post") ? 4 : Matches(text, letters, "rev") ? 3 : Matches(text, letters, "r") ? 1 : 0;
            if (length == 0)
                return;
            position = SkipSeparator(text, letters + length);
        }

        parts.HasPost = true;
        parts.PostStart = position;
        SkipDigits(text, ref position);
        parts.PostEnd = position;
    }

    private static void ScanDev(ReadOnlySpan<char> text, ref int position, ref VersionParts parts)
    {
        int letters = SkipSeparator(text, position);
        if (!Matches(text, letters, "dev"))
            return;
        position = SkipSeparator(text, letters + 3);
        parts.HasDev = true;
        parts.DevStart = position;
        SkipDigits(text, ref position);
        parts.DevEnd = position;
    }

    private static void ScanLocal(ReadOnlySpan<char> text, ref int position, ref VersionParts parts)
    {
        if (At(text, position) != '+' || !PythonText.IsLetterOrDigit(At(text, position + 1)))
            return;
        parts.LocalStart = ++position;
        while (PythonText.IsLetterOrDigit(At(text, position))
            || (IsSeparator(At(text, position)) && PythonText.IsLetterOrDigit(At(text, position + 1))))
        {
            position++;
        }

        parts.LocalEnd = position;
    }

    internal static bool IsSeparator(char c) => c is '.' or '-' or '_';

    private static int SkipSeparator(ReadOnlySpan<char> text, int position) => IsSeparator(At(text, position)) ? position + 1 : position;

    private static bool SkipDigits(ReadOnlySpan<char> text, ref int position)
    {
        int start = position;
        while (position < text.Length && PythonText.IsDigit(text[position]))
            position++;
        return position > start;
    }

    /// <summary>The character, or NUL past the end: no rule of the grammar accepts NUL.</summary>
    private static char At(ReadOnlySpan<char> text, int position) => position < text.Length ? text[position] : '\0';

    private static bool Matches(ReadOnlySpan<char> text, int position, string lowerCaseWord)
    {
        if (position + lowerCaseWord.Length > text.Length)
            return false;
        for (int i = 0; i < lowerCaseWord.Length; i++)
        {
            // Only ASCII: a bare bit test would let other characters through.
            char c = text[position + i];
            if ((c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c) != lowerCaseWord[i])
                return false;
        }

        return true;
    }
}
