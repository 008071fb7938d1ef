namespace DocuSense.Maintenance.Standards;

/// <summary>Names of distributions and extras: PEP 503 normalisation, PEP 508 and PEP 685 validity.</summary>
public static class PackageName
{
    /// <summary>The PEP 503 normal form: lower case, each run of <c>-</c>, <c>_</c> and <c>.</c> as one <c>-</c>.</summary>
    /// <param name="name">Any text; what is not a valid name is normalised all the same.</param>
    public static string Normalize(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool normal = c is (>= 'a' and <= 'z') or (>= '0' and <= '9') || (c == '-' && (i == 0 || name[i - 1] != '-'));
            if (!normal)
                return Rewrite(name, i);
        }

        return name;
    }

    /// <summary>Whether the text is a valid distribution or extra name (PEP 508 identifier).</summary>
    public static bool IsValid(string name)
    {
        if (name.Length == 0 || !PythonText.IsLetterOrDigit(name[0]) || !PythonText.IsLetterOrDigit(name[name.Length - 1]))
            return false;
        foreach (char c in name)
        {
            if (!IsNameCharacter(c))
                return false;
        }

        return true;
    }

    /// <summary>Whether two names mean the same distribution or extra.</summary>
    public static bool AreEqual(string left, string right) =>
        string.Equals(left, right, StringComparison.Ordinal) || string.Equals(Normalize(left), Normalize(right), StringComparison.Ordinal);

    internal static bool IsNameCharacter(char c) => PythonText.IsLetterOrDigit(c) || c is '-' or '_' or '.';

    /// <summary>
    /// The length of the name that begins at an offset, 0 when there is none. Like <c>packaging</c>, lets a name end in an
    /// underscore, which PEP 508 does not: metadata in the wild relies on it.
    /// </summary>
    internal static int Scan(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length || !PythonText.IsLetterOrDigit(text[start]))
            return 0;
        int end = start + 1;
        while (end < text.Length && IsNameCharacter(text[end]))
            end++;
        while (text[end - 1] is '-' or '.')
            end--;
        return end - start;
    }

    private static string Rewrite(string name, int from)
    {
        var normal = new char[name.Length];
        name.CopyTo(0, normal, 0, from);
        int length = from;
        bool inRun = from > 0 && name[from - 1] == '-';
        bool ascii = true;
        for (int i = from; i < name.Length; i++)
        {
            char c = name[i];
            if (c is '-' or '_' or '.')
            {
                if (!inRun)
                    normal[length++] = '-';
                inRun = true;
                continue;
            }

            inRun = false;
            ascii &= c < 128;
            normal[length++] = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
        }

        string text = new(normal, 0, length);
        return ascii ? text : PythonText.Lower(text);
    }
}
