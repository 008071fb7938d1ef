using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// Normal form NFKC of identifiers, in which Python compares them (PEP 3131). The runtime's own normalisation does nothing where globalisation is
/// switched off, as in many containers; there the tables of this class take over.
/// </summary>
internal static partial class Normalization
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static Tables? s_tables;

    /// <summary>The text in normal form NFKC.</summary>
    public static string Compatible(string text)
    {
        try
        {
            // The ligature tells whether the runtime normalises at all.
            if ("\uFB01".Normalize(NormalizationForm.FormKC) == "fi")
                return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Not Unicode; compared as it is.
            return text;
        }
        catch (PlatformNotSupportedException)
        {
            // As if it did nothing.
        }
        return FromTables(text);
    }

    /// <summary>As <see cref="Compatible"/>, without the runtime's help.</summary>
    internal static string FromTables(string text)
    {
        Tables tables = s_tables ??= new Tables();
        List<int> characters = Decompose(text, tables);
        Order(characters, tables);
        Compose(characters, tables);
        var result = new StringBuilder(characters.Count);
        foreach (int character in characters)
        {
            if (character is >= 0xD800 and <= 0xDFFF)
                result.Append((char)character);
            else
                result.Append(char.ConvertFromUtf32(character));
        }
        return result.ToString();
    }

    private static List<int> Decompose(string text, Tables tables)
    {
        var characters = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int character = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                character = char.ConvertToUtf32(text[i], text[++i]);
            int syllable = character - HangulBase;
            if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount)
            {
                characters.Add(LeadBase + syllable / (VowelCount * TrailCount));
                characters.Add(VowelBase + syllable % (VowelCount * TrailCount) / TrailCount);
                if (syllable % TrailCount != 0)
                    characters.Add(TrailBase + syllable % TrailCount);
            }
            else if (tables.Decompositions.TryGetValue(character, out int[]? parts))
            {
                characters.AddRange(parts);
            }
            else
            {
                characters.Add(character);
            }
        }
        return characters;
    }

    /// <summary>Sorts each run of combining characters by class, keeping the order within a class.</summary>
    private static void Order(List<int> characters, Tables tables)
    {
        int start = 0;
        while (start < characters.Count)
        {
            int end = start;
            while (end < characters.Count && tables.Class(characters[end]) != 0)
                end++;
            if (end - start > 1)
            {
                List<int> run = [.. characters.GetRange(start, end - start).OrderBy(tables.Class)];
                for (int i = 0; i < run.Count; i++)
                    characters[start + i] = run[i];
            }
            start = end + 1;
        }
    }

    private static void Compose(List<int> characters, Tables tables)
    {
        int starter = -1;
        int lastClass = -1;
        int kept = 0;
        for (int i = 0; i < characters.Count; i++)
        {
            int character = characters[i];
            int combining = tables.Class(character);
            // A character is blocked from the starter by one between them of the same or a higher class.
            if (starter >= 0 && (lastClass == -1 || (lastClass != 0 && lastClass < combining)) && Pair(characters[starter], character, tables) is int composed)
            {
                characters[starter] = composed;
                continue;
            }
            if (combining == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = combining;
            }
            characters[kept++] = character;
        }
        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
            return HangulBase + ((first - LeadBase) * VowelCount + second - VowelBase) * TrailCount;
        int syllable = first - HangulBase;
        if (syllable is >= 0 and < LeadCount * VowelCount * TrailCount && syllable % TrailCount == 0 && second - TrailBase is > 0 and < TrailCount)
            return first + second - TrailBase;
        return tables.Compositions.TryGetValue((long)first << 32 | (uint)second, out int composed) ? composed : null;
    }

    /// <summary>The tables, parsed when first needed.</summary>
    private sealed class Tables
    {
        private readonly Dictionary<int, int> _classes = [];

        public Tables()
        {
            foreach (string entry in Entries(Normalization.Decompositions))
            {
                (int first, int last, string value) = Split(entry);
                if (first == last)
                {
                    string[] parts = value.Split('.');
                    Decompositions[first] = Array.ConvertAll(parts, Hexadecimal);
                    continue;
                }
                int part = Hexadecimal(value);
                for (int character = first; character <= last; character++)
                    Decompositions[character] = [part++];
            }
            foreach (string entry in Entries(Normalization.Compositions))
            {
                string[] parts = entry.Split('.', '=');
                Compositions[(long)Hexadecimal(parts[0]) << 32 | (uint)Hexadecimal(parts[1])] = Hexadecimal(parts[2]);
            }
            foreach (string entry in Entries(Classes))
            {
                (int first, int last, string value) = Split(entry);
                for (int character = first; character <= last; character++)
                    _classes[character] = Convert.ToInt32(value, 10);
            }
        }

        public Dictionary<int, int[]> Decompositions { get; } = [];

        public Dictionary<long, int> Compositions { get; } = [];

        public int Class(int character) => _classes.TryGetValue(character, out int value) ? value : 0;

        private static string[] Entries(ReadOnlySpan<byte> table) => Utf8.Text(table).Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

        private static (int First, int Last, string Value) Split(string entry)
        {
            string[] sides = entry.Split('=');
            string[] range = sides[0].Split('-');
            return (Hexadecimal(range[0]), Hexadecimal(range[range.Length - 1]), sides[1]);
        }

        private static int Hexadecimal(string digits) => Convert.ToInt32(digits, 16);
    }
}
