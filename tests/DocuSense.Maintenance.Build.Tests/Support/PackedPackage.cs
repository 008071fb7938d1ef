namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>The package, packed once for all tests under a version that no folder of packages can hold already.</summary>
public sealed class PackedPackage
{
    private static readonly Lazy<PackedPackage> _instance = new(() => new PackedPackage());

    // Spaces and letters beyond ASCII, as in many a user's folder.
    internal const string HomeName = "DocuSense épreuves";

    private PackedPackage()
    {
        // The test host may be ended before it has cleaned up after itself; the next run does it then.
        foreach (string former in Directory.GetDirectories(Path.GetTempPath(), HomeName + "*"))
        {
            if (Directory.GetCreationTimeUtc(former) < DateTime.UtcNow.AddHours(-2))
                Delete(former);
        }

        Home = Path.Combine(Path.GetTempPath(), $"{HomeName} {Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        Feed = Directory.CreateDirectory(Path.Combine(Home, "feed")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(Home);
        Version = $"1.0.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.p{Environment.ProcessId}";
        DotnetRun run = Dotnet.Run(Repository.PathOf("src/DocuSense.Maintenance.Build"),
            "pack", "--no-build", "-c", Repository.Configuration, "-o", Feed, $"-p:PackageVersion={Version}", "-nodeReuse:false");
        if (run.ExitCode != 0)
            throw new InvalidOperationException(run.Output);
    }

    public static PackedPackage Instance => _instance.Value;

    /// <summary>The folder that holds everything the tests write.</summary>
    public string Home { get; }

    public string Feed { get; }

    public string Version { get; }

    public string File => Path.Combine(Feed, $"DocuSense.Maintenance.Build.{Version}.nupkg");

    /// <summary>The packages folder that all test projects share.</summary>
    public string Packages => Path.Combine(Home, "packages");

    /// <summary>Where the package is extracted once a project has used it.</summary>
    public string Extracted => Path.Combine(Packages, "docusense.maintenance.build", Version);

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A process that is just ending still holds a file; the system's own cleaning takes the rest.
        }
    }
}
