using System.Runtime.CompilerServices;

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
        uint hash = 2166136261;
        uint all = 0;
        for (int i = 0; i < name.Length; i++)
        {
            all |= name[i];
            hash = (hash ^ name[i]) * 16777619;
        }
        if (all >= 0x80)
            return Utf8.Identifier(name);
        ref string? kept = ref _strings[(hash ^ hash >> 16) % Size];
        if (kept is null || !IsSame(kept, name))
            kept = Utf8.Text(name);
        return kept;
    }

    private static bool IsSame(string kept, ReadOnlySpan<byte> name)
    {
        if (kept.Length != name.Length)
            return false;
        for (int i = 0; i < name.Length; i++)
            if (kept[i] != name[i])
                return false;
        return true;
    }
}
