using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>What <c>pip check</c> does: reads the metadata of every distribution of an environment and judges what they need of each other.</summary>
internal static class ConflictBenchmark
{
    public static int Run(string environment, int rounds)
    {
        TouchFiles();
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan processors = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            if (EnvironmentReader.Find(environment, environment, EnvironmentDetail.Metadata) is not { PythonVersion: { } version } found)
            {
                Console.Error.WriteLine($"'{environment}' is no environment whose Python is known.");
                return 2;
            }

            MarkerEnvironment markers = MarkerEnvironment.ForThisMachine(version);
            DistributionGraph graph = DistributionGraph.Create(found.Distributions, [], (requirement, extra) => requirement.Marker?.Evaluate(markers, extra) ?? true);
            int conflicts = graph.Dependencies.Count(static dependency => dependency.Extra.Length == 0 && !dependency.IsSatisfied);
            Console.WriteLine($"{found.Distributions.Count} distributions, {graph.Dependencies.Count} dependencies, {conflicts} conflicts: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms, {(Environment.CpuUsage.TotalTime - processors).TotalMilliseconds:F1} ms of processors");
        }

        return 0;
    }

    /// <summary>What any build has done before the check: the runtime's own file access and its threads are in use already, the engine is not.</summary>
    private static void TouchFiles()
    {
        static void Read()
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
            {
                if (new FileInfo(path) is { Exists: true, Length: < 100_000 })
                    _ = File.ReadAllText(path);
            }
        }

        Task other = Task.Run(Read);
        Read();
        other.Wait();
    }
}
