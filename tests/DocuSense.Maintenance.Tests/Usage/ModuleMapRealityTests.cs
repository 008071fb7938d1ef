using DocuSense.Maintenance.Tests.Support;
using DocuSense.Maintenance.Usage;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Usage;

/// <summary>The table against what is really installed: where it knows a module, the distribution that provides it is among the candidates.</summary>
public sealed class ModuleMapRealityTests(ITestOutputHelper output)
{
    // What a distribution carries although nobody is meant to import it.
    private static readonly string[] _leftovers =
    [
        "setuptools: debian", // Debian's build of setuptools installs its own packaging folder.
    ];

    [PythonFact]
    public void Of_every_installed_distribution_the_table_says_the_truth_or_nothing()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Usage", "installed_modules.py");
        var incomplete = new SortedSet<string>(StringComparer.Ordinal);
        var contradictions = new List<string>();
        var distributions = new HashSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        int modules = 0;
        int answered = 0;
        foreach (Python python in Pythons.All)
        {
            (int exit, string text, string error) = python.Run([script]);
            Assert.True(exit == 0, error);
            foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                string[] cells = line.Split('\t');

                // Some setups list folders in top_level.txt, which are no names of modules.
                if (cells[1].Contains('/'))
                    continue;
                string normalized = System.Text.RegularExpressions.Regex.Replace(cells[0], "[-_.]+", "-").ToLowerInvariant();
                modules++;
                distributions.Add(normalized);
                DistributionFacts? facts = ModuleMap.Find(normalized);
                if (facts is not null)
                {
                    known.Add(normalized);
                    if (facts.ModulesComplete && !ModuleMap.IsNamespace(cells[1]) && !facts.Modules.Any(module => cells[1] == module || cells[1].StartsWith(module + ".", StringComparison.Ordinal)))
                        incomplete.Add($"{normalized}: {cells[1].Split('.')[0]}");
                }

                IReadOnlyList<string> candidates = ModuleMap.Distributions(cells[1]);
                if (candidates.Count > 0)
                {
                    answered++;
                    covered.Add(normalized);
                    if (!candidates.Any(name => System.Text.RegularExpressions.Regex.Replace(name, "[-_.]+", "-").Equals(normalized, StringComparison.OrdinalIgnoreCase)))
                        contradictions.Add($"{cells[1]}: the table says {string.Join(", ", candidates)}, it is {cells[0]}.");
                }
            }
        }

        output.WriteLine($"{distributions.Count} distributions, {known.Count} known, {covered.Count} named by a module; {modules} modules, {answered} answered.");
        output.WriteLine($"Not known: {string.Join(", ", distributions.Except(known).Order(StringComparer.Ordinal))}.");
        output.WriteLine($"Provided and not in the table: {string.Join(", ", incomplete)}.");
        foreach (string contradiction in contradictions)
            output.WriteLine(contradiction);
        Assert.Empty(contradictions);
        Assert.Empty(incomplete.Except(_leftovers));
        Assert.True(known.Count * 10 >= distributions.Count * 8, "The table knows fewer than eight of ten installed distributions.");
    }
}
