namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The modules that a list of files provides: the top level, and for a namespace package (PEP 420, or an <c>__init__</c> that only
/// extends the path) the dotted name of each portion.
/// </summary>
internal sealed class ProvidedModules
{
    private readonly SortedSet<string> _modules = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _stubs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly Func<string, long, bool> _extendsPath;

    /// <param name="extendsPath">Whether the <c>__init__.py</c> of a folder (relative, forward slashes), of a size (-1 unknown), only declares a namespace.</param>
    public ProvidedModules(Func<string, long, bool> extendsPath) => _extendsPath = extendsPath;

    /// <summary>What a top-level folder holds.</summary>
    private sealed class Folder
    {
        public bool HasInit;
        public bool HasStubInit;
        public bool HasCode;
        public bool HasStub;
        public long InitSize = -1;
    }

    public IReadOnlyList<string> Modules => [.. _modules];

    public IReadOnlyList<string> StubModules => [.. _stubs];

    /// <summary>Names <c>.pth</c> files among the rows, which may add folders to the path.</summary>
    public List<string> PathFiles { get; } = [];

    public void Add(string dottedModule) => _modules.Add(dottedModule);

    /// <summary>Takes in the files of a distribution.</summary>
    /// <param name="rows">The files.</param>
    /// <param name="without">Those that do not count, by number; null for none.</param>
    public void Read(RecordRows rows, HashSet<int>? without = null)
    {
        string lastName = "";
        Folder? last = null;
        for (int index = 0; index < rows.Count; index++)
        {
            if (without is not null && without.Contains(index))
                continue;

            // Half of the rows, as a rule.
            if (IsCached(rows.Bytes(index)))
                continue;
            ReadOnlySpan<char> path = rows.Path(index);
            ReadOnlySpan<char> file = path.Slice(path.LastIndexOf('/') + 1);
            ModuleFileKind kind = ModuleFile.Classify(file, out int nameLength);
            int slash = path.IndexOf('/');
            if (slash < 0)
            {
                ReadOnlySpan<char> module = file.Slice(0, nameLength);
                if (kind != ModuleFileKind.None && ModuleFile.IsIdentifier(module) && !IsInit(file, nameLength))
                    (kind == ModuleFileKind.Code ? _modules : _stubs).Add(module.ToString());
                else if (path.EndsWith(".pth".AsSpan(), StringComparison.Ordinal))
                    PathFiles.Add(path.ToString());
                continue;
            }

            if (kind == ModuleFileKind.None)
                continue;
            ReadOnlySpan<char> name = path.Slice(0, slash);
            if (last is null || !name.SequenceEqual(lastName.AsSpan()))
            {
                lastName = name.ToString();
                if (!_folders.TryGetValue(lastName, out last))
                    _folders.Add(lastName, last = new Folder());
            }

            bool init = path.Length - slash - 1 == file.Length && IsInit(file, nameLength);
            if (kind == ModuleFileKind.Code)
            {
                last.HasCode = true;
                last.HasInit |= init;
                if (init)
                    last.InitSize = rows.Size(index);
            }
            else
            {
                last.HasStub = true;
                last.HasStubInit |= init;
            }
        }

        foreach (KeyValuePair<string, Folder> folder in _folders)
            Resolve(folder.Key, folder.Value, rows);
        _folders.Clear();
    }

    private void Resolve(string name, Folder folder, RecordRows rows)
    {
        const string StubSuffix = "-stubs";
        bool stubs = name.EndsWith(StubSuffix, StringComparison.Ordinal);
        string module = stubs ? name.Substring(0, name.Length - StubSuffix.Length) : name;
        if (!ModuleFile.IsIdentifier(module.AsSpan()))
            return;
        if (stubs || !folder.HasCode)
        {
            if (folder.HasStubInit || folder.HasInit)
                _stubs.Add(module);
            else
                Descend(name, module, ModuleFileKind.Stub, rows, _stubs, false);
        }
        else if (folder.HasInit && !_extendsPath(name, folder.InitSize))
        {
            _modules.Add(module);
        }
        else if (Descend(name, module, ModuleFileKind.Code, rows, _modules, folder.HasInit) == 0)
        {
            _modules.Add(module);
        }
    }

    /// <summary>Adds the portions below a namespace folder: each the first package that is no namespace, or a module.</summary>
    /// <returns>How many there are.</returns>
    private int Descend(string top, string topModule, ModuleFileKind kind, RecordRows rows, SortedSet<string> found, bool topHasInit)
    {
        string prefix = top + "/";
        var files = new List<string>();
        var packages = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int index = 0; index < rows.Count; index++)
        {
            if (IsCached(rows.Bytes(index)))
                continue;
            ReadOnlySpan<char> row = rows.Path(index);
            if (!row.StartsWith(prefix.AsSpan(), StringComparison.Ordinal))
                continue;
            ReadOnlySpan<char> file = row.Slice(row.LastIndexOf('/') + 1);
            if (ModuleFile.Classify(file, out int length) != kind)
                continue;
            string path = row.ToString();
            files.Add(path);
            if (IsInit(file, length))
                packages[path.Substring(0, path.Length - file.Length - 1)] = rows.Size(index);
        }

        var regular = new Dictionary<string, bool>(StringComparer.Ordinal) { [top] = false };
        int count = 0;
        foreach (string path in files)
        {
            if (Portion(path, top, topModule, packages, regular) is string portion)
            {
                found.Add(portion);
                count++;
            }
        }

        return topHasInit && count == 0 ? 0 : count;
    }

    private string? Portion(string path, string top, string topModule, Dictionary<string, long> packages, Dictionary<string, bool> regular)
    {
        int end = top.Length;
        while (true)
        {
            string folder = path.Substring(0, end);
            if (!regular.TryGetValue(folder, out bool isRegular))
            {
                isRegular = packages.TryGetValue(folder, out long size) && !_extendsPath(folder, size);
                regular.Add(folder, isRegular);
            }

            if (isRegular)
                return topModule + folder.Substring(top.Length).Replace('/', '.');
            int next = path.IndexOf('/', end + 1);
            ReadOnlySpan<char> segment = next < 0 ? path.AsSpan(end + 1) : path.AsSpan(end + 1, next - end - 1);
            if (next < 0)
            {
                ModuleFile.Classify(segment, out int length);
                return IsInit(segment, length) || !ModuleFile.IsIdentifier(segment.Slice(0, length))
                    ? null
                    : topModule + folder.Substring(top.Length).Replace('/', '.') + "." + segment.Slice(0, length).ToString();
            }

            if (!ModuleFile.IsIdentifier(segment))
                return null;
            end = next;
        }
    }

    private static bool IsInit(ReadOnlySpan<char> file, int nameLength) => nameLength == 8 && file.StartsWith("__init__".AsSpan(), StringComparison.Ordinal);

    private static bool IsCached(ReadOnlySpan<byte> path) => path.EndsWith(".pyc"u8) && path.IndexOf("__pycache__/"u8) >= 0;
}
