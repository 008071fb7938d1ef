namespace DocuSense.Maintenance.Manifests;

/// <summary>Finds the manifests a backend has where the project names none.</summary>
internal static class ManifestFinder
{
    /// <summary>The end of the names of files that this program writes itself.</summary>
    private const string OwnOutput = "_optimized_auto.txt";

    /// <summary>The requirements files of a backend's folder and its folder <c>requirements</c>, the main one first.</summary>
    public static List<string> RequirementsFiles(string backend)
    {
        List<string> files = Files(backend, static name => IsNamed(name, "requirements") || name.EndsWith("-requirements", StringComparison.Ordinal) || name.EndsWith("_requirements", StringComparison.Ordinal));
        files.AddRange(Files(Path.Combine(backend, "requirements"), static name => !IsConstraints(name)));
        return files;
    }

    /// <summary>The constraints files of the same two folders.</summary>
    public static List<string> ConstraintsFiles(string backend)
    {
        List<string> files = Files(backend, IsConstraints);
        files.AddRange(Files(Path.Combine(backend, "requirements"), IsConstraints));
        return files;
    }

    private static bool IsConstraints(string name) => IsNamed(name, "constraints");

    private static bool IsNamed(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>The <c>.txt</c> files of a folder whose names pass, and those <c>.in</c> files that were not compiled to one.</summary>
    private static List<string> Files(string folder, Func<string, bool> accepts)
    {
        string[] all;
        try
        {
            all = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        var compiled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in all)
        {
            if (file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
                compiled.Add(Path.GetFileNameWithoutExtension(file));
        }

        var found = new List<string>();
        foreach (string file in all)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            bool isText = file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
            bool isSource = file.EndsWith(".in", StringComparison.OrdinalIgnoreCase) && !compiled.Contains(name);
            if ((isText || isSource) && !file.EndsWith(OwnOutput, StringComparison.OrdinalIgnoreCase) && accepts(name.ToLowerInvariant()))
                found.Add(file);
        }

        found.Sort(static (left, right) =>
        {
            bool isLeftMain = RequirementGroups.OfFile(left) == "", isRightMain = RequirementGroups.OfFile(right) == "";
            return isLeftMain != isRightMain ? (isLeftMain ? -1 : 1) : string.CompareOrdinal(left, right);
        });
        return found;
    }
}
