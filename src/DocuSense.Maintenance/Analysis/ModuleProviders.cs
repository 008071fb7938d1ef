namespace DocuSense.Maintenance.Analysis;

/// <summary>Which distributions provide a dotted module, namespace packages told apart by their full path.</summary>
public sealed class ModuleProviders
{
    private readonly Dictionary<string, List<string>> _exact = new(StringComparer.Ordinal);

    /// <summary>For each namespace (<c>google</c>, <c>google.cloud</c>) the distributions with a portion below it.</summary>
    private readonly Dictionary<string, List<string>> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Records that a distribution provides a module.</summary>
    public void Add(string module, string distribution)
    {
        AddTo(_exact, module, distribution);
        for (int dot = module.LastIndexOf('.'); dot > 0; dot = module.LastIndexOf('.', dot - 1))
            AddTo(_namespaces, module.Substring(0, dot), distribution);
    }

    /// <summary>Whether several distributions may share the module: it is no one's own, and portions lie below it.</summary>
    public bool IsNamespace(string module) => _namespaces.ContainsKey(module) && !_exact.ContainsKey(module);

    /// <summary>The distributions that provide a module; those of all portions for a namespace; empty where none is known to.</summary>
    /// <param name="module">The module, absolute, dotted.</param>
    public IReadOnlyList<string> Find(string module)
    {
        for (string prefix = module; ;)
        {
            if (_exact.TryGetValue(prefix, out List<string>? providers))
                return providers;
            if (prefix.Length == module.Length && _namespaces.TryGetValue(prefix, out providers))
                return providers;
            int dot = prefix.LastIndexOf('.');
            if (dot <= 0)
                return [];
            prefix = prefix.Substring(0, dot);
        }
    }

    private static void AddTo(Dictionary<string, List<string>> map, string key, string distribution)
    {
        if (!map.TryGetValue(key, out List<string>? list))
            map.Add(key, list = []);
        if (!list.Contains(distribution))
            list.Add(distribution);
    }
}
