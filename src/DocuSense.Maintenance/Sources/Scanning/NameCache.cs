using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET
using System.Text;
#endif

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Strings for names met before. A backend imports the same few modules and names over and over; a table of the last string for each hash makes
/// one string of most of them. Each thread has its own, which holds the bytes of a name beside its string: a look at the string itself would
/// mostly be one at memory that nobody has looked at for long.
/// </summary>
internal static class NameCache
{
    private const int Size = 4096;

    /// <summary>As many bytes as an entry holds. What is longer is known by its hash, and compared with the string then.</summary>
    private const int LongestHeld = 3 * sizeof(ulong);

    private const ulong HighBits = 0x8080808080808080;

    [ThreadStatic]
    private static Entry[]? t_entries;

    /// <summary>The text of a name, or dotted name, given in UTF-8; in normal form NFKC.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        ref Entry entry = ref Find(name);
        return Unsafe.IsNullRef(ref entry) ? Utf8.Identifier(name) : entry.Text!;
    }

    /// <summary>An array of one name, as most from-imports have; perhaps that of another import. Nobody may write to it.</summary>
    public static string[] Alone(ReadOnlySpan<byte> name)
    {
        ref Entry entry = ref Find(name);
        return Unsafe.IsNullRef(ref entry) ? [Utf8.Identifier(name)] : entry.Alone ??= [entry.Text!];
    }

    /// <summary>The entry of a name; a null reference for one that is empty, or not in ASCII.</summary>
    private static ref Entry Find(ReadOnlySpan<byte> name)
    {
        ulong first, middle = 0, last = 0;
        if (name.Length >= sizeof(ulong))
        {
            // What is left over in the end is looked at together with some of what was looked at before: the length tells how much.
            first = MemoryMarshal.Read<ulong>(name);
            if (name.Length > 2 * sizeof(ulong))
                middle = MemoryMarshal.Read<ulong>(name.Slice(sizeof(ulong)));
            last = MemoryMarshal.Read<ulong>(name.Slice(name.Length - sizeof(ulong)));
        }
        else if (name.Length >= sizeof(uint))
        {
            first = MemoryMarshal.Read<uint>(name) | (ulong)MemoryMarshal.Read<uint>(name.Slice(name.Length - sizeof(uint))) << 32;
        }
        else if (name.Length > 0)
        {
            first = name[0] | (ulong)name[name.Length >> 1] << 8 | (ulong)name[name.Length - 1] << 16;
        }
        else
        {
            return ref Unsafe.NullRef<Entry>();
        }

        ulong all = first | middle | last;
        for (int at = 2 * sizeof(ulong); at < name.Length - sizeof(ulong); at += sizeof(ulong))
        {
            ulong next = MemoryMarshal.Read<ulong>(name.Slice(at));
            all |= next;
            middle = (middle ^ next) * 0xC2B2AE3D27D4EB4F;
        }

        if ((all & HighBits) != 0)
            return ref Unsafe.NullRef<Entry>();
        ulong hash = (((first * 0x9E3779B97F4A7C15) ^ middle) * 0xC2B2AE3D27D4EB4F ^ last ^ (ulong)name.Length) * 0x9E3779B97F4A7C15;
        ref Entry entry = ref (t_entries ??= new Entry[Size])[(int)(hash >> 40) & (Size - 1)];
        if (entry.First != first || entry.Last != last || entry.Middle != middle || entry.Length != name.Length
            || (name.Length > LongestHeld && !IsSame(name, entry.Text!)))
        {
            entry = new Entry { Text = Utf8.Text(name), First = first, Middle = middle, Last = last, Length = name.Length };
        }

        return ref entry;
    }

    private static bool IsSame(ReadOnlySpan<byte> name, string text)
    {
#if NET
        return Ascii.Equals(name, text);
#else
        for (int i = 0; i < name.Length; i++)
            if (name[i] != text[i])
                return false;
        return name.Length == text.Length;
#endif
    }

    private struct Entry
    {
        public string? Text;
        public string[]? Alone;
        public ulong First;
        public ulong Middle;
        public ulong Last;
        public int Length;
    }
}
