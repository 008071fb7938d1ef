namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The globs of <c>DocuSenseExclude</c>: relative to the backend (or absolute below it), with either slash; a folder that matches goes with all in it.</summary>
internal sealed class Excludes
{
    private readonly List<string> _files = [];
    private readonly List<string> _folders = [];
    private readonly bool _ignoreCase = Path.DirectorySeparatorChar == '\\';

    public Excludes(string backend, IReadOnlyList<string> globs)
    {
        string prefix = backend.Replace('\\', '/').TrimEnd('/') + "/";
        foreach (string glob in globs)
        {
            string pattern = glob.Trim().Replace('\\', '/');
            if (pattern.StartsWith(prefix, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                pattern = pattern.Substring(prefix.Length);
            while (pattern.StartsWith("./", StringComparison.Ordinal))
                pattern = pattern.Substring(2);
            pattern = pattern.TrimEnd('/');
            if (pattern.Length == 0)
                continue;
            _files.Add(pattern);
            _folders.Add(pattern.EndsWith("/**", StringComparison.Ordinal) ? pattern.Substring(0, pattern.Length - 3)
                : pattern.EndsWith("/**/*", StringComparison.Ordinal) ? pattern.Substring(0, pattern.Length - 5) : pattern);
        }
    }

    public bool File(string path) => Matches(_files, path);

    public bool Folder(string path) => Matches(_folders, path);

    private bool Matches(List<string> patterns, string path)
    {
        foreach (string pattern in patterns)
            if (Glob.IsMatch(pattern.AsSpan(), path.AsSpan(), classes: false, _ignoreCase))
                return true;
        return false;
    }
}
