using System.Diagnostics;
using System.IO.Enumeration;
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
            List<SourceFile> files = List(folder);
            TimeSpan listed = Stopwatch.GetElapsedTime(start);
            ScannedFile[] results = SourceReader.ScanAll(files);
            TimeSpan all = Stopwatch.GetElapsedTime(start);
            long bytes = 0;
            foreach (SourceFile file in files)
                bytes += file.Length;
            int imports = 0, problems = 0;
            foreach (ScannedFile result in results)
            {
                imports += result.Result!.Imports.Count;
                problems += result.Result.Problems.Count;
            }
            Console.WriteLine($"{files.Count} files, {bytes} bytes, {imports} imports, {problems} problems: {all.TotalMilliseconds:F0} ms ({listed.TotalMilliseconds:F0} ms listing)");
        }
        return 0;
    }

    /// <summary>All modules, those of environments included: what <c>rg --no-ignore</c> reads as well.</summary>
    private static List<SourceFile> List(string folder)
    {
        var found = new FileSystemEnumerable<SourceFile>(
            folder,
            (ref FileSystemEntry entry) => new SourceFile(entry.ToFullPath(), "", entry.Length, 0),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".py", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        return [.. found];
    }
}
