namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Walks folders one by one and gathers what they hold; each thread of a walk has its own.</summary>
internal sealed class FolderWalker
{
    /// <summary>A folder with more files without extension than this holds data, and none of them is looked into.</summary>
    private const int MaximumScripts = 64;

    private readonly PathGlob[] _excludes;
    private readonly LinkedEntries _links;
    private readonly Action<SourceFile>? _found;
    private readonly List<FolderEntry> _entries = [];
    private byte[] _buffer = new byte[512];

    public FolderWalker(PathGlob[] excludes, LinkedEntries links, Action<SourceFile>? found)
    {
        _excludes = excludes;
        _links = links;
        _found = found;
    }

    public List<SourceFile> Files { get; } = [];

    public List<SourceFile> Texts { get; } = [];

    public List<string> Unreadable { get; } = [];

    public List<string> OtherModules { get; } = [];

    /// <summary>The prefixes of the folders walked.</summary>
    public List<string> Walked { get; } = [];

    /// <summary>Folders found and still to be walked.</summary>
    public Stack<WalkedFolder> Pending { get; } = new();

    /// <summary>Gathers the text files of a folder that is not the backend's, and adds its rules to it.</summary>
    /// <returns>The names of the folders in it.</returns>
    public List<string> AddTextsOnly(WalkedFolder folder)
    {
        var folders = new List<string>();
        if (!FolderReader.TryRead(folder.Path, _entries, out FolderMarks marks))
            return folders;
        folder.AddRules(marks);
        AddTexts(folder);
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Folder && !entry.IsLink)
                folders.Add(entry.Name);
        }

        return folders;
    }

    /// <summary>Adds what another walker gathered.</summary>
    public void Take(FolderWalker other)
    {
        Files.AddRange(other.Files);
        Texts.AddRange(other.Texts);
        Unreadable.AddRange(other.Unreadable);
        OtherModules.AddRange(other.OtherModules);
        Walked.AddRange(other.Walked);
    }

    /// <summary>Gathers what one folder of the backend holds.</summary>
    public void Walk(WalkedFolder folder)
    {
        bool isRoot = folder.Prefix.Length == 0;
        bool isWhole = FolderReader.TryRead(folder.Path, _entries, out FolderMarks marks);
        if (!isRoot && SkippedFolders.IsSkipped(folder.Path, folder.Name, marks))
            return;
        if (!isWhole)
            Unreadable.Add(folder.Path);
        Walked.Add(folder.Prefix);

        // A repository within, as a submodule is.
        if (!isRoot && (marks & FolderMarks.Repository) != 0)
            folder.BeginRepository();
        folder.AddRules(marks);
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Folder)
                AddFolder(folder, entry);
            else if (entry.Kind is EntryKind.Source or EntryKind.Compiled && !folder.HasOnlySettings)
                AddSource(folder, entry);
        }

        AddTexts(folder);
    }

    private void AddFolder(WalkedFolder folder, FolderEntry entry)
    {
        string relative = folder.Prefix + entry.Name;
        if (IsExcluded(relative))
            return;
        if (IsIgnored(folder, entry))
        {
            if (SystemPaths.IsRegularFile(Path.Combine(entry.Path, "__init__.py")))
                OtherModules.Add(relative + "/__init__.py");
            return;
        }

        if (entry.IsLink && _links.Add(relative, entry))
            return;
        Pending.Push(folder.Below(entry.Name, entry.Path, relative + "/"));
    }

    private void AddSource(WalkedFolder folder, FolderEntry entry)
    {
        string relative = folder.Prefix + entry.Name;
        if (IsExcluded(relative))
            return;
        if (entry.Kind == EntryKind.Compiled || IsIgnored(folder, entry))
        {
            if (!entry.Name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
                OtherModules.Add(relative);
            return;
        }

        if (entry.IsLink && _links.Add(relative, entry))
            return;
        if (entry.IsRegular || SystemPaths.IsRegularFile(entry.Path))
        {
            var file = new SourceFile(entry.Path, relative, entry.Length, entry.LastWriteUtcTicks);
            Files.Add(file);
            _found?.Invoke(file);
        }
        else if (entry.Name.IndexOf('\uFFFD') >= 0)
        {
            Unreadable.Add(entry.Path);
        }
    }

    private void AddTexts(WalkedFolder folder)
    {
        int scripts = 0;
        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind == EntryKind.Script && entry.Length is > 3 and <= EntryNames.MaximumScript)
                scripts++;
        }

        foreach (FolderEntry entry in _entries)
        {
            if (entry.Kind is not (EntryKind.Text or EntryKind.Script or EntryKind.LocalSettings) || !EntryNames.IsWritten(entry.Name, entry.Kind, entry.Length)
                || (entry.Kind == EntryKind.Script && scripts > MaximumScripts))
            {
                continue;
            }

            string relative = folder.Prefix + entry.Name;
            if (IsExcluded(relative) || (entry.Kind != EntryKind.LocalSettings && IsIgnored(folder, entry)))
                continue;
            bool isAbove = relative.StartsWith("../", StringComparison.Ordinal);
            if (entry.IsLink && (isAbove || _links.Add(relative, entry)))
                continue;
            if (entry.Kind != EntryKind.Script || StartsAsScript(entry.Path))
                Texts.Add(new SourceFile(entry.Path, relative, entry.Length, entry.LastWriteUtcTicks));
        }
    }

    private bool IsExcluded(string relative)
    {
        foreach (PathGlob glob in _excludes)
        {
            if (glob.IsMatch(relative))
                return true;
        }

        return false;
    }

    private bool IsIgnored(WalkedFolder folder, FolderEntry entry)
    {
        if (folder.Scope is not { } scope)
            return false;
        int length = folder.PathOf(entry.Name, ref _buffer);
        return scope.Ignores(_buffer.AsSpan(0, length), folder.RepositoryPrefix.Length, entry.Kind == EntryKind.Folder && !entry.IsLink);
    }

    private static bool StartsAsScript(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return stream.ReadByte() == '#' && stream.ReadByte() == '!';
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            return false;
        }
    }
}
