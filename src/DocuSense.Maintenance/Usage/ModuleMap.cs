using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Which distribution provides a module, and which modules a distribution provides, where nothing is installed that could
/// tell. A table of facts, embedded in the engine and written by <c>eng/module_map.py</c>: it never guesses from a name.
/// </summary>
public static class ModuleMap
{
    internal const string Resource = "DocuSense.Maintenance.Usage.module-map.txt";

    private static readonly Lazy<SortedTable> _table = new(() => SortedTable.FromResource(Resource));

    /// <summary>The distributions that provide a module, the most widely used first.</summary>
    /// <param name="dottedModule">An absolute module, as long as it is known: <c>google.cloud.storage.blob</c>. Casing counts, as it does for Python.</param>
    /// <returns>
    /// All candidates for the longest known prefix, in their projects' own casing; empty where the module is not known, and for
    /// a namespace that many share (<c>google.cloud</c>: ask for what is imported from it, <c>google.cloud.storage</c>).
    /// </returns>
    public static IReadOnlyList<string> Distributions(string dottedModule) => Match(dottedModule)?.Distributions ?? [];

    /// <summary>The longest known prefix of a module and the distributions that provide it, or null.</summary>
    public static ModuleMatch? Match(string dottedModule)
    {
        if (Key('m', dottedModule) is not { } key)
            return null;
        SortedTable table = _table.Value;
        int length = key.Length;
        while (length > 2)
        {
            if (table.Find(key.AsSpan(0, length)) is string names)
                return new ModuleMatch(Encoding.UTF8.GetString(key, 2, length - 2), names.Split(' '));
            do
                length--;
            while (length > 2 && key[length] != (byte)'.');
        }

        return null;
    }

    /// <summary>Whether known modules lie below this one while it is itself no distribution's own: <c>google</c>, <c>google.cloud</c>, <c>zope</c>.</summary>
    public static bool IsNamespace(string dottedModule) =>
        HasBelow(dottedModule) && Key('m', dottedModule) is { } key && _table.Value.Find(key) is null;

    /// <summary>Whether modules below this one are known.</summary>
    public static bool HasBelow(string dottedModule) => Key('m', dottedModule + ".") is { } below && _table.Value.HasPrefix(below);

    /// <summary>What is known of a distribution, or null where it is not known.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static DistributionFacts? Find(string normalizedName)
    {
        if (Key('d', normalizedName) is not { } key || _table.Value.Find(key) is not string line)
            return null;
        string[] cells = line.Split('\t');
        UsedWithoutImport use = NamingConventions.Flags(normalizedName);
        bool complete = true;
        bool entryPoints = false;
        foreach (char flag in cells[1])
        {
            switch (flag)
            {
                case 'c': use |= UsedWithoutImport.Command; break;
                case 'e': entryPoints = true; break;
                case 'i': complete = false; break;
                case 'p': use |= UsedWithoutImport.Plugin; break;
                case 's': use |= UsedWithoutImport.Stub; break;
            }
        }

        return new DistributionFacts
        {
            Name = cells[0].Length == 0 ? normalizedName : cells[0],
            NormalizedName = normalizedName,
            Modules = cells[2].Length == 0 ? [] : cells[2].Split(' '),
            ModulesComplete = complete,
            HasEntryPoints = entryPoints,
            MayBeUsedWithoutImport = use,
        };
    }

    /// <summary>How a distribution may be used though nothing imports it, as far as the table or its name tells; of unknown names too.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static UsedWithoutImport MayBeUsedWithoutImport(string normalizedName) =>
        Find(normalizedName)?.MayBeUsedWithoutImport ?? NamingConventions.Flags(normalizedName);

    private static byte[]? Key(char kind, string name) =>
        // A tab or a line feed would reach over the cell that the key is compared with.
        name.Length == 0 || name.AsSpan().IndexOfAny('\t', '\n') >= 0 ? null : Encoding.UTF8.GetBytes(kind + "\t" + name);
}

/// <summary>The prefix of a module that the table knows (<c>google.cloud.storage</c>) and who provides it, the most widely used first.</summary>
public sealed record ModuleMatch(string Module, IReadOnlyList<string> Distributions);
