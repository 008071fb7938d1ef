namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Which distribution serves a URL: SQLAlchemy's <c>dialect+driver</c>, a broker's or cache's scheme. A table of facts
/// (<c>eng/usage/url-schemes.tsv</c>).
/// </summary>
public static class UrlSchemes
{
    private static readonly Lazy<Dictionary<string, string[]>> _table = new(Read);
    private static readonly Lazy<HashSet<string>> _servers = new(Servers);

    /// <summary>The distributions any one of which serves the scheme, the usual one first; empty where it is not known or Python itself does.</summary>
    /// <param name="scheme">Without <c>://</c>: <c>postgresql+asyncpg</c>. Letter case does not count.</param>
    public static IReadOnlyList<string> Distributions(string scheme) =>
        _table.Value.TryGetValue(scheme.ToLowerInvariant(), out string[]? found) ? found : [];

    /// <summary>Whether the distribution serves some scheme.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static bool Serves(string normalizedName) => _servers.Value.Contains(normalizedName);

    /// <summary>Whether the scheme is a database's with its driver, as SQLAlchemy understands it: it loads that driver and no other.</summary>
    internal static bool IsDialect(string scheme) => scheme.IndexOf('+') is > 0 and var plus && Array.IndexOf(_dialects, scheme.Substring(0, plus)) >= 0;

    private static readonly string[] _dialects =
    [
        "postgresql", "postgres", "mysql", "mariadb", "mssql", "sqlite", "oracle", "cockroachdb", "redshift", "clickhouse", "clickhousedb", "hive", "presto", "databricks",
        "awsathena", "firebird", "db2", "hana", "vertica", "access", "spanner", "elasticsearch",
    ];

    /// <summary>Whether the text as a whole is a scheme of the table with a driver (<c>mysql+pymysql</c>), as <c>URL.create</c> takes it.</summary>
    internal static bool IsDriverName(string text) => text.IndexOf('+') > 0 && _table.Value.ContainsKey(text);

    private static Dictionary<string, string[]> Read()
    {
        var table = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach ((_, string[] cells) in FactTable.Embedded("url-schemes.tsv"))
        {
            string[] distributions = FactTable.Alternatives(cells[1]);
            foreach (string scheme in cells[0].Split(' '))
                table.Add(scheme, distributions);
        }

        return table;
    }

    private static HashSet<string> Servers()
    {
        var servers = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] distributions in _table.Value.Values)
        {
            foreach (string name in distributions)
                servers.Add(Standards.PackageName.Normalize(name));
        }

        return servers;
    }
}
