namespace DocuSense.Maintenance.Environments;

/// <summary><c>entry_points.txt</c>: an ini file with <c>=</c> alone between name and object, names in their own case.</summary>
internal static class EntryPointsFile
{
    public static List<EntryPoint> Parse(string text)
    {
        var points = new List<EntryPoint>();
        string? group = null;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            if (line[0] == '[' && line[line.Length - 1] == ']')
            {
                group = line.Trim('[', ']');
                continue;
            }

            int equals = line.IndexOf('=');
            if (group is not null && equals > 0)
                points.Add(new EntryPoint(group, line.Substring(0, equals).TrimEnd(), line.Substring(equals + 1).TrimStart()));
        }

        return points;
    }
}
