using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Finds the marks of a text: all that can change what the text after it means, which is quotes, brackets, ends of lines and statements, and what
/// is an error. Sixty-four bytes are looked at together, and their marks kept as the bits of one number, so that the next one costs a few instructions.
/// </summary>
internal ref struct MarkCursor
{
    public const int Newline = 2;
    public const int Quote = 3;
    public const int Colon = 4;
    public const int Opening = 5;
    public const int Closing = 6;

    private const int BlockLength = 64;

    private readonly ReadOnlySpan<byte> _text;
    private int _start;
    private ulong _bits;

    /// <summary>Where the bytes begin whose marks are known.</summary>
    public readonly int Start => _start;

    /// <summary>Their marks.</summary>
    public readonly ulong Bits => _bits;

    /// <summary>What each byte is: 0 for no mark, 1 for one that is rare. In the assembly's data: a static array would be looked up at every use by code that was compiled ahead of time.</summary>
    public static ReadOnlySpan<byte> Kinds =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 3, 1, 1, 0, 0, 3, 5, 6, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 1, 6, 0, 0,
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 6, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

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

    /// <summary>The same with what a loop keeps in variables of its own, for a text that is longer than what it looks at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ref byte text, int length, int from, ref int start, ref ulong bits)
    {
        uint within = (uint)(from - start);
        ulong rest = within < BlockLength ? bits >> (int)within : 0;
        if (rest == 0)
        {
            if (within < BlockLength)
                from = start + BlockLength;
            do
            {
                if (from > length - BlockLength)
                    return int.MaxValue;
                rest = Classify(ref Unsafe.Add(ref text, from));
                start = from;
                bits = rest;
                from += BlockLength;
            }
            while (rest == 0);
            from = start;
        }

        return from + TrailingZeros(rest);
    }

    /// <summary>Takes over what a loop found out.</summary>
    public void Set(int start, ulong bits)
    {
        _start = start;
        _bits = bits;
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
        while (from <= _text.Length - BlockLength)
        {
            ulong bits = Classify(ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), from));
            if (bits != 0)
                return Found(from, bits);
            from += BlockLength;
        }

        if (from < _text.Length)
        {
            ulong bits = ClassifySingly(ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), from), _text.Length - from);
            if (bits != 0)
                return Found(from, bits);
        }

        return _text.Length;
    }

    private int Found(int from, ulong bits)
    {
        _start = from;
        _bits = bits;
        return from + TrailingZeros(bits);
    }

    /// <summary>The marks among up to 64 bytes.</summary>
    private static ulong ClassifySingly(ref byte first, int length)
    {
        ReadOnlySpan<byte> kinds = Kinds;
        ulong bits = 0;
        for (int i = 0; i < length; i++)
            bits |= (kinds[Unsafe.Add(ref first, i)] != 0 ? 1UL : 0) << i;
        return bits;
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
#else
    private static ulong Classify(ref byte first) => ClassifySingly(ref first, BlockLength);
#endif
}
