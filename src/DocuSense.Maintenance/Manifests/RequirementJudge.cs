using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>What a requirement's text turned out to be.</summary>
/// <param name="Requirement">The requirement; null where the text names a place only, or nothing.</param>
/// <param name="IsLocation">Whether the text is a path or URL.</param>
/// <param name="Problem">What was expected, where the text is refused.</param>
/// <param name="Position">Where in the text it is refused.</param>
/// <param name="IsMissingPath">Whether it is refused for being a path to nothing.</param>
internal readonly record struct JudgedRequirement(Requirement? Requirement, bool IsLocation, string? Problem = null, int Position = 0, bool IsMissingPath = false);

/// <summary>
/// Tells names, paths and URLs apart as pip does in <c>pip._internal.req.constructors</c>. Paths are tried from each of the base
/// folders, where pip only knows its working folder.
/// </summary>
internal sealed class RequirementJudge(IReadOnlyList<string> baseFolders, Func<string, string?> projectName)
{
    private static readonly HashSet<string> _archives = new(StringComparer.Ordinal)
    {
        ".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma",
    };

    /// <summary>Judges a requirement, path or URL, with or without a marker.</summary>
    public JudgedRequirement Judge(string text)
    {
        bool isUrl = UrlText.IsUrl(text);
        // In a URL a semicolon may stand for itself.
        string separator = isUrl ? "; " : ";";
        int end = text.IndexOf(separator, StringComparison.Ordinal);
        int markerAt = end < 0 ? text.Length : end + separator.Length;
        (int nameAt, int nameLength) = PythonText.Strip(text, 0, end < 0 ? text.Length : end);
        string name = text.Substring(nameAt, nameLength);
        (markerAt, int markerLength) = PythonText.Strip(text, markerAt, text.Length - markerAt);
        string marker = text.Substring(markerAt, markerLength);

        if (isUrl)
        {
            string? url = UrlText.DecodedPath(name).TrimEnd('/') is string path && path.EndsWith(".whl", StringComparison.Ordinal)
                ? WheelName.ToRequirement(UrlText.Unquote(FileName(path)))
                : UrlText.Egg(name);
            if (url is null && UrlText.DecodedPath(name).TrimEnd('/').EndsWith(".whl", StringComparison.Ordinal))
                return Refuse("the file name of a wheel is expected (name-version-python-abi-platform.whl)", nameAt);
            return Located(url, "", marker, nameAt, markerAt);
        }

        (string bare, string extras) = SplitExtras(name);
        if (LooksLikePath(name) && Find(bare, Directory.Exists) is string folder)
        {
            if (!IsProject(folder))
                return Refuse("a folder with a pyproject.toml or setup.py is expected", nameAt);
            return Located(projectName(folder), extras, marker, nameAt, markerAt);
        }

        int at = name.IndexOf('@');
        bool isDirectReference = at >= 0 && !LooksLikePath(name.Substring(0, at));
        if (IsArchive(bare) && (Find(bare, File.Exists) is not null || !isDirectReference))
        {
            if (!bare.EndsWith(".whl", StringComparison.Ordinal))
                return Located(null, extras, marker, nameAt, markerAt);
            return WheelName.ToRequirement(FileName(bare)) is string wheel
                ? Located(wheel, extras, marker, nameAt, markerAt)
                : Refuse("the file name of a wheel is expected (name-version-python-abi-platform.whl)", nameAt);
        }

        // Parsed as it is written where that says the same, so that the ranges of its parts hold in the written text.
        if (Requirement.TryParse(text, out Requirement? whole, out _) && whole.Url is null)
            return new JudgedRequirement(whole, false);
        JudgedRequirement judged = Parse(name, marker, nameAt, markerAt);
        if (judged.Requirement?.Url is string reference && whole?.Url == reference)
            return new JudgedRequirement(whole, false);
        return judged.Problem is not null && judged.Position < markerAt && LooksLikePath(name) && !isDirectReference
            ? judged with { IsMissingPath = true, Position = nameAt }
            : judged;
    }

    /// <summary>Judges what stands after <c>-e</c>.</summary>
    public JudgedRequirement JudgeEditable(string text)
    {
        (string bare, string extras) = SplitExtras(text);
        if (Find(bare, Directory.Exists) is string folder)
            return Located(projectName(folder), extras, "", 0, 0);
        if (bare.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return Located(UrlText.Egg(bare), extras, "", 0, 0);
        string url = text;
        foreach (string system in _versionControl)
        {
            if (text.StartsWith(system, StringComparison.OrdinalIgnoreCase))
                url = $"{system.TrimEnd(':')}+{text}";
        }

        if (UrlText.IsVersionControl(url))
        {
            return UrlText.Egg(url) is { Length: > 0 } egg
                ? Located(egg, "", "", 0, 0)
                : Refuse("'#egg=name' is expected at the end of the URL", text.Length);
        }

        // Newer versions of pip take "name @ URL" as well.
        if (Requirement.TryParse(text, out Requirement? requirement, out _) && requirement.Url is string direct
            && (UrlText.IsVersionControl(direct) || UrlText.Scheme(direct) == "file"))
        {
            return new JudgedRequirement(requirement, true);
        }

        return Refuse("the folder of a project, or a version control URL such as git+https://, is expected after -e", 0) with
        {
            IsMissingPath = UrlText.Scheme(text).Length == 0,
        };
    }

    private static readonly string[] _versionControl = ["bzr:", "git:", "hg:", "svn:"];

    /// <summary>A path or URL whose requirement, where it is known at all, is found beside it.</summary>
    private static JudgedRequirement Located(string? requirement, string extras, string marker, int nameAt, int markerAt)
    {
        if (requirement is null)
        {
            // Nothing to hang extras and marker on; they still have to be right.
            JudgedRequirement check = Parse("placeholder" + extras, marker, nameAt, markerAt);
            return check.Problem is null ? new JudgedRequirement(null, true) : check;
        }

        if (extras.Length > 0)
        {
            int operators = requirement.IndexOf("==", StringComparison.Ordinal);
            requirement = operators < 0 ? requirement + extras : requirement.Insert(operators, extras);
        }

        JudgedRequirement judged = Parse(requirement, marker, nameAt, markerAt);
        if (judged.Problem is null)
            return judged with { IsLocation = true };
        return judged.Position < markerAt || marker.Length == 0 ? judged with { Position = nameAt } : judged;
    }

    private static JudgedRequirement Parse(string name, string marker, int nameAt, int markerAt)
    {
        if (!Requirement.TryParse(name, out Requirement? requirement, out ParseError? error))
            return Refuse(error?.Message ?? "a requirement is expected", nameAt + Math.Min(error?.Position ?? 0, name.Length));
        if (marker.Length == 0)
            return new JudgedRequirement(requirement, false);
        // The space keeps the semicolon out of a URL.
        string whole = name + " ; " + marker;
        if (Requirement.TryParse(whole, out requirement, out error))
            return new JudgedRequirement(requirement, false);
        int position = Math.Max(0, (error?.Position ?? 0) - (name.Length + 3));
        return Refuse(error?.Message ?? "a marker is expected", markerAt + Math.Min(position, marker.Length));
    }

    private static JudgedRequirement Refuse(string problem, int position) => new(null, false, problem, position);

    /// <summary>The first base folder's path for which the test holds; null for none.</summary>
    private string? Find(string path, Func<string, bool> exists)
    {
        if (path.Length == 0)
            return null;
        foreach (string folder in baseFolders)
        {
            if (ManifestFile.Combine(folder, path) is string full && exists(full))
                return full;
        }

        return null;
    }

    private static bool IsProject(string folder) =>
        File.Exists(Path.Combine(folder, "pyproject.toml")) || File.Exists(Path.Combine(folder, "setup.py"));

    private static bool LooksLikePath(string name) =>
        name.Contains(Path.DirectorySeparatorChar) || name.Contains(Path.AltDirectorySeparatorChar) || (name.Length > 0 && name[0] == '.');

    /// <summary>Splits <c>path[extras]</c>.</summary>
    internal static (string Path, string Extras) SplitExtras(string text)
    {
        if (text.Length == 0 || text[text.Length - 1] != ']')
            return (text, "");
        int open = text.LastIndexOf('[');
        return open > 0 && open < text.Length - 2 && text.IndexOf(']', open) == text.Length - 1
            ? (text.Substring(0, open), text.Substring(open))
            : (text, "");
    }

    private static bool IsArchive(string path)
    {
        string file = FileName(path);
        (string stem, string extension) = SplitExtension(file);
        if (stem.EndsWith(".tar", StringComparison.OrdinalIgnoreCase))
            extension = ".tar" + extension;
        return _archives.Contains(extension.ToLowerInvariant());
    }

    private static (string Stem, string Extension) SplitExtension(string file)
    {
        int dot = file.LastIndexOf('.');
        // Leading dots begin a name, not an extension.
        return dot > 0 && file.Substring(0, dot).Trim('.').Length > 0 ? (file.Substring(0, dot), file.Substring(dot)) : (file, "");
    }

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(_separators) + 1);

    private static readonly char[] _separators = Path.DirectorySeparatorChar == '\\' ? ['/', '\\'] : ['/'];
}
