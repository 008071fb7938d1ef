using System.Text;

namespace DocuSense.Maintenance.Usage;

/// <summary>Reads the tables of facts that the engine embeds: a row a line, cells between tabs, <c>#</c> starts a comment line.</summary>
internal static class FactTable
{
    /// <summary>The rows of a text: their line numbers from 1, and their cells.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Rows(string text)
    {
        int number = 0;
        for (int start = 0; start < text.Length;)
        {
            number++;
            int end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            int last = end;
            while (last > start && text[last - 1] is '\r' or ' ' or '\t')
                last--;
            if (last > start && text[start] != '#')
                yield return (number, text.Substring(start, last - start).Split('\t'));
            start = end + 1;
        }
    }

    /// <summary>The text of a table embedded in this assembly: <c>commands.tsv</c>.</summary>
    public static string Embedded(string name)
    {
        string resource = "DocuSense.Maintenance.Usage." + name;
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        for (int read = 0; read < bytes.Length;)
        {
            int more = stream.Read(bytes, read, bytes.Length - read);
            if (more == 0)
                throw new EndOfStreamException();
            read += more;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The alternatives of a cell: <c>psycopg2 | psycopg2-binary</c>.</summary>
    public static string[] Alternatives(string cell)
    {
        string[] parts = cell.Split('|');
        for (int index = 0; index < parts.Length; index++)
            parts[index] = parts[index].Trim();
        return parts;
    }
}
