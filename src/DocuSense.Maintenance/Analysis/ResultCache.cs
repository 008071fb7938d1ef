using System.Text;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// The last check's findings, and what they depend on. A later check with nothing changed replays them without reading a source. Paths, lengths and
/// times of every input are compared, and the list of inputs itself, so that a file added with an old time is seen.
/// </summary>
internal sealed class ResultCache
{
    private const int Format = 4;
    private const string FileName = "check.cache";

    /// <summary>More files than that are a pull or a new branch: something will differ.</summary>
    private const int MaximumChanged = 32;

    private ResultCache(string key, Stamp[] inputs, Fingerprint listing, string? environmentRoot, string[] terms, string[] mentioning, CheckResult result)
    {
        Key = key;
        Inputs = inputs;
        Listing = listing;
        EnvironmentRoot = environmentRoot;
        Terms = terms;
        Mentioning = mentioning;
        Result = result;
    }

    private string Key { get; }

    private Stamp[] Inputs { get; }

    private Fingerprint Listing { get; }

    private string? EnvironmentRoot { get; }

    /// <summary>The words that were looked for in all files.</summary>
    private string[] Terms { get; }

    /// <summary>The files that had one of them, or that a verdict rests on as import tests saw them; sorted.</summary>
    private string[] Mentioning { get; }

    private CheckResult Result { get; }

    /// <summary>The findings of the last check where they still hold; otherwise null.</summary>
    /// <remarks>They hold where nothing changed, and where files changed and say the same: most edits touch no import.</remarks>
    public static CheckResult? Replay(CheckOptions options, CancellationToken cancellationToken)
    {
        if (options.OutputFolder is null || Read(Path.Combine(options.OutputFolder, FileName)) is not { } cache || cache.Key != KeyOf(options)
            || !File.Exists(Path.Combine(options.OutputFolder, AnalysisFile.Name)))
        {
            return null;
        }

        foreach (Stamp input in cache.Inputs)
        {
            if (!input.IsCurrent)
                return null;
        }

        DateTime started = DateTime.UtcNow;
        SourceListing listing = Observer.Without(SourceTree.List(options.Backend, options.Excludes, cancellationToken), cache.EnvironmentRoot);
        Fingerprint now = FingerprintOf(options, listing, long.MaxValue);
        if (now.Names != cache.Listing.Names)
            return null;
        return now.Content == cache.Listing.Content || cache.SaysTheSame(options, listing, started, cancellationToken) ? cache.Result with { Replayed = true } : null;
    }

    /// <summary>Whether the files that changed hold the same facts as before. If so, both caches take them as known.</summary>
    private bool SaysTheSame(CheckOptions options, SourceListing listing, DateTime started, CancellationToken cancellationToken)
    {
        ScanCache remembered = ScanCache.Read(options);
        List<SourceFile> sources = Changed(listing.Files, remembered);
        List<SourceFile> texts = Changed(listing.Texts, remembered);
        if (sources.Count + texts.Count is 0 or > MaximumChanged || !sources.TrueForAll(remembered.Has) || !texts.TrueForAll(remembered.Has))
            return false;
        foreach (SourceFile file in sources.Concat(texts))
        {
            if (Array.BinarySearch(Mentioning, file.Path, StringComparer.Ordinal) >= 0)
                return false;
        }

        (ScannedFile[] scanned, FileHints[] hints) = FileReader.ReadAnew(sources, texts, new KnownFacts(options).Implicit, cancellationToken);
        for (int index = 0; index < hints.Length; index++)
        {
            ScanResult? result = index < scanned.Length ? scanned[index].Result : null;
            if (index < scanned.Length && result is null || !remembered.IsSame(hints[index].File, result, hints[index].Hints))
                return false;
        }

        if (Terms.Length > 0 && Mentions.Find(Terms, texts, scanned, [], cancellationToken).Files.Any())
            return false;
        try
        {
            remembered.Confirm([.. sources, .. texts], started.Ticks);
            var cache = new ResultCache(Key, Inputs, FingerprintOf(options, listing, started.Ticks), EnvironmentRoot, Terms, Mentioning, Result);
            AtomicFile.Write(Path.Combine(options.OutputFolder!, FileName), cache.Serialize());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the next check reads them again.
        }

        return true;
    }

    private static List<SourceFile> Changed(IReadOnlyList<SourceFile> files, ScanCache remembered)
    {
        var changed = new List<SourceFile>();
        foreach (SourceFile file in files)
        {
            if (!remembered.IsKnown(file))
                changed.Add(file);
        }

        return changed;
    }

    /// <summary>Remembers a check.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="snapshot">What was observed.</param>
    /// <param name="result">What was found.</param>
    /// <param name="started">When the observation began, UTC.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache may not be written.</exception>
    public static void Write(CheckOptions options, Snapshot snapshot, CheckResult result, DateTime started, CancellationToken cancellationToken)
    {
        // What was written while, or just before, the check ran may differ from what was read: such inputs never match again.
        var inputs = new List<Stamp>();
        foreach (string path in InputsOf(options, snapshot))
        {
            Stamp stamp = Stamp.Take(path);
            inputs.Add(Stamp.IsDoubtful(stamp.Ticks, started.Ticks) ? stamp with { Ticks = -1 } : stamp);
        }

        SourceListing listing = Observer.Without(SourceTree.List(options.Backend, options.Excludes, cancellationToken), snapshot.Environment?.Root);
        var cache = new ResultCache(KeyOf(options), [.. inputs], FingerprintOf(options, listing, started.Ticks), snapshot.Environment?.Root,
            [.. snapshot.Mentions.SearchedTerms], Telling(snapshot), result);
        AtomicFile.Write(Path.Combine(options.OutputFolder!, FileName), cache.Serialize());
    }

    private static string[] Telling(Snapshot snapshot)
    {
        var files = new SortedSet<string>(snapshot.Mentions.Files, StringComparer.Ordinal);
        files.UnionWith(snapshot.Usage.LoadedFrom());
        return [.. files];
    }

    private static IEnumerable<string> InputsOf(CheckOptions options, Snapshot snapshot)
    {
        if (RuntimeLoads.PathOf(options) is { } loads)
            yield return loads;
        foreach (string file in snapshot.Manifests.Files)
            yield return file;
        foreach (string file in Observer.SettingsCandidates(options.Backend))
            yield return file;
        if (options.Environment is not null)
            yield return Path.Combine(options.Environment, "pyvenv.cfg");
        else
        {
            foreach (string candidate in Observer.EnvironmentCandidates(options.Backend))
                yield return candidate;
        }

        if (snapshot.Environment is not { } environment)
            yield break;
        yield return environment.ConfigurationFile;
        if (environment.Interpreter is not null)
            yield return FinalTarget(environment.Interpreter);
        foreach (string folder in environment.SitePackages)
            yield return folder;
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            yield return distribution.MetadataPath;
            yield return distribution.MetadataFile;
            yield return Path.Combine(distribution.MetadataPath, "RECORD");
        }
    }

    /// <summary>What a link leads to in the end: a link itself does not show that its target is gone.</summary>
    private static string FinalTarget(string path)
    {
#if NET
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
#else
        return path;
#endif
    }

    private static string KeyOf(CheckOptions options)
    {
        var key = new StringBuilder();
        key.Append(Format).Append('\n').Append(options.ToolVersion).Append('\n').Append(options.Backend).Append('\n')
            .Append(options.ProjectFile).Append('\n').Append(options.Environment);
        foreach (string manifest in options.Manifests)
            key.Append("\nm ").Append(manifest);
        foreach (string exclude in options.Excludes)
            key.Append("\nx ").Append(exclude);
        foreach (KnownModule module in options.KnownModules)
            key.Append("\nk ").Append(module);
        foreach (KnownUse use in options.KnownUses)
            key.Append("\nu ").Append(use);
        bool expires = false;
        foreach (Suppression suppression in options.Suppressions)
        {
            key.Append("\ns ").Append(suppression);
            expires |= !string.IsNullOrEmpty(suppression.Expires);
        }

        if (expires)
            key.Append('\n').Append(options.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return key.ToString();
    }

    /// <summary>The files that may be manifests, so that a new one is seen.</summary>
    private static List<string> ManifestNames(string backend)
    {
        var names = new List<string>();
        foreach (string folder in (string[])[backend, Path.Combine(backend, "requirements")])
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                if (Path.GetExtension(path).ToLowerInvariant() is ".txt" or ".in" or ".toml" or ".cfg")
                    names.Add(path);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>FNV-1a over paths, and over paths, lengths and times: fingerprints of the list of sources.</summary>
    private static Fingerprint FingerprintOf(CheckOptions options, SourceListing listing, long started)
    {
        ulong names = 14695981039346656037, content = names;
        void AddText(string text)
        {
            foreach (char character in text)
                names = (names ^ character) * 1099511628211;
            names = (names ^ (ulong.MaxValue - 2)) * 1099511628211;
        }

        void AddFiles(IReadOnlyList<SourceFile> files)
        {
            foreach (SourceFile file in files)
            {
                AddText(file.RelativePath);
                content = (content ^ (ulong)file.Length) * 1099511628211;
                content = (content ^ (Stamp.IsDoubtful(file.LastWriteUtcTicks, started) ? ulong.MaxValue : (ulong)file.LastWriteUtcTicks)) * 1099511628211;
            }

            names = (names ^ (ulong.MaxValue - 1)) * 1099511628211;
        }

        AddFiles(listing.Files);
        AddFiles(listing.Texts);
        foreach (string folder in listing.Unreadable)
            AddText(folder);
        foreach (string module in listing.OtherModules)
            AddText(module);
        foreach (string name in Observer.OutsideNames(options.Backend))
            AddText(name);
        foreach (string name in ManifestNames(options.Backend))
            AddText(name);
        return new Fingerprint(names, content);
    }

    private byte[] Serialize()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, new UTF8Encoding(false), leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(Key);
            writer.Write(Inputs.Length);
            foreach (Stamp input in Inputs)
            {
                writer.Write(input.Path);
                writer.Write(input.Length);
                writer.Write(input.Ticks);
            }

            writer.Write(Listing.Names);
            writer.Write(Listing.Content);
            WriteText(writer, EnvironmentRoot);
            WriteTexts(writer, Terms);
            WriteTexts(writer, Mentioning);
            writer.Write(Result.SourceFileCount);
            writer.Write(Result.RequirementCount);
            writer.Write(Result.DistributionCount);
            writer.Write(Result.Suppressed.Count);
            foreach (SuppressedDiagnostic suppressed in Result.Suppressed)
            {
                WriteDiagnostic(writer, suppressed.Diagnostic);
                WriteText(writer, suppressed.Justification);
                writer.Write(suppressed.IsInSource);
            }

            writer.Write(Result.Diagnostics.Count);
            foreach (Diagnostic diagnostic in Result.Diagnostics)
                WriteDiagnostic(writer, diagnostic);
            writer.Write(Format);
        }

        return stream.ToArray();
    }

    /// <summary>Null where there is no cache, or none that this version wrote whole.</summary>
    private static ResultCache? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)), new UTF8Encoding(false));
            if (reader.ReadInt32() != Format)
                return null;
            string key = reader.ReadString();
            var inputs = new Stamp[reader.ReadInt32()];
            for (int index = 0; index < inputs.Length; index++)
                inputs[index] = new Stamp(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            var listing = new Fingerprint(reader.ReadUInt64(), reader.ReadUInt64());
            string? root = ReadText(reader);
            string[] terms = ReadTexts(reader);
            string[] mentioning = ReadTexts(reader);
            int sources = reader.ReadInt32();
            int requirements = reader.ReadInt32();
            int distributions = reader.ReadInt32();
            var suppressed = new SuppressedDiagnostic[reader.ReadInt32()];
            for (int index = 0; index < suppressed.Length; index++)
                suppressed[index] = new SuppressedDiagnostic(ReadDiagnostic(reader), ReadText(reader), reader.ReadBoolean());
            var diagnostics = new Diagnostic[reader.ReadInt32()];
            for (int index = 0; index < diagnostics.Length; index++)
                diagnostics[index] = ReadDiagnostic(reader);
            var result = new CheckResult
            {
                Diagnostics = diagnostics,
                SourceFileCount = sources,
                RequirementCount = requirements,
                DistributionCount = distributions,
                Suppressed = suppressed,
            };
            return reader.ReadInt32() == Format ? new ResultCache(key, inputs, listing, root, terms, mentioning, result) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException or OverflowException)
        {
            return null;
        }
    }

    private static void WriteDiagnostic(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Code);
        writer.Write((byte)diagnostic.Severity);
        WriteText(writer, diagnostic.File);
        writer.Write(diagnostic.Span.Line);
        writer.Write(diagnostic.Span.Column);
        writer.Write(diagnostic.Span.EndLine);
        writer.Write(diagnostic.Span.EndColumn);
        writer.Write(diagnostic.Message);
        WriteText(writer, diagnostic.Package);
    }

    private static Diagnostic ReadDiagnostic(BinaryReader reader) => new()
    {
        Code = reader.ReadString(),
        Severity = (Severity)reader.ReadByte(),
        File = ReadText(reader),
        Span = new SourceSpan(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()),
        Message = reader.ReadString(),
        Package = ReadText(reader),
    };

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteTexts(BinaryWriter writer, string[] texts)
    {
        writer.Write(texts.Length);
        foreach (string text in texts)
            writer.Write(text);
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[reader.ReadInt32()];
        for (int index = 0; index < texts.Length; index++)
            texts[index] = reader.ReadString();
        return texts;
    }

    /// <summary>Which files there are, and what they look like.</summary>
    private readonly record struct Fingerprint(ulong Names, ulong Content);
}
