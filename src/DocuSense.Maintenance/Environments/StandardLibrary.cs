namespace DocuSense.Maintenance.Environments;

/// <summary>
/// The top-level names of Python's standard library, on all platforms: <c>sys.stdlib_module_names</c>, and two names it leaves out that an
/// import finds all the same: <c>test</c>, the library's own tests with <c>test.support</c>, and <c>__main__</c>.
/// </summary>
public static class StandardLibrary
{
    /// <summary>Bit n of a name stands for Python 3.(8 + n).</summary>
    private static readonly Lazy<Dictionary<string, int>> _versions = new(Parse);

    /// <summary>Whether the top-level module belongs to the standard library of Python 3.<paramref name="minor"/>.</summary>
    /// <param name="topLevelModule">The name before the first dot, in its own case.</param>
    /// <param name="minor">A version newer or older than the table counts as the nearest in it.</param>
    public static bool Contains(string topLevelModule, int minor)
    {
        int bit = Math.Min(Math.Max(minor, StandardLibraryNames.OldestMinor), StandardLibraryNames.NewestMinor) - StandardLibraryNames.OldestMinor;
        return _versions.Value.TryGetValue(topLevelModule, out int versions) && (versions >> bit & 1) != 0;
    }

    private static Dictionary<string, int> Parse()
    {
        const int All = (1 << (StandardLibraryNames.NewestMinor - StandardLibraryNames.OldestMinor + 1)) - 1;
        string[] words = StandardLibraryNames.Table.Split(' ');
        var versions = new Dictionary<string, int>(words.Length + 2, StringComparer.Ordinal) { ["test"] = All, ["__main__"] = All };
        foreach (string word in words)
        {
            int colon = word.IndexOf(':');
            if (colon < 0)
            {
                versions[word] = All;
                continue;
            }

            int dash = word.IndexOf('-', colon);
            int first = Number(word, colon + 1, dash, StandardLibraryNames.OldestMinor);
            int last = Number(word, dash + 1, word.Length, StandardLibraryNames.NewestMinor);
            int bits = 0;
            for (int minor = first; minor <= last; minor++)
                bits |= 1 << (minor - StandardLibraryNames.OldestMinor);
            versions[word.Substring(0, colon)] = bits;
        }

        return versions;
    }

    private static int Number(string word, int start, int end, int otherwise)
    {
        int number = 0;
        for (int index = start; index < end; index++)
            number = number * 10 + (word[index] - '0');
        return start == end ? otherwise : number;
    }
}
