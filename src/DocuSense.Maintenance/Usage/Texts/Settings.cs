namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>What a setting says, whatever the form of its file: sections and keys of INI and TOML files, values of YAML and JSON ones.</summary>
internal static class Settings
{
    /// <summary>Keys whose values name modules, by the tool that reads them.</summary>
    private static readonly HashSet<string> _modules = new(StringComparer.Ordinal)
    {
        "mypy plugins", "coverage:run plugins", "run plugins", "coverage plugins", "pylint load-plugins", "pylint:main load-plugins", "pylint:master load-plugins", "MAIN load-plugins", "MASTER load-plugins",
        "build-system build-backend", "mkdocs markdown_extensions", "pytest plugins",
    };

    /// <summary>Keys that hold a class or module whatever file they are in.</summary>
    private static readonly HashSet<string> _pathKeys = new(StringComparer.Ordinal)
    {
        "class", "()", "factory", "backend", "BACKEND", "engine", "ENGINE", "worker_class", "logger_class", "handler_class",
    };

    /// <summary>Reads the presence of a section for a tool.</summary>
    public static void ReadSection(HintSink sink, string tool, int offset)
    {
        foreach (ImplicitUse use in sink.Table.Find(TriggerForm.Tool, tool))
            AddTool(sink, use, offset, "settings of " + tool);
    }

    /// <summary>Reads the presence of a tool's own file.</summary>
    public static void ReadFileName(HintSink sink, string fileName)
    {
        foreach (ImplicitUse use in sink.Table.Find(TriggerForm.File, fileName))
            AddTool(sink, use, 0, fileName[0] == '*' ? "is such a file" : "settings in " + fileName);
    }

    private static void AddTool(HintSink sink, ImplicitUse use, int offset, string detail) => sink.AddImplicit(use, offset, detail);

    /// <summary>Reads one setting.</summary>
    /// <param name="sink">Takes what it says.</param>
    /// <param name="section">The section, as the tool's own documentation calls it: <c>pytest</c>, <c>coverage:run</c>.</param>
    /// <param name="key">The key.</param>
    /// <param name="keyStart">Where the key stands.</param>
    /// <param name="start">Where the value starts.</param>
    /// <param name="end">Just past the value.</param>
    public static void Read(HintSink sink, string section, string key, int keyStart, int start, int end)
    {
        string text = sink.Text;
        if (section.Length > 0)
        {
            foreach (ImplicitUse use in sink.Table.Find(TriggerForm.Setting, section + " " + key))
                sink.AddImplicit(use, keyStart, "sets '" + key + "' of " + section);
        }

        if ((section == "pytest" && key == "addopts") || key == "PYTEST_ADDOPTS")
        {
            ReadOptions(sink, "pytest", start, end);
            return;
        }

        if (key == "GUNICORN_CMD_ARGS")
        {
            ReadOptions(sink, "gunicorn", start, end);
            return;
        }

        bool areModules = _modules.Contains(section + " " + key);
        bool isPath = _pathKeys.Contains(key);
        if (end - start > MaximumValue && !areModules)
            return;
        foreach (Word item in TextLines.Items(text, start, end))
        {
            string value = item.Value;
            int offset = text[item.Start] is '"' or '\'' ? item.Start + 1 : item.Start;
            if (areModules || (isPath && value.IndexOf('.') > 0))
            {
                string module = Dotted.Module(value);
                if (Dotted.IsName(module))
                    sink.AddModule("configuration", module, offset);
            }

            ReadLiteral(sink, value, offset);
        }
    }

    /// <summary>A value that speaks for itself wherever it stands: a class path, a known setting, a driver.</summary>
    public static void ReadLiteral(HintSink sink, string value, int offset)
    {
        if (value.Length is 0 or > 255)
            return;
        if (Dotted.IsClassPath(value))
            sink.AddModule("configuration", value, offset);
        if (UrlSchemes.IsDriverName(value))
            sink.AddScheme(value, offset, "names driver " + value, isUrl: false);
        foreach (ImplicitUse use in sink.Table.OfLiteral(value))
            sink.AddImplicit(use, offset, "names '" + value + "'");
    }

    /// <summary>Options of a command, as one string or as a list of strings.</summary>
    private static void ReadOptions(HintSink sink, string command, int start, int end)
    {
        string text = sink.Text;
        var words = new List<Word>();
        int first = TextLines.SkipBlanks(text, start, end);
        if (first < end && text[first] is '[' or '"' or '\'')
        {
            // Each string of a list is one word; one string alone is a whole line.
            List<Word> items = TextLines.Items(text, start, end, bareWords: false);
            foreach (Word item in items)
            {
                int quotes = item.End - item.Start - item.Value.Length >= 6 ? 3 : 1;
                words.AddRange(ShellWordReader.ReadAll(text, item.Start + quotes, Math.Max(item.Start + quotes, item.End - quotes)));
            }
        }
        else
        {
            words = ShellWordReader.ReadAll(text, start, end);
        }

        new CommandLine(sink).ReadOptions(command, words, 0);
    }

    private const int MaximumValue = 1 << 16;
}
