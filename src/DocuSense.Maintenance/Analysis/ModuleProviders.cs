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

    /// <summary>The distributions an import reaches; empty where none is known to provide it.</summary>
    /// <param name="module">The module, absolute, dotted.</param>
    /// <param name="names">What is imported from it.</param>
    public IReadOnlyList<string> Find(string module, IReadOnlyList<string> names)
    {
        if (_namespaces.ContainsKey(module) && names.Count > 0)
        {
            List<string>? found = null;
            foreach (string name in names)
            {
                string portion = module + "." + name;
                if (_exact.TryGetValue(portion, out List<string>? providers) || _namespaces.TryGetValue(portion, out providers))
                    (found ??= []).AddRange(providers);
            }

            if (found is not null)
                return found;
        }

        for (string prefix = module; ;)
        {
            if (_exact.TryGetValue(prefix, out List<string>? providers))
                return providers;
            int dot = prefix.LastIndexOf('.');
            if (dot <= 0)
                break;
            prefix = prefix.Substring(0, dot);
        }

        // The namespace as a whole: any of its portions may be meant.
        return _namespaces.TryGetValue(module, out List<string>? all) ? all : [];
    }

    private static void AddTo(Dictionary<string, List<string>> map, string key, string distribution)
    {
        if (!map.TryGetValue(key, out List<string>? list))
            map.Add(key, list = []);
        if (!list.Contains(distribution))
            list.Add(distribution);
    }
}
