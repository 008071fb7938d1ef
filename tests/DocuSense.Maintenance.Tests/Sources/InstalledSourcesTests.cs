using System.Collections.Concurrent;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>The scanner against <c>ast</c>, over the standard libraries, their tests and the site-packages of every interpreter here.</summary>
public sealed class InstalledSourcesTests(ITestOutputHelper output)
{
    /// <summary>Of each interpreter so many files are compared, evenly spread; DOCUSENSE_TEST_ALL_SOURCES=1 compares all.</summary>
#if ENGINE_NETSTANDARD
    private const int EnoughFiles = 400;
#else
    private const int EnoughFiles = 1600;
#endif

    [PythonFact]
    public void The_imports_of_every_installed_file_are_those_that_its_interpreter_sees()
    {
        bool all = Environment.GetEnvironmentVariable("DOCUSENSE_TEST_ALL_SOURCES") == "1";
        var differences = new ConcurrentBag<string>();
        var missed = new ConcurrentBag<string>();
        int compared = 0, imports = 0, rejected = 0, explained = 0;
        List<(Python Python, string[] Files)> parts = [];
        foreach (Python python in Pythons.All)
        {
            string[] files = Files(python, all);
            parts.AddRange(files.Chunk(700).Select(chunk => (python, chunk)));
        }

        Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            IReadOnlyList<Judgement> judgements = AstJudge.OfFiles(part.Python, part.Files);
            for (int i = 0; i < part.Files.Length; i++)
            {
                ScanResult result = ImportScanner.Scan(File.ReadAllBytes(part.Files[i]));
                if (!judgements[i].Accepted)
                {
                    Interlocked.Increment(ref rejected);
                    if (result.Problems.Any(problem => problem.MinimumPython is null || problem.MinimumPython > part.Python.Minor))
                        Interlocked.Increment(ref explained);
                    else
                        missed.Add($"{part.Files[i]}: {judgements[i].Error}");
                    continue;
                }
                Interlocked.Increment(ref compared);
                Interlocked.Add(ref imports, judgements[i].Imports.Count);
                List<string> found = AstJudge.Describe(result, part.Python);
                if (!found.SequenceEqual(judgements[i].Imports))
                    differences.Add($"{part.Files[i]}\n  ast:     {string.Join("\n           ", judgements[i].Imports.Except(found).Take(5))}\n  scanner: {string.Join("\n           ", found.Except(judgements[i].Imports).Take(5))}");
                foreach (string alarm in AstJudge.FalseAlarms(result, part.Python))
                    differences.Add($"{part.Files[i]}: false alarm for {part.Python.FullVersion}: {alarm}");
            }
        });

        output.WriteLine($"{compared} files with {imports} imports compared, {differences.Count} differences; {rejected} files that their interpreter rejects, of which {explained} with a problem that says so");
        foreach (string difference in differences.Take(40))
            output.WriteLine(difference);
        output.WriteLine("No problem was seen in:");
        foreach (string miss in missed.Order(StringComparer.Ordinal).Take(60))
            output.WriteLine(miss);
        Assert.Empty(differences);
        int available = parts.Sum(part => part.Files.Length);
        Assert.True(compared >= Math.Min(9000, available * 9 / 10), $"Only {compared} files were compared.");
    }

    private static string[] Files(Python python, bool all)
    {
        string lib = OperatingSystem.IsWindows() ? Path.Combine(python.Prefix, "Lib") : Path.Combine(python.Prefix, "lib", $"python3.{python.Minor}");
        if (!Directory.Exists(lib))
            return [];
        // Links are not followed: under some prefixes they lead in circles.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] files = [.. Directory.EnumerateFiles(lib, "*.py", options).Order(StringComparer.Ordinal)];
        long wanted = all ? files.Length : Math.Min(files.Length, EnoughFiles);
        return [.. files.Where((_, index) => (index + 1) * wanted / files.Length > index * wanted / files.Length)];
    }
}
