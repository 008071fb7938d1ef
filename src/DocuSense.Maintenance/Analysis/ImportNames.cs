using System.Text;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// The names that a Python source may import, found by the words that imports are made of: for code that is no part of the project, where a name too many
/// only keeps a requirement from being called unused. Statements, and quoted names after a call such as <c>import_module(</c>.
/// </summary>
internal static class ImportNames
{
    private static readonly byte[] _import = Encoding.ASCII.GetBytes("import");
    private static readonly byte[] _from = Encoding.ASCII.GetBytes("from");
    private static readonly byte[][] _finders = [Encoding.ASCII.GetBytes("find_spec"), Encoding.ASCII.GetBytes("require")];

    /// <summary>Is told of a name that is imported.</summary>
    /// <param name="name">Dotted, as written, without leading dots.</param>
    /// <param name="offset">Where it stands, in bytes.</param>
    public delegate void Found(ReadOnlySpan<byte> name, int offset);

    /// <summary>Finds the names, in no particular order and some more than once.</summary>
    /// <param name="text">A source in UTF-8, or in any encoding that holds ASCII.</param>
    /// <param name="found">Is told of each.</param>
    public static void Find(ReadOnlySpan<byte> text, Found found)
    {
        for (int at = 0; (at = Bytes.Find(text, at, _import)) >= 0;)
        {
            int after = at + _import.Length;
            bool isWord = (at == 0 || !Bytes.IsIdentifier(text[at - 1])) && (after == text.Length || !Bytes.IsIdentifier(text[after]));
            at = isWord && FindStatement(text, at, found) ? after : FindQuoted(text, after, found);
        }

        foreach (byte[] finder in _finders)
        {
            for (int at = 0; (at = Bytes.Find(text, at, finder)) >= 0;)
                at = FindQuoted(text, at + finder.Length, found);
        }
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int from)
    {
        int next = text.Slice(from).IndexOf((byte)'\n');
        return next < 0 ? text.Length : from + next;
    }

    /// <summary>The names of <c>import a.b, c</c> or <c>from a import b</c>; false where the word stands in no such statement.</summary>
    private static bool FindStatement(ReadOnlySpan<byte> text, int import, Found found)
    {
        int start = text.Slice(0, import).LastIndexOf((byte)'\n') + 1;
        int last = import - 1;
        while (last >= start && text[last] is (byte)' ' or (byte)'\t' or (byte)'\f')
            last--;
        if (last < start || text[last] is (byte)':' or (byte)';')
        {
            FindList(text, import + _import.Length, found);
            return true;
        }

        // The name between the two words; a leading dot makes it relative.
        int first = last;
        while (first >= start && (Bytes.IsIdentifier(text[first]) || text[first] == '.'))
            first--;
        int from = first;
        while (from >= start && text[from] is (byte)' ' or (byte)'\t')
            from--;
        from -= _from.Length - 1;
        if (from < start || first == last || !Bytes.IsWord(text, from, _from) || (from > start && Bytes.IsIdentifier(text[from - 1])))
            return false;
        if (text[first + 1] != '.')
            found(text.Slice(first + 1, last - first), first + 1);
        return true;
    }

    private static void FindList(ReadOnlySpan<byte> text, int at, Found found)
    {
        while (true)
        {
            at = Bytes.SkipBlanks(text, at);
            int end = at;
            while (end < text.Length && (Bytes.IsIdentifier(text[end]) || text[end] == '.'))
                end++;
            if (end == at)
                return;
            found(text.Slice(at, end - at), at);
            while (end < text.Length && text[end] is not ((byte)',' or (byte)';' or (byte)'#' or (byte)'\n' or (byte)'\r'))
                end++;
            if (end == text.Length || text[end] != ',')
                return;
            at = end + 1;
        }
    }

    /// <summary>The quoted names on the rest of the line; returns where it ends.</summary>
    private static int FindQuoted(ReadOnlySpan<byte> text, int from, Found found)
    {
        int lineEnd = LineEnd(text, from);
        for (int at = from; at < lineEnd; at++)
        {
            byte quote = text[at];
            if (quote is not ((byte)'"' or (byte)'\''))
                continue;
            int end = at + 1;
            while (end < lineEnd && (Bytes.IsIdentifier(text[end]) || text[end] == '.'))
                end++;
            if (end > at + 1 && end < lineEnd && text[end] == quote)
                found(text.Slice(at + 1, end - at - 1), at + 1);
        }

        return lineEnd;
    }
}
