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

    private static readonly string[] _development = ["tests", "test", "testing", "docs", "examples", "benchmarks"];
    private static readonly byte[][] _developmentBelow = Array.ConvertAll(_development, static name => Encoding.ASCII.GetBytes("/" + name + "/"));

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
        int count = 0, length = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            if (IsCode(rows, index))
            {
                count++;
                length += rows.Bytes(index).Length;
            }
        }

        paths._text = new byte[length];
        paths._ends = new int[count];
        for (int index = 0; index < rows.Count; index++)
        {
            if (IsCode(rows, index))
                paths.Add(rows.Bytes(index));
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
        var paths = new CodePaths(site) { _ends = new int[files.Count] };
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

    private static bool IsCode(RecordRows rows, int index)
    {
        ReadOnlySpan<byte> path = rows.Bytes(index);
        return rows.Size(index) is not (>= 0 and < SmallestImport) && path.EndsWith(".py"u8) && path[0] != '/' && !path.StartsWith("../"u8)
            && path.IndexOf((byte)':') < 0 && path.IndexOf((byte)'\\') < 0 && !IsDevelopment(path);
    }

    private static bool IsDevelopment(ReadOnlySpan<byte> path)
    {
        foreach (byte[] below in _developmentBelow)
        {
            if (path.StartsWith(below.AsSpan(1)) || path.IndexOf(below) >= 0)
                return true;
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
            Array.Resize(ref _text, Math.Max(_text.Length * 2, start + path.Length));
        path.CopyTo(_text.AsSpan(start));
        _ends[Count++] = start + path.Length;
    }
}
