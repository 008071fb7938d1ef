using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Syntax that only newer Pythons read.</summary>
public sealed class VersionTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            string file = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sources", "versions.txt");
            foreach (string entry in File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal).Split("=====\n"))
            {
                int line = entry.IndexOf('\n', StringComparison.Ordinal);
                cases.Add(int.Parse(entry[..line], CultureInfo.InvariantCulture), entry[(line + 1)..]);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Newer_syntax_is_reported_with_the_version_it_needs(int minor, string source)
    {
        ScanResult result = ImportScanner.Scan(Encoding.UTF8.GetBytes(source + "\nimport after\n"));
        SourceProblem problem = Assert.Single(result.Problems);
        Assert.Equal(minor, problem.MinimumPython);
        Assert.True(result.IsComplete);
        Assert.Equal("after", Assert.Single(result.Imports).Module);
    }

    [PythonFact]
    public void The_versions_are_those_that_the_interpreters_show()
    {
        (int Minor, byte[] Source)[] cases = [.. Cases.Select(row => ((int)((object[])row)[0], Encoding.UTF8.GetBytes((string)((object[])row)[1])))];
        foreach (Python python in Pythons.All)
        {
            IReadOnlyList<Judgement> judgements = AstJudge.OfSources(python, [.. cases.Select(item => item.Source)]);
            for (int i = 0; i < cases.Length; i++)
                Assert.True(judgements[i].Accepted == python.Minor >= cases[i].Minor, $"{python.FullVersion}: {Encoding.UTF8.GetString(cases[i].Source)} {judgements[i].Error}");
        }
    }

    [Theory]
    [InlineData("x = f\"{a['b']}\"")]
    [InlineData("x = f'''{a[\"b\"]}'''")]
    [InlineData("x = f\"\"\"{\na\n}\"\"\"")]
    [InlineData("x = f\"{a:\\t}\"")]
    [InlineData("x = f\"{a!r:{b}}\"")]
    [InlineData("x = f\"{'#'}\"")]
    [InlineData("with (a, b): pass")]
    [InlineData("with (a) as b, (c) as d: pass")]
    [InlineData("match = case = type = 1")]
    [InlineData("match(x)\ntype(x)")]
    [InlineData("x = a / b")]
    [InlineData("x = {a:b}[1:2]")]
    public void Syntax_of_every_version_is_not_reported(string source) =>
        Assert.Empty(ImportScanner.Scan(Encoding.UTF8.GetBytes(source + "\n")).Problems);
}
