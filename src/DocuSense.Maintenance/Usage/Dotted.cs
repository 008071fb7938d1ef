namespace DocuSense.Maintenance.Usage;

/// <summary>Dotted names as Python writes modules and what is in them.</summary>
internal static class Dotted
{
    /// <summary>Whether the text is one or more identifiers joined by dots. Only ASCII: a name in another script is nobody's module.</summary>
    public static bool IsName(string text) => text.Length <= 255 && IsName(text.AsSpan());

    /// <inheritdoc cref="IsName(string)"/>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        bool start = true;
        foreach (char character in text)
        {
            if (character == '.')
            {
                if (start)
                    return false;
                start = true;
            }
            else if (IsLetter(character) || (!start && character is >= '0' and <= '9'))
            {
                start = false;
            }
            else
            {
                return false;
            }
        }

        return !start;
    }

    /// <summary>
    /// Whether the text is a dotted path that ends in a class, <c>uvicorn.workers.UvicornWorker</c>, in a package with a lower-case name.
    /// So are no host, file or key of a setting.
    /// </summary>
    public static bool IsClassPath(string text)
    {
        int last = text.LastIndexOf('.');
        if (last <= 0 || last + 2 >= text.Length || text[last + 1] is < 'A' or > 'Z' || text[0] is < 'a' or > 'z' || !IsName(text))
            return false;
        for (int index = last + 2; index < text.Length; index++)
        {
            if (text[index] is >= 'a' and <= 'z')
                return true;
        }

        return false;
    }

    /// <summary>Cuts <c>:attribute</c> off <c>package.module:attribute</c>.</summary>
    public static string Module(string reference)
    {
        int colon = reference.IndexOf(':');
        return colon < 0 ? reference : reference.Substring(0, colon);
    }

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
}
