using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Reads sources and text files, each once, on all processors, unless what is in them is remembered.</summary>
internal static class FileReader
{
    /// <summary>Reads files.</summary>
    /// <param name="sources">Python files.</param>
    /// <param name="texts">Other files that may use something.</param>
    /// <param name="remembered">What an earlier check read; null for nothing.</param>
    /// <param name="table">What is known to be needed without an import; asked for on any thread, once there is something to look for.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The scan of each source, and the hints of each file, sources first.</returns>
    public static (ScannedFile[] Sources, FileHints[] Hints) Read(
        IReadOnlyList<SourceFile> sources, IReadOnlyList<SourceFile> texts, ScanCache? remembered, Func<ImplicitUses> table, CancellationToken cancellationToken)
    {
        var scanned = new ScannedFile[sources.Count];
        var hints = new FileHints[sources.Count + texts.Count];
        var unread = new List<SourceFile>();
        var places = new List<int>();
        for (int index = 0; index < scanned.Length; index++)
        {
            SourceFile file = sources[index];
            if (remembered?.Find(file) is { Result: { } result } known)
            {
                scanned[index] = new ScannedFile(file, result);
                hints[index] = new FileHints(file, true, known.Hints);
                continue;
            }

            hints[index] = new FileHints(file, true, []);
            unread.Add(file);
            places.Add(index);
        }

        ScannedFile[] read = SourceReader.ScanAll(unread,
            (index, source, result) => hints[places[index]] = new FileHints(unread[index], true, FileHints.OfSource(unread[index], source, result, table())), cancellationToken);
        for (int index = 0; index < read.Length; index++)
            scanned[places[index]] = read[index];
        ReadTexts(texts, hints, sources.Count, remembered, table, cancellationToken);
        return (scanned, hints);
    }

    /// <summary>Reads files whatever is remembered of them.</summary>
    public static (ScannedFile[] Sources, FileHints[] Hints) ReadAnew(
        IReadOnlyList<SourceFile> sources, IReadOnlyList<SourceFile> texts, Func<ImplicitUses> table, CancellationToken cancellationToken) =>
        Read(sources, texts, null, table, cancellationToken);

    private static void ReadTexts(
        IReadOnlyList<SourceFile> texts, FileHints[] hints, int offset, ScanCache? remembered, Func<ImplicitUses> table, CancellationToken cancellationToken)
    {
        var unread = new List<int>();
        for (int index = 0; index < texts.Count; index++)
        {
            if (remembered?.Find(texts[index]) is { Result: null } known)
                hints[offset + index] = new FileHints(texts[index], false, known.Hints);
            else
                unread.Add(index);
        }

        Processors.ForEach(unread.Count, () => place =>
        {
            int index = unread[place];
            hints[offset + index] = new FileHints(texts[index], false, FileHints.OfText(texts[index], table()));
        }, cancellationToken);
    }
}
