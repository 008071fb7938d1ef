namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Which calls import. A callee is judged by what its first name is bound to anywhere in the file by an import; <c>importlib</c>, <c>pytest</c>
/// and <c>builtins</c> are taken for themselves even where their import was not seen, and so is the builtin <c>__import__</c>.
/// </summary>
internal sealed class DynamicImport
{
    /// <summary>The functions that import the module they are given the name of.</summary>
    public static readonly string[] Targets =
    [
        "importlib.import_module", "importlib.__import__", "builtins.__import__", "__import__", "importlib.util.find_spec", "pytest.importorskip",
    ];

    private readonly Dictionary<string, HashSet<string>> _origins = new(StringComparer.Ordinal);

    public DynamicImport(Pool<Binding> bindings)
    {
        for (int i = 0; i < bindings.Count; i++)
        {
            (string name, string origin) = bindings.Items[i];
            if (!_origins.TryGetValue(name, out HashSet<string>? origins))
                _origins[name] = origins = new HashSet<string>(StringComparer.Ordinal);
            origins.Add(origin);
        }
    }

    public static bool IsRelevant(string origin) => IsBelow(origin, "importlib") || IsBelow(origin, "pytest") || IsBelow(origin, "builtins");

    public static bool IsTarget(string path) => Array.IndexOf(Targets, path) >= 0;

    /// <summary>The function that a callee stands for, as in <see cref="Targets"/>; null where it does not import.</summary>
    public string? Resolve(string callee)
    {
        if (IsTarget(callee))
            return callee;
        int dot = callee.IndexOf('.');
        string first = dot < 0 ? callee : callee.Substring(0, dot);
        if (!_origins.TryGetValue(first, out HashSet<string>? origins))
            return null;
        foreach (string origin in origins)
        {
            string path = first.Length == callee.Length ? origin : string.Concat(origin, callee.Substring(first.Length));
            if (IsTarget(path))
                return path;
        }
        return null;
    }

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '.');
}
