using System.Diagnostics;
using System.Globalization;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Checks a backend as a build does: first with nothing remembered, in a process that has just started, then with nothing changed.</summary>
internal static class CheckBenchmark
{
    public static int Run(string backend, int rounds)
    {
        string output = Path.Combine(Path.GetTempPath(), "docusense-benchmark-" + Guid.NewGuid().ToString("N"));
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                if (Directory.Exists(output))
                    Directory.Delete(output, recursive: true);
                Console.WriteLine($"first {Measure(backend, output)}, again {Measure(backend, output)}");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static string Measure(string backend, string output)
    {
        long start = Stopwatch.GetTimestamp();
        CheckResult result = Checker.Run(new CheckOptions { Backend = Path.GetFullPath(backend), OutputFolder = output, ToolVersion = "benchmark" });
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms ({result.SourceFileCount} files, {result.Diagnostics.Count} findings{(result.Replayed ? ", replayed" : "")})");
    }
}
