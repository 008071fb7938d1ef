using System.Text.Json;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

/// <summary>What is really written: the metadata of everything installed on this machine.</summary>
public sealed class CorpusDifferentialTests(ITestOutputHelper output)
{
    [JudgeFact]
    public void Every_installed_requirement_is_read_as_packaging_reads_it()
    {
        string[] texts = [.. Fields("Requires-Dist:").Distinct(StringComparer.Ordinal)];
        Differences differences = RequirementDifferentialTests.Compare(output, texts, out int valid);
        output.WriteLine($"{texts.Length} requirements, {valid} valid");
        differences.AssertNone(atLeast: texts.Length);
        Assert.NotEmpty(texts);
    }

    [JudgeFact]
    public void Every_installed_version_satisfies_every_installed_specifier_as_packaging_says()
    {
        string[] versions = [.. Fields("Version:").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<string> sets = [.. Fields("Requires-Python:").Distinct(StringComparer.Ordinal)];
        foreach (string text in Fields("Requires-Dist:"))
        {
            if (Requirement.TryParse(text, out Requirement? requirement, out _))
                sets.Add(requirement.Specifier.ToString());
        }

        sets = [.. sets.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] sample = [.. versions.Where((_, index) => index % Math.Max(1, versions.Length / 25) == 0)];
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(sets.Select(set => new object?[] { "set", set }.Concat(sample).ToArray()));
        var differences = new Differences(output);
        for (int i = 0; i < sets.Count; i++)
        {
            Assert.True(SpecifierSet.TryParse(sets[i], out SpecifierSet? set));
            for (int v = 0; v < sample.Length; v++)
            {
                JsonElement expected = answers[i].GetProperty("contains")[v];
                differences.Same(sample[v], sets[i], expected[0].GetString(), set.Contains(sample[v]) ? "T" : "F");
                differences.Same(sample[v], sets[i], expected[1].GetString(), set.Contains(sample[v], prereleases: true) ? "T" : "F");
            }
        }

        output.WriteLine($"{versions.Length} versions, {sets.Count} specifier sets");
        differences.AssertNone(atLeast: sets.Count);
        Assert.NotEmpty(sets);
    }

    private static IEnumerable<string> Fields(string field)
    {
        foreach (Python python in Pythons.All)
        {
            if (Pythons.SitePackages(python) is not string folder)
                continue;
            foreach (string distribution in Directory.GetDirectories(folder, "*-info").Order(StringComparer.Ordinal))
            {
                string metadata = Path.Combine(distribution, "METADATA");
                if (!File.Exists(metadata))
                    continue;
                foreach (string line in File.ReadLines(metadata).TakeWhile(line => line.Length > 0))
                {
                    if (line.StartsWith(field, StringComparison.Ordinal))
                        yield return line[field.Length..].Trim();
                }
            }
        }
    }
}
