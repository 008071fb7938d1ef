namespace DocuSense.Maintenance.Build;

/// <summary>Finds the line that declares a <c>DocuSenseSuppress</c> item: MSBuild tells a task the file, and not the place in it.</summary>
internal static class SuppressionPlace
{
    private const string Element = "<DocuSenseSuppress";

    /// <summary>The line of the first such element that names the code and, where given, the package; 0 where it is not found.</summary>
    /// <param name="file">Absolute path of the declaring file.</param>
    /// <param name="code">The item's identity.</param>
    /// <param name="package">Its <c>Package</c> metadata, or null.</param>
    public static int Line(string file, string code, string? package) => Line(file, Element, code, package);

    /// <summary>The line of the first element of a kind, given with its <c>&lt;</c>, that names both words, of which the second may be null; 0 where it is not found.</summary>
    public static int Line(string file, string kind, string code, string? package)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return 0;
        }

        int line = 1;
        int counted = 0;
        for (int at = text.IndexOf(kind, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(kind, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int next = text.IndexOf(kind, at + 1, StringComparison.OrdinalIgnoreCase);
            string element = text.Substring(at, (next < 0 ? text.Length : next) - at);
            int end = element.IndexOf('>');
            if (Names(end < 0 ? element : element.Substring(0, end), code) && (package is null || Names(element, package)))
            {
                for (; counted < at; counted++)
                {
                    if (text[counted] == '\n')
                        line++;
                }

                return line;
            }
        }

        return 0;
    }

    private static bool Names(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
