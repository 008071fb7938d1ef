namespace DocuSense.Maintenance.Environments;

/// <summary>The folders a <c>.pth</c> file adds to the path, as <c>site.addpackage</c> reads it. Lines that are code are not run.</summary>
internal static class SitePath
{
    /// <summary>The folders, absolute, whether or not they exist.</summary>
    public static List<string> Folders(string pathFile)
    {
        var folders = new List<string>();
        string site = Path.GetDirectoryName(pathFile) ?? "";
        string text = SmallFile.TextOrEmpty(pathFile, limit: 4 << 20);
        if (text.Length > 0 && text[0] == '\uFEFF')
            text = text.Substring(1);
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#' || IsCode(line) || line.AsSpan().IndexOf('\0') >= 0)
                continue;
            if (SmallFile.FullPath(site, line) is string folder && !BaseInterpreter.IsForeign(line))
                folders.Add(folder);
        }

        return folders;
    }

    private static bool IsCode(string line) => line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("import\t", StringComparison.Ordinal);
}
