namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// A path pattern as MSBuild items write it: <c>*</c> and <c>?</c> within a folder's name, <c>**</c> over any number of folders, either slash.
/// Letter case counts, as it does for Python.
/// </summary>
internal sealed class PathGlob
{
    private readonly string[] _parts;

    public PathGlob(string pattern)
    {
        string clean = pattern.Trim().Replace('\\', '/');
        if (clean.StartsWith("./", StringComparison.Ordinal))
            clean = clean.Substring(2);
        _parts = clean.Split('/');
    }

    /// <summary>Whether the whole path matches.</summary>
    /// <param name="relativePath">With forward slashes.</param>
    public bool IsMatch(string relativePath)
    {
        string[] path = relativePath.Split('/');

        // Greedy with one point to fall back to: linear in practice, never exponential.
        int part = 0, at = 0, star = -1, mark = 0;
        while (at < path.Length)
        {
            if (part < _parts.Length && _parts[part] == "**")
            {
                star = part++;
                mark = at;
            }
            else if (part < _parts.Length && MatchesName(_parts[part], path[at]))
            {
                part++;
                at++;
            }
            else if (star >= 0)
            {
                part = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (part < _parts.Length && _parts[part] == "**")
            part++;
        return part == _parts.Length;
    }

    private static bool MatchesName(string pattern, string name)
    {
        int part = 0, at = 0, star = -1, mark = 0;
        while (at < name.Length)
        {
            if (part < pattern.Length && pattern[part] == '*')
            {
                star = part++;
                mark = at;
            }
            else if (part < pattern.Length && (pattern[part] == '?' || pattern[part] == name[at]))
            {
                part++;
                at++;
            }
            else if (star >= 0)
            {
                part = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (part < pattern.Length && pattern[part] == '*')
            part++;
        return part == pattern.Length;
    }
}
