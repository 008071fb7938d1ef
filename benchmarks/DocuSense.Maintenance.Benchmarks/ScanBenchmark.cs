using System.Diagnostics;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Lists every Python module below a folder, environments included, and scans them all from disk.</summary>
internal static class ScanBenchmark
{
    public static int Run(string folder, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            SourceListing listing = SourceTree.List(folder, [], everything: true, CancellationToken.None);
            var files = new List<SourceFile>(listing.Files.Count);
            foreach (SourceFile file in listing.Files)
                if (file.Path.EndsWith(".py", StringComparison.Ordinal))
                    files.Add(file);
            TimeSpan listed = Stopwatch.GetElapsedTime(start);
            ScanResult[] results = SourceReader.ScanAll(files);
            TimeSpan all = Stopwatch.GetElapsedTime(start);
            long bytes = 0;
            foreach (SourceFile file in files)
                bytes += file.Length;
            int imports = 0, problems = 0;
            foreach (ScanResult result in results)
            {
                imports += result.Imports.Count;
                problems += result.Problems.Count;
            }
            Console.WriteLine($"{files.Count} files, {bytes} bytes, {imports} imports, {problems} problems: {all.TotalMilliseconds:F0} ms ({listed.TotalMilliseconds:F0} ms listing)");
        }
        return 0;
    }
}
