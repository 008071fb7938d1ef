#if NET
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif
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
    private static readonly byte[] _findSpec = Encoding.ASCII.GetBytes("find_spec");
    private static readonly byte[] _require = Encoding.ASCII.GetBytes("require");
#if NET

    /// <summary>How far past a byte it is looked ahead.</summary>
    private const int Ahead = 5;
#endif

    /// <summary>Is told of a name that is imported.</summary>
    /// <param name="name">Dotted, as written, without leading dots.</param>
    /// <param name="offset">Where it stands, in bytes.</param>
    public delegate void Found(ReadOnlySpan<byte> name, int offset);

    /// <summary>Finds the names, in no particular order and some more than once.</summary>
    /// <param name="text">A source in UTF-8, or in any encoding that holds ASCII.</param>
    /// <param name="found">Is told of each.</param>
    public static void Find(ReadOnlySpan<byte> text, Found found)
    {
        var next = new Next();
        int at = 0;
#if NET
        // Sixteen bytes at once are asked for two letters of each word; few other places have them.
        ref byte first = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - Vector128<byte>.Count - Ahead; at += Vector128<byte>.Count)
        {
            Vector128<byte> one = Vector128.LoadUnsafe(ref first, (nuint)at);
            Vector128<byte> three = Vector128.LoadUnsafe(ref first, (nuint)at + 2);
            Vector128<byte> five = Vector128.LoadUnsafe(ref first, (nuint)at + 4);
            Vector128<byte> six = Vector128.LoadUnsafe(ref first, (nuint)at + 5);
            Vector128<byte> places = (Vector128.Equals(three, Vector128.Create((byte)'p')) & Vector128.Equals(six, Vector128.Create((byte)'t')))
                | (Vector128.Equals(one, Vector128.Create((byte)'f')) & Vector128.Equals(five, Vector128.Create((byte)'_')))
                | (Vector128.Equals(one, Vector128.Create((byte)'r')) & Vector128.Equals(three, Vector128.Create((byte)'q')));
            for (uint bits = places.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
                Look(text, at + BitOperations.TrailingZeroCount(bits), ref next, found);
        }
#endif
        for (; at < text.Length; at++)
            Look(text, at, ref next, found);
    }

    /// <summary>Finds what the word at a position imports, if it is one of those that matter.</summary>
    private static void Look(ReadOnlySpan<byte> text, int at, ref Next next, Found found)
    {
        ReadOnlySpan<byte> rest = text.Slice(at);
        switch (rest[0])
        {
            case (byte)'i' when at >= next.Import && rest.StartsWith(_import):
                int after = at + _import.Length;
                bool isWord = (at == 0 || !Bytes.IsIdentifier(text[at - 1])) && (after == text.Length || !Bytes.IsIdentifier(text[after]));
                next.Import = isWord && FindStatement(text, at, found) ? after : FindQuoted(text, after, found);
                break;
            case (byte)'f' when at >= next.Spec && rest.StartsWith(_findSpec):
                next.Spec = FindQuoted(text, at + _findSpec.Length, found);
                break;
            case (byte)'r' when at >= next.Require && rest.StartsWith(_require):
                next.Require = FindQuoted(text, at + _require.Length, found);
                break;
        }
    }

    /// <summary>From where on each word counts again: the rest of a line that was looked through is not looked through twice.</summary>
    private struct Next
    {
        public int Import;
        public int Spec;
        public int Require;
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
