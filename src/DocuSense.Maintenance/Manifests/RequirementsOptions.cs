namespace DocuSense.Maintenance.Manifests;

/// <summary>One option of a requirements file: its full name, its value, and the range of the value in the text.</summary>
internal sealed record RequirementsOption(string Name, string? Value, int Start, int End);

/// <summary>
/// The options pip takes in a requirements file, read as Python's <c>optparse</c> does: <c>--name value</c>, <c>--name=value</c>,
/// unambiguous abbreviations, <c>-rfile</c>. Words that belong to no option are passed over, as pip does.
/// </summary>
internal static class RequirementsOptions
{
    private static readonly (string Name, string Canonical, bool TakesValue)[] _long =
    [
        ("--constraint", "--constraint", true),
        ("--config-settings", "--config-settings", true),
        ("--editable", "--editable", true),
        ("--extra-index-url", "--extra-index-url", true),
        ("--find-links", "--find-links", true),
        ("--global-option", "--global-option", true),
        ("--hash", "--hash", true),
        ("--index-url", "--index-url", true),
        ("--no-binary", "--no-binary", true),
        ("--no-index", "--no-index", false),
        ("--only-binary", "--only-binary", true),
        ("--pre", "--pre", false),
        ("--prefer-binary", "--prefer-binary", false),
        ("--pypi-url", "--index-url", true),
        ("--require-hashes", "--require-hashes", false),
        ("--requirement", "--requirement", true),
        ("--trusted-host", "--trusted-host", true),
        ("--use-feature", "--use-feature", true),
    ];

    /// <summary>Options of older or newer versions of pip; taken by their full names only, so that abbreviations stay those above.</summary>
    private static readonly (string Name, bool TakesValue)[] _otherVersions =
    [
        ("--all-releases", true),
        ("--install-option", true),
        ("--only-final", true),
    ];

    /// <summary>Reads the options from an offset of a logical line on.</summary>
    /// <returns>The options in order; null where pip refuses the line, with the offset and one sentence.</returns>
    public static List<RequirementsOption>? Parse(string text, int offset, out int errorOffset, out string? error)
    {
        List<ShellWord>? words = ShellWords.Split(text, offset, out errorOffset, out error);
        if (words is null)
            return null;
        var options = new List<RequirementsOption>();
        for (int i = 0; i < words.Count; i++)
        {
            ShellWord word = words[i];
            errorOffset = word.Start;
            if (word.Value == "--")
                break;
            if (word.Value.StartsWith("--", StringComparison.Ordinal))
                error = Long(text, words, ref i, options);
            else if (word.Value.Length > 1 && word.Value[0] == '-')
                error = Short(text, words, ref i, options);
            if (error is not null)
                return null;
        }

        errorOffset = 0;
        return options;
    }

    private static string? Long(string text, List<ShellWord> words, ref int index, List<RequirementsOption> options)
    {
        ShellWord word = words[index];
        int equals = word.Value.IndexOf('=');
        string written = equals < 0 ? word.Value : word.Value.Substring(0, equals);
        string? error = Match(written, out string name, out bool takesValue);
        if (error is not null)
            return error;
        if (!takesValue)
        {
            if (equals >= 0)
                return $"the option {name} takes no value";
            options.Add(new RequirementsOption(name, null, word.Start, word.End));
            return null;
        }

        if (equals < 0)
            return Value(name, words, ref index, options);
        options.Add(Attached(text, word, name, equals + 1));
        return Check(options[options.Count - 1]);
    }

    private static string? Short(string text, List<ShellWord> words, ref int index, List<RequirementsOption> options)
    {
        // Of pip's short options all take a value, so the first ends the word.
        ShellWord word = words[index];
        string? name = word.Value[1] switch
        {
            'i' => "--index-url",
            'c' => "--constraint",
            'r' => "--requirement",
            'e' => "--editable",
            'f' => "--find-links",
            'C' => "--config-settings",
            _ => null,
        };
        if (name is null)
            return $"'{word.Value.Substring(0, 2)}' is not an option of requirements files";
        if (word.Value.Length == 2)
            return Value(name, words, ref index, options);
        options.Add(Attached(text, word, name, 2));
        return Check(options[options.Count - 1]);
    }

    /// <summary>A value within the option's own word.</summary>
    private static RequirementsOption Attached(string text, ShellWord word, string name, int from)
    {
        // Where quotes or backslashes come before the value, its place is the word's.
        bool plain = string.CompareOrdinal(text, word.Start, word.Value, 0, from) == 0;
        return new RequirementsOption(name, word.Value.Substring(from), plain ? word.Start + from : word.Start, word.End);
    }

    /// <summary>A value that is the next word, whatever that word looks like.</summary>
    private static string? Value(string name, List<ShellWord> words, ref int index, List<RequirementsOption> options)
    {
        if (index + 1 == words.Count)
            return $"a value is expected after {name}";
        ShellWord value = words[++index];
        options.Add(new RequirementsOption(name, value.Value, value.Start, value.End));
        return Check(options[options.Count - 1]);
    }

    private static string? Match(string written, out string name, out bool takesValue)
    {
        name = "";
        takesValue = false;
        int matches = 0;
        foreach ((string candidate, string canonical, bool value) in _long)
        {
            if (!candidate.StartsWith(written, StringComparison.Ordinal))
                continue;
            (name, takesValue) = (canonical, value);
            if (candidate.Length == written.Length)
                return null;
            matches++;
        }

        if (matches == 1)
            return null;
        foreach ((string candidate, bool value) in _otherVersions)
        {
            if (candidate == written)
            {
                (name, takesValue) = (candidate, value);
                return null;
            }
        }

        return matches == 0 ? $"'{ProblemText.Show(written)}' is not an option of requirements files" : $"'{ProblemText.Show(written)}' could stand for more than one option";
    }

    private static string? Check(RequirementsOption option)
    {
        string value = option.Value!;
        switch (option.Name)
        {
            case "--hash":
                int colon = value.IndexOf(':');
                if (colon < 0)
                    return "an algorithm, a colon and a digest are expected after --hash, as in sha256:abcd";
                return value.Substring(0, colon) is "sha256" or "sha384" or "sha512" ? null : "the algorithm of --hash must be sha256, sha384 or sha512";
            case "--no-binary" or "--only-binary":
                return value.Length > 0 && value[0] == '-' ? $"names of distributions, ':all:' or ':none:' are expected after {option.Name}" : null;
            case "--config-settings":
                return value.IndexOf('=') < 0 ? "KEY=VALUE is expected after --config-settings" : null;
            default:
                return null;
        }
    }
}
