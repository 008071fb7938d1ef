namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>Reads YAML: compose files, pipelines, playbooks, manifests of clusters, logging and documentation settings.</summary>
internal sealed class YamlUses
{
    private readonly HintSink _sink;
    private readonly string _text;
    private readonly string _tool;

    /// <summary>The words of a command that is written as a list, and which list.</summary>
    private readonly List<Word> _words = [];
    private int _list = -1;

    /// <summary>Of a local pre-commit hook: its command, and whether that runs in the project's environment.</summary>
    private (int Start, int End)? _entry;
    private bool _isLocal;
    private bool _isOwnEnvironment;

    private YamlUses(HintSink sink, string tool) => (_sink, _text, _tool) = (sink, sink.Text, tool);

    /// <summary>Reads a whole file.</summary>
    /// <param name="sink">Holds the text, takes what is found.</param>
    /// <param name="tool">The tool whose settings it holds: <c>mkdocs</c>, <c>pre-commit</c>; otherwise empty.</param>
    public static void Read(HintSink sink, string tool)
    {
        var uses = new YamlUses(sink, tool);
        new YamlReader(sink.Text, uses.Add).Read();
        uses.EndList();
        uses.EndHook();
    }

    private void Add(YamlValue value)
    {
        if (value.List < 0 || value.List != _list)
            EndList();
        if (_tool == "pre-commit")
        {
            AddHook(value);
            return;
        }

        if (_tool == "mkdocs")
            ReadDocumentation(value);
        if (value.Form == '-')
            return;
        if (ShellOf(value.Key) is { } dialect)
            ReadScript(value, dialect);
        else if (IsArguments(value.Key))
            ReadArguments(value);
        else
            ReadSetting(value);
    }

    /// <summary>Keys whose text, or each of whose items, is a script.</summary>
    private static Dialect? ShellOf(string key) => key switch
    {
        "run" or "script" or "scripts" or "before_script" or "after_script" or "bash" or "shell" or "cmds" or "commands" or "before_install" or "install" or "after_success" => Dialect.Posix,
        "pre_build" or "build" or "post_build" or "startCommand" or "buildCommand" or "preDeployCommand" or "start_command" or "build_command" or "run_command" or "release" => Dialect.Posix,
        "postCreateCommand" or "postStartCommand" or "container_commands" or "web" or "worker" or "start" or "deploy" or "inlineScript" => Dialect.Posix,
        "pwsh" or "powershell" => Dialect.PowerShell,
        _ => null,
    };

    /// <summary>Keys whose list is the words of one command; a string under them is a script.</summary>
    private static bool IsArguments(string key) => key is "command" or "entrypoint" or "args" or "test" or "cmd" or "exec" or "argv";

    private void ReadScript(YamlValue value, Dialect dialect)
    {
        if (value.Form == '[')
        {
            foreach (Word item in TextLines.Items(_text, value.Start, value.End, bareWords: false))
                ShellScript.Read(_sink, item.Start + 1, item.End - 1, dialect);
            return;
        }

        ShellScript.Read(_sink, value.Start, value.End, dialect, folded: value.Form == '>');
    }

    private void ReadArguments(YamlValue value)
    {
        if (value.Form == '[')
        {
            _words.AddRange(TextLines.Items(_text, value.Start, value.End));
            EndList(value.Key);
        }
        else if (value.List >= 0)
        {
            _list = value.List;
            _listKey = value.Key;
            _words.Add(new Word(_text.Substring(value.Start, value.End - value.Start), value.Start, value.End));
        }
        else if (value.Key != "args")
        {
            ReadScript(value, Dialect.Posix);
        }
    }

    private string _listKey = "";

    private void EndList() => EndList(_listKey);

    private void EndList(string key)
    {
        _list = -1;
        if (_words.Count == 0)
            return;
        if (key == "args")
        {
            // Arguments alone say little, but a whole script among them does: args: ["alembic upgrade head && uvicorn main:app"].
            foreach (Word word in _words)
            {
                bool isQuoted = _text[word.Start] is '"' or '\'' && word.End - word.Start >= 2;
                if (word.Value.IndexOf(' ') > 0 && word.Value[0] != '-')
                    ShellScript.Read(_sink, isQuoted ? word.Start + 1 : word.Start, isQuoted ? word.End - 1 : word.End);
            }
        }
        else if (_words[0].Value is "CMD-SHELL" && _words.Count > 1)
        {
            Word script = _words[1];
            bool isQuoted = _text[script.Start] is '"' or '\'';
            ShellScript.Read(_sink, isQuoted ? script.Start + 1 : script.Start, isQuoted ? script.End - 1 : script.End);
        }
        else
        {
            if (_words[0].Value is "CMD")
                _words.RemoveAt(0);
            if (_words.Count > 0 && _words[0].Value.IndexOf(' ') > 0 && key is not "entrypoint")
            {
                // A list of scripts rather than of words.
                foreach (Word word in _words)
                    ShellScript.Read(_sink, word.Start, word.End);
            }
            else
            {
                ShellScript.Read(_sink, _words);
            }
        }

        _words.Clear();
    }

    private void ReadSetting(YamlValue value)
    {
        if (value.Form is '|' or '>')
            return;
        if (value.Form == '[')
        {
            Settings.Read(_sink, _tool, value.Key, value.KeyStart, value.Start, value.End);
            return;
        }

        // A scalar may hold spaces, which do not divide it.
        string text = _text.Substring(value.Start, value.End - value.Start);
        if (value.Key is "PYTEST_ADDOPTS" or "GUNICORN_CMD_ARGS" || text.IndexOf(' ') < 0)
            Settings.Read(_sink, _tool, value.Key, value.KeyStart, value.Start, value.End);

        // In a list of variables: "- WORKER_CLASS=uvicorn.workers.UvicornWorker".
        int equals = text.IndexOf('=');
        if (value.List >= 0 && equals > 0)
            Settings.Read(_sink, "", text.Substring(0, equals), value.Start, value.Start + equals + 1, value.End);
    }

    /// <summary>MkDocs' theme and plugins by their own names, its extensions by module.</summary>
    private void ReadDocumentation(YamlValue value)
    {
        string name = _text.Substring(value.Start, value.End - value.Start).Trim();
        string? setting = value.Key switch
        {
            "theme" => "theme",
            "name" when value.Parent == "theme" => "theme",
            "plugins" => "plugins",
            _ when value.Parent == "plugins" => "plugins",
            _ => null,
        };
        if (value.Parent == "plugins")
            name = value.Key;
        if (setting is not null)
        {
            foreach (ImplicitUse use in _sink.Table.Find(TriggerForm.Setting, "mkdocs:" + setting + " " + name))
                _sink.AddImplicit(use, value.Parent == "plugins" ? value.KeyStart : value.Start, "names '" + name + "'");
        }
    }

    /// <summary>A hook runs in an environment of its own, unless it is a local one that says otherwise.</summary>
    private void AddHook(YamlValue value)
    {
        switch (value.Key)
        {
            case "repo":
                EndHook();
                _isLocal = value.End - value.Start == 5 && string.CompareOrdinal(_text, value.Start, "local", 0, 5) == 0;
                break;
            case "id":
                EndHook();
                break;
            case "entry":
                _entry = (value.Start, value.End);
                break;
            case "language":
                string language = _text.Substring(value.Start, value.End - value.Start);
                _isOwnEnvironment = language is not ("system" or "script" or "unsupported" or "unsupported_script");
                break;
        }
    }

    private void EndHook()
    {
        if (_entry is var (start, end) && _isLocal && !_isOwnEnvironment)
            ShellScript.Read(_sink, start, end, folded: true);
        _entry = null;
        _isOwnEnvironment = false;
    }
}
