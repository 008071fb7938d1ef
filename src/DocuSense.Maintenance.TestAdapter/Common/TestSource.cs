namespace DocuSense.Maintenance.TestAdapter;

/// <summary>
/// The assembly that stands for a wrapper project: empty, copied by the build into the project's output under the project's name. The build writes a file of the same
/// name beside it, whose one line is the path of the manifest. An assembly without that file is somebody else's.
/// </summary>
internal static class TestSource
{
    /// <summary>The ending of the file beside the assembly.</summary>
    public const string Extension = ".docusense";

    /// <summary>The manifest's path for a test source, or null where the source is not ours.</summary>
    public static string? Manifest(string source)
    {
        string pointer = Path.ChangeExtension(source, Extension);
        try
        {
            return File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Reading the manifest will say what is wrong, rather than nothing at all.
            return pointer;
        }
    }
}
