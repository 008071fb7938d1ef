using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Where configuration, scripts and string literals name a distribution or one of its modules.</summary>
public sealed class Mentions
{
    private readonly Dictionary<string, List<Evidence>> _byTerm;

    private Mentions(IReadOnlyCollection<string> terms, HashSet<string> searched, Dictionary<string, List<Evidence>> byTerm)
    {
        SearchedTerms = terms;
        SearchedFiles = searched;
        _byTerm = byTerm;
    }

    /// <summary>No mentions.</summary>
    public static Mentions None { get; } = new([], [], new Dictionary<string, List<Evidence>>(StringComparer.Ordinal));

    /// <summary>What was looked for.</summary>
    internal IReadOnlyCollection<string> SearchedTerms { get; }

    /// <summary>Absolute paths of the files that were read for it, in this check or an earlier one.</summary>
    internal HashSet<string> SearchedFiles { get; }

    /// <summary>Absolute paths of the files that mention something.</summary>
    internal IEnumerable<string> Files
    {
        get
        {
            var files = new SortedSet<string>(StringComparer.Ordinal);
            foreach (List<Evidence> found in _byTerm.Values)
            {
                foreach (Evidence evidence in found)
                {
                    if (evidence.File is { } file)
                        files.Add(file);
                }
            }

            return files;
        }
    }

    /// <summary>The mentions by file, for the cache.</summary>
    internal Dictionary<string, List<TermPlace>> ByFile()
    {
        var files = new Dictionary<string, List<TermPlace>>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, List<Evidence>> term in _byTerm)
        {
            foreach (Evidence evidence in term.Value)
            {
                if (evidence.File is not { } file || !SearchedFiles.Contains(file))
                    continue;
                if (!files.TryGetValue(file, out List<TermPlace>? places))
                    files.Add(file, places = []);
                places.Add(new TermPlace(term.Key, evidence.Line, evidence.Kind == "unread"));
            }
        }

        return files;
    }

    /// <summary>The mentions of a distribution, by its name or the name of one of its modules.</summary>
    public IEnumerable<Evidence> Of(string distribution, IReadOnlyList<string> modules)
    {
        foreach (string term in Terms(distribution, modules))
        {
            if (_byTerm.TryGetValue(term, out List<Evidence>? found))
            {
                foreach (Evidence evidence in found)
                    yield return evidence;
            }
        }
    }

    /// <summary>The words that name a distribution: its name in each spelling, and its modules.</summary>
    public static IEnumerable<string> Terms(string distribution, IReadOnlyList<string> modules)
    {
        var terms = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { distribution, distribution.Replace('-', '_'), distribution.Replace('_', '-') };
        foreach (string module in modules)
            terms.Add(module);
        return terms;
    }

    /// <summary>Looks for terms in text files and in the string literals of Python files.</summary>
    /// <param name="terms">What to look for; letter case does not count.</param>
    /// <param name="texts">Configuration and script files.</param>
    /// <param name="sources">Python files.</param>
    /// <param name="compiled">Compiled modules, which hold the names of what they import.</param>
    /// <param name="remembered">What an earlier check found.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    internal static Mentions Find(
        IReadOnlyCollection<string> terms, IReadOnlyList<SourceFile> texts, IReadOnlyList<ScannedFile> sources, IReadOnlyList<string> compiled, ScanCache remembered,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, List<Evidence>>(StringComparer.OrdinalIgnoreCase);
        var searched = new HashSet<string>(StringComparer.Ordinal);
        if (terms.Count == 0)
            return None;
        var wanted = new HashSet<string>(terms, StringComparer.Ordinal);
        var all = new TermFilter(terms);
        var unknown = new TermFilter([.. wanted.Except(remembered.Terms, StringComparer.Ordinal)]);

        void Search(FileText text, SourceFile file, bool isPython, bool anywhere)
        {
            TermFilter sought = all;
            string path = file.Path;
            if (remembered.MentionsIn(file) is { } known)
            {
                foreach (TermPlace place in known)
                {
                    if (wanted.Contains(place.Term))
                        Add(place.Term, new Evidence(place.IsUnread ? "unread" : "mention", path, place.Line, $"names '{place.Term}'"));
                }

                sought = unknown;
            }

            if (sought.Terms.Length > 0 && !SearchText(text, path, sought, isPython, anywhere))
                return;
            lock (found)
            {
                searched.Add(path);
            }
        }

        bool SearchText(FileText text, string path, TermFilter sought, bool isPython, bool anywhere, bool isBinary = false)
        {
            if (!text.TryRead(path, isBinary))
            {
                // What cannot be read may name anything.
                foreach (string term in sought.Terms)
                    Add(term, new Evidence("unread", path, 0, "cannot be read"));
                return false;
            }

            foreach (string term in text.TermsOf(sought))
            {
                if (FindTerm(text.Text, term, isPython, anywhere) is int line)
                    Add(term, new Evidence(anywhere ? "unread" : "mention", path, isBinary ? 0 : line, $"names '{term}'"));
            }

            return true;
        }

        void Add(string term, Evidence evidence)
        {
            lock (found)
            {
                if (!found.TryGetValue(term, out List<Evidence>? list))
                    found.Add(term, list = []);
                list.Add(evidence);
            }
        }

        Processors.ForEach(texts.Count + sources.Count, static () => new FileText(), (text, index) =>
        {
            if (index < texts.Count)
                Search(text, texts[index], isPython: false, anywhere: false);
            else
                Search(text, sources[index - texts.Count].File, isPython: true, anywhere: sources[index - texts.Count].Result is not { IsComplete: true });
        }, cancellationToken);
        if (compiled.Count > 0)
        {
            using var text = new FileText();
            foreach (string path in compiled)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SearchText(text, path, all, isPython: false, anywhere: false, isBinary: true);
            }
        }

        foreach (List<Evidence> list in found.Values)
            list.Sort(static (left, right) => string.CompareOrdinal(left.File, right.File) is var order && order != 0 ? order : left.Line - right.Line);
        return new Mentions(terms, searched, found);
    }

    /// <summary>Whether one of a few files names one of the terms, or cannot be read and may name any.</summary>
    /// <param name="terms">What to look for; letter case does not count.</param>
    /// <param name="texts">Configuration and script files.</param>
    /// <param name="sources">Python files.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    internal static bool AreIn(string[] terms, IReadOnlyList<SourceFile> texts, ScannedFile[] sources, CancellationToken cancellationToken)
    {
        var filter = new TermFilter(terms);
        using var text = new FileText();
        bool Names(SourceFile file, bool isPython, bool anywhere)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!text.TryRead(file.Path, isBinary: false))
                return true;
            foreach (string term in text.TermsOf(filter))
            {
                if (FindTerm(text.Text, term, isPython, anywhere) is not null)
                    return true;
            }

            return false;
        }

        for (int index = 0; index < texts.Count; index++)
        {
            if (Names(texts[index], isPython: false, anywhere: false))
                return true;
        }

        foreach (ScannedFile source in sources)
        {
            if (Names(source.File, isPython: true, anywhere: source.Result is not { IsComplete: true }))
                return true;
        }

        return false;
    }

    /// <summary>The line of the first mention as a whole word, from 1; null for none.</summary>
    internal static int? FindTerm(string text, string term, bool isPython, bool anywhere)
    {
        for (int at = 0; (at = text.IndexOf(term, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += term.Length)
        {
            bool starts = at == 0 || !IsWord(text[at - 1]);
            bool ends = at + term.Length == text.Length || !IsWord(text[at + term.Length]);
            if (starts && ends && (!isPython || anywhere || IsQuoted(text, at)))
                return LineOf(text, at);
        }

        return null;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>
    /// Whether the place is in a string literal, as far as quotes before it on its line and triple quotes before it in the file tell. It errs
    /// towards yes: a doubt is in the requirement's favour.
    /// </summary>
    private static bool IsQuoted(string text, int at)
    {
        if (IsOdd(text, "\"\"\"", at) || IsOdd(text, "'''", at))
            return true;

        for (int index = at - 1; index >= 0 && text[index] is not ('\n' or '\r'); index--)
        {
            if (text[index] is '"' or '\'')
                return true;
        }

        return false;
    }

    private static bool IsOdd(string text, string quotes, int end)
    {
        bool odd = false;
        for (int index = text.IndexOf(quotes, StringComparison.Ordinal); index >= 0 && index < end; index = text.IndexOf(quotes, index + 3, StringComparison.Ordinal))
            odd = !odd;
        return odd;
    }

    private static int LineOf(string text, int at)
    {
        int line = 1;
        for (int index = text.IndexOf('\n'); index >= 0 && index < at; index = text.IndexOf('\n', index + 1))
            line++;
        return line;
    }
}

/// <summary>Where a file first names a term.</summary>
/// <param name="Term">The term as it was looked for.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="IsUnread">Whether the file could not be read as Python, so that any place in it counts.</param>
internal sealed record TermPlace(string Term, int Line, bool IsUnread);
