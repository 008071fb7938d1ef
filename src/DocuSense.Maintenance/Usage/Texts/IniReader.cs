namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads INI files: settings of Python's tools, systemd units, supervisor and circus, <c>.env</c>.</summary>
internal static class IniReader
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="sink">Holds the text, takes what is found.</param>
    /// <param name="defaultSection">The section that the file as a whole stands for (<c>flake8</c> for <c>.flake8</c>), or empty.</param>
    public static void Read(HintSink sink, string defaultSection)
    {
        string text = sink.Text;
        string section = defaultSection;
        int at = 0;
        while (at < text.Length)
        {
            int end = TextLines.EndOfLine(text, at, text.Length);
            int first = TextLines.SkipBlanks(text, at, end);
            int next = TextLines.Next(text, end, text.Length);
            if (first == end || text[first] is '#' or ';')
            {
                at = next;
            }
            else if (text[first] == '[' && text.IndexOf(']', first, end - first) is > 0 and var close)
            {
                section = Canonical(text.Substring(first + 1, close - first - 1).Trim());
                Settings.ReadSection(sink, Tool(section), first);
                at = next;
            }
            else
            {
                int valueEnd = EndOfValue(text, at, end);
                ReadSetting(sink, section, first, end, valueEnd);
                at = TextLines.Next(text, valueEnd, text.Length);
            }
        }
    }

    /// <summary>A value goes on over lines that are indented more than its key, and over a trailing backslash.</summary>
    private static int EndOfValue(string text, int start, int end)
    {
        int indent = TextLines.SkipBlanks(text, start, end) - start;
        int valueEnd = end;
        int at = start;
        while (true)
        {
            int joined = TextLines.EndOfJoined(text, at, text.Length);
            valueEnd = joined;
            at = TextLines.Next(text, joined, text.Length);
            if (at >= text.Length)
                return valueEnd;
            int lineEnd = TextLines.EndOfLine(text, at, text.Length);
            int first = TextLines.SkipBlanks(text, at, lineEnd);
            if (first == lineEnd || first - at <= indent)
                return valueEnd;
        }
    }

    private static void ReadSetting(HintSink sink, string section, int first, int lineEnd, int valueEnd)
    {
        string text = sink.Text;
        int separator = text.AsSpan(first, lineEnd - first).IndexOfAny('=', ':');
        if (separator <= 0)
            return;
        separator += first;
        string key = text.Substring(first, separator - first).Trim();
        if (key.StartsWith("export ", StringComparison.Ordinal))
            key = key.Substring(7).Trim();
        int start = separator + 1;
        if (IsCommands(section, key))
        {
            ReadRecipe(sink, start, valueEnd, section.StartsWith("testenv", StringComparison.Ordinal) ? Dialect.Braces : Dialect.Posix);
            return;
        }

        Settings.Read(sink, section, key, first, start, valueEnd);
    }

    private static bool IsCommands(string section, string key) =>
        key is "command" or "cmd" || key.StartsWith("Exec", StringComparison.Ordinal)
        || (key is "commands" or "commands_pre" or "commands_post" && section.StartsWith("testenv", StringComparison.Ordinal));

    /// <summary>One command a line, run without a shell; signs before it are the tool's own (tox, systemd).</summary>
    private static void ReadRecipe(HintSink sink, int start, int end, Dialect dialect)
    {
        string text = sink.Text;
        int at = start;
        while (at < end)
        {
            int stop = TextLines.EndOfJoined(text, at, end);
            int first = at;
            while (first < stop && text[first] is ' ' or '\t' or '-' or '@' or '!' or '+')
                first++;
            if (first < stop && text[first] is not ('#' or ';'))
                ShellScript.Read(sink, ShellWordReader.ReadAll(text, first, stop, dialect));
            at = TextLines.Next(text, stop, end);
        }
    }

    /// <summary>Each tool's section by one name: <c>[tool:pytest]</c> of setup.cfg is <c>[pytest]</c> of pytest.ini.</summary>
    private static string Canonical(string section) => section.StartsWith("tool:", StringComparison.Ordinal) ? section.Substring(5) : section;

    /// <summary>The tool that a section belongs to: <c>coverage</c> for <c>coverage:run</c>, <c>mypy</c> for <c>mypy-requests.*</c>.</summary>
    private static string Tool(string section)
    {
        int end = section.AsSpan().IndexOfAny(':', '-');
        return end > 0 && section[end] == ':' ? section.Substring(0, end) : section;
    }
}
