namespace DocuSense.Maintenance.Usage;

/// <summary>
/// Who may load a distribution that no source imports: other distributions, and the modules whose use calls for it, as far as the tables
/// of plugins and implicit uses know.
/// </summary>
/// <param name="Hosts">Normalised names of distributions that load it.</param>
/// <param name="Modules">Top-level modules of which some use needs it, in code or by their names in settings.</param>
public sealed record Integrations(IReadOnlyCollection<string> Hosts, IReadOnlyCollection<string> Modules)
{
    // The rows' numbers: a check asks for a few distributions of the table.
    private static readonly Lazy<Dictionary<string, List<int>>> _rows = new(ImplicitUses.NumbersByDistribution);

    /// <summary>Whether the tables know anything; where they do not, anyone may load it.</summary>
    public bool AreKnown => Hosts.Count + Modules.Count > 0;

    /// <summary>Whether several load it, so that one of which nothing is known may as well.</summary>
    public bool IsWide => Hosts.Count + Modules.Count > 1;

    /// <summary>The integrations of a distribution.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static Integrations Of(string normalizedName)
    {
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        var modules = new HashSet<string>(StringComparer.Ordinal);
        foreach (string host in Plugins.Hosts(normalizedName))
            hosts.Add(Standards.PackageName.Normalize(host));
        foreach (ImplicitUse row in Rows(normalizedName))
            AddSubjects(row, hosts, modules);

        // That a distribution's own settings name it is no integration with another.
        modules.RemoveWhere(module => IsOwn(module, normalizedName));
        return new Integrations(hosts, modules);
    }

    /// <summary>Whether a row says that some piece of code or setting calls for the distribution.</summary>
    /// <param name="normalizedName">The PEP 503 normal form.</param>
    public static bool IsCalledFor(string normalizedName)
    {
        foreach (ImplicitUse row in Rows(normalizedName))
        {
            if (row.Form is TriggerForm.Use && row.Trigger.StartsWith("use pytest.", StringComparison.Ordinal))
                continue;
            if (row.Form is TriggerForm.Use or TriggerForm.Call or TriggerForm.Method or TriggerForm.Assign or TriggerForm.Assigned or TriggerForm.Literal)
                return true;
        }

        return false;
    }

    private static void AddSubjects(ImplicitUse row, HashSet<string> hosts, HashSet<string> modules)
    {
        foreach (string subject in row.Subjects)
        {
            switch (row.Form)
            {
                case TriggerForm.Use or TriggerForm.Call or TriggerForm.Method or TriggerForm.Import or TriggerForm.Assign:
                    int dot = subject.IndexOf('.');
                    modules.Add(dot < 0 ? subject : subject.Substring(0, dot));
                    break;
                case TriggerForm.Literal when subject.IndexOf('.') is > 0 and var end:
                    modules.Add(subject.Substring(0, end));
                    break;
                case TriggerForm.Fixture:
                    hosts.Add("pytest");
                    break;
                case TriggerForm.Option or TriggerForm.Setting or TriggerForm.Tool or TriggerForm.Extra:
                    hosts.Add(Standards.PackageName.Normalize(subject));
                    break;
            }
        }
    }

    private static bool IsOwn(string module, string normalizedName)
    {
        if (Standards.PackageName.Normalize(module) == normalizedName)
            return true;
        foreach (string provided in ModuleMap.Find(normalizedName)?.Modules ?? [])
        {
            if (provided == module || provided.StartsWith(module + ".", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static IEnumerable<ImplicitUse> Rows(string normalizedName)
    {
        if (!_rows.Value.TryGetValue(normalizedName, out List<int>? numbers))
            yield break;
        foreach (int number in numbers)
            yield return ImplicitUses.Default.Row(number);
    }
}
