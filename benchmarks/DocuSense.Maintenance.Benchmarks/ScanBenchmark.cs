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
            TimeSpan processors = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            List<SourceFile> files = List(folder);
            TimeSpan listed = Stopwatch.GetElapsedTime(start);
            ScannedFile[] results = SourceReader.ScanAll(files);
            TimeSpan all = Stopwatch.GetElapsedTime(start);
            processors = Environment.CpuUsage.TotalTime - processors;
            long bytes = 0;
            foreach (SourceFile file in files)
                bytes += new FileInfo(file.Path).Length;
            int imports = 0, problems = 0;
            foreach (ScannedFile result in results)
            {
                imports += result.Result!.Imports.Count;
                problems += result.Result.Problems.Count;
            }
            Console.WriteLine($"{files.Count} files, {bytes} bytes, {imports} imports, {problems} problems: {all.TotalMilliseconds:F0} ms ({listed.TotalMilliseconds:F0} ms listing, {processors.TotalMilliseconds:F0} ms of processors)");
        }
        return 0;
    }

    /// <summary>All modules, those of environments included: what <c>rg --no-ignore</c> reads as well, on all processors as it does.</summary>
    private static List<SourceFile> List(string folder)
    {
        const int Enough = 64;
        var files = new List<SourceFile>();
        var folders = new Queue<string>([folder]);
        while (folders.Count is > 0 and < Enough)
        {
            string next = folders.Dequeue();
            files.AddRange(Modules(next, recurse: false));
            foreach (DirectoryInfo below in new DirectoryInfo(next).EnumerateDirectories())
            {
                if ((below.Attributes & FileAttributes.ReparsePoint) == 0)
                    folders.Enqueue(below.FullName);
            }
        }

        Parallel.ForEach(folders, next =>
        {
            List<SourceFile> found = [.. Modules(next, recurse: true)];
            lock (files)
            {
                files.AddRange(found);
            }
        });
        return files;
    }

    private static FileSystemEnumerable<SourceFile> Modules(string folder, bool recurse) => new(
        folder,
        static (ref FileSystemEntry entry) => new SourceFile(entry.ToFullPath(), "", 0, 0),
        new EnumerationOptions { RecurseSubdirectories = recurse, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".py", StringComparison.Ordinal),
        ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.FileName.SequenceEqual("__pycache__") && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };
}
