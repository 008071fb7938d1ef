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
    internal const string FileName = "imports.cache";

    private readonly string? _folder;
    private readonly string _tool;
    private readonly Dictionary<string, Remembered> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodePaths> _listed = new(StringComparer.Ordinal);
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
        var unread = new List<int>();
        for (int index = 0; index < imports.Length; index++)
        {
            InstalledDistribution distribution = distributions[index];
            if (_known.TryGetValue(distribution.MetadataPath, out Remembered? known) && known.Metadata.IsCurrent && known.Record.IsCurrent)
                imports[index] = known.Imports;
            else
                unread.Add(index);
        }

        var code = new Code[unread.Count];
        Processors.ForEach(code.Length, () => index => code[index] = new Code(distributions[unread[index]], PathsOf(distributions[unread[index]], cancellationToken)), cancellationToken);
        // All files in one row: distributions differ too much in size to be shared out.
        var ends = new int[code.Length];
        int files = 0;
        for (int index = 0; index < code.Length; index++)
            ends[index] = files += code[index].Paths.Count;
        Processors.ForEach(files, static () => new CodeSearch(), (search, file) =>
        {
            int owner = Array.BinarySearch(ends, file + 1);
            owner = owner < 0 ? ~owner : owner;
            while (owner > 0 && ends[owner - 1] > file)
                owner--;
            search.Run(code[owner], file - (owner == 0 ? 0 : ends[owner - 1]));
        }, cancellationToken);
        for (int index = 0; index < code.Length; index++)
        {
            CodeImport[] all = code[index].Imports();
            Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
            imports[unread[index]] = all;
            InstalledDistribution distribution = code[index].Owner;
            if (!distribution.IsSelfContained)
                continue;
            string folder = distribution.MetadataPath;
            _known[folder] = new Remembered(Stamp.TakeTrusted(distribution.MetadataFile, started), Stamp.TakeTrusted(Path.Combine(folder, "RECORD"), started), all);
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

    /// <summary>Takes note of the files of a distribution whose RECORD was read for another reason, so that it is not read again. Safe to call from several threads.</summary>
    /// <param name="entry">The distribution's metadata.</param>
    /// <param name="record">The RECORD; read through before this returns.</param>
    public void Keep(MetadataEntry entry, RecordFile record)
    {
        if (entry.Form != MetadataForm.DistInfo || record.Fault is not null || _known.ContainsKey(entry.Path))
            return;
        CodePaths paths = CodePaths.Recorded(entry.Site.Path, record.Rows);
        lock (_listed)
        {
            _listed[entry.Path] = paths;
        }
    }

    /// <summary>The files of a distribution: those that RECORD lists, which costs less than to look for them; where it lists none, those that are found.</summary>
    private CodePaths PathsOf(InstalledDistribution distribution, CancellationToken cancellationToken)
    {
        string site = Path.GetDirectoryName(distribution.MetadataPath) ?? distribution.MetadataPath;
        if (distribution.IsSelfContained)
        {
            if (_listed.TryGetValue(distribution.MetadataPath, out CodePaths? listed) && listed.Count > 0)
                return listed;
            using RecordFile? record = RecordFile.Read(Path.Combine(distribution.MetadataPath, "RECORD"));
            if (record is { Fault: null } && CodePaths.Recorded(site, record.Rows) is { Count: > 0 } recorded)
                return recorded;
        }

        return CodePaths.Found(site, distribution.Modules, cancellationToken);
    }

    /// <summary>The files of a distribution, and what was found in them so far.</summary>
    private sealed class Code(InstalledDistribution owner, CodePaths paths)
    {
        private readonly Dictionary<string, Place> _found = new(StringComparer.Ordinal);

        public InstalledDistribution Owner => owner;

        public CodePaths Paths => paths;

        /// <summary>Whether an import of a file is not known yet, or from a later file. Safe to call from several threads, as is <see cref="Add"/>.</summary>
        public bool IsNews(string name, int file)
        {
            lock (_found)
            {
                return !_found.TryGetValue(name, out Place known) || IsBefore(file, known.File);
            }
        }

        public void Add(string name, int file, int line)
        {
            lock (_found)
            {
                if (!_found.TryGetValue(name, out Place known) || IsBefore(file, known.File))
                    _found[name] = new Place(file, line);
            }
        }

        public CodeImport[] Imports()
        {
            // Many imports stand in one file.
            var names = new Dictionary<int, string>();
            var imports = new CodeImport[_found.Count];
            int count = 0;
            foreach (KeyValuePair<string, Place> found in _found)
            {
                if (!names.TryGetValue(found.Value.File, out string? file))
                    names.Add(found.Value.File, file = paths.PathOf(found.Value.File));
                imports[count++] = new CodeImport(found.Key, file, found.Value.Line);
            }

            return imports;
        }

        private bool IsBefore(int left, int right) => left != right && paths.Bytes(left).SequenceCompareTo(paths.Bytes(right)) < 0;
    }

    /// <summary>Searches files one after another; each thread has its own.</summary>
    private sealed class CodeSearch : IDisposable
    {
        private readonly SourceBuffer _buffer = SourceBuffer.Rent();
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly ImportNames.Found _note;
        private ReadOnlyMemory<byte> _text;
        private Code _owner = null!;
        private int _file;

        public CodeSearch() => _note = Note;

        /// <summary>Adds what a file imports.</summary>
        /// <param name="owner">Whose it is.</param>
        /// <param name="file">Its number there; what cannot be read cannot be imported either.</param>
        public void Run(Code owner, int file)
        {
            try
            {
                if (!_buffer.TryRead(owner.Paths.Folder, owner.Paths.Bytes(file), out _text))
                    return;
                (_owner, _file) = (owner, file);
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
            if (_seen.Add(dotted) && !IsOwn(_owner.Owner, dotted) && _owner.IsNews(dotted, _file))
                _owner.Add(dotted, _file, Bytes.CountNewlines(_text.Span.Slice(0, offset)) + 1);
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

    private readonly record struct Place(int File, int Line);

    private sealed record Remembered(Stamp Metadata, Stamp Record, CodeImport[] Imports);
}
