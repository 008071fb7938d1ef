using System.Text;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Analysis;

/// <summary>A name that the code of an installed distribution imports, and where it does so first.</summary>
/// <param name="Name">Dotted, as written.</param>
/// <param name="File">Absolute path.</param>
/// <param name="Line">From 1.</param>
internal sealed record CodeImport(string Name, string File, int Line);

/// <summary>
/// What the code of installed distributions imports. Read only where it decides something, and then remembered as long as METADATA and RECORD look as they did: the
/// files of a released version do not change.
/// </summary>
internal sealed class InstalledCode
{
    private const int Format = 1;
    private const string FileName = "imports.cache";

    /// <summary>Bytes of <c>import a</c>: a shorter file imports nothing.</summary>
    private const int SmallestImport = 8;

    private static readonly string[] _development = ["tests", "test", "testing", "docs", "examples", "benchmarks"];
    private static readonly byte[][] _developmentBelow = Array.ConvertAll(_development, static name => Encoding.ASCII.GetBytes("/" + name + "/"));

    private readonly string? _folder;
    private readonly string _tool;
    private readonly Dictionary<string, Remembered> _known = new(StringComparer.Ordinal);
    private bool _hasChanged;

    private InstalledCode(CheckOptions? options) => (_folder, _tool) = (options?.OutputFolder, options?.ToolVersion ?? "");

    /// <summary>Remembers nothing.</summary>
    public static InstalledCode Empty => new(null);

    /// <summary>Reads what is remembered; nothing where no file is, or none that this very tool wrote whole.</summary>
    public static InstalledCode Read(CheckOptions options)
    {
        var code = new InstalledCode(options);
        if (options.OutputFolder is null)
            return code;
        try
        {
            string path = Path.Combine(options.OutputFolder, FileName);
            if (!File.Exists(path))
                return code;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path), writable: false), new UTF8Encoding(false));
            if (reader.ReadInt32() != Format || reader.ReadString() != code._tool)
                return code;
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                string folder = reader.ReadString();
                var remembered = new Remembered(Stamp.Read(reader), Stamp.Read(reader), new CodeImport[reader.ReadInt32()]);
                for (int index = 0; index < remembered.Imports.Length; index++)
                    remembered.Imports[index] = new CodeImport(reader.ReadString(), reader.ReadString(), reader.ReadInt32());
                code._known[folder] = remembered;
            }

            if (reader.ReadInt32() != Format)
                code._known.Clear();
        }
        catch (Exception exception) when (CacheFile.IsDamage(exception))
        {
            code._known.Clear();
        }

        return code;
    }

    /// <summary>What each distribution imports that is not its own, by name and then by place.</summary>
    /// <param name="distributions">What is installed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The imports of each, at its index.</returns>
    public IReadOnlyList<CodeImport>[] ImportsOf(IReadOnlyList<InstalledDistribution> distributions, CancellationToken cancellationToken)
    {
        long started = DateTime.UtcNow.Ticks;
        var imports = new IReadOnlyList<CodeImport>[distributions.Count];
        var lists = new List<CodeFile>?[distributions.Count];
        var found = new Dictionary<string, CodeImport>?[distributions.Count];
        for (int index = 0; index < imports.Length; index++)
        {
            InstalledDistribution distribution = distributions[index];
            if (_known.TryGetValue(distribution.MetadataPath, out Remembered? known) && known.Metadata.IsCurrent && known.Record.IsCurrent)
            {
                imports[index] = known.Imports;
                continue;
            }

            found[index] = new Dictionary<string, CodeImport>(StringComparer.Ordinal);
            lists[index] = [];
        }

        Processors.ForEach(lists.Length, () => index =>
        {
            if (lists[index] is { } list && !AddRecorded(distributions[index], index, list))
                AddFiles(distributions[index], index, list, cancellationToken);
        }, cancellationToken);
        var files = new List<CodeFile>();
        foreach (List<CodeFile>? list in lists)
            files.AddRange(list ?? []);
        Processors.ForEach(files.Count, static () => new CodeSearch(), (search, index) =>
            search.Run(files[index].Path, distributions[files[index].Owner], found[files[index].Owner]!), cancellationToken);
        for (int index = 0; index < imports.Length; index++)
        {
            if (found[index] is not { } own)
                continue;
            CodeImport[] all = [.. own.Values];
            Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
            imports[index] = all;
            if (!distributions[index].IsSelfContained)
                continue;
            string folder = distributions[index].MetadataPath;
            _known[folder] = new Remembered(Stamp.TakeTrusted(distributions[index].MetadataFile, started), Stamp.TakeTrusted(Path.Combine(folder, "RECORD"), started), all);
            _hasChanged = true;
        }

        return imports;
    }

    /// <summary>Writes what has been read anew.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write()
    {
        if (_folder is null || !_hasChanged)
            return;
        using var stream = new PieceStream();
        using (var writer = new BinaryWriter(stream, new UTF8Encoding(false), leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(_tool);
            writer.Write(_known.Count);
            foreach (KeyValuePair<string, Remembered> known in _known)
            {
                writer.Write(known.Key);
                known.Value.Metadata.Write(writer);
                known.Value.Record.Write(writer);
                writer.Write(known.Value.Imports.Length);
                foreach (CodeImport import in known.Value.Imports)
                {
                    writer.Write(import.Name);
                    writer.Write(import.File);
                    writer.Write(import.Line);
                }
            }

            writer.Write(Format);
        }

        AtomicFile.Write(Path.Combine(_folder, FileName), stream);
    }

    /// <summary>The files that RECORD lists, which costs less than to look for them; false where it lists none.</summary>
    private static bool AddRecorded(InstalledDistribution distribution, int owner, List<CodeFile> files)
    {
        if (!distribution.IsSelfContained || Path.GetDirectoryName(distribution.MetadataPath) is not { } site)
            return false;
        using RecordFile? record = RecordFile.Read(Path.Combine(distribution.MetadataPath, "RECORD"));
        if (record is null || record.Fault is not null)
            return false;
        for (int index = 0; index < record.Rows.Count; index++)
        {
            ReadOnlySpan<byte> bytes = record.Rows.Bytes(index);
            if (record.Rows.Size(index) is >= 0 and < SmallestImport || !bytes.EndsWith(".py"u8) || bytes.StartsWith("../"u8) || IsDevelopment(bytes))
                continue;
            string path = record.Rows.Text(index);
            if (!Path.IsPathRooted(path))
                files.Add(new CodeFile(owner, Path.Combine(site, path.Replace('/', Path.DirectorySeparatorChar))));
        }

        return files.Count > 0;
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

    private static void AddFiles(InstalledDistribution distribution, int owner, List<CodeFile> files, CancellationToken cancellationToken)
    {
        string? site = Path.GetDirectoryName(distribution.MetadataPath);
        if (site is null)
            return;
        foreach (string module in distribution.Modules)
        {
            string path = Path.Combine(site, module.Replace('.', Path.DirectorySeparatorChar));
            if (File.Exists(path + ".py"))
                files.Add(new CodeFile(owner, path + ".py"));
            if (!Directory.Exists(path))
                continue;
            var folders = new Stack<string>();
            folders.Push(path);
            while (folders.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string folder = folders.Pop();
                try
                {
                    foreach (string file in Directory.EnumerateFiles(folder, "*.py"))
                        files.Add(new CodeFile(owner, file));
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
    }

    /// <summary>Searches files one after another; each thread has its own.</summary>
    private sealed class CodeSearch : IDisposable
    {
        private readonly SourceBuffer _buffer = SourceBuffer.Rent();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly ImportNames.Found _note;
        private string _path = "";
        private ReadOnlyMemory<byte> _text;
        private InstalledDistribution _owner = null!;
        private Dictionary<string, CodeImport> _found = null!;

        public CodeSearch() => _note = Note;

        /// <summary>Adds what a file imports.</summary>
        /// <param name="path">The file; what cannot be read cannot be imported either.</param>
        /// <param name="owner">Whose it is.</param>
        /// <param name="found">What that imports, shared among threads.</param>
        public void Run(string path, InstalledDistribution owner, Dictionary<string, CodeImport> found)
        {
            try
            {
                if (!_buffer.TryRead(path, out _text))
                    return;
                (_path, _owner, _found) = (path, owner, found);
                _seen.Clear();
                ImportNames.Find(_text.Span, _note);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // As said.
            }
        }

        public void Dispose() => _buffer.Dispose();

        private void Note(ReadOnlySpan<byte> name, int offset)
        {
            // As it stands: the normal form of other scripts needs tables that little else does.
            string dotted = Bytes.NextBeyondAscii(name, 0) == int.MaxValue ? NameCache.Get(name) : Utf8.Text(name);
            if (!_seen.Add(dotted) || IsOwn(_owner, dotted))
                return;
            lock (_found)
            {
                if (!_found.TryGetValue(dotted, out CodeImport? known) || string.CompareOrdinal(_path, known.File) < 0)
                    _found[dotted] = new CodeImport(dotted, _path, Bytes.CountNewlines(_text.Span.Slice(0, offset)) + 1);
            }
        }

        private static bool IsOwn(InstalledDistribution owner, string name)
        {
            for (int index = 0; index < owner.Modules.Count; index++)
            {
                string module = owner.Modules[index];
                if (name.StartsWith(module, StringComparison.Ordinal) && (name.Length == module.Length || name[module.Length] == '.'))
                    return true;
            }

            return false;
        }
    }

    private sealed record CodeFile(int Owner, string Path);

    private sealed record Remembered(Stamp Metadata, Stamp Record, CodeImport[] Imports);
}
