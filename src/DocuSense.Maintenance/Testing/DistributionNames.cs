using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Testing;

/// <summary>Which installed distribution provides a module.</summary>
internal sealed class DistributionNames
{
    private readonly Dictionary<string, string> _byModule = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    /// <param name="environment">Read with its modules; null for none.</param>
    public DistributionNames(PythonEnvironment? environment)
    {
        Root = environment?.Root;
        foreach (InstalledDistribution distribution in environment?.Distributions ?? [])
        {
            _versions[distribution.Name] = distribution.Version ?? "";
            foreach (string module in distribution.Modules)
            {
                if (!_byModule.ContainsKey(module))
                    _byModule.Add(module, distribution.Name);
            }
        }
    }

    /// <summary>Absolute path of the environment; null for none.</summary>
    public string? Root { get; }

    /// <summary>The version of a distribution that <see cref="Of"/> named.</summary>
    public string VersionOf(string distribution) => _versions[distribution];

    /// <summary>The distribution of a module, or null: the standard library's, or nobody's.</summary>
    public string? Of(string module)
    {
        for (string name = module; ;)
        {
            if (_byModule.TryGetValue(name, out string? distribution))
                return distribution;
            int dot = name.LastIndexOf('.');
            if (dot < 0)
                return null;
            name = name.Substring(0, dot);
        }
    }
}
