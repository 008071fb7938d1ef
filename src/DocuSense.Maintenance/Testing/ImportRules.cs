using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Testing;

/// <summary>Which modules are not imported, and why: those that are meant to be run, not imported, and those of the tests.</summary>
internal sealed class ImportRules
{
    private static readonly string[] _testFolders = ["tests", "test", "_tests"];
    private static readonly string[] _documentFolders = ["docs", "doc", "examples", "example", "samples", "benchmarks", "notebooks"];
    private static readonly string[] _scriptFolders = ["scripts", "tools", "_tools", "bin"];

    private readonly List<PathGlob> _excluded;
    private readonly List<PathGlob> _included;

    public ImportRules(TestManifest manifest)
    {
        _excluded = Globs(manifest.ImportExclude);
        _included = Globs(manifest.ImportInclude);
    }

    /// <summary>Why the file is not imported; null for one that is.</summary>
    public string? Reason(SourceFile file)
    {
        string path = file.RelativePath;
        if (Matches(_excluded, path))
            return "DocuSenseImportExclude leaves it out.";
        return Matches(_included, path) ? null : ByRule(file);
    }

    private static string? ByRule(SourceFile file)
    {
        string[] parts = file.RelativePath.Split('/');
        string name = parts[parts.Length - 1];
        bool isInScripts = false;
        for (int index = 0; index < parts.Length - 1; index++)
        {
            if (Array.IndexOf(_testFolders, parts[index]) >= 0)
                return $"It belongs to the tests ('{parts[index]}'), which a test runner imports.";
            if (Array.IndexOf(_documentFolders, parts[index]) >= 0)
                return $"It is in '{parts[index]}', which the application does not import.";
            isInScripts |= Array.IndexOf(_scriptFolders, parts[index]) >= 0;
        }

        if (name == "conftest.py" || name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal))
            return "It belongs to the tests, which a test runner imports.";
        if (name == "__main__.py")
            return "'__main__.py' is what 'python -m' runs; importing it would run it.";
        if (parts.Length == 1 && name is "setup.py" or "noxfile.py" or "fabfile.py" or "tasks.py" or "dodo.py")
            return $"'{name}' is run by a tool, not imported.";
        if (name == "setup.py")
            return "'setup.py' is run by a tool, not imported.";
        if (name == "env.py" && File.Exists(Path.Combine(Path.GetDirectoryName(file.Path)!, "script.py.mako")))
            return "It is Alembic's 'env.py', which only its command can run.";
        (bool isScript, bool isGuarded) = Read(file.Path);
        return (isScript || isInScripts) && !isGuarded
            ? "It is a script without 'if __name__ == \"__main__\"'; importing it would run it."
            : null;
    }

    /// <summary>Whether the file begins as a script does (<c>#!</c>), and whether it asks for its name anywhere.</summary>
    private static (bool IsScript, bool IsGuarded) Read(string path)
    {
        try
        {
            string text = Encoding.UTF8.GetString(File.ReadAllBytes(path));
            return (text.StartsWith("#!", StringComparison.Ordinal) || text.StartsWith("\uFEFF#!", StringComparison.Ordinal), text.Contains("__name__"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (false, false);
        }
    }

    private static List<PathGlob> Globs(IReadOnlyList<string> patterns)
    {
        var globs = new List<PathGlob>();
        foreach (string pattern in patterns)
            globs.Add(new PathGlob(pattern));
        return globs;
    }

    private static bool Matches(List<PathGlob> globs, string path)
    {
        foreach (PathGlob glob in globs)
        {
            if (glob.IsMatch(path))
                return true;
        }

        return false;
    }
}
