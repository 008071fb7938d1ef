namespace DocuSense.Maintenance.Environments;

/// <summary>The modules a folder on the path provides, from a listing: for editable installs and metadata without a list of files.</summary>
internal static class FolderModules
{
    /// <summary>What setuptools' automatic discovery leaves out of a project's root, and for the same reason: it is not the product.</summary>
    private static readonly HashSet<string> _notProduct = new(StringComparer.Ordinal)
    {
        "ci", "bin", "debian", "doc", "docs", "documentation", "manpages", "news", "newsfragments", "changelog", "test", "tests", "unit_test",
        "unit_tests", "example", "examples", "scripts", "tools", "util", "utils", "python", "build", "benchmark", "benchmarks", "exercise",
        "exercises", "htmlcov", "setup", "conftest", "toxfile", "noxfile", "pavement", "dodo", "tasks", "fabfile", "site_scons", "env", "venv",
        "node_modules", "dist",
    };

    /// <summary>A tree deeper or wider than any namespace package is not searched to its end.</summary>
    private const int MaximumEntries = 20_000;

    /// <summary>Adds the modules of a folder; those of a project's root without its tests, documents and build files.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool Add(string folder, ProvidedModules modules)
    {
        bool isProject = SmallFile.FileExists(Path.Combine(folder, "pyproject.toml")) || SmallFile.FileExists(Path.Combine(folder, "setup.py"))
            || SmallFile.FileExists(Path.Combine(folder, "setup.cfg"));
        var rows = new RecordRows();
        foreach (string entry in SmallFile.Entries(folder, out _) ?? [])
        {
            string name = Path.GetFileName(entry);
            ModuleFileKind kind = ModuleFile.Classify(name.AsSpan(), out int length);
            string module = kind == ModuleFileKind.None ? name : name.Substring(0, length);
            if (isProject && _notProduct.Contains(module) || !IsPackageName(module))
                continue;
            if (kind != ModuleFileKind.None && SmallFile.FileExists(entry))
                rows.Add(name);
            else if (SmallFile.FolderExists(entry))
                Collect(entry, name, rows, isProject);
        }

        modules.Read(rows);
        return rows.Count > 0;
    }

    /// <summary>Whether a top-level module or package of that name is in the folder.</summary>
    public static bool Has(string folder, string module)
    {
        string path = Path.Combine(folder, module);
        if (SmallFile.FolderExists(path) || SmallFile.FileExists(path + ".py"))
            return true;
        try
        {
            foreach (string candidate in Directory.EnumerateFiles(folder, module + ".*"))
            {
                if (ModuleFile.Classify(Path.GetFileName(candidate).AsSpan(), out int length) == ModuleFileKind.Code && length == module.Length)
                    return true;
            }
        }
        catch (Exception exception) when (SmallFile.IsExpected(exception))
        {
            // A folder that cannot be listed has nothing to show.
        }

        return false;
    }

    /// <summary>Lists a folder down to its first regular packages: more is not needed to name its modules.</summary>
    private static void Collect(string folder, string relative, RecordRows rows, bool regularOnly)
    {
        var pending = new Queue<(string Folder, string Relative)>();
        pending.Enqueue((folder, relative));
        for (int seen = 0; pending.Count > 0 && seen < MaximumEntries;)
        {
            (string current, string path) = pending.Dequeue();
            string[] entries = SmallFile.Entries(current, out _) ?? [];
            seen += entries.Length;
            bool isPackage = false;
            foreach (string entry in entries)
            {
                string name = Path.GetFileName(entry);
                isPackage |= name.StartsWith("__init__.", StringComparison.Ordinal) && ModuleFile.Classify(name.AsSpan(), out _) != ModuleFileKind.None;
            }

            bool isNamespace = !isPackage || NamespaceDeclaration.IsOne(Path.Combine(current, "__init__.py"), -1);
            foreach (string entry in entries)
            {
                string name = Path.GetFileName(entry);
                ModuleFileKind kind = ModuleFile.Classify(name.AsSpan(), out _);
                bool isInit = name.StartsWith("__init__.", StringComparison.Ordinal);
                // In a project's root a folder of loose scripts is no product; only packages below it count.
                if (kind != ModuleFileKind.None && (isInit || isNamespace && !(regularOnly && !isPackage)))
                    rows.Add(path + "/" + name);
                else if (kind == ModuleFileKind.None && isNamespace && IsPackageName(name) && !FolderIdentity.IsLink(entry) && SmallFile.FolderExists(entry))
                    pending.Enqueue((entry, path + "/" + name));
            }
        }
    }

    private static bool IsPackageName(string name) =>
        name.Length > 0 && name[0] != '.' && name != "__pycache__"
        && ModuleFile.IsIdentifier((name.EndsWith("-stubs", StringComparison.Ordinal) ? name.Substring(0, name.Length - 6) : name).AsSpan());
}
