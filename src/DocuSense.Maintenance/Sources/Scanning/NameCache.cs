using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET
using System.Runtime.Intrinsics;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Strings for names met before. A backend imports the same few modules and names over and over; a table of the last string for each hash makes
/// one string of most of them. One table for all threads: what two of them write at once, either way is a string for that hash.
/// </summary>
internal static class NameCache
{
    private const int Size = 8192;
    private const int LongestKept = 64;

    private static readonly string?[] s_strings = new string?[Size];

    // Arrays of one name each, as most from-imports have.
    private static readonly string[]?[] s_alone = new string[]?[Size / 4];

    /// <summary>The text of a name, or dotted name, given in UTF-8; in normal form NFKC.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKept)
            return Utf8.Identifier(name);
        ulong hash = (ulong)name.Length;
        ulong all = 0;
        if (name.Length >= sizeof(ulong))
        {
            // What is left over in the end is looked at together with some of what was looked at before.
            for (int at = 0; at < name.Length - sizeof(ulong); at += sizeof(ulong))
                Mix(MemoryMarshal.Read<ulong>(name.Slice(at)), ref hash, ref all);
            Mix(MemoryMarshal.Read<ulong>(name.Slice(name.Length - sizeof(ulong))), ref hash, ref all);
        }
        else if (name.Length >= sizeof(uint))
        {
            Mix(MemoryMarshal.Read<uint>(name) | (ulong)MemoryMarshal.Read<uint>(name.Slice(name.Length - sizeof(uint))) << 32, ref hash, ref all);
        }
        else if (name.Length > 0)
        {
            Mix(name[0] | (ulong)name[name.Length >> 1] << 8 | (ulong)name[name.Length - 1] << 16, ref hash, ref all);
        }

        if ((all & 0x8080808080808080) != 0)
            return Utf8.Identifier(name);
        ref string? place = ref s_strings[(int)(hash >> 32) & (Size - 1)];
        string? kept = place;
        if (kept is null || !IsSame(kept, name))
            place = kept = Utf8.Text(name);
        return kept;
    }

    /// <summary>An array of one name, perhaps that of another import. Nobody may write to it.</summary>
    public static string[] Alone(string name)
    {
        int hash = name.Length == 0 ? 0 : (name[0] * 31 + name[name.Length / 2]) * 31 + name[name.Length - 1] + name.Length * 131;
        ref string[]? place = ref s_alone[hash & (Size / 4 - 1)];
        string[]? kept = place;
        if (kept is null || !ReferenceEquals(kept[0], name))
            place = kept = [name];
        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
#if NET
        if (name.Length >= Vector128<ushort>.Count)
        {
            for (int from = 0; from < name.Length - Vector128<ushort>.Count; from += Vector128<ushort>.Count)
            {
                if (!IsSame(kept, name, from))
                    return false;
            }

            return IsSame(kept, name, name.Length - Vector128<ushort>.Count);
        }
#endif
        for (int at = 0; at < name.Length; at++)
        {
            if (kept[at] != name[at])
                return false;
        }

        return true;
    }

#if NET
    /// <summary>Whether the eight characters from an offset on are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSame(string kept, ReadOnlySpan<byte> name, int from)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(name.Slice(from))).AsByte();
        return Vector128.WidenLower(bytes) == Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(kept.AsSpan())), (nuint)from);
    }
#endif
}
