namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>
/// Git's pattern matching (its <c>wildmatch.c</c>), byte by byte of the UTF-8 text as there: <c>?</c> matches one byte. Iterative, and never
/// exponential: only the last <c>*</c> and the last <c>**</c> are ever tried again, as earlier ones already matched as soon as they could.
/// </summary>
internal static class Wildmatch
{
    /// <summary>Whether the whole text matches.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">A path with forward slashes, or a name.</param>
    /// <param name="isPath">Whether slashes divide: <c>*</c>, <c>?</c> and classes stop there, only <c>**</c> as a whole part does not.</param>
    /// <param name="ignoreCase">As <c>core.ignoreCase</c>: ASCII letters only, and as there neither escaped letters nor single letters of a class.</param>
    public static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool isPath, bool ignoreCase)
    {
        int part = 0, at = 0;
        int star = -1, starAt = 0;
        int deep = -1, deepAt = 0;
        while (true)
        {
            if (part < pattern.Length && pattern[part] == '*')
            {
                int first = part;
                while (part < pattern.Length && pattern[part] == '*')
                    part++;
                bool crosses = !isPath || (part - first > 1 && IsWholePart(pattern, first, part));
                if (crosses)
                {
                    if (part == pattern.Length)
                        return true;
                    deep = part;
                    star = -1;
                    if (isPath && pattern[part] == '/')
                    {
                        // No folder at all first; the next try is one that begins here.
                        deepAt = at - 1;
                        part++;
                    }
                    else
                    {
                        deepAt = at;
                    }

                    continue;
                }

                if (part == pattern.Length && text.Slice(at).IndexOf((byte)'/') < 0)
                    return true;
                star = part;
                starAt = at;
                if (part < pattern.Length)
                    continue;
            }
            else if (at == text.Length)
            {
                // More for a star would leave less for the rest.
                return part == pattern.Length;
            }
            else if (part < pattern.Length && MatchesOne(pattern, ref part, text[at], isPath, ignoreCase))
            {
                at++;
                continue;
            }

            if (star >= 0 && starAt < text.Length && text[starAt] != '/')
            {
                part = star;
                at = ++starAt;
            }
            else if (deep >= 0 && deepAt < text.Length)
            {
                part = deep;
                at = ++deepAt;
                star = -1;
            }
            else
            {
                return false;
            }
        }
    }

    /// <summary>Whether stars stand between slashes or the pattern's ends.</summary>
    private static bool IsWholePart(ReadOnlySpan<byte> pattern, int start, int end) =>
        (start == 0 || pattern[start - 1] == '/')
        && (end == pattern.Length || pattern[end] == '/' || (pattern[end] == '\\' && end + 1 < pattern.Length && pattern[end + 1] == '/'));

    /// <summary>Matches one byte, and moves past what matched it.</summary>
    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ref int part, byte given, bool isPath, bool ignoreCase)
    {
        if (ignoreCase)
            given = Lower(given);
        byte wanted = pattern[part];
        switch (wanted)
        {
            case (byte)'?':
                part++;
                return !isPath || given != '/';
            case (byte)'[':
                return MatchesClass(pattern, ref part, given, ignoreCase) && !(isPath && given == '/');
            case (byte)'\\':
                if (part + 1 >= pattern.Length || pattern[part + 1] != given)
                    return false;
                part += 2;
                return true;
            default:
                part++;
                return (ignoreCase ? Lower(wanted) : wanted) == given;
        }
    }

    /// <summary>A class in brackets; one that does not end matches nothing.</summary>
    private static bool MatchesClass(ReadOnlySpan<byte> pattern, ref int part, byte given, bool ignoreCase)
    {
        int at = part + 1;
        byte current = At(pattern, at);
        bool negated = current is (byte)'!' or (byte)'^';
        if (negated)
            current = At(pattern, ++at);
        byte previous = 0;
        bool matched = false;
        do
        {
            if (current == 0)
                return false;
            if (current == '\\')
            {
                current = At(pattern, ++at);
                if (current == 0)
                    return false;
                matched |= given == current;
            }
            else if (current == '-' && previous != 0 && At(pattern, at + 1) is not (0 or (byte)']'))
            {
                current = At(pattern, ++at);
                if (current == '\\')
                {
                    current = At(pattern, ++at);
                    if (current == 0)
                        return false;
                }

                matched |= given >= previous && given <= current;
                if (ignoreCase && given is >= (byte)'a' and <= (byte)'z')
                    matched |= given - 32 >= previous && given - 32 <= current;
                current = 0;
            }
            else if (current == '[' && At(pattern, at + 1) == ':')
            {
                int name = at + 2;
                int end = name < pattern.Length ? pattern.Slice(name).IndexOf((byte)']') : -1;
                if (end < 0)
                    return false;
                end += name;
                if (end == name || pattern[end - 1] != ':')
                {
                    // Not a named class after all: a bracket among the bytes of the set.
                    matched |= given == '[';
                }
                else
                {
                    if (IsInNamedClass(pattern.Slice(name, end - 1 - name), given, ignoreCase) is not bool isIn)
                        return false;
                    matched |= isIn;
                    at = end;
                    current = 0;
                }
            }
            else
            {
                matched |= given == current;
            }

            previous = current;
            current = At(pattern, ++at);
        }
        while (current != ']');

        part = at + 1;
        return matched != negated;
    }

    /// <summary>The POSIX classes, for ASCII; null for a name that is none.</summary>
    private static bool? IsInNamedClass(ReadOnlySpan<byte> name, byte given, bool ignoreCase)
    {
        bool lower = given is >= (byte)'a' and <= (byte)'z';
        bool upper = given is >= (byte)'A' and <= (byte)'Z';
        bool digit = given is >= (byte)'0' and <= (byte)'9';
        bool graph = given is > 0x20 and < 0x7F;
        if (name.SequenceEqual("alnum"u8))
            return lower || upper || digit;
        if (name.SequenceEqual("alpha"u8))
            return lower || upper;
        if (name.SequenceEqual("blank"u8))
            return given is (byte)' ' or (byte)'\t';
        if (name.SequenceEqual("cntrl"u8))
            return given is < 0x20 or 0x7F;
        if (name.SequenceEqual("digit"u8))
            return digit;
        if (name.SequenceEqual("graph"u8))
            return graph;
        if (name.SequenceEqual("lower"u8))
            return lower;
        if (name.SequenceEqual("print"u8))
            return graph || given == ' ';
        if (name.SequenceEqual("punct"u8))
            return graph && !(lower || upper || digit);
        if (name.SequenceEqual("space"u8))
            return given is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';
        if (name.SequenceEqual("upper"u8))
            return upper || (ignoreCase && lower);
        if (name.SequenceEqual("xdigit"u8))
            return digit || given is (>= (byte)'a' and <= (byte)'f') or (>= (byte)'A' and <= (byte)'F');
        return null;
    }

    /// <summary>The byte at a place, 0 past the end; a pattern holds no NUL.</summary>
    private static byte At(ReadOnlySpan<byte> pattern, int index) => index < pattern.Length ? pattern[index] : (byte)0;

    internal static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 32) : value;
}
