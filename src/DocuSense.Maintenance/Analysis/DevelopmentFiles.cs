namespace DocuSense.Maintenance.Analysis;

/// <summary>Tells what serves development alone: files that only developers and pipelines run, and groups of requirements that no production installs.</summary>
internal static class DevelopmentFiles
{
    private static readonly string[] _groups =
    [
        "check", "checks", "ci", "cov", "coverage", "debug", "dev", "devel", "develop", "developer", "development", "doc", "docs", "format", "formatting", "lint", "linting",
        "local", "mypy", "qa", "quality", "style", "test", "testing", "tests", "tox", "type", "types", "typing", "typecheck",
    ];

    /// <summary>Whether a text file, by its name, says what developers and pipelines run, and nothing about production.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public static bool Contains(string relativePath)
    {
        string name = relativePath.Substring(relativePath.LastIndexOf('/') + 1).ToLowerInvariant();
        if (name is "tox.ini" or "pytest.ini" or "pyproject.toml" or "setup.cfg" or "makefile" or "justfile" or "jenkinsfile" or "azure-pipelines.yml" or ".travis.yml" or ".gitlab-ci.yml"
            or ".pre-commit-config.yaml" or ".coveragerc" or ".flake8" or ".pylintrc" or "mypy.ini" or "noxfile.py" or "package.json")
        {
            return true;
        }

        return relativePath.IndexOf(".github/", StringComparison.Ordinal) >= 0 || relativePath.IndexOf(".circleci/", StringComparison.Ordinal) >= 0
            || relativePath.IndexOf(".gitlab", StringComparison.Ordinal) >= 0 || relativePath.IndexOf(".vscode/", StringComparison.Ordinal) >= 0
            || relativePath.IndexOf(".devcontainer", StringComparison.Ordinal) >= 0 || name.IndexOf("test", StringComparison.Ordinal) >= 0 || name.IndexOf(".dev", StringComparison.Ordinal) >= 0
            || name.IndexOf("-dev", StringComparison.Ordinal) >= 0;
    }

    /// <summary>Whether a file holds the settings of a developer's machine: <c>settings/local.py</c>, <c>settings_dev.py</c>.</summary>
    public static bool IsSettings(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        string folder = Path.GetFileName(Path.GetDirectoryName(path) ?? "").ToLowerInvariant();
        bool isSettings = folder is "settings" or "config" or "configs" or "conf" || name.IndexOf("settings", StringComparison.Ordinal) >= 0 || name.IndexOf("config", StringComparison.Ordinal) >= 0;
        return isSettings && IsGroup(name);
    }

    /// <summary>Whether a file says how production starts.</summary>
    public static bool IsProduction(string path) =>
        Path.GetFileName(path) is "Procfile" || path.EndsWith(".service", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a group of requirements is for development alone: <c>dev</c>, <c>test</c>, <c>lint-tools</c>.</summary>
    public static bool IsGroup(string group)
    {
        foreach (string word in group.ToLowerInvariant().Split('-', '_', '.', ' '))
        {
            if (Array.IndexOf(_groups, word) >= 0)
                return true;
        }

        return false;
    }
}
