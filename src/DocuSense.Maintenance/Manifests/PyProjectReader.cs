using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// Reads <c>pyproject.toml</c>: PEP 518 build requirements, PEP 621 project metadata, PEP 735 dependency groups, and the tables of
/// setuptools, Poetry, uv, PDM and Hatch.
/// </summary>
internal sealed class PyProjectReader(ManifestCollector collector, RequirementsFileReader requirementsFiles, Func<string, string?> projectName)
{
    public void Read(string path)
    {
        if (Open(collector, path, isNamed: true) is not TomlDocument document)
            return;
        var file = new PyProjectFile(collector, path, document);
        TomlValue? project = file.Table(document.Root, "project");
        TomlValue? tool = file.Table(document.Root, "tool");
        if (tool?["uv"]?["sources"] is { Kind: TomlKind.Table } sources)
            file.Sourced.UnionWith(sources.Entries.Select(static entry => PackageName.Normalize(entry.Key)));

        if (file.Table(document.Root, "build-system") is TomlValue build)
            file.Requirements(build, "requires", new RequirementsRole(RequirementKind.Build));
        if (project is not null)
            ReadProject(file, project);
        if (file.Table(document.Root, "dependency-groups") is TomlValue groups)
            new DependencyGroups(file, groups).Read();
        if (tool is null)
            return;
        if (tool["setuptools"]?["dynamic"] is { Kind: TomlKind.Table } dynamic)
            ReadDynamic(path, dynamic);
        if (file.Table(tool, "poetry") is TomlValue poetry)
            new PoetryReader(file, poetry, project).Read();
        if (tool["uv"] is { Kind: TomlKind.Table } uv)
            file.Requirements(uv, "dev-dependencies", new RequirementsRole(RequirementKind.Requirement, "dev"));
        if (tool["pdm"]?["dev-dependencies"] is { Kind: TomlKind.Table } pdm)
            ReadPdm(file, pdm);
        if (tool["hatch"]?["envs"] is { Kind: TomlKind.Table } environments)
        {
            foreach (TomlEntry environment in environments.Entries)
            {
                var role = new RequirementsRole(RequirementKind.Requirement, environment.Key);
                file.Requirements(environment.Value, "dependencies", role);
                file.Requirements(environment.Value, "extra-dependencies", role);
            }
        }
    }

    /// <summary>Reads and parses a TOML file; what is wrong with it becomes a problem.</summary>
    /// <param name="collector">Takes the problem and the file's path.</param>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="isNamed">Whether it is a problem that the file does not exist.</param>
    internal static TomlDocument? Open(ManifestCollector collector, string path, bool isNamed)
    {
        collector.AddFile(path);
        if (ManifestFile.TryRead(path, out ManifestProblemKind kind, out string reason) is not byte[] bytes)
        {
            if (isNamed || kind != ManifestProblemKind.FileNotFound)
                collector.Add(kind, path, SourceSpan.Start, $"'{Path.GetFileName(path)}' {reason}.");
            return null;
        }

        string text;
        try
        {
            text = TextDecoding.Utf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            collector.Add(ManifestProblemKind.Unreadable, path, SourceSpan.Start, "The file is not UTF-8 text.");
            return null;
        }

        TomlDocument document = TomlDocument.Parse(text);
        if (document.Error is not TomlError error)
            return document;
        int end = Math.Min(error.Offset + 1, text.Length);
        collector.Add(ManifestProblemKind.Invalid, path, document.Span(error.Offset, end), $"This is not TOML: {error.Message}.");
        return null;
    }

    private void ReadProject(PyProjectFile file, TomlValue project)
    {
        if (project["name"] is { Kind: TomlKind.String } name)
            collector.ProjectName ??= name.Text;
        if (project["requires-python"] is TomlValue python)
        {
            if (python.Kind == TomlKind.String && SpecifierSet.TryParse(python.Text, out SpecifierSet? specifier))
                collector.RequiresPython ??= new RequiresPython(specifier, python.Text, file.Path, file.ContentSpan(python));
            else
                file.Invalid(python, "requires-python must be a version specifier in quotes, such as \">=3.10\".");
        }

        file.Requirements(project, "dependencies", new RequirementsRole(RequirementKind.Requirement));
        if (file.Table(project, "optional-dependencies") is not TomlValue extras)
            return;
        foreach (TomlEntry extra in extras.Entries)
            file.Requirements(extras, extra.Key, new RequirementsRole(RequirementKind.Requirement, extra.Key, IsExtra: true));
    }

    /// <summary><c>dependencies = { file = [...] }</c>: setuptools reads requirements files.</summary>
    private void ReadDynamic(string path, TomlValue dynamic)
    {
        ReadFiles(path, dynamic["dependencies"], new RequirementsRole(RequirementKind.Requirement, "", GroupIsGiven: true));
        if (dynamic["optional-dependencies"] is not { Kind: TomlKind.Table } extras)
            return;
        foreach (TomlEntry extra in extras.Entries)
            ReadFiles(path, extra.Value, new RequirementsRole(RequirementKind.Requirement, extra.Key, IsExtra: true, GroupIsGiven: true));
    }

    private void ReadFiles(string path, TomlValue? directive, RequirementsRole role)
    {
        TomlValue? files = directive?["file"];
        IReadOnlyList<TomlValue> names = files is null ? [] : files.Kind == TomlKind.Array ? files.Items : [files];
        foreach (TomlValue name in names)
        {
            if (name.Kind == TomlKind.String && ManifestFile.Combine(Path.GetDirectoryName(path) ?? "", name.Text) is string target)
                requirementsFiles.Read(target, role);
        }
    }

    /// <summary>PDM's groups may hold editables besides requirements.</summary>
    private void ReadPdm(PyProjectFile file, TomlValue groups)
    {
        var judge = new RequirementJudge([System.IO.Path.GetDirectoryName(file.Path) ?? ""], projectName);
        foreach (TomlEntry group in groups.Entries)
        {
            var role = new RequirementsRole(RequirementKind.Requirement, group.Key);
            foreach (TomlValue item in file.Strings(groups, group.Key))
            {
                if (!item.Text.StartsWith("-e ", StringComparison.Ordinal))
                {
                    file.Requirement(item, role);
                    continue;
                }

                string target = item.Text.Substring(3).Trim();
                JudgedRequirement judged = judge.JudgeEditable(target);
                if (judged.Problem is not null)
                    file.Invalid(item, $"'{ProblemText.Show(target)}' cannot be installed in place: {judged.Problem}.");
                else
                    file.Add(judged.Requirement, target, item, role, isEditable: true, location: target);
            }
        }
    }
}
