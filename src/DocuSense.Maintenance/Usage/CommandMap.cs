namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Which distribution brings a command, where nothing is installed whose entry points could tell. A table of facts
/// (<c>eng/usage/commands.tsv</c>): it never guesses from a name.
/// </summary>
public static class CommandMap
{
    private static readonly Lazy<Dictionary<string, string[]>> _table = new(Read);

    /// <summary>The distributions that bring a command, the usual one first; empty where it is not known.</summary>
    /// <param name="command">As written, without its folder: <c>django-admin</c>. Windows' <c>.exe</c> does not count.</param>
    public static IReadOnlyList<string> Distributions(string command)
    {
        if (command.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            command = command.Substring(0, command.Length - 4);
        return _table.Value.TryGetValue(command, out string[]? found) ? found : [];
    }

    private static Dictionary<string, string[]> Read()
    {
        var table = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach ((_, string[] cells) in FactTable.Embedded("commands.tsv"))
        {
            string[] distributions = FactTable.Alternatives(cells[1]);
            foreach (string command in cells[0].Split(' '))
                table.Add(command, distributions);
        }

        return table;
    }
}
