using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Who loads a distribution that nothing imports: by its entry points where it is installed, by the table of plugins where they do not tell.</summary>
internal static class PluginHosts
{
    /// <summary>Reads the tables.</summary>
    public static void Prepare()
    {
        Plugins.Hosts("");
        IsHelper("");
    }

    /// <summary>The evidence that the distribution is a plugin, or a type stub, of one in use; null where it is none.</summary>
    public static Evidence? Find(Snapshot snapshot, ActiveDistributions active, string normalizedName)
    {
        InstalledDistribution? installed = snapshot.Graph.Find(normalizedName);
        foreach (string group in Groups(installed))
        {
            if (Host(group) is { } host && host != "setuptools" && IsActive(snapshot, active, host))
                return new Evidence("plugin", installed!.MetadataFile, 0, $"is a plugin of {host} (entry points '{group}')");
        }

        if (Described(normalizedName) is { } described)
            return FindStub(snapshot, active, described);
        if (installed is { StubModules.Count: > 0, Modules.Count: 0 })
        {
            foreach (string module in installed.StubModules)
            {
                if (IsImported(snapshot, module))
                    return new Evidence("stub", installed.MetadataFile, 0, $"describes {module}, which is imported");
            }
        }

        if (IsHelper(normalizedName))
            return null;
        foreach (string host in Plugins.Hosts(normalizedName))
        {
            if (active.Contains(PackageName.Normalize(host)))
                return new Evidence("plugin", null, 0, $"is a plugin of {host}");
        }

        return null;
    }

    /// <summary>Those who could load the distribution, whether or not they are in use; empty where nobody is known to.</summary>
    public static List<string> All(Snapshot snapshot, string normalizedName)
    {
        var hosts = new List<string>();
        foreach (string group in Groups(snapshot.Graph.Find(normalizedName)))
        {
            if (Host(group) is { } host)
                hosts.Add(host);
        }

        foreach (string host in Plugins.Hosts(normalizedName))
            hosts.Add(PackageName.Normalize(host));
        return hosts;
    }

    /// <summary>The groups of entry points that are no commands.</summary>
    public static IEnumerable<string> Groups(InstalledDistribution? installed)
    {
        if (installed is null)
            yield break;
        string last = "";
        foreach (EntryPoint entry in installed.EntryPoints)
        {
            if (entry.Group is "console_scripts" or "gui_scripts" || entry.Group == last)
                continue;
            last = entry.Group;
            yield return entry.Group;
        }
    }

    /// <summary>The distribution whose name begins a group of entry points: <c>pytest11</c>, <c>flake8.extension</c>, <c>sqlalchemy.dialects</c>.</summary>
    public static string? Host(string group)
    {
        int end = group.IndexOfAny(_ends);
        string first = end < 0 ? group : group.Substring(0, end);
        return first switch
        {
            "" => null,
            "pytest11" => "pytest",
            "distutils" or "egg_info" or "setuptools" => "setuptools",
            "opentelemetry_instrumentor" or "opentelemetry_propagator" or "opentelemetry_environment_variables" or "opentelemetry_context" => "opentelemetry-api",
            _ => PackageName.Normalize(first),
        };
    }

    private static readonly char[] _ends = ['.', ':', '/'];

    /// <summary>
    /// Whether it is loaded only where something calls for it: a driver, a parser, a fast path. That its host is in use shows nothing then; what calls for
    /// it would.
    /// </summary>
    public static bool IsHelper(string normalizedName) => Integrations.IsCalledFor(normalizedName) || UrlSchemes.Serves(normalizedName);

    private static string? Described(string normalizedName) => Plugins.StubOf(normalizedName);

    private static Evidence? FindStub(Snapshot snapshot, ActiveDistributions active, string described) =>
        active.Contains(described) || IsImported(snapshot, described.Replace('-', '_'))
            ? new Evidence("stub", null, 0, $"describes {described}, which is in use")
            : null;

    private static bool IsActive(Snapshot snapshot, ActiveDistributions active, string host)
    {
        if (active.Contains(host))
            return true;
        foreach (string provider in snapshot.Imports.Providers.Find(host.Replace('-', '_')))
        {
            if (active.Contains(provider))
                return true;
        }

        return false;
    }

    private static bool IsImported(Snapshot snapshot, string module)
    {
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            if (import.TopLevel == module || import.Module == module)
                return true;
        }

        return false;
    }
}
