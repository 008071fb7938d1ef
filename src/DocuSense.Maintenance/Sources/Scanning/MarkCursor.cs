using System.Numerics;
using System.Runtime.CompilerServices;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Finds the marks of a text: all that can change what the text after it means, which is quotes, brackets, ends of lines and statements, and what
/// is an error. Sixty-four bytes are looked at together, and their marks kept as the bits of one number, so that the next one costs a few instructions.
/// </summary>
internal ref struct MarkCursor
{
    private const string Marks = "\n\"'#()[]{}:;\\`$?!/";
    private const int BlockLength = 64;

    private static readonly bool[] s_marks = Table();

    private readonly ReadOnlySpan<byte> _text;
    private int _start;
    private ulong _bits;

    public MarkCursor(ReadOnlySpan<byte> text)
    {
        _text = text;
        _start = -BlockLength;
        _bits = 0;
    }

    /// <summary>The first mark at or after a position, or the length of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int from)
    {
        uint within = (uint)(from - _start);
        if (within < BlockLength)
        {
            ulong rest = _bits >> (int)within;
            if (rest != 0)
                return from + TrailingZeros(rest);
            from = _start + BlockLength;
        }
        return Load(from);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TrailingZeros(ulong value)
    {
#if NET
        return BitOperations.TrailingZeroCount(value);
#else
        int count = 0;
        if ((value & 0xFFFFFFFF) == 0)
        {
            value >>= 32;
            count = 32;
        }
        while ((value & 1) == 0)
        {
            value >>= 1;
            count++;
        }
        return count;
#endif
    }

    /// <remarks>
    /// Vectors of 16 bytes, which every processor has: code for longer ones cannot be compiled ahead of time, and what is compiled as it is first needed is
    /// not optimised until a build's scan is over. Longer ones were not faster, either.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Load(int from)
    {
#if NET
        while (from <= _text.Length - BlockLength)
        {
            ulong bits = Classify(ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), from));
            if (bits != 0)
            {
                _start = from;
                _bits = bits;
                return from + BitOperations.TrailingZeroCount(bits);
            }
            from += BlockLength;
        }
#endif
        while (from < _text.Length)
        {
            ulong bits = 0;
            int length = Math.Min(BlockLength, _text.Length - from);
            bool[] marks = s_marks;
            for (int i = 0; i < length; i++)
                if (marks[_text[from + i]])
                    bits |= 1UL << i;
            if (bits != 0)
            {
                _start = from;
                _bits = bits;
                return from + TrailingZeros(bits);
            }
            from += length;
        }
        return _text.Length;
    }

#if NET
    /// <summary>The marks among 64 bytes. A byte is one if the entries of its two halves in two tables have a bit in common.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify(ref byte first)
    {
        Vector128<byte> low = Vector128.Create((byte)0b01000000, 0b00000100, 0b00000100, 0b00000100, 0b00000100, 0, 0, 0b00000100, 0b00000100, 0b00000100, 0b00001001, 0b10101000, 0b00100000, 0b10100000, 0, 0b00001100);
        Vector128<byte> high = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);
        return Classify(Vector128.LoadUnsafe(ref first), low, high) | (ulong)Classify(Vector128.LoadUnsafe(ref first, 16), low, high) << 16
            | (ulong)Classify(Vector128.LoadUnsafe(ref first, 32), low, high) << 32 | (ulong)Classify(Vector128.LoadUnsafe(ref first, 48), low, high) << 48;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Classify(Vector128<byte> bytes, Vector128<byte> low, Vector128<byte> high)
    {
        Vector128<byte> nibble = Vector128.Create((byte)0x0F);
        Vector128<byte> fromLow = Vector128.ShuffleNative(low, bytes & nibble);
        Vector128<byte> fromHigh = Vector128.ShuffleNative(high, Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & nibble);
        return ~Vector128.Equals(fromLow & fromHigh, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
    }
#endif

    private static bool[] Table()
    {
        var table = new bool[256];
        foreach (char mark in Marks)
            table[mark] = true;
        return table;
    }
}
