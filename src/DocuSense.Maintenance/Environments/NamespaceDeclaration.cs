namespace DocuSense.Maintenance.Environments;

/// <summary>Namespace packages of the time before PEP 420: an <c>__init__.py</c> that does nothing but extend its path.</summary>
internal static class NamespaceDeclaration
{
    /// <summary>With a licence text above it no declaration is longer.</summary>
    private const int MaximumSize = 4096;

    /// <summary>Statements the longest form takes: pkg_resources tried first, pkgutil otherwise.</summary>
    private const int MaximumStatements = 8;

    /// <summary>Whether an <c>__init__.py</c> only declares a namespace.</summary>
    /// <param name="initFile">Its path.</param>
    /// <param name="size">Its size, or -1 where not known.</param>
    public static bool IsOne(string initFile, long size)
    {
        if (size is >= 0 and < 30 or > MaximumSize)
            return false;
        byte[] bytes = SmallFile.ReadPart(initFile, MaximumSize + 1, fromEnd: false);
        return bytes.Length is >= 30 and <= MaximumSize && IsOne(SmallFile.Decode(bytes, bytes.Length));
    }

    internal static bool IsOne(string text)
    {
        if (text.IndexOf("extend_path(", StringComparison.Ordinal) < 0 && text.IndexOf("declare_namespace(", StringComparison.Ordinal) < 0)
            return false;
        int statements = 0;
        string? docstring = null;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (docstring is not null)
            {
                if (line.AsSpan().IndexOf(docstring.AsSpan(), StringComparison.Ordinal) >= 0)
                    docstring = null;
                continue;
            }

            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("\"\"\"", StringComparison.Ordinal) || line.StartsWith("'''", StringComparison.Ordinal))
            {
                string quotes = line.Substring(0, 3);
                if (line.IndexOf(quotes, 3, StringComparison.Ordinal) < 0)
                    docstring = quotes;
                continue;
            }

            statements++;
        }

        return statements <= MaximumStatements;
    }
}
