namespace DocuSense.Maintenance.Manifests;

/// <summary>What the name of a requirements file tells about its purpose.</summary>
internal static class RequirementGroups
{
    /// <summary>The group of a requirements file; empty for the main one, null where the name does not tell.</summary>
    public static string? OfFile(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        string? rest = Strip(name, "requirements") ?? Strip(name, "constraints") ?? Strip(name, "requirement");
        if (rest is null && Path.GetFileName(Path.GetDirectoryName(path) ?? "").ToLowerInvariant() is "requirements" or "reqs" or "constraints")
            rest = name;
        return rest is "base" or "main" or "common" or "core" or "lock" ? "" : rest;
    }

    private static string? Strip(string name, string word)
    {
        if (name.StartsWith(word, StringComparison.Ordinal))
            return name.Substring(word.Length).Trim('-', '_', '.', ' ');
        return name.EndsWith(word, StringComparison.Ordinal) && name[name.Length - word.Length - 1] is '-' or '_' or '.'
            ? name.Substring(0, name.Length - word.Length).Trim('-', '_', '.', ' ')
            : null;
    }
}
