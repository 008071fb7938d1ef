namespace DocuSense.Maintenance.Environments;

/// <summary>One folder on the interpreter's path and what installers left in it, from one listing.</summary>
internal sealed class SiteFolder
{
    public required string Path { get; init; }

    /// <summary>The environment or prefix it belongs to; null for a folder that a <c>.pth</c> file added.</summary>
    public required string? Prefix { get; init; }

    /// <summary>Files of the distributions in it are looked up here.</summary>
    public InstalledFiles Files => field ??= new InstalledFiles(Path, Prefix);

    public List<MetadataEntry> Metadata { get; } = [];

    public List<LeftOver> LeftOvers { get; } = [];

    /// <summary>The <c>.pth</c> files, in the order <c>site</c> reads them.</summary>
    public List<string> PathFiles { get; } = [];

    /// <summary>The <c>.egg-link</c> files.</summary>
    public List<string> EggLinks { get; } = [];

    /// <summary>Lists a folder; null where it cannot be listed.</summary>
    public static SiteFolder? Read(string path, string? prefix, out string? fault)
    {
        if (SmallFile.Entries(path, out fault) is not string[] entries)
            return null;
        var site = new SiteFolder { Path = path, Prefix = prefix };
        bool isEgg = path.EndsWith(".egg", StringComparison.OrdinalIgnoreCase);
        foreach (string entry in entries)
            site.Classify(entry, System.IO.Path.GetFileName(entry), isEgg);
        return site;
    }

    private void Classify(string entry, string name, bool isEgg)
    {
        if (name.Length > 1 && name[0] == '~')
        {
            if (SmallFile.FolderExists(entry))
                LeftOvers.Add(InterruptedUninstall(entry, name));
        }
        else if (name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase))
        {
            // An interrupted uninstall by an old pip: no name begins with a dash.
            if (name[0] == '-')
                LeftOvers.Add(InterruptedUninstall(entry, name));
            else if (SmallFile.FolderExists(entry))
                Metadata.Add(new MetadataEntry(entry, name, MetadataForm.DistInfo, this));
        }
        else if (name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase))
        {
            Metadata.Add(new MetadataEntry(entry, name, SmallFile.FolderExists(entry) ? MetadataForm.EggInfoFolder : MetadataForm.EggInfoFile, this));
        }
        else if (isEgg && string.Equals(name, "EGG-INFO", StringComparison.OrdinalIgnoreCase))
        {
            Metadata.Add(new MetadataEntry(entry, System.IO.Path.GetFileName(Path), MetadataForm.Egg, this));
        }
        else if (name.EndsWith(".pth", StringComparison.Ordinal) && name[0] != '.')
        {
            PathFiles.Add(entry);
        }
        else if (name.EndsWith(".egg-link", StringComparison.Ordinal))
        {
            EggLinks.Add(entry);
        }
    }

    private static LeftOver InterruptedUninstall(string path, string name)
    {
        bool isMetadata = name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase);
        string visible = name.TrimStart('~', '-');
        (string distribution, string? version) = isMetadata ? MetadataEntry.Split(visible) : (visible, null);
        return new LeftOver(path, distribution, version, IsSecondVersion: false);
    }

    /// <summary>The project folder that an <c>.egg-link</c> names, or null where it names none that exists.</summary>
    public static string? LinkedFolder(string eggLink)
    {
        string text = SmallFile.TextOrEmpty(eggLink, limit: 1 << 16);
        int end = text.IndexOf('\n');
        string line = (end < 0 ? text : text.Substring(0, end)).Trim();
        return line.Length > 0 && !BaseInterpreter.IsForeign(line) && SmallFile.FullPath(System.IO.Path.GetDirectoryName(eggLink) ?? "", line) is string folder
            && SmallFile.FolderExists(folder) ? folder : null;
    }
}
