namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads TOML: <c>pyproject.toml</c>, <c>Pipfile</c>, <c>ruff.toml</c>, deployment settings.</summary>
internal static class TomlReader
{
    /// <summary>Tables of task runners, whose values are commands.</summary>
    private static readonly HashSet<string> _tasks = new(StringComparer.Ordinal)
    {
        "tool.taskipy.tasks", "tool.poe.tasks", "tool.pdm.scripts", "tool.rye.scripts", "tool.pixi.tasks", "tool.thx.jobs", "tasks", "scripts", "processes",
    };

    /// <summary>Reads a whole file.</summary>
    /// <param name="sink">Holds the text, takes what is found.</param>
    /// <param name="defaultTool">The tool whose own file it is, or empty.</param>
    public static void Read(HintSink sink, string defaultTool)
    {
        string text = sink.Text;
        string table = "";
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfLine(text, at, text.Length);
            int first = TextLines.SkipBlanks(text, at, end);
            int next = TextLines.Next(text, end, text.Length);
            if (first < end && text[first] == '[')
            {
                table = TableName(text, first, end);
                if (table.StartsWith("tool.", StringComparison.Ordinal))
                    Settings.ReadSection(sink, Part(table, 1), first);
            }
            else if (first < end && text[first] != '#')
            {
                int equals = EqualsSign(text, first, end);
                if (equals > 0)
                {
                    int valueEnd = EndOfValue(text, equals + 1);
                    string key = text.Substring(first, equals - first).Trim().Trim('"', '\'');
                    ReadSetting(sink, defaultTool, table, key, first, equals + 1, valueEnd);
                    next = TextLines.Next(text, TextLines.EndOfLine(text, valueEnd, text.Length), text.Length);
                }
            }

            at = next;
        }
    }

    private static string TableName(string text, int first, int end)
    {
        int start = first;
        while (start < end && text[start] == '[')
            start++;
        int close = text.IndexOf(']', start, end - start);
        return text.Substring(start, (close < 0 ? end : close) - start).Replace("\"", "").Replace(" ", "");
    }

    private static string Part(string table, int index)
    {
        string[] parts = table.Split('.');
        return index < parts.Length ? parts[index] : "";
    }

    private static int EqualsSign(string text, int first, int end)
    {
        int at = first;
        if (text[at] is '"' or '\'')
            at = TextLines.CloseQuote(text, at, end) is >= 0 and var close ? close : end;
        int equals = at < end ? text.IndexOf('=', at, end - at) : -1;
        return equals;
    }

    /// <summary>A value ends with its line, or with the brackets or triple quotes that it opens.</summary>
    private static int EndOfValue(string text, int at)
    {
        int depth = 0;
        while (at < text.Length)
        {
            char character = text[at];
            if (character is '"' or '\'')
            {
                int close = TextLines.CloseQuote(text, at, text.Length);
                at = close < 0 ? TextLines.EndOfLine(text, at, text.Length) : close + 1;
            }
            else if (character is '\n' or '\r')
            {
                // A table's heading ends a list that was never closed.
                int next = TextLines.Next(text, at, text.Length);
                if (depth <= 0 || (next < text.Length && text[next] == '[' && next + 1 < text.Length && char.IsLetter(text[next + 1])))
                    return at;
                at = next;
            }
            else if (character == '#')
            {
                at = TextLines.EndOfLine(text, at, text.Length);
            }
            else
            {
                if (character is '[' or '{')
                    depth++;
                else if (character is ']' or '}')
                    depth--;
                at++;
            }
        }

        return at;
    }

    private static void ReadSetting(HintSink sink, string defaultTool, string table, string key, int keyStart, int start, int end)
    {
        if (table is "project.scripts" or "project.gui-scripts" or "tool.poetry.scripts")
        {
            foreach (Word item in TextLines.Items(sink.Text, start, end, bareWords: false))
            {
                string module = Dotted.Module(item.Value);
                if (Dotted.IsName(module))
                    sink.AddModule("configuration", module, item.Start + 1);
            }
        }
        else if (IsCommand(table, key))
        {
            ReadCommands(sink, table, start, end);
        }
        else
        {
            Settings.Read(sink, Section(table, defaultTool), key, keyStart, start, end);
        }
    }

    private static bool IsCommand(string table, string key)
    {
        if (_tasks.Contains(table) || (table.StartsWith("tool.hatch.envs.", StringComparison.Ordinal) && table.EndsWith(".scripts", StringComparison.Ordinal)))
            return true;
        if (table.StartsWith("tool.poe.tasks.", StringComparison.Ordinal) || table.StartsWith("tool.pdm.scripts.", StringComparison.Ordinal) || table.StartsWith("tool.pixi.", StringComparison.Ordinal))
            return key is "cmd" or "shell" or "sequence" or "composite";
        return key is "release_command" or "startCommand" or "buildCommand" || (table is "start" or "build" or "phases.build" && key is "cmd" or "cmds")
            || (key is "commands" or "commands_pre" or "commands_post" && (table.StartsWith("env", StringComparison.Ordinal) || table.StartsWith("tool.tox.", StringComparison.Ordinal)))
            || (key is "exec" && table.StartsWith("tool.", StringComparison.Ordinal));
    }

    private static void ReadCommands(HintSink sink, string table, int start, int end)
    {
        string text = sink.Text;
        int first = start;
        while (first < end && char.IsWhiteSpace(text[first]))
            first++;
        if (first == end)
            return;
        bool isNested = text[first] == '[' && text.AsSpan(first + 1, end - first - 1).TrimStart() is { Length: > 0 } rest && rest[0] == '[';
        if (isNested)
        {
            // tox: commands = [["pytest", "--cov"], ["mypy", "src"]]
            int at = first + 1;
            while ((at = text.IndexOf('[', at, end - at)) >= 0)
            {
                int close = text.IndexOf(']', at, end - at);
                if (close < 0)
                    return;
                ShellScript.Read(sink, TextLines.Items(text, at, close, bareWords: false));
                at = close;
            }

            return;
        }

        // A list of poe's names other tasks.
        if (text[first] == '[' && table.StartsWith("tool.poe.", StringComparison.Ordinal))
            return;
        string previous = "";
        foreach (Word item in TextLines.Items(text, first, end))
        {
            char quote = text[item.Start];
            if (quote is '"' or '\'' && previous is not ("help" or "env" or "description" or "cwd" or "call"))
            {
                int quotes = item.End - item.Start - item.Value.Length >= 6 ? 3 : 1;
                ShellScript.Read(sink, item.Start + quotes, Math.Max(item.Start + quotes, item.End - quotes), Dialect.Braces);
            }
            else if (item.Value != "=")
            {
                previous = item.Value.TrimEnd('=');
            }
        }
    }

    /// <summary>The section's name as in the tool's INI form.</summary>
    private static string Section(string table, string defaultTool) => table switch
    {
        "tool.pytest.ini_options" or "tool.pytest" or "pytest" => "pytest",
        "tool.coverage.run" or "run" => "coverage:run",
        "tool.pylint.main" or "tool.pylint.master" or "tool.pylint" or "tool.pylint.MASTER" or "tool.pylint.MAIN" => "pylint",
        "" => defaultTool,
        _ => table.StartsWith("tool.", StringComparison.Ordinal) ? table.Substring(5) : table,
    };
}
