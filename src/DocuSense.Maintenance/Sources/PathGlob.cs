namespace DocuSense.Maintenance.Sources;

/// <summary>
/// A path pattern as MSBuild items write it: <c>*</c> and <c>?</c> within a folder's name, <c>**</c> over any number of folders, either slash.
/// Letter case counts, as it does for Python.
/// </summary>
internal sealed class PathGlob
{
    private readonly string[] _parts;

    /// <summary>Reads a pattern; <c>./</c> and a slash at the end mean nothing, <c>folder/..</c> means where the folder is.</summary>
    public PathGlob(string pattern)
    {
        var parts = new List<string>();
        foreach (string part in pattern.Trim().Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] is not (".." or "**"))
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }

        _parts = [.. parts];
    }

    /// <summary>Whether the whole path matches.</summary>
    /// <param name="relativePath">With forward slashes.</param>
    public bool IsMatch(string relativePath)
    {
        // An empty pattern names nothing.
        if (_parts.Length == 0)
            return false;

        // Greedy with one point to fall back to: linear in practice, never exponential.
        int part = 0, at = 0, star = -1, mark = 0;
        while (at <= relativePath.Length)
        {
            int end = relativePath.IndexOf('/', at);
            if (end < 0)
                end = relativePath.Length;
            if (part < _parts.Length && _parts[part] == "**")
            {
                star = part++;
                mark = at;
            }
            else if (part < _parts.Length && MatchesName(_parts[part], relativePath.AsSpan(at, end - at)))
            {
                part++;
                at = end + 1;
            }
            else if (star >= 0)
            {
                part = star + 1;
                int next = relativePath.IndexOf('/', mark);
                at = mark = next < 0 ? relativePath.Length + 1 : next + 1;
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

    private static bool MatchesName(string pattern, ReadOnlySpan<char> name)
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
