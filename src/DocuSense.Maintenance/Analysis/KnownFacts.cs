using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A module that the project knows to come from a distribution (<c>DocuSenseModule</c>).</summary>
/// <param name="Module">Dotted; what lies below it is meant too.</param>
/// <param name="Distribution">The distribution, any spelling.</param>
public sealed record KnownModule(string Module, string Distribution);

/// <summary>Something that the project knows to use a distribution without importing it (<c>DocuSenseUse</c>).</summary>
/// <param name="Trigger">As in the table of implicit uses (<c>use acme.forms.Form</c>), or <c>command NAME</c>.</param>
/// <param name="Distribution">The distributions, <c>|</c> between alternatives.</param>
/// <param name="IsNeeded">Whether it fails without one of them.</param>
public sealed record KnownUse(string Trigger, string Distribution, bool IsNeeded);

/// <summary>What is known of modules, commands and implicit uses wherever they are installed: the project's own statements first, then the embedded tables.</summary>
public sealed class KnownFacts
{
    private readonly Dictionary<string, string[]> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _commands = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>Takes the project's statements.</summary>
    public KnownFacts(CheckOptions options)
    {
        foreach (KnownModule known in options.KnownModules)
        {
            if (known.Distribution.Length == 0)
                _problems.Add($"DocuSenseModule '{known.Module}' names no distribution; add Distribution=\"…\"");
            else
                _modules[known.Module] = _modules.TryGetValue(known.Module, out string[]? others) ? [.. others, known.Distribution] : [known.Distribution];
        }

        var rows = new System.Text.StringBuilder();
        foreach (KnownUse use in options.KnownUses)
        {
            if (use.Distribution.Length == 0)
                _problems.Add($"DocuSenseUse '{use.Trigger}' names no distribution; add Distribution=\"…\"");
            else if (use.Trigger.StartsWith("command ", StringComparison.Ordinal))
                _commands[use.Trigger.Substring(8).Trim()] = Array.ConvertAll(use.Distribution.Split('|'), static name => name.Trim());
            else if (ImplicitUses.Parse(Row(use)).Problems.Count > 0)
                _problems.Add($"DocuSenseUse '{use.Trigger}' is no known trigger; write for example 'use acme.forms.Form', 'literal acme.Backend' or 'command acme'");
            else
                rows.Append(Row(use)).Append('\n');
        }

        Implicit = rows.Length == 0 ? ImplicitUses.Default : ImplicitUses.Default.With(ImplicitUses.Parse(rows.ToString()));
    }

    /// <summary>Statements of the project that mean nothing, a sentence each without full stop.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What calls for a distribution without an import.</summary>
    public ImplicitUses Implicit { get; }

    /// <summary>The distributions that are known to provide a module, most likely first.</summary>
    public IReadOnlyList<string> OfModule(string module)
    {
        for (string prefix = module; _modules.Count > 0;)
        {
            if (_modules.TryGetValue(prefix, out string[]? found))
                return found;
            int dot = prefix.LastIndexOf('.');
            if (dot <= 0)
                break;
            prefix = prefix.Substring(0, dot);
        }

        return ModuleMap.Distributions(module);
    }

    /// <summary>Whether anything may be known of modules below one that is not known of itself.</summary>
    public bool HasBelow(string module) => _modules.Count > 0 || ModuleMap.HasBelow(module);

    /// <summary>The distributions that are known to bring a command, the usual one first.</summary>
    public IReadOnlyList<string> OfCommand(string command) =>
        _commands.TryGetValue(command, out string[]? found) ? found : CommandMap.Distributions(command);

    private static string Row(KnownUse use) =>
        use.Trigger.Trim() + "\t" + use.Distribution + "\t" + (use.IsNeeded ? "needed" : "optional") + "\tthe project file";
}
