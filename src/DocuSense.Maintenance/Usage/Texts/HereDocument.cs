namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>A here-document that a line of a shell script announces.</summary>
/// <param name="Delimiter">The line that ends it.</param>
/// <param name="Strip">Whether tabs before lines do not count.</param>
/// <param name="IsShell">Whether a shell reads it, so that it is a script itself.</param>
internal sealed record HereDocument(string Delimiter, bool Strip, bool IsShell)
{
    /// <summary>Passes over the document and the line that ends it.</summary>
    /// <param name="cursor">At the document's first line.</param>
    /// <returns>What the document holds.</returns>
    public ShellRegion Skip(ShellCursor cursor)
    {
        int start = cursor.At;
        int end = cursor.End;
        while (cursor.At < cursor.End)
        {
            int lineEnd = cursor.LineEnd(cursor.At);
            int first = cursor.At;
            while (Strip && first < lineEnd && cursor.Text[first] == '\t')
                first++;
            bool closes = lineEnd - first == Delimiter.Length && string.CompareOrdinal(cursor.Text, first, Delimiter, 0, Delimiter.Length) == 0;
            if (closes)
                end = cursor.At;
            cursor.At = lineEnd;
            if (cursor.At < cursor.End)
                cursor.SkipLineEnd();
            if (closes)
                break;
        }

        return new ShellRegion(start, end, Dialect.Posix);
    }
}
