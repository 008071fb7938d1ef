using System.Text;

namespace DocuSense.Maintenance.Analysis;

/// <summary>
/// Which of many words stand in a file at all, letter case aside: one pass over its bytes for all of them, so that hardly a file has to be made text to be
/// searched for each.
/// </summary>
internal sealed class TermFilter
{
    /// <summary>The last five bits of a letter tell nothing of its case.</summary>
    private const int Bits = 5, Mask = (1 << Bits) - 1;

    private readonly byte[]?[] _words;

    // For the first two bytes of a word: the number of the first word that begins so, from 1, and for each word that of the next one.
    private readonly int[] _first = new int[1 << (2 * Bits)];
    private readonly int[] _next;

    /// <param name="terms">The words.</param>
    public TermFilter(IReadOnlyCollection<string> terms)
    {
        Terms = [.. terms];
        _words = new byte[]?[Terms.Length];
        _next = new int[Terms.Length];
        for (int index = 0; index < Terms.Length; index++)
        {
            if (WordOf(Terms[index]) is not { } word)
                continue;
            _words[index] = word;
            ref int first = ref _first[Place(word[0], word[1])];
            _next[index] = first;
            first = index + 1;
        }
    }

    /// <summary>The words, in the order of the marks.</summary>
    public string[] Terms { get; }

    /// <summary>Marks the words that may stand in a text.</summary>
    /// <param name="bytes">The text in UTF-8, or in any other encoding that holds ASCII.</param>
    /// <param name="marks">Receives whether each may; as long as <see cref="Terms"/>. Certain for words of ASCII, others always may.</param>
    /// <returns>Whether any may.</returns>
    public bool Mark(ReadOnlySpan<byte> bytes, bool[] marks)
    {
        bool any = false;
        for (int index = 0; index < marks.Length; index++)
            any |= marks[index] = _words[index] is null;
        for (int at = 1; at < bytes.Length; at++)
        {
            for (int number = _first[Place(bytes[at - 1], bytes[at])]; number > 0; number = _next[number - 1])
            {
                if (!marks[number - 1] && Begins(bytes.Slice(at - 1), _words[number - 1]!))
                    any = marks[number - 1] = true;
            }
        }

        return any;
    }

    private static int Place(byte first, byte second) => (first & Mask) << Bits | (second & Mask);

    private static bool Begins(ReadOnlySpan<byte> text, byte[] word)
    {
        if (text.Length < word.Length)
            return false;
        for (int at = 0; at < word.Length; at++)
        {
            byte value = text[at];
            if (value is >= (byte)'A' and <= (byte)'Z')
                value |= 0x20;
            if (value != word[at])
                return false;
        }

        return true;
    }

    /// <summary>A word in small letters; null for one that bytes do not settle.</summary>
    private static byte[]? WordOf(string term)
    {
        if (term.Length < 2)
            return null;
        foreach (char character in term)
        {
            if (character >= 0x80)
                return null;
        }

        return Encoding.ASCII.GetBytes(term.ToLowerInvariant());
    }
}
