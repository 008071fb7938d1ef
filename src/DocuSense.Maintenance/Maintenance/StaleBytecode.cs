namespace DocuSense.Maintenance.Maintenance;

/// <summary>Finds compiled files that no Python will read again: those whose source is gone (PEP 3147), which lie in <c>__pycache__</c>.</summary>
internal static class StaleBytecode
{
    /// <summary>Absolute paths of the stale files below a folder.</summary>
    /// <param name="folder">Where to look; links are not followed.</param>
    /// <param name="except">A folder to leave out, with everything that lies beside it for the runs' own use; null for none.</param>
    public static List<string> Find(string folder, string? except)
    {
        var stale = new List<string>();
        var open = new Stack<DirectoryInfo>();
        open.Push(new DirectoryInfo(folder));
        while (open.Count > 0)
        {
            DirectoryInfo current = open.Pop();
            try
            {
                foreach (DirectoryInfo inner in current.EnumerateDirectories())
                {
                    bool isOwn = except is null || !inner.FullName.StartsWith(except, StringComparison.Ordinal) && inner.Name is not (".git" or "node_modules");
                    if ((inner.Attributes & FileAttributes.ReparsePoint) == 0 && isOwn)
                        open.Push(inner);
                }

                if (current.Name == "__pycache__" && current.Parent is { } parent)
                    stale.AddRange(Stale(current, parent.FullName));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What cannot be looked at stays.
            }
        }

        stale.Sort(StringComparer.Ordinal);
        return stale;
    }

    private static IEnumerable<string> Stale(DirectoryInfo cache, string folder)
    {
        foreach (FileInfo file in cache.EnumerateFiles("*.pyc"))
        {
            // name.cpython-311.pyc, name.cpython-311.opt-1.pyc, name.cpython-311-pytest-8.0.pyc
            int dot = file.Name.IndexOf('.');
            string tag = dot < 0 ? "" : file.Name.Substring(dot + 1);
            if ((tag.StartsWith("cpython-", StringComparison.Ordinal) || tag.StartsWith("pypy", StringComparison.Ordinal)) && !File.Exists(Path.Combine(folder, file.Name.Substring(0, dot) + ".py")))
                yield return file.FullName;
        }
    }
}
