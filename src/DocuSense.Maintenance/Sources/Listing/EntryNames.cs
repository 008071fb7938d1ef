namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>Tells by an entry's name what it is to the listing.</summary>
internal static class EntryNames
{
    /// <summary>Text files above this size are data.</summary>
    public const long MaximumText = 1 << 20;

    /// <summary>Scripts without extension above this size are programs.</summary>
    public const long MaximumScript = 64 << 10;

    private const long MaximumXml = 256 << 10;

    /// <summary>What a file is, by its name alone.</summary>
    public static EntryKind KindOf(ReadOnlySpan<char> name)
    {
        int dot = name.LastIndexOf('.');
        if (dot < 0)
            return IsNamedText(name) ? EntryKind.Text : EntryKind.Script;
        ReadOnlySpan<char> extension = name.Slice(dot + 1);
        switch (extension.Length)
        {
            case 2 when Is(extension, "py"):
                return EntryKind.Source;
            case 2 when Is(extension, "md") || Is(extension, "js") || Is(extension, "ts") || Is(extension, "cs"):
                return EntryKind.None;
            case 3 when Is(extension, "pyi") || Is(extension, "pyw"):
                return EntryKind.Source;
            case 5 when Is(extension, "ipynb"):
                return EntryKind.Source;
            case 2 when Is(extension, "so"):
            case 3 when Is(extension, "pyd"):
                return EntryKind.Compiled;
        }

        if (name[0] == '.' && Starts(name, ".env") && (name.Length == 4 || name[4] is '.' or '-' or '_'))
            return EntryKind.LocalSettings;
        if (IsDocument(extension))
            return EntryKind.None;
        return IsTextExtension(extension) ? (IsManifest(name) || IsForeignJson(name, extension) ? EntryKind.None : EntryKind.Text)
            : IsNamedText(name) ? EntryKind.Text
            : EntryKind.None;
    }

    /// <summary>Whether a text file's size is that of something written by hand.</summary>
    public static bool IsWritten(string name, EntryKind kind, long length) =>
        length > 0 && length <= (kind == EntryKind.Script ? MaximumScript : name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? MaximumXml : MaximumText);

    /// <summary>What a file in a folder says about the folder.</summary>
    public static FolderMarks MarkOf(ReadOnlySpan<char> name)
    {
        switch (name.Length)
        {
            case 3 when Is(name, "bin") || Is(name, "lib"):
                return FolderMarks.Layout;
            case 4 when name.SequenceEqual(".git".AsSpan()):
                return FolderMarks.Repository;
            case 7 when Is(name, "Scripts"):
                return FolderMarks.Layout;
            case 10 when name.SequenceEqual(".gitignore".AsSpan()):
                return FolderMarks.IgnoreFile;
            case 10 when Is(name, "pyvenv.cfg") || Is(name, "conda-meta"):
                return FolderMarks.Environment;
            case 19 when Is(name, "project.assets.json"):
                return FolderMarks.MSBuild;
            default:
                return name.Length > 14 && Ends(name, ".nuget.g.props") ? FolderMarks.MSBuild : FolderMarks.None;
        }
    }

    private static bool IsTextExtension(ReadOnlySpan<char> extension) => extension.Length switch
    {
        2 => Is(extension, "sh") || Is(extension, "mk"),
        3 => Is(extension, "yml") || Is(extension, "ini") || Is(extension, "cfg") || Is(extension, "env") || Is(extension, "xml") || Is(extension, "bat")
            || Is(extension, "cmd") || Is(extension, "ps1") || Is(extension, "zsh") || Is(extension, "pyx") || Is(extension, "pxd"),
        4 => Is(extension, "json") || Is(extension, "yaml") || Is(extension, "toml") || Is(extension, "conf") || Is(extension, "bash") || Is(extension, "psm1")
            || Is(extension, "mako"),
        5 => Is(extension, "timer"),
        6 => Is(extension, "socket") || Is(extension, "flake8"),
        7 => Is(extension, "service"),
        8 => Is(extension, "pylintrc") || Is(extension, "flaskenv"),
        10 => Is(extension, "properties") || Is(extension, "dockerfile") || Is(extension, "coveragerc"),
        _ => false,
    };

    private static bool IsDocument(ReadOnlySpan<char> extension) => extension.Length switch
    {
        3 => Is(extension, "rst") || Is(extension, "txt") || Is(extension, "csv") || Is(extension, "htm"),
        4 => Is(extension, "html") || Is(extension, "lock"),
        _ => false,
    };

    /// <summary>Manifests and lock files: they list distributions and say nothing about their use.</summary>
    private static bool IsManifest(ReadOnlySpan<char> name) =>
        Starts(name, "requirements") || Starts(name, "constraints") || Starts(name, "environment.") || Starts(name, "environment-") || Starts(name, "pylock.")
        || Is(name, "pyproject.toml") || Is(name, "setup.cfg") || Is(name, "conda-lock.yml") || Is(name, "pnpm-lock.yaml") || Is(name, "package-lock.json");

    /// <summary>JSON is data, but for settings and for what names commands.</summary>
    private static bool IsForeignJson(ReadOnlySpan<char> name, ReadOnlySpan<char> extension)
    {
        if (!Is(extension, "json"))
            return false;
        ReadOnlySpan<char> stem = name.Slice(0, name.Length - ".json".Length);
        if (Is(stem, "package") || Is(stem, "launch") || Is(stem, "tasks") || Is(stem, "devcontainer") || Is(stem, "app"))
            return false;
        return !(Starts(stem, "appsettings") || Ends(stem, "settings") || Ends(stem, "config")) || Starts(stem, "tsconfig") || Starts(stem, "jsconfig");
    }

    private static bool IsNamedText(ReadOnlySpan<char> name) =>
        Starts(name, "Dockerfile") || Starts(name, "Containerfile") || Starts(name, "Procfile") || Is(name, "Makefile") || Is(name, "GNUmakefile")
        || Is(name, "justfile") || Is(name, ".justfile") || Is(name, "Jenkinsfile") || Is(name, "Vagrantfile") || Is(name, "pylintrc");

    private static bool Is(ReadOnlySpan<char> text, string other) => text.Equals(other.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static bool Starts(ReadOnlySpan<char> text, string start) => text.StartsWith(start.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static bool Ends(ReadOnlySpan<char> text, string end) => text.EndsWith(end.AsSpan(), StringComparison.OrdinalIgnoreCase);
}
