using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// Replays the last check where nothing it depends on has changed since, without reading a source. Paths, lengths and times of every input are compared, and
/// the list of inputs itself, so that a file added with an old time is seen.
/// </summary>
internal static class ResultCache
{
    /// <summary>More files than that are a pull or a new branch: something will differ.</summary>
    private const int MaximumChanged = 32;

    /// <summary>So few files of so few bytes are read again by the next check in less time than it takes to write that they say the same.</summary>
    private const int FewChanged = 4;
    private const long FewBytes = 1 << 18;

    /// <summary>The findings of the last check where they still hold; otherwise null.</summary>
    /// <remarks>They hold where nothing changed, and where files changed and say the same: most edits touch no import.</remarks>
    /// <param name="options">What is asked.</param>
    /// <param name="listed">The files there are, where they had to be listed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static CheckResult? Replay(CheckOptions options, out FreshListing? listed, CancellationToken cancellationToken)
    {
        listed = null;
        if (options.OutputFolder is null || ResultFile.Read(options.OutputFolder) is not { } last || last.Key != CheckInputs.KeyOf(options)
            || !File.Exists(Path.Combine(options.OutputFolder, AnalysisFile.Name)))
        {
            return null;
        }

        return Holds(options, last, out listed, cancellationToken) ? last.Result with { Replayed = true, Inputs = last } : null;
    }

    /// <summary>Whether a check would find now what it found then.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="last">What it found, and what that depends on.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static bool Holds(CheckOptions options, ResultFile last, CancellationToken cancellationToken) => Holds(options, last, out _, cancellationToken);

    private static bool Holds(CheckOptions options, ResultFile last, out FreshListing? listed, CancellationToken cancellationToken)
    {
        // The inputs are looked at while the folders are listed.
        Task<bool> current = Task.Run(() => AreCurrent(last.Inputs), CancellationToken.None);
        DateTime started = DateTime.UtcNow;

        // A source that is newer than all were has to be read again, so that what it is held against is made ready while the others are listed.
        long newest = NewestOf(last.Files);
        Task<ImplicitUses>? known = null;
        SourceListing all = SourceTree.List(options.Backend, options.Excludes, file =>
        {
            if (file.LastWriteUtcTicks > newest)
                known ??= Know(options);
        }, cancellationToken);
        listed = new FreshListing(all, started);
        SourceListing listing = Observer.Without(all, last.EnvironmentRoot);
        if (!current.GetAwaiter().GetResult() || listing.Files.Count + listing.Texts.Count != last.Files.Length || CheckInputs.Names(options, listing) != last.Names)
            return false;
        var changed = new List<int>();
        for (int index = 0; index < last.Files.Length; index++)
        {
            SourceFile file = FileAt(listing, index);
            if (file.Length != last.Files[index].Length || file.LastWriteUtcTicks != last.Files[index].Ticks)
                changed.Add(index);
        }

        return changed.Count == 0 || (changed.Count <= MaximumChanged && SaysTheSame(options, last, listing, changed, known ?? Know(options), started, cancellationToken));
    }

    private static long NewestOf(FileState[] files)
    {
        long newest = 0;
        foreach (FileState file in files)
            newest = Math.Max(newest, file.Ticks);
        return newest;
    }

    private static Task<ImplicitUses> Know(CheckOptions options) => Task.Run(() => new KnownFacts(options).Implicit, CancellationToken.None);

    private static bool AreCurrent(Stamp[] inputs)
    {
        foreach (Stamp input in inputs)
        {
            if (!input.IsCurrent)
                return false;
        }

        return true;
    }

    /// <summary>Whether the files that changed hold the same facts as before. If so and they are many, they are known as they are now.</summary>
    private static bool SaysTheSame(
        CheckOptions options, ResultFile last, SourceListing listing, List<int> changed, Task<ImplicitUses> known, DateTime started, CancellationToken cancellationToken)
    {
        var sources = new List<SourceFile>();
        var texts = new List<SourceFile>();
        long bytes = 0;
        foreach (int index in changed)
        {
            SourceFile file = FileAt(listing, index);
            bytes += file.Length;
            if (last.Files[index].Digest == FactDigest.None || Array.BinarySearch(last.Mentioning, file.Path, StringComparer.Ordinal) >= 0)
                return false;
            (index < listing.Files.Count ? sources : texts).Add(file);
        }

        (ScannedFile[] scanned, FileHints[] hints) = FileReader.ReadAnew(sources, texts, () => known.GetAwaiter().GetResult(), cancellationToken);
        for (int index = 0; index < hints.Length; index++)
        {
            ScanResult? result = index < scanned.Length ? scanned[index].Result : null;
            if (index < scanned.Length && result is null || FactDigest.Of(result, hints[index].Hints) != last.Files[changed[index]].Digest)
                return false;
        }

        if (last.Terms.Length > 0 && Mentions.AreIn(last.Terms, texts, scanned, cancellationToken))
            return false;
        if (changed.Count <= FewChanged && bytes <= FewBytes)
            return true;
        foreach (int index in changed)
            last.Files[index] = StateOf(FileAt(listing, index), last.Files[index].Digest, started.Ticks);
        try
        {
            last.Write(options.OutputFolder!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then the next check reads them again.
        }

        return true;
    }

    /// <summary>What a check depends on. Derives nothing of the snapshot, so that others may meanwhile.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="snapshot">What was observed.</param>
    /// <param name="digests">The digest of each file of <see cref="Snapshot.Hints"/>, at its index.</param>
    /// <param name="started">When the observation began, UTC ticks.</param>
    public static CheckDependencies DependenciesOf(CheckOptions options, Snapshot snapshot, FactDigest[] digests, long started)
    {
        SourceListing listing = snapshot.Listing!;
        var inputs = new List<Stamp>();
        foreach (string path in CheckInputs.Paths(options, snapshot))
            inputs.Add(Stamp.TakeTrusted(path, started));

        // Files look as they did when they were listed, before any was read: one that was written since differs the next time.
        var files = new FileState[listing.Files.Count + listing.Texts.Count];
        for (int index = 0; index < files.Length; index++)
            files[index] = StateOf(FileAt(listing, index), digests[index], started);
        return new CheckDependencies([.. inputs], CheckInputs.Names(options, listing), files);
    }

    /// <summary>What is to be remembered of a check.</summary>
    public static ResultFile Of(CheckOptions options, Snapshot snapshot, CheckDependencies dependencies, CheckResult result) =>
        new()
        {
            Key = CheckInputs.KeyOf(options),
            Inputs = dependencies.Inputs,
            Names = dependencies.Names,
            Files = dependencies.Files,
            EnvironmentRoot = snapshot.Environment?.Root,
            Terms = [.. snapshot.Mentions.SearchedTerms],
            Mentioning = Telling(snapshot),
            Result = result,
        };

    private static string[] Telling(Snapshot snapshot)
    {
        var files = new SortedSet<string>(snapshot.Mentions.Files, StringComparer.Ordinal);
        files.UnionWith(snapshot.Usage.LoadedFrom());
        return [.. files];
    }

    private static SourceFile FileAt(SourceListing listing, int index) =>
        index < listing.Files.Count ? listing.Files[index] : listing.Texts[index - listing.Files.Count];

    /// <summary>A file that was written while, or just before, a check ran may differ from what was read: it never matches again.</summary>
    private static FileState StateOf(SourceFile file, FactDigest digest, long started) =>
        new(file.Length, Stamp.IsDoubtful(file.LastWriteUtcTicks, started) ? -1 : file.LastWriteUtcTicks, digest);
}
