using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>PEP 735 dependency groups. Each requirement counts once, in the group that lists it itself.</summary>
internal sealed class DependencyGroups(PyProjectFile file, TomlValue groups)
{
    private readonly Dictionary<string, TomlValue> _groups = new(StringComparer.Ordinal);
    private readonly List<(string Group, string Included, TomlValue Place)> _includes = [];

    public void Read()
    {
        foreach (TomlEntry group in groups.Entries)
        {
            string name = Normalize(group.Key);
            if (_groups.ContainsKey(name))
            {
                file.Collector.Add(ManifestProblemKind.Invalid, file.Path, file.Span(group.KeyStart, group.KeyEnd), $"The dependency group '{group.Key}' is given twice.");
                continue;
            }

            _groups.Add(name, group.Value);
            Read(group);
        }

        foreach ((string group, string included, TomlValue place) in _includes)
        {
            if (!_groups.ContainsKey(included))
                file.Invalid(place, $"There is no dependency group '{included}'.");
            else if (Reaches(included, group))
                file.Problem(ManifestProblemKind.Cycle, place, $"The dependency group '{group}' includes itself{(group == included ? "" : $" through '{included}'")}.");
        }
    }

    private void Read(TomlEntry group)
    {
        if (group.Value.Kind != TomlKind.Array)
        {
            file.Invalid(group.Value, "A dependency group must be an array of requirements.");
            return;
        }

        foreach (TomlValue item in group.Value.Items)
        {
            if (item.Kind == TomlKind.String)
                file.Requirement(item, new RequirementsRole(RequirementKind.Requirement, group.Key));
            else if (item.Entries.Count == 1 && item["include-group"] is { Kind: TomlKind.String } included)
                _includes.Add((Normalize(group.Key), Normalize(included.Text), item));
            else
                file.Invalid(item, "A requirement in quotes or { include-group = \"name\" } is expected.");
        }
    }

    /// <summary>Whether one group includes another, directly or not.</summary>
    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var open = new Stack<string>();
        for (open.Push(from); open.Count > 0;)
        {
            string current = open.Pop();
            if (current == to)
                return true;
            foreach ((string group, string included, _) in _includes)
            {
                if (group == current && seen.Add(included))
                    open.Push(included);
            }
        }

        return false;
    }

    private static string Normalize(string name) => PackageName.Normalize(name);
}
