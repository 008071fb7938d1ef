using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Strings for names met before. A backend imports the same few modules and names over and over; a table of the last string for each hash makes
/// one string of most of them. Each thread has its own, which holds the bytes of a name beside its string: a look at the string itself would
/// mostly be one at memory that nobody has looked at for long.
/// </summary>
internal static class NameCache
{
    private const int Size = 4096;

    /// <summary>As many bytes as an entry holds; few names are longer.</summary>
    private const int LongestKept = 3 * sizeof(ulong);

    // Arrays of one name each, as most from-imports have. One table for all threads: what two of them write at once, either way is an array for that hash.
    private static readonly string[]?[] s_alone = new string[]?[Size / 2];

    [ThreadStatic]
    private static Entry[]? t_entries;

    /// <summary>The text of a name, or dotted name, given in UTF-8; in normal form NFKC.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestKept)
            return Utf8.Identifier(name);
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
        else
        {
            first = name[0] | (ulong)name[name.Length >> 1] << 8 | (ulong)name[name.Length - 1] << 16;
        }

        if (((first | middle | last) & 0x8080808080808080) != 0)
            return Utf8.Identifier(name);
        ulong hash = (((first * 0x9E3779B97F4A7C15) ^ middle) * 0xC2B2AE3D27D4EB4F ^ last ^ (ulong)name.Length) * 0x9E3779B97F4A7C15;
        ref Entry entry = ref (t_entries ??= new Entry[Size])[(int)(hash >> 40) & (Size - 1)];
        if (entry.First == first && entry.Last == last && entry.Middle == middle && entry.Length == name.Length)
            return entry.Text!;
        string text = Utf8.Text(name);
        entry = new Entry { Text = text, First = first, Middle = middle, Last = last, Length = name.Length };
        return text;
    }

    /// <summary>An array of one name, perhaps that of another import. Nobody may write to it.</summary>
    public static string[] Alone(string name)
    {
        int hash = name.Length == 0 ? 0 : (name[0] * 31 + name[name.Length / 2]) * 31 + name[name.Length - 1] + name.Length * 131;
        ref string[]? place = ref s_alone[hash & (Size / 2 - 1)];
        string[]? kept = place;
        if (kept is null || !ReferenceEquals(kept[0], name))
            place = kept = [name];
        return kept;
    }

    private struct Entry
    {
        public string? Text;
        public ulong First;
        public ulong Middle;
        public ulong Last;
        public int Length;
    }
}
