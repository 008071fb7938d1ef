namespace DocuSense.Maintenance.Usage;

/// <summary>Reads the tables of facts that the engine embeds: a row a line, cells between tabs, <c>#</c> starts a comment line.</summary>
internal static class FactTable
{
    /// <summary>The rows of a text: their line numbers from 1, and their cells.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Rows(string text)
    {
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string row = line.TrimEnd('\r', ' ', '\t');
            if (row.Length > 0 && row[0] != '#')
                yield return (number, row.Split('\t'));
        }
    }

    /// <summary>The text of a table embedded in this assembly: <c>commands.tsv</c>.</summary>
    public static string Embedded(string name)
    {
        string resource = "DocuSense.Maintenance.Usage." + name;
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The alternatives of a cell: <c>psycopg2 | psycopg2-binary</c>.</summary>
    public static string[] Alternatives(string cell)
    {
        string[] parts = cell.Split('|');
        for (int index = 0; index < parts.Length; index++)
            parts[index] = parts[index].Trim();
        return parts;
    }
}
