using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Environments;

/// <summary>The folders on the interpreter's path that installers write to, in its order: site-packages, each followed by what its <c>.pth</c> files add.</summary>
internal sealed class SearchPath
{
    private readonly Dictionary<string, SiteFolder> _byPath =
        new(FolderIdentity.Comparison == StringComparison.OrdinalIgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Project folders of <c>setup.py develop</c>: what each <c>.egg-link</c> names.</summary>
    private readonly List<(string EggLink, string Folder)> _links = [];

    public List<SiteFolder> Folders { get; } = [];

    /// <summary>Adds a site-packages folder and what its <c>.pth</c> files add.</summary>
    /// <param name="site">The folder.</param>
    /// <param name="prefix">The environment or interpreter it belongs to.</param>
    /// <param name="problems">Takes the problem of a folder that cannot be listed; null keeps it quiet.</param>
    public void Add(string site, string prefix, List<EnvironmentProblem>? problems)
    {
        if (AddFolder(site, prefix, out string? fault) is not SiteFolder folder)
        {
            if (fault is not null)
                problems?.Add(new EnvironmentProblem(EnvironmentProblemKind.SitePackagesMissing, site, SourceSpan.Start, $"'{site}' cannot be listed: {fault}."));
            return;
        }

        foreach (string file in folder.PathFiles)
        {
            foreach (string added in SitePath.Folders(file))
            {
                if (SmallFile.FolderExists(added))
                    AddFolder(added, null, out _);
            }
        }

        foreach (string link in folder.EggLinks)
        {
            if (SiteFolder.LinkedFolder(link) is string project)
                _links.Add((link, project));
        }
    }

    private SiteFolder? AddFolder(string path, string? prefix, out string? fault)
    {
        fault = null;
        if (_byPath.ContainsKey(path) || SiteFolder.Read(path, prefix, out fault) is not SiteFolder folder)
            return null;
        _byPath.Add(path, folder);
        Folders.Add(folder);
        return folder;
    }

    /// <summary>All metadata on the path, in its order; then that of <c>.egg-link</c> projects that no <c>.pth</c> adds, which pip counts as well.</summary>
    public List<MetadataEntry> Entries()
    {
        var entries = new List<MetadataEntry>();
        foreach (SiteFolder folder in Folders)
            entries.AddRange(folder.Metadata);
        foreach ((string link, string project) in _links)
        {
            if (_byPath.ContainsKey(project) || SiteFolder.Read(project, null, out _) is not SiteFolder folder)
                continue;
            string name = PackageName.Normalize(Path.GetFileNameWithoutExtension(link));
            foreach (MetadataEntry entry in folder.Metadata)
            {
                if (PackageName.Normalize(MetadataEntry.Split(entry.FileName).Name) == name)
                    entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Names the project folder of a distribution whose metadata lies in a project: an <c>.egg-link</c> or a <c>.pth</c> line leads there.</summary>
    public void MarkEditable(List<InstalledDistribution> distributions)
    {
        for (int index = 0; index < distributions.Count; index++)
        {
            InstalledDistribution distribution = distributions[index];
            if (distribution.EditableLocation is not null || !distribution.MetadataPath.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase))
                continue;
            string folder = Path.GetDirectoryName(distribution.MetadataPath) ?? "";
            if (!_byPath.TryGetValue(folder, out SiteFolder? site) || site.Prefix is null)
                distributions[index] = distribution with { EditableLocation = folder };
        }
    }
}
