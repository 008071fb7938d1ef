namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>What the first word of a command line is: a command by name or path, an interpreter, an assignment.</summary>
internal static class CommandName
{
    /// <summary>Whether the word names a command that is looked up, or one in an environment's folder of commands; not a script of the project.</summary>
    public static bool IsCommand(Word word, string name)
    {
        if (name.Length == 0 || !char.IsLetterOrDigit(name[0]) || name.IndexOf(Word.Unknown) >= 0 || name.EndsWith(".sh", StringComparison.Ordinal) || IsCmdlet(name))
            return false;
        foreach (char character in name)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('-' or '_' or '.' or '+'))
                return false;
        }

        string value = word.Value;
        int slash = LastSlash(value);
        if (slash < 0)
            return name.IndexOf('.') < 0 || char.IsDigit(name[name.Length - 1]) || CommandMap.Distributions(name).Count > 0;
        string path = value.Substring(0, slash).TrimEnd(_slashes);
        string folder = path.Substring(LastSlash(path) + 1);
        if (folder is "bin" or "Scripts" or "scripts" or "sbin" && (folder != "scripts" || value.IndexOf("env", StringComparison.Ordinal) >= 0))
            return value[0] != '.' || value.IndexOf("env", StringComparison.Ordinal) >= 0;
        string variable = word.Variable ?? "";
        return folder.Length == 1 && folder[0] == Word.Unknown
            && (variable.IndexOf("bin", StringComparison.OrdinalIgnoreCase) >= 0 || variable.IndexOf("env", StringComparison.OrdinalIgnoreCase) >= 0);
    }

    /// <summary>PowerShell's own: <c>Write-Host</c>, <c>Set-Location</c>.</summary>
    private static bool IsCmdlet(string name)
    {
        int dash = name.IndexOf('-');
        return dash > 0 && dash + 1 < name.Length && char.IsUpper(name[0]) && char.IsUpper(name[dash + 1]);
    }

    public static bool IsAssignment(string value)
    {
        int equals = value.IndexOf('=');
        if (equals <= 0 || !(char.IsLetter(value[0]) || value[0] == '_'))
            return false;
        for (int index = 1; index < equals; index++)
        {
            if (!char.IsLetterOrDigit(value[index]) && value[index] is not ('_' or '+'))
                return false;
        }

        return true;
    }

    /// <summary>python, python3.11, py, pypy3, with or without a folder and .exe.</summary>
    public static bool IsPython(string name)
    {
        string stem = name is "py" or "pythonw" ? "python" : name.StartsWith("pypy", StringComparison.Ordinal) ? "python" + name.Substring(4) : name;
        if (stem is "envpython" or "sys.executable")
            return true;
        if (!stem.StartsWith("python", StringComparison.Ordinal))
            return false;
        for (int index = 6; index < stem.Length; index++)
        {
            if (!char.IsDigit(stem[index]) && stem[index] != '.')
                return false;
        }

        return true;
    }

    private static int LastSlash(string value) => value.LastIndexOfAny(_slashes);

    private static readonly char[] _slashes = ['/', '\\'];

    public static string BaseName(string value)
    {
        string name = value.Substring(LastSlash(value) + 1);
        foreach (string suffix in _suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return name.Substring(0, name.Length - suffix.Length);
        }

        return name;
    }

    private static readonly string[] _suffixes = [".exe", ".cmd", ".bat"];
}
