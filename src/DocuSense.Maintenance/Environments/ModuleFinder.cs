namespace DocuSense.Maintenance.Environments;

/// <summary>Which modules a distribution provides: its list of files decides, then an editable project's folder, then <c>top_level.txt</c>.</summary>
internal sealed class ModuleFinder
{
    private readonly MetadataEntry _entry;
    private readonly string _normalizedName;
    private readonly HashSet<string> _declaredNamespaces = new(StringComparer.Ordinal);

    public ModuleFinder(MetadataEntry entry, string normalizedName)
    {
        _entry = entry;
        _normalizedName = normalizedName;
        Modules = new ProvidedModules(ExtendsPath);
    }

    public ProvidedModules Modules { get; }

    public bool Known { get; private set; }

    /// <summary>Whether a <c>.pth</c> file of the distribution adds folders, or is the means of an editable install. Most only run code, as setuptools' does.</summary>
    public bool LeadsElsewhere { get; private set; }

    /// <summary>Finds the modules.</summary>
    /// <param name="rows">The distribution's list of files, or null.</param>
    /// <param name="editable">The project folder of an editable install; set where only a <c>.pth</c> file or finder tells.</param>
    /// <param name="isEditable">Whether <c>direct_url.json</c> says so.</param>
    public void Find(RecordRows? rows, ref string? editable, bool isEditable)
    {
        if (_entry.Form != MetadataForm.EggInfoFile)
        {
            foreach (string line in Lines("namespace_packages.txt"))
                _declaredNamespaces.Add(line);
        }

        if (rows is { Count: > 0 })
        {
            FindInRows(rows, ref editable, isEditable);
            return;
        }

        if (_entry.Form == MetadataForm.Egg)
            Known = FolderModules.Add(_entry.Site.Path, Modules);
        else if (_entry.Form == MetadataForm.EggInfoFolder && Lines("top_level.txt") is { Count: > 0 } declared)
            FindDeclared(declared);
        else
            FindByName();
    }

    private void FindInRows(RecordRows rows, ref string? editable, bool isEditable)
    {
        bool hasFinder = false;
        HashSet<int>? means = null;
        for (int index = 0; index < rows.Count; index++)
        {
            // The means of an editable install are no modules of the product.
            if (rows.Bytes(index).IndexOf((byte)'/') >= 0)
                continue;
            ReadOnlySpan<char> path = rows.Path(index);
            if (!IsEditableMeans(path, isEditable))
                continue;
            if (!path.EndsWith(".pth".AsSpan(), StringComparison.Ordinal))
                (means ??= []).Add(index);
            hasFinder |= FindInFinder(path.ToString(), ref editable);
        }

        Modules.Read(rows, means);
        bool added = false;
        LeadsElsewhere = hasFinder;
        foreach (string file in Modules.PathFiles)
        {
            LeadsElsewhere |= file.IndexOf("editable", StringComparison.Ordinal) >= 0;
            foreach (string folder in SitePath.Folders(Path.Combine(_entry.Site.Path, file)))
            {
                LeadsElsewhere = true;
                if (!SmallFile.FolderExists(folder))
                    continue;
                if (file.StartsWith("__editable__", StringComparison.Ordinal))
                    editable ??= folder;
                added |= FolderModules.Add(folder, Modules);
            }
        }

        bool editableWithoutModules = (isEditable || editable is not null) && !hasFinder && !added && Modules.Modules.Count == 0;
        Known = !editableWithoutModules;
    }

    private static bool IsEditableMeans(ReadOnlySpan<char> name, bool isEditable) =>
        name.StartsWith("__editable__".AsSpan(), StringComparison.Ordinal)
        || isEditable && name.Length > 0 && name[0] == '_' && name.IndexOf("editable".AsSpan(), StringComparison.Ordinal) > 0;

    private bool FindInFinder(string name, ref string? editable)
    {
        if (!name.EndsWith("_finder.py", StringComparison.Ordinal))
            return false;
        List<(string Module, string Path)> mapping = EditableFinder.Mapping(SmallFile.TextOrEmpty(Path.Combine(_entry.Site.Path, name), limit: 4 << 20));
        foreach ((string module, string path) in mapping)
        {
            Modules.Add(module);
            if (editable is null && !BaseInterpreter.IsForeign(path) && SmallFile.FullPath(_entry.Site.Path, path) is string full)
                editable = Path.GetDirectoryName(full);
        }

        return mapping.Count > 0;
    }

    /// <summary>The names of <c>top_level.txt</c>; below a namespace, the portion that carries the distribution's name.</summary>
    private void FindDeclared(List<string> declared)
    {
        Known = true;
        foreach (string top in declared)
        {
            if (!ModuleFile.IsIdentifier(top.AsSpan()))
                continue;
            if (_declaredNamespaces.Contains(top))
                FindPortion(top);
            else if (_entry.Site.Prefix is null || FolderModules.Has(_entry.Site.Path, top))
                Modules.Add(top);
        }
    }

    private void FindPortion(string top)
    {
        string dotted = _normalizedName.Replace('-', '.');
        if (dotted.StartsWith(top + ".", StringComparison.OrdinalIgnoreCase)
            && FolderModules.Has(Path.Combine(_entry.Site.Path, top), dotted.Substring(top.Length + 1).Replace('.', Path.DirectorySeparatorChar)))
        {
            Modules.Add(dotted.Remove(0, top.Length).Insert(0, top));
            return;
        }

        Modules.Add(top);
        Known = false;
    }

    /// <summary>Nothing lists its files: a module of the distribution's own name is its, more cannot be told.</summary>
    private void FindByName()
    {
        string name = _normalizedName.Replace('-', '_');
        string stated = MetadataEntry.Split(_entry.FileName).Name;
        foreach (string candidate in (string[])[stated, name])
        {
            if (ModuleFile.IsIdentifier(candidate.AsSpan()) && FolderModules.Has(_entry.Site.Path, candidate))
            {
                Modules.Add(candidate);
                break;
            }
        }

        Known = false;
    }

    private bool ExtendsPath(string folder, long size) =>
        _declaredNamespaces.Contains(folder.Replace('/', '.'))
        || NamespaceDeclaration.IsOne(Path.Combine(_entry.Site.Path, folder, "__init__.py"), size);

    private List<string> Lines(string file)
    {
        var lines = new List<string>();
        foreach (string raw in SmallFile.TextOrEmpty(Path.Combine(_entry.Path, file), limit: 1 << 20).Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length > 0)
                lines.Add(line);
        }

        return lines;
    }
}
