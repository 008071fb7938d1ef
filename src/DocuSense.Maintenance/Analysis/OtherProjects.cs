using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// Folders below the backend that list requirements of their own, which this check does not read: where it looks at a repository with several backends, each is
/// judged by its own.
/// </summary>
public sealed class OtherProjects
{
    /// <summary>How deep they are looked for.</summary>
    private const int MaximumDepth = 3;

    private const string Project = "pyproject.toml";
    private static readonly string[] _names = ["requirements.txt", "requirements.in", "Pipfile", "setup.py"];
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    private OtherProjects()
    {
    }

    /// <summary>No such folder.</summary>
    public static OtherProjects None { get; } = new();

    /// <summary>The folders, relative to the backend with forward slashes, in order.</summary>
    public IReadOnlyList<string> Folders => [.. _folders.OrderBy(static folder => folder, StringComparer.Ordinal)];

    /// <summary>Looks for them in the folders that hold sources.</summary>
    /// <param name="backend">Absolute.</param>
    /// <param name="files">The backend's sources.</param>
    /// <param name="read">The manifests that are read, absolute.</param>
    public static OtherProjects Find(string backend, IReadOnlyList<SourceFile> files, IReadOnlyCollection<string> read)
    {
        var found = new OtherProjects();
        var known = new HashSet<string>(read, StringComparer.Ordinal);
        foreach (string folder in FoldersOf(files))
        {
            if (IsProject(Absolute(backend, folder), known))
                found._folders.Add(folder);
        }

        return found;
    }

    /// <summary>The places where such manifests may appear, for change detection.</summary>
    /// <param name="backend">Absolute.</param>
    /// <param name="files">The backend's sources.</param>
    public static IEnumerable<string> Candidates(string backend, IReadOnlyList<SourceFile> files)
    {
        foreach (string folder in FoldersOf(files))
        {
            foreach (string name in _names)
                yield return Path.Combine(Absolute(backend, folder), name);
            yield return Path.Combine(Absolute(backend, folder), Project);
        }
    }

    /// <summary>Whether a file belongs to one of them.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public bool Contains(string relativePath)
    {
        if (_folders.Count == 0)
            return false;
        for (int slash = relativePath.IndexOf('/'); slash > 0; slash = relativePath.IndexOf('/', slash + 1))
        {
            if (_folders.Contains(relativePath.Substring(0, slash)))
                return true;
        }

        return false;
    }

    /// <summary>The folders that hold sources, down to some depth, relative with forward slashes.</summary>
    private static HashSet<string> FoldersOf(IReadOnlyList<SourceFile> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < files.Count; index++)
        {
            string path = files[index].RelativePath;
            int slash = path.IndexOf('/');
            for (int depth = 0; slash > 0 && depth < MaximumDepth; depth++, slash = path.IndexOf('/', slash + 1))
                folders.Add(path.Substring(0, slash));
        }

        return folders;
    }

    private static string Absolute(string backend, string folder) => Path.Combine(backend, folder.Replace('/', Path.DirectorySeparatorChar));

    private static bool IsProject(string folder, HashSet<string> read)
    {
        bool found = false;
        foreach (string name in _names)
        {
            string path = Path.Combine(folder, name);
            if (!File.Exists(path))
                continue;
            if (read.Contains(path))
                return false;
            found = true;
        }

        string project = Path.Combine(folder, Project);
        return !read.Contains(project) && (found || (File.Exists(project) && DeclaresRequirements(project)));
    }

    /// <summary>Whether it is more than the settings of tools.</summary>
    private static bool DeclaresRequirements(string project)
    {
        try
        {
            string text = File.ReadAllText(project);
            return text.IndexOf("[project]", StringComparison.Ordinal) >= 0 || text.IndexOf("[tool.poetry.dependencies]", StringComparison.Ordinal) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may list anything.
            return true;
        }
    }
}
