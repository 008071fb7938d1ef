using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Testing;

/// <summary>Which installed distribution provides a module.</summary>
internal sealed class DistributionNames
{
    private readonly Dictionary<string, string> _byModule = new(StringComparer.Ordinal);

    /// <param name="environment">Read with its modules; null for none.</param>
    public DistributionNames(PythonEnvironment? environment)
    {
        foreach (InstalledDistribution distribution in environment?.Distributions ?? [])
        {
            foreach (string module in distribution.Modules)
            {
                if (!_byModule.ContainsKey(module))
                    _byModule.Add(module, distribution.Name);
            }
        }
    }

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
