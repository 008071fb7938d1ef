namespace DocuSense.Maintenance.Environments;

/// <summary>
/// <c>requires.txt</c> of a <c>*.egg-info</c>: requirements in sections <c>[extra]</c>, <c>[:marker]</c> and <c>[extra:marker]</c>,
/// turned into requirements with markers as <c>importlib.metadata</c> does.
/// </summary>
internal static class RequiresFile
{
    /// <summary>The requirements with their lines, and the extras that the sections name.</summary>
    public static List<(string Text, int Line)> Parse(string text, List<string> extras)
    {
        var requirements = new List<(string, int)>();
        string section = "";
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[' && line[line.Length - 1] == ']')
            {
                section = line.Trim('[', ']');
                string extra = Extra(section);
                if (extra.Length > 0 && !extras.Contains(extra))
                    extras.Add(extra);
                continue;
            }

            requirements.Add((line + Condition(section, line), number));
        }

        return requirements;
    }

    private static string Extra(string section)
    {
        int colon = section.IndexOf(':');
        return colon < 0 ? section : section.Substring(0, colon);
    }

    private static string Condition(string section, string requirement)
    {
        string extra = Extra(section);
        string marker = extra.Length == section.Length ? "" : section.Substring(extra.Length + 1);
        if (extra.Length > 0 && marker.Length > 0)
            marker = $"({marker})";
        string condition = extra.Length == 0 ? marker : marker.Length == 0 ? $"extra == \"{extra}\"" : $"{marker} and extra == \"{extra}\"";
        if (condition.Length == 0)
            return "";
        // PEP 508 wants a space between a URL and the semicolon.
        return (requirement.AsSpan().IndexOf('@') >= 0 ? " ; " : "; ") + condition;
    }
}
