namespace DocuSense.Maintenance.Tests.Support;

/// <summary>A folder of its own for one test, with a name that no careless path handling survives; removed afterwards.</summary>
public class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "docusense tests", "é " + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>Writes a file, making its folders.</summary>
    /// <param name="relativePath">With forward slashes.</param>
    /// <returns>The absolute path.</returns>
    public string Write(string relativePath, string text)
    {
        string path = Absolute(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);

        // Older than any check: what is written just before a check is never replayed, on purpose.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return path;
    }

    public string Absolute(string relativePath) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, relativePath.Replace('/', System.IO.Path.DirectorySeparatorChar)));

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover in the temporary folder is not worth a failed test.
        }
    }
}
