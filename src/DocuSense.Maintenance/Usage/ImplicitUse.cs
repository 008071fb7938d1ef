namespace DocuSense.Maintenance.Usage;

/// <summary>What kind of thing in a file calls for a distribution that the file does not import.</summary>
public enum TriggerForm
{
    /// <summary><c>use fastapi.Form</c>: code uses the name; importing it alone needs nothing.</summary>
    Use,

    /// <summary><c>call bs4.BeautifulSoup(*=lxml)</c>: a call, of which an argument is or begins with the value.</summary>
    Call,

    /// <summary><c>method pandas to_parquet</c>: a method of that name is called in a file that imports the module; with an argument as for a call.</summary>
    Method,

    /// <summary><c>import starlette.testclient</c>: the module is imported.</summary>
    Import,

    /// <summary><c>assign pydantic.BaseSettings env_file</c>: code uses the first and assigns to the second.</summary>
    Assign,

    /// <summary><c>assigned worker_class gevent</c>: the string is assigned to the name.</summary>
    Assigned,

    /// <summary><c>literal django.db.backends.mysql</c>: a string of Python code, or a setting, is the value; <c>*</c> at its end stands for anything.</summary>
    Literal,

    /// <summary><c>fixture mocker</c>: a test asks for the pytest fixture.</summary>
    Fixture,

    /// <summary><c>option pytest --cov*</c>, <c>option gunicorn -k|--worker-class gevent</c>: a command is run with the option (and value).</summary>
    Option,

    /// <summary><c>setting pytest asyncio_mode</c>: a tool's settings have the key.</summary>
    Setting,

    /// <summary><c>tool black</c>: a settings file has a section for the tool.</summary>
    Tool,

    /// <summary><c>file alembic.ini</c>: the tool's own settings file is there.</summary>
    File,

    /// <summary><c>extra uvicorn standard</c>: a requirement asks for the extra.</summary>
    Extra,
}

/// <summary>One row of the table of uses without an import.</summary>
public sealed record ImplicitUse
{
    /// <summary>The trigger as written in the table.</summary>
    public required string Trigger { get; init; }

    public required TriggerForm Form { get; init; }

    /// <summary>The distributions, any one of which serves; the usual one first.</summary>
    public required IReadOnlyList<string> Distributions { get; init; }

    /// <summary>Whether what the trigger asks for fails without one of them.</summary>
    public required bool IsNeeded { get; init; }

    /// <summary>Whether the trigger shows no use, but keeps anyone from saying that there is none.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The document of the library that says so.</summary>
    public required string Source { get; init; }

    /// <summary>The names that the trigger is about, any of them: dotted paths, a command, a tool, a file.</summary>
    internal string[] Subjects { get; init; } = [];

    /// <summary>The method, name, option or key, where the form has one.</summary>
    internal string[] Members { get; init; } = [];

    /// <summary>The keyword of a call, <c>*</c> for any argument.</summary>
    internal string? Keyword { get; init; }

    /// <summary>Whether the call is meant that has no such argument: <c>call pandas.read_xml(parser!=etree)</c>.</summary>
    internal bool IsNegated { get; init; }

    /// <summary>The values of an argument or option; empty for any.</summary>
    internal string[] Values { get; init; } = [];

    /// <summary>The kind of the hints that it gives.</summary>
    internal string Kind => Form switch
    {
        _ when IsDoubtful => "mention",
        TriggerForm.Tool or TriggerForm.File => "configuration",
        TriggerForm.Fixture or TriggerForm.Option or TriggerForm.Setting => "plugin",
        _ => Trigger.StartsWith("use pytest.mark.", StringComparison.Ordinal) ? "plugin" : "implicit",
    };

    /// <summary>Whether an argument's or option's value is one that the row is about.</summary>
    internal bool MatchesValue(string value) => Values.Length == 0 || MatchesAny(Values, value);

    internal static bool MatchesAny(string[] patterns, string value)
    {
        foreach (string pattern in patterns)
        {
            if (Matches(pattern, value))
                return true;
        }

        return false;
    }

    internal static bool Matches(string pattern, string value)
    {
        int stem = pattern.Length - 1;
        return stem >= 0 && pattern[stem] == '*'
            ? string.CompareOrdinal(value, 0, pattern, 0, stem) == 0
            : string.Equals(pattern, value, StringComparison.Ordinal);
    }
}
