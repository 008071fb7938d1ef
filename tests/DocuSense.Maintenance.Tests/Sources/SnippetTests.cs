using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Small sources, each with a trap, judged by every interpreter that accepts them.</summary>
public sealed class SnippetTests(ITestOutputHelper output)
{
    private static readonly string[] s_newlines = ["\n", "\r\n", "\r"];

    [PythonFact]
    public void Every_trap_is_read_as_every_interpreter_that_accepts_it_reads_it()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sources", "snippets.txt");
        List<string> snippets = [.. File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal).Split("=====\n")];
        // Each also without its last newline, with other newlines, in a function, and after an umlaut that makes the text longer than its columns.
        List<byte[]> sources = [];
        foreach (string snippet in snippets)
        {
            foreach (string newline in s_newlines)
                sources.Add(Encoding.UTF8.GetBytes(snippet.Replace("\n", newline, StringComparison.Ordinal)));
            sources.Add(Encoding.UTF8.GetBytes(snippet.TrimEnd('\n')));
            sources.Add([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(snippet)]);
            sources.Add(Encoding.UTF8.GetBytes("ä = 'ö'; " + snippet));
            sources.Add(Encoding.UTF8.GetBytes(snippet + snippet));
        }

        int compared = 0, rejected = 0;
        List<string> differences = [];
        foreach (Python python in Pythons.All)
        {
            IReadOnlyList<Judgement> judgements = AstJudge.OfSources(python, sources);
            for (int i = 0; i < sources.Count; i++)
            {
                ScanResult result = ImportScanner.Scan(sources[i]);
                if (!judgements[i].Accepted)
                {
                    rejected++;
                    continue;
                }
                compared++;
                string text = Encoding.UTF8.GetString(sources[i]);
                // Places within an f-string are wrong in ast before Python 3.12.
                bool places = python.Minor >= 12 || !text.Contains("f\"", StringComparison.OrdinalIgnoreCase) && !text.Contains("f'", StringComparison.OrdinalIgnoreCase);
                List<string> found = AstJudge.Describe(result, python);
                if (!Comparable(found, places).SequenceEqual(Comparable(judgements[i].Imports, places)))
                    differences.Add($"{python.FullVersion}: {text}\n  ast:     {string.Join("\n           ", judgements[i].Imports)}\n  scanner: {string.Join("\n           ", found)}");
                foreach (string alarm in AstJudge.FalseAlarms(result, python))
                    differences.Add($"{python.FullVersion}: false alarm {alarm}: {text}");
            }
        }
        output.WriteLine($"{snippets.Count} snippets, {compared} comparisons, {rejected} rejections");
        foreach (string difference in differences.Take(25))
            output.WriteLine(difference);
        Assert.Empty(differences);
        Assert.True(compared > 500 * Pythons.All.Count, $"Only {compared} comparisons.");
    }

    private static IEnumerable<string> Comparable(IEnumerable<string> imports, bool places)
    {
        if (places)
            return imports;
        return imports.Select(import =>
        {
            string[] parts = import.Split('|');
            parts[4] = "";
            return string.Join('|', parts);
        }).Order(StringComparer.Ordinal);
    }
}
