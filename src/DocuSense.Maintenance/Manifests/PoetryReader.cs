using System.Text;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>Reads <c>[tool.poetry]</c>: each entry becomes the PEP 508 requirement that says the same.</summary>
internal sealed class PoetryReader(PyProjectFile file, TomlValue poetry, TomlValue? project)
{
    private readonly Dictionary<string, string> _extraOf = new(StringComparer.Ordinal);

    public void Read()
    {
        if (poetry["name"] is { Kind: TomlKind.String } name)
            file.Collector.ProjectName ??= name.Text;
        ReadExtras();
        // Beside [project] dependencies, Poetry's own table only adds to the entries there where to get them from.
        bool isAddition = project?["dependencies"] is not null;
        if (file.Table(poetry, "dependencies") is TomlValue main)
            ReadTable(main, new RequirementsRole(RequirementKind.Requirement), isAddition);
        if (file.Table(poetry, "dev-dependencies") is TomlValue development)
            ReadTable(development, new RequirementsRole(RequirementKind.Requirement, "dev"), false);
        if (file.Table(poetry, "group") is not TomlValue groups)
            return;
        foreach (TomlEntry group in groups.Entries)
        {
            if (group.Value.Kind == TomlKind.Table && file.Table(group.Value, "dependencies") is TomlValue dependencies)
                ReadTable(dependencies, new RequirementsRole(RequirementKind.Requirement, group.Key == "main" ? "" : group.Key), isAddition && group.Key == "main");
        }
    }

    /// <summary><c>[tool.poetry.extras]</c> names which optional dependencies an extra brings.</summary>
    private void ReadExtras()
    {
        if (poetry["extras"] is not { Kind: TomlKind.Table } extras)
            return;
        foreach (TomlEntry extra in extras.Entries)
        {
            foreach (TomlValue item in extra.Value.Items)
            {
                if (item.Kind == TomlKind.String && !_extraOf.ContainsKey(PackageName.Normalize(item.Text)))
                    _extraOf.Add(PackageName.Normalize(item.Text), extra.Key);
            }
        }
    }

    private void ReadTable(TomlValue table, RequirementsRole role, bool isAddition)
    {
        foreach (TomlEntry entry in table.Entries)
        {
            if (entry.Key.Equals("python", StringComparison.OrdinalIgnoreCase))
                ReadPython(entry);
            else if (isAddition)
                continue;
            else if (entry.Value.Kind == TomlKind.Array)
                ReadAlternatives(entry, role);
            else
                ReadDependency(entry, entry.Value, entry.KeyStart, role);
        }
    }

    /// <summary>An array gives one requirement for each of several environments.</summary>
    private void ReadAlternatives(TomlEntry entry, RequirementsRole role)
    {
        foreach (TomlValue item in entry.Value.Items)
            ReadDependency(entry, item, item.Start, role);
    }

    private void ReadPython(TomlEntry entry)
    {
        if (entry.Value.Kind != TomlKind.String || PoetryConstraint.Translate(entry.Value.Text, out bool isAlternative) is not string specifier)
            file.Invalid(entry.Value, "A version constraint in quotes is expected, such as \"^3.10\".");
        else if (!isAlternative && SpecifierSet.TryParse(specifier, out SpecifierSet? set))
            file.Collector.RequiresPython ??= new RequiresPython(set, entry.Value.Text, file.Path, file.ContentSpan(entry.Value));
    }

    private void ReadDependency(TomlEntry entry, TomlValue value, int start, RequirementsRole role)
    {
        TomlValue? version = value.Kind == TomlKind.Table ? value["version"] : value;
        if ((version is not null && version.Kind != TomlKind.String) || value.Kind is not (TomlKind.Table or TomlKind.String))
        {
            file.Invalid(version ?? value, "A version constraint in quotes, or a table, is expected.");
            return;
        }

        string specifier = "";
        if (version is not null)
        {
            if (PoetryConstraint.Translate(version.Text, out _) is not string translated)
            {
                file.Invalid(version, $"'{version.Text}' is not a version constraint.");
                return;
            }

            specifier = translated;
        }

        string? location = Text(value, "git") is string git ? $"git+{git}" : Text(value, "url") ?? Text(value, "path") ?? Text(value, "file");
        string text = entry.Key + Extras(value) + specifier;
        string marker = Marker(value);
        string whole = marker.Length == 0 ? text : $"{text} ; {marker}";
        if (!Requirement.TryParse(whole, out Requirement? requirement, out ParseError? error))
        {
            file.Collector.Add(ManifestProblemKind.Invalid, file.Path, file.Span(start, Math.Max(entry.KeyEnd, value.End)),
                $"'{whole}' is not a requirement: {ProblemText.Clause(error?.Message ?? "a requirement is expected")}.");
            return;
        }

        bool isOptional = value["optional"] is { Kind: TomlKind.Boolean, Text: "true" };
        if (isOptional && role.Group.Length == 0)
            role = role with { IsExtra = true, Group = _extraOf.TryGetValue(PackageName.Normalize(entry.Key), out string? extra) ? extra : "" };
        bool isEditable = value["develop"] is { Kind: TomlKind.Boolean, Text: "true" };
        file.Add(requirement, whole, file.Span(start, Math.Max(entry.KeyEnd, value.End)), role, isEditable, location);
    }

    private static string? Text(TomlValue table, string key) => table[key] is { Kind: TomlKind.String } value ? value.Text : null;

    private static string Extras(TomlValue table)
    {
        if (table["extras"] is not { Kind: TomlKind.Array, Items.Count: > 0 } extras)
            return "";
        var text = new StringBuilder("[");
        foreach (TomlValue extra in extras.Items)
        {
            if (text.Length > 1)
                text.Append(',');
            text.Append(extra.Text);
        }

        return text.Append(']').ToString();
    }

    /// <summary>The marker of <c>markers</c>, <c>python</c> and <c>platform</c> together.</summary>
    private static string Marker(TomlValue table)
    {
        var parts = new List<string>();
        if (Text(table, "markers") is string markers)
            parts.Add($"({markers})");
        if (Text(table, "python") is string python && PoetryConstraint.Translate(python, out _) is { Length: > 0 } specifiers)
        {
            foreach (string clause in specifiers.Split(','))
            {
                int end = 0;
                while (end < clause.Length && clause[end] is '<' or '>' or '=' or '!' or '~')
                    end++;
                string version = clause.Substring(end).Trim();
                int dots = version.Length - version.Replace(".", "").Length;
                string variable = dots > 1 && !version.Contains('*') ? "python_full_version" : "python_version";
                parts.Add($"{variable} {clause.Substring(0, end)} \"{version}\"");
            }
        }

        if (Text(table, "platform") is string platform && !platform.Contains('"'))
            parts.Add($"sys_platform == \"{platform}\"");
        return parts.Count == 1 && parts[0][0] == '(' ? parts[0].Substring(1, parts[0].Length - 2) : string.Join(" and ", parts);
    }
}
