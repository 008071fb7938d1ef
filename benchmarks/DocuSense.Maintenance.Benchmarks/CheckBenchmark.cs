using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>
/// Checks a copy of a backend as builds do: first with nothing remembered, with nothing changed, after an edit that changes no fact, and after one that adds
/// an import. The first round is that of a process that has just started.
/// </summary>
internal static class CheckBenchmark
{
    public static int Run(string backend, string? environment, int rounds)
    {
        string work = Directory.CreateTempSubdirectory("docusense-benchmark-").FullName;
        try
        {
            string copy = Path.Combine(work, "backend");
            Copy(backend, copy);
            string edited = Directory.EnumerateFiles(copy, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
            var options = new CheckOptions
            {
                Backend = copy,
                Environment = environment is null ? null : Path.GetFullPath(environment),
                OutputFolder = Path.Combine(work, "output"),
                ToolVersion = "benchmark",
            };
            for (int round = 0; round < rounds; round++)
            {
                if (Directory.Exists(options.OutputFolder))
                    Directory.Delete(options.OutputFolder, recursive: true);
                Measure("first", options);
                Measure("unchanged", options);
                Edit(edited, string.Create(CultureInfo.InvariantCulture, $"# edited {round}\n"));
                Measure("edited", options);
                Edit(edited, string.Create(CultureInfo.InvariantCulture, $"import edited_{round}\n"));
                Measure("import", options);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>An edit, and the time that a person or a build takes after it.</summary>
    private static void Edit(string file, string text)
    {
        File.AppendAllText(file, text);
        Thread.Sleep(100);
    }

    private static void Measure(string name, CheckOptions options)
    {
        long compiled = JitInfo.GetCompiledMethodCount();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        CheckResult result = Checker.Run(options);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-10} {milliseconds,7:F1} ms, processors {used,7:F1} ms, {JitInfo.GetCompiledMethodCount() - compiled,4} methods compiled, {result.SourceFileCount} files, {result.Diagnostics.Count} findings{(result.Replayed ? ", replayed" : "")}"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
