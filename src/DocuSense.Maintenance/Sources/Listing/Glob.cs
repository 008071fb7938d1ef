namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>
/// A pattern over a path with forward slashes, as gitignore(5) and, for excludes, MSBuild read it: <c>*</c> and <c>?</c> stay within a folder,
/// <c>**</c> crosses folders, <c>[a-z]</c> is one character. Matching never goes back more than one star of each kind, so that no pattern is slow.
/// </summary>
internal static class Glob
{
    /// <summary>Whether a whole path matches.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="path">The path, with forward slashes.</param>
    /// <param name="classes">Whether <c>[…]</c> and backslashes mean what they do in gitignore, rather than themselves.</param>
    /// <param name="ignoreCase">Whether letters match in either case.</param>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path, bool classes, bool ignoreCase = false)
    {
        int p = 0, t = 0;
        int star = -1, starText = 0;
        int deep = -1, deepText = 0;
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                int run = p;
                while (run < pattern.Length && pattern[run] == '*')
                    run++;
                bool whole = run - p >= 2 && (p == 0 || pattern[p - 1] == '/') && (run == pattern.Length || pattern[run] == '/');
                if (whole && run == pattern.Length)
                    return t < path.Length || p == 0;
                if (whole)
                {
                    // "**/" is no folder or any number of them.
                    p = run + 1;
                    deep = p;
                    deepText = t;
                    star = -1;
                }
                else
                {
                    p = run;
                    star = p;
                    starText = t;
                }
                continue;
            }
            if (t < path.Length)
            {
                int next = p;
                if (p < pattern.Length && MatchesOne(pattern, ref next, path[t], classes, ignoreCase))
                {
                    p = next;
                    t++;
                    continue;
                }
            }
            else if (p == pattern.Length)
            {
                return true;
            }

            if (star >= 0 && starText < path.Length && path[starText] != '/')
            {
                p = star;
                t = ++starText;
                continue;
            }
            if (deep < 0)
                return false;
            int slash = path.Slice(deepText).IndexOf('/');
            if (slash < 0)
                return false;
            deepText += slash + 1;
            p = deep;
            t = deepText;
            star = -1;
        }
    }

    /// <summary>Matches one character of the path; moves the pattern past what matched.</summary>
    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int p, char value, bool classes, bool ignoreCase)
    {
        char expected = pattern[p];
        if (expected == '?')
        {
            p++;
            return value != '/';
        }
        if (classes && expected == '[')
            return MatchesClass(pattern, ref p, value, ignoreCase);
        if (classes && expected == '\\')
        {
            if (p + 1 >= pattern.Length)
                return false;
            expected = pattern[++p];
        }
        p++;
        return Same(expected, value, ignoreCase);
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));

    /// <summary>A character class as git's wildmatch reads it; one that is not closed matches nothing.</summary>
    private static bool MatchesClass(ReadOnlySpan<char> pattern, ref int p, char value, bool ignoreCase)
    {
        int at = p + 1;
        bool negated = at < pattern.Length && (pattern[at] is '!' or '^');
        if (negated)
            at++;
        bool matched = false;
        bool first = true;
        char previous = '\0';
        while (true)
        {
            if (at >= pattern.Length)
                return false;
            char member = pattern[at];
            if (member == ']' && !first)
                break;
            first = false;
            if (member == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':')
            {
                int close = pattern.Slice(at + 2).IndexOf(':');
                if (close >= 0 && at + 2 + close + 1 < pattern.Length && pattern[at + 3 + close] == ']')
                {
                    matched |= IsInNamedClass(pattern.Slice(at + 2, close), value);
                    at += close + 4;
                    previous = '\0';
                    continue;
                }
            }
            if (member == '-' && previous != '\0' && at + 1 < pattern.Length && pattern[at + 1] != ']')
            {
                at++;
                char last = pattern[at];
                if (last == '\\' && at + 1 < pattern.Length)
                    last = pattern[++at];
                matched |= value >= previous && value <= last
                    || ignoreCase && char.ToLowerInvariant(value) >= previous && char.ToLowerInvariant(value) <= last;
                previous = '\0';
                at++;
                continue;
            }
            if (member == '\\')
            {
                if (++at >= pattern.Length)
                    return false;
                member = pattern[at];
            }
            matched |= Same(member, value, ignoreCase);
            previous = member;
            at++;
        }
        p = at + 1;
        return matched != negated && value != '/';
    }

    private static bool IsInNamedClass(ReadOnlySpan<char> name, char value) => name.ToString() switch
    {
        "alnum" => value is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9',
        "alpha" => value is >= 'a' and <= 'z' or >= 'A' and <= 'Z',
        "blank" => value is ' ' or '\t',
        "cntrl" => value is < ' ' or '\x7F',
        "digit" => value is >= '0' and <= '9',
        "graph" => value is > ' ' and < '\x7F',
        "lower" => value is >= 'a' and <= 'z',
        "print" => value is >= ' ' and < '\x7F',
        "punct" => value is >= '!' and <= '/' or >= ':' and <= '@' or >= '[' and <= '`' or >= '{' and <= '~',
        "space" => value is ' ' or >= '\t' and <= '\r',
        "upper" => value is >= 'A' and <= 'Z',
        "xdigit" => value is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F',
        _ => false,
    };
}
