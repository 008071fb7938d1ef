using System.Runtime.CompilerServices;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Searches over the bytes of Python text; vectorised where the runtime can.</summary>
internal static class Bytes
{
    /// <summary>One for every byte of identifiers. In the assembly's data: a static array would be looked up at every use by code that was compiled ahead of time.</summary>
    private static ReadOnlySpan<byte> Identifiers =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ];

    /// <summary>Whether the byte may be part of an identifier; bytes of non-ASCII characters count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsIdentifier(byte value) => Identifiers[value] != 0;

    public static bool IsIdentifierStart(byte value) => IsIdentifier(value) && value is < (byte)'0' or > (byte)'9';

    /// <summary>The first position at or after <paramref name="from"/> of any of three bytes, or the length.</summary>
    public static int NextOfAny(ReadOnlySpan<byte> text, int from, byte first, byte second, byte third)
    {
        if (from >= text.Length)
            return text.Length;
        int found = text.Slice(from).IndexOfAny(first, second, third);
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The first position at or after <paramref name="from"/> of either byte, or the length.</summary>
    public static int NextOfAny(ReadOnlySpan<byte> text, int from, byte first, byte second)
    {
        if (from >= text.Length)
            return text.Length;
        int found = text.Slice(from).IndexOfAny(first, second);
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The first newline at or after a position, or the length.</summary>
    public static int NextNewline(ReadOnlySpan<byte> text, int from)
    {
        if (from >= text.Length)
            return text.Length;
        int found = text.Slice(from).IndexOf((byte)'\n');
        return found < 0 ? text.Length : from + found;
    }

    /// <summary>The next byte that matters in the literal text of an f-string, or the length.</summary>
    public static int NextInLiteral(ReadOnlySpan<byte> text, int from, byte quote)
    {
        if (from >= text.Length)
            return text.Length;
        // Byte by byte: the stretches are short, and the library's search for any of five is not compiled ahead of time.
        while (from < text.Length)
        {
            byte value = text[from];
            if (value == quote || value is (byte)'\\' or (byte)'{' or (byte)'}' or (byte)'\n')
                return from;
            from++;
        }
        return text.Length;
    }

    /// <summary>The first position at or after <paramref name="from"/> where the word occurs, as part of an identifier or not; -1 for none.</summary>
    public static int Find(ReadOnlySpan<byte> text, int from, ReadOnlySpan<byte> word)
    {
        if (from >= text.Length)
            return -1;
        int found = text.Slice(from).IndexOf(word);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>Whether the whole word, not a longer identifier, stands at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWord(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> word)
    {
        int end = at + word.Length;
        return end <= text.Length && text.Slice(at, word.Length).SequenceEqual(word) && (end == text.Length || !IsIdentifier(text[end]));
    }

    /// <summary>The end of the identifier that begins at a position.</summary>
    public static int IdentifierEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsIdentifier(text[at]))
            at++;
        return at;
    }

    /// <summary>Skips spaces, tabs, form feeds and line continuations.</summary>
    public static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            byte value = text[at];
            if (value is (byte)' ' or (byte)'\t' or (byte)'\f')
                at++;
            else if (value == (byte)'\\' && at + 1 < text.Length && text[at + 1] == (byte)'\n')
                at += 2;
            else
                break;
        }
        return at;
    }

    /// <summary>How many spaces stand at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountSpaces(ReadOnlySpan<byte> text, int at)
    {
        int start = at;
#if NET
        // Nearly all indentation is shorter than a vector, which is looked at as a whole: a loop's end would be a surprise at every other line.
        if (at <= text.Length - Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
            uint others = ~Vector128.Equals(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits() & 0xFFFF;
            if (others != 0)
                return System.Numerics.BitOperations.TrailingZeroCount(others);
            at += Vector128<byte>.Count;
        }
#endif
        while (at < text.Length && text[at] == (byte)' ')
            at++;
        return at - start;
    }

    /// <summary>The first byte of a character beyond ASCII at or after a position; <see cref="int.MaxValue"/> for none.</summary>
    public static int NextBeyondAscii(ReadOnlySpan<byte> text, int from)
    {
        if (from >= text.Length)
            return int.MaxValue;
#if NET
        int found = FirstNonAscii(text[from..]);
        return found < 0 ? int.MaxValue : from + found;
#else
        while (from < text.Length && text[from] < 0x80)
            from++;
        return from < text.Length ? from : int.MaxValue;
#endif
    }

    /// <summary>How many newlines a range holds.</summary>
    public static int CountNewlines(ReadOnlySpan<byte> range)
    {
#if NET
        return range.Count((byte)'\n');
#else
        int count = 0;
        foreach (byte value in range)
            if (value == (byte)'\n')
                count++;
        return count;
#endif
    }

    /// <summary>How many code points a range of UTF-8 holds.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> range)
    {
        int count = 0;
        foreach (byte value in range)
            if ((value & 0xC0) != 0x80)
                count++;
        return count;
    }

#if NET
    /// <summary>The first byte of a character beyond ASCII, or -1.</summary>
    private static int FirstNonAscii(ReadOnlySpan<byte> text)
    {
        int at = 0;
        ref byte first = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            uint bits = Vector128.LoadUnsafe(ref first, (nuint)at).ExtractMostSignificantBits();
            if (bits != 0)
                return at + System.Numerics.BitOperations.TrailingZeroCount(bits);
        }

        for (; at < text.Length; at++)
        {
            if (text[at] > 0x7F)
                return at;
        }

        return -1;
    }
#endif
}
