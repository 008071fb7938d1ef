using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// What pip-compile and uv write beside each requirement that they resolved: who asked for it, <c># via requests</c> on its own line or below it, or a list under
/// <c># via</c>.
/// </summary>
internal static class ViaComments
{
    /// <summary>The distributions that ask for a requirement by the comments of its line and below.</summary>
    /// <returns>Names in PEP 503 normal form; files (<c>-r requirements.in</c>) and projects are left out.</returns>
    public static IReadOnlyList<string> Of(RequirementsLine line)
    {
        var names = new List<string>();
        if (line.Comment is { } own)
        {
            if (AfterVia(own) is { } listed)
                Add(listed, names);
            return names;
        }

        IReadOnlyList<PhysicalLine> lines = line.Document.Lines;
        bool isList = false;
        for (int index = line.PhysicalLines.End; index < lines.Count; index++)
        {
            string text = PythonText.Strip(line.Document.Text.Substring(lines[index].Start, lines[index].Length));
            if (text.Length == 0 || text[0] != '#')
                break;
            string remark = PythonText.Strip(text.Substring(1));
            if (isList)
            {
                // "#   requests": a comment of its own follows its sign more closely.
                if (text.Length < 3 || text[1] is not (' ' or '\t') || text[2] is not (' ' or '\t'))
                    break;
                Add(remark, names);
                continue;
            }

            if (AfterVia(remark) is not { } rest)
                break;
            isList = rest.Length == 0;
            Add(rest, names);
            if (!isList)
                break;
        }

        return names;
    }

    /// <summary>What follows the word; null where the comment does not begin with it.</summary>
    private static string? AfterVia(string comment)
    {
        if (!comment.StartsWith("via", StringComparison.Ordinal) || (comment.Length > 3 && comment[3] is not (' ' or '\t')))
            return null;
        return PythonText.Strip(comment.Substring(3));
    }

    private static void Add(string list, List<string> names)
    {
        foreach (string part in list.Split(','))
        {
            string name = part.Trim();
            if (name.Length > 0 && name.AsSpan().IndexOfAny(" \t(/".AsSpan()) < 0 && name[0] != '-' && PackageName.IsValid(name))
                names.Add(PackageName.Normalize(name));
        }
    }
}
