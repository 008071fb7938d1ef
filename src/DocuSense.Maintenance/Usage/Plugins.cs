namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Whose plugin a distribution is, where nothing is installed whose entry points could tell: a plugin is used when one of
/// its hosts is. Single names come from a table of facts (<c>eng/usage/plugins.tsv</c>), which also holds the prefixes
/// that a plugin system reserves by its own documentation (<c>pytest-</c>).
/// </summary>
public static class Plugins
{
    private static readonly Lazy<Table> _table = new(Read);

    /// <summary>The distributions that load this one; empty where it is no known plugin. For type stubs, what they describe.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static IReadOnlyList<string> Hosts(string normalizedName)
    {
        if (_table.Value.Names.TryGetValue(normalizedName, out string[]? found))
            return found;
        if (StubOf(normalizedName) is { } described)
            return [described];
        foreach (KeyValuePair<string, string[]> prefix in _table.Value.Prefixes)
        {
            if (normalizedName.Length > prefix.Key.Length && normalizedName.StartsWith(prefix.Key, StringComparison.Ordinal))
                return prefix.Value;
        }

        return [];
    }

    /// <summary>The distribution that a stub's name says it describes (PEP 561): <c>types-requests</c>, <c>pandas-stubs</c>; null for no stub.</summary>
    public static string? StubOf(string normalizedName)
    {
        if (normalizedName.StartsWith("types-", StringComparison.Ordinal) && normalizedName.Length > 6)
            return normalizedName.Substring(6);
        if (normalizedName.StartsWith("mypy-boto3-", StringComparison.Ordinal))
            return "boto3";
        foreach (string suffix in _suffixes)
        {
            if (normalizedName.Length > suffix.Length && normalizedName.EndsWith(suffix, StringComparison.Ordinal))
                return normalizedName.Substring(0, normalizedName.Length - suffix.Length);
        }

        return null;
    }

    private static readonly string[] _suffixes = ["-stubs", "-stubs-ext"];

    private static Table Read()
    {
        var names = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var prefixes = new List<KeyValuePair<string, string[]>>();
        foreach ((_, string[] cells) in FactTable.Embedded("plugins.tsv"))
        {
            string[] hosts = FactTable.Alternatives(cells[1]);
            foreach (string name in cells[0].Split(' '))
            {
                if (name.EndsWith("*", StringComparison.Ordinal))
                    prefixes.Add(new KeyValuePair<string, string[]>(name.Substring(0, name.Length - 1), hosts));
                else
                    names.Add(name, hosts);
            }
        }

        return new Table(names, prefixes);
    }

    /// <summary>The hosts of plugins, by a plugin's whole name and by what its name begins with.</summary>
    private sealed record Table(Dictionary<string, string[]> Names, List<KeyValuePair<string, string[]>> Prefixes);
}
