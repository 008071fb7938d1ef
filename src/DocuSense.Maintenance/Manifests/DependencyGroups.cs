using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>PEP 735 dependency groups. Each requirement counts once, in the group that lists it itself.</summary>
internal sealed class DependencyGroups(PyProjectFile file, TomlValue groups)
{
    private readonly Dictionary<string, TomlValue> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Group, TomlValue Place)>> _includes = new(StringComparer.Ordinal);

    public void Read()
    {
        foreach (TomlEntry group in groups.Entries)
        {
            string name = Normalize(group.Key);
            if (_groups.ContainsKey(name))
            {
                file.Collector.Add(ManifestProblemKind.Invalid, file.Path, file.Span(group.KeyStart, group.KeyEnd), $"The dependency group '{ProblemText.Show(group.Key)}' is given twice.");
                continue;
            }

            _groups.Add(name, group.Value);
            Read(group);
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (TomlEntry group in groups.Entries)
            FindCycles(Normalize(group.Key), done);
    }

    /// <summary>Follows the includes of a group depth first; one that leads back to a group on the way there closes a cycle.</summary>
    private void FindCycles(string root, HashSet<string> done)
    {
        if (!done.Add(root))
            return;
        var way = new Stack<(string Group, int Next)>();
        var onWay = new HashSet<string>(StringComparer.Ordinal) { root };
        for (way.Push((root, 0)); way.Count > 0;)
        {
            (string group, int next) = way.Pop();
            if (!_includes.TryGetValue(group, out List<(string Group, TomlValue Place)>? includes) || next == includes.Count)
            {
                onWay.Remove(group);
                continue;
            }

            way.Push((group, next + 1));
            (string included, TomlValue place) = includes[next];
            if (!_groups.ContainsKey(included))
                file.Invalid(place, $"There is no dependency group '{ProblemText.Show(included)}'.");
            else if (onWay.Contains(included))
                file.Problem(ManifestProblemKind.Cycle, place, $"The dependency group '{ProblemText.Show(group)}' includes itself{(group == included ? "" : $" through '{ProblemText.Show(included)}'")}.");
            else if (done.Add(included))
            {
                onWay.Add(included);
                way.Push((included, 0));
            }
        }
    }

    private void Read(TomlEntry group)
    {
        if (group.Value.Kind != TomlKind.Array)
        {
            file.Invalid(group.Value, "A dependency group must be an array of requirements.");
            return;
        }

        var includes = new List<(string Group, TomlValue Place)>();
        _includes[Normalize(group.Key)] = includes;
        foreach (TomlValue item in group.Value.Items)
        {
            if (item.Kind == TomlKind.String)
                file.Requirement(item, new RequirementsRole(RequirementKind.Requirement, group.Key));
            else if (item.Entries.Count == 1 && item["include-group"] is { Kind: TomlKind.String } included)
                includes.Add((Normalize(included.Text), item));
            else
                file.Invalid(item, "A requirement in quotes or { include-group = \"name\" } is expected.");
        }
    }

    private static string Normalize(string name) => PackageName.Normalize(name);
}
