using System.Runtime.InteropServices;
#if NET
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Strings for names met before. A backend imports the same few modules and names over and over; a table of the last string for each hash makes
/// one string of most of them.
/// </summary>
internal sealed class NameCache
{
    private const int Size = 2048;
    private const int LongestKept = 64;

    private readonly string?[] _strings = new string?[Size];

    /// <summary>The text of a name, or dotted name, given in UTF-8; in normal form NFKC.</summary>
    public string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept)
            return Utf8.Identifier(name);
        ulong hash = (ulong)name.Length;
        ulong all = 0;
        ReadOnlySpan<byte> rest = name;
        for (; rest.Length >= sizeof(ulong); rest = rest.Slice(sizeof(ulong)))
            Mix(MemoryMarshal.Read<ulong>(rest), ref hash, ref all);
        ulong last = 0;
        foreach (byte value in rest)
            last = last << 8 | value;
        Mix(last, ref hash, ref all);
        if ((all & 0x8080808080808080) != 0)
            return Utf8.Identifier(name);
        ref string? kept = ref _strings[(int)(hash >> 32) & (Size - 1)];
        if (kept is null || !IsSame(kept, name))
            kept = Utf8.Text(name);
        return kept;
    }

    private static void Mix(ulong bytes, ref ulong hash, ref ulong all)
    {
        all |= bytes;
        hash = (hash ^ bytes) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
    }

    private static bool IsSame(string kept, ReadOnlySpan<byte> name)
    {
        if (kept.Length != name.Length)
            return false;
        int at = 0;
#if NET
        for (; at <= name.Length - Vector128<ushort>.Count; at += Vector128<ushort>.Count)
        {
            Vector128<byte> bytes = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(name.Slice(at))).AsByte();
            if (Vector128.WidenLower(bytes) != Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(kept.AsSpan())), (nuint)at))
                return false;
        }
#endif
        for (; at < name.Length; at++)
            if (kept[at] != name[at])
                return false;
        return true;
    }
}
