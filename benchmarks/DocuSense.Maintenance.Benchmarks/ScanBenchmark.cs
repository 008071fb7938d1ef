using System.Diagnostics;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Lists every source below a folder, environments included, and scans the Python modules from disk.</summary>
internal static class ScanBenchmark
{
    /// <summary>Runs once, or once for each line of standard input, so that a script can take turns with another program.</summary>
    public static int Run(string folder, bool onDemand)
    {
        if (!onDemand)
        {
            Once(folder);
            return 0;
        }
        while (Console.ReadLine() is not null)
            Once(folder);
        return 0;
    }

    private static void Once(string folder)
    {
        long start = Stopwatch.GetTimestamp();
        (SourceListing listing, ScanResult[] results) = SourceTree.Walk(folder, ["**/*.pyi", "**/*.ipynb"], everything: true, scan: true, CancellationToken.None).Run();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long bytes = 0;
        foreach (SourceFile file in listing.Files)
            bytes += file.Length;
        int imports = 0, problems = 0;
        foreach (ScanResult result in results)
        {
            imports += result.Imports.Count;
            problems += result.Problems.Count;
        }
        Console.WriteLine($"{results.Length} files, {bytes} bytes, {imports} imports, {problems} problems: {elapsed.TotalMilliseconds:F0} ms");
    }
}
