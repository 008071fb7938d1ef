using DocuSense.Maintenance.Usage.Texts;

namespace DocuSense.Maintenance.Usage;

/// <summary>Finds what scripts, containers, pipelines and settings use without an import. Pure: the text in, hints out, whatever the text.</summary>
public static class TextUses
{
    private enum Format
    {
        None,
        Script,
        PowerShell,
        Batch,
        Docker,
        Makefile,
        Justfile,
        Procfile,
        Jenkins,
        Yaml,
        Toml,
        Ini,
        Environment,
        PackageJson,
        Json,
        Unknown,
    }

    private static readonly string[] _templates = [".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".dist", ".sample", ".example", ".erb"];

    /// <summary>Whether a file may hold evidence, by its name: never a document, a lock file, a list of requirements, or Python source.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public static bool IsRelevant(string relativePath) => FormatOf(relativePath) != Format.None;

    /// <summary>The evidence in a file's text, in the order of its places.</summary>
    /// <param name="relativePath">
    /// Relative to the backend, with forward slashes: its name tells its form. Of one that is not relevant the name alone is read (<c>noxfile.py</c>).
    /// </param>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<UseHint> Find(string relativePath, string text) => Find(relativePath, text, ImplicitUses.Default);

    /// <inheritdoc cref="Find(string, string)"/>
    /// <param name="relativePath">Relative to the backend, with forward slashes: its name tells its form.</param>
    /// <param name="text">Its text.</param>
    /// <param name="table">What is known to be needed without an import.</param>
    public static IReadOnlyList<UseHint> Find(string relativePath, string text, ImplicitUses table)
    {
        Format format = FormatOf(relativePath);
        var sink = new HintSink(format is Format.PackageJson or Format.Json ? JsonUses.Unescape(text) : text, table);
        string name = NameOf(relativePath);
        Settings.ReadFileName(sink, name);
        if (format == Format.None || text.Length == 0)
            return sink.ToList();
        if (format == Format.Unknown)
            format = OfFirstLine(text);
        Read(sink, text, format, ToolOf(name));
        string? comments = format switch
        {
            Format.None or Format.PackageJson => null,
            Format.Ini or Format.Environment => "#;",
            Format.Json or Format.Jenkins => "",
            _ => "#",
        };
        if (comments is not null)
            UrlReader.ReadLines(sink, comments);
        return sink.ToList();
    }

    private static void Read(HintSink sink, string text, Format format, string tool)
    {
        switch (format)
        {
            case Format.Script:
                ShellScript.Read(sink, 0, sink.Text.Length);
                break;
            case Format.PowerShell:
                ShellScript.Read(sink, 0, sink.Text.Length, Dialect.PowerShell);
                break;
            case Format.Batch:
                ReadBatch(sink);
                break;
            case Format.Docker:
                Dockerfile.Read(sink);
                break;
            case Format.Makefile:
                Recipes.ReadMakefile(sink);
                break;
            case Format.Justfile:
                Recipes.ReadJustfile(sink);
                break;
            case Format.Procfile:
                Recipes.ReadProcfile(sink);
                break;
            case Format.Jenkins:
                Recipes.ReadJenkinsfile(sink);
                break;
            case Format.Yaml:
                YamlUses.Read(sink, tool);
                break;
            case Format.Toml:
                TomlReader.Read(sink, tool);
                break;
            case Format.Ini or Format.Environment:
                IniReader.Read(sink, tool);
                break;
            case Format.PackageJson or Format.Json:
                JsonUses.Read(sink, text, format == Format.PackageJson);
                break;
        }
    }

    /// <summary>In a batch file <c>@</c> before a command only keeps it from being shown.</summary>
    private static void ReadBatch(HintSink sink)
    {
        string text = sink.Text;
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfLine(text, at, text.Length);
            while (end < text.Length && TextLines.TrimEnd(text, at, end) is var last && last > at && text[last - 1] == '^')
                end = TextLines.EndOfLine(text, TextLines.Next(text, end, text.Length), text.Length);
            int first = at;
            while (first < end && text[first] is ' ' or '\t' or '@')
                first++;
            ShellScript.Read(sink, first, end, Dialect.Batch);
            at = TextLines.Next(text, end, text.Length);
        }
    }

    private static string NameOf(string path)
    {
        string name = path.Substring(path.LastIndexOf('/') + 1);
        foreach (string template in _templates)
        {
            if (name.Length > template.Length && name.EndsWith(template, StringComparison.OrdinalIgnoreCase))
                return name.Substring(0, name.Length - template.Length);
        }

        return name;
    }

    private static Format FormatOf(string path)
    {
        string name = NameOf(path);
        string lower = name.ToLowerInvariant();
        int dot = lower.LastIndexOf('.');
        string extension = dot < 0 ? "" : lower.Substring(dot);

        // Lock files and lists of requirements declare; they use nothing.
        if (extension is ".lock" or ".txt" or ".md" or ".rst" or ".py" or ".pyi" || lower is "package-lock.json" or "pnpm-lock.yaml" or "environment.yml" or "environment.yaml" or "conda-lock.yml")
            return Format.None;
        if (lower is "dockerfile" or "containerfile" || lower.StartsWith("dockerfile.", StringComparison.Ordinal) || extension is ".dockerfile" or ".containerfile")
            return lower == "dockerfile.dockerignore" ? Format.None : Format.Docker;
        if (lower == ".env" || lower.StartsWith(".env.", StringComparison.Ordinal) || extension == ".env")
            return Format.Environment;
        if (lower is "procfile" || (lower.StartsWith("procfile.", StringComparison.Ordinal) && extension is not (".sh" or ".bash" or ".ps1" or ".bat" or ".cmd")))
            return Format.Procfile;
        switch (lower)
        {
            case "makefile" or "gnumakefile": return Format.Makefile;
            case "justfile" or ".justfile": return Format.Justfile;
            case "jenkinsfile": return Format.Jenkins;
            case "pipfile": return Format.Toml;
            case ".envrc": return Format.Script;
            case ".flake8" or ".pylintrc" or "pylintrc" or ".coveragerc" or ".codespellrc" or ".isort.cfg" or ".pydocstyle" or ".style.yapf" or ".sqlfluff" or ".bandit" or ".pep8" or ".pycodestyle" or ".mypy.ini": return Format.Ini;
            case ".yamllint": return Format.Yaml;
            case "package.json": return Format.PackageJson;
            case "launch.json" or "tasks.json" or "devcontainer.json" or ".devcontainer.json" or "vercel.json" or "railway.json" or "app.json": return Format.Json;
            case "license" or "licence" or "readme" or "authors" or "notice" or "copying" or "changelog" or "changes" or "contributors" or "maintainers" or "news" or "todo" or "version" or "codeowners": return Format.None;
        }

        return extension switch
        {
            ".sh" or ".bash" or ".zsh" or ".ksh" => Format.Script,
            ".ps1" or ".psm1" => Format.PowerShell,
            ".bat" or ".cmd" => Format.Batch,
            ".mk" or ".mak" => Format.Makefile,
            ".just" => Format.Justfile,
            ".groovy" or ".jenkinsfile" => Format.Jenkins,
            ".yml" or ".yaml" => Format.Yaml,
            ".toml" => Format.Toml,
            ".ini" or ".cfg" or ".conf" or ".service" or ".timer" or ".properties" => Format.Ini,
            ".json" when lower.IndexOf("logging", StringComparison.Ordinal) >= 0 || lower.IndexOf("config", StringComparison.Ordinal) >= 0 || lower.IndexOf("settings", StringComparison.Ordinal) >= 0 => Format.Json,
            "" => Format.Unknown,
            _ => Format.None,
        };
    }

    /// <summary>A file without an extension is what its first line says.</summary>
    private static Format OfFirstLine(string text)
    {
        int end = TextLines.EndOfLine(text, 0, Math.Min(text.Length, 256));
        if (!TextLines.StartsWith(text, 0, end, "#!"))
            return Format.None;
        string interpreter = text.Substring(2, end - 2).TrimEnd();
        string last = interpreter.Substring(interpreter.LastIndexOfAny(_separators) + 1);
        foreach (string word in interpreter.Split(_separators))
        {
            if (word is "sh" or "bash" or "dash" or "ash" or "zsh" or "ksh" or "with-contenv")
                return Format.Script;
        }

        return last is "pwsh" ? Format.PowerShell : Format.None;
    }

    private static readonly char[] _separators = ['/', ' ', '\t'];

    /// <summary>The tool whose settings a file holds without a section that says so.</summary>
    private static string ToolOf(string name) => name.ToLowerInvariant() switch
    {
        "pytest.ini" or ".pytest.ini" or "pytest.toml" => "pytest",
        ".flake8" => "flake8",
        "mkdocs.yml" or "mkdocs.yaml" => "mkdocs",
        ".pre-commit-config.yaml" or ".pre-commit-config.yml" => "pre-commit",
        "alembic.ini" => "alembic",
        _ => "",
    };
}
