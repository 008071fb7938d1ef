using System.Text;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The Python files of an installed distribution, as paths below one folder. In bytes, one after another: they are tens of thousands, of which few are ever
/// named.
/// </summary>
internal sealed class CodePaths
{
    /// <summary>Bytes of <c>import a</c>: a shorter file imports nothing.</summary>
    private const int SmallestImport = 8;

    /// <summary>Bytes of the paths of a small distribution.</summary>
    private const int SmallestRoom = 1024;

    private static readonly string[] _development = ["tests", "test", "testing", "docs", "examples", "benchmarks"];
    private static readonly byte[][] _developmentNames = Array.ConvertAll(_development, Encoding.ASCII.GetBytes);

    private byte[] _text = [];
    private int[] _ends = [];

    private CodePaths(string folder) => Folder = folder;

    /// <summary>The folder that they are below: absolute, without a separator at its end.</summary>
    public string Folder { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Those that a RECORD lists below site-packages, but for tests, examples and what is too short to import anything.</summary>
    /// <param name="site">Site-packages.</param>
    /// <param name="rows">The rows of RECORD.</param>
    public static CodePaths Recorded(string site, RecordRows rows)
    {
        var paths = new CodePaths(site);
        (int files, int length) = (0, 0);
        for (int index = 0; index < rows.Count; index++)
        {
            if (rows.Bytes(index) is var path && path.EndsWith(".py"u8))
                (files, length) = (files + 1, length + path.Length);
        }

        (paths._text, paths._ends) = (new byte[length], new int[files]);
        for (int index = 0; index < rows.Count; index++)
        {
            ReadOnlySpan<byte> path = rows.Bytes(index);
            if (path.EndsWith(".py"u8) && rows.Size(index) is not (>= 0 and < SmallestImport) && InstalledFiles.IsPlain(path) && !IsDevelopment(path))
                paths.Add(path);
        }

        // What is kept is kept for a while, and many have more tests than code.
        if (paths.Count < files - (files / 4))
        {
            Array.Resize(ref paths._text, paths.Count == 0 ? 0 : paths._ends[paths.Count - 1]);
            Array.Resize(ref paths._ends, paths.Count);
        }

        return paths;
    }

    /// <summary>Those that are found below the modules of a distribution, in the order of their names.</summary>
    /// <param name="site">Site-packages.</param>
    /// <param name="modules">The modules, dotted.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    public static CodePaths Found(string site, IReadOnlyList<string> modules, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (string module in modules)
            AddFiles(Path.Combine(site, module.Replace('.', Path.DirectorySeparatorChar)), files, cancellationToken);
        files.Sort(StringComparer.Ordinal);
        var paths = new CodePaths(site);
        foreach (string file in files)
            paths.Add(Encoding.UTF8.GetBytes(file.Substring(site.Length + 1).Replace(Path.DirectorySeparatorChar, '/')));
        return paths;
    }

    /// <summary>A file's path from the folder, with forward slashes, in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _text.AsSpan(start, _ends[index] - start);
    }

    /// <summary>A file's absolute path.</summary>
    public string PathOf(int index) => Path.Combine(Folder, Utf8.Text(Bytes(index)).Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Whether a path leads through a folder of tests, examples or the like.</summary>
    private static bool IsDevelopment(ReadOnlySpan<byte> path)
    {
        for (int slash = path.IndexOf((byte)'/'); slash >= 0; slash = path.IndexOf((byte)'/'))
        {
            ReadOnlySpan<byte> folder = path.Slice(0, slash);
            path = path.Slice(slash + 1);
            foreach (byte[] name in _developmentNames)
            {
                if (folder.SequenceEqual(name))
                    return true;
            }
        }

        return false;
    }

    private static void AddFiles(string module, List<string> files, CancellationToken cancellationToken)
    {
        if (File.Exists(module + ".py"))
            files.Add(module + ".py");
        if (!Directory.Exists(module))
            return;
        var folders = new Stack<string>();
        folders.Push(module);
        while (folders.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string folder = folders.Pop();
            try
            {
                files.AddRange(Directory.EnumerateFiles(folder, "*.py"));
                foreach (string below in Directory.EnumerateDirectories(folder))
                {
                    // A link may lead back up.
                    if (Array.IndexOf(_development, Path.GetFileName(below)) < 0 && (File.GetAttributes(below) & FileAttributes.ReparsePoint) == 0)
                        folders.Push(below);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be listed cannot be imported either.
            }
        }
    }

    private void Add(ReadOnlySpan<byte> path)
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        if (_text.Length - start < path.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, start + Math.Max(path.Length, SmallestRoom)));
        if (_ends.Length == Count)
            Array.Resize(ref _ends, Math.Max(Count * 2, SmallestRoom / 32));
        path.CopyTo(_text.AsSpan(start));
        _ends[Count++] = start + path.Length;
    }
}
