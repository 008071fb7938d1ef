using System.Text;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Tests.Usage;

/// <summary>The table of what distributions require.</summary>
public sealed class RequirementsMapTests
{
    private static string[] Lines()
    {
        using Stream stream = typeof(RequirementsMap).Assembly.GetManifestResourceStream(RequirementsMap.Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    [Fact]
    public void Lines_are_sorted_and_their_names_normal()
    {
        string? last = null;
        int rows = 0;
        foreach (string line in Lines())
        {
            if (line.StartsWith('#'))
                continue;
            Assert.True(last is null || Encoding.UTF8.GetBytes(last).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(line)) < 0, line);
            last = line;
            string[] cells = line.Split('\t');
            Assert.True(cells is ["r", _, ..] or ["x", _, _], line);
            Assert.InRange(cells.Length, 3, 5);
            foreach (string name in cells.Skip(1).SelectMany(static cell => cell.Split(' ')).Where(static name => name.Length > 0))
                Assert.Equal(PackageName.Normalize(name), name);
            Assert.DoesNotContain(cells[1], cells[2].Split(' '));
            rows++;
        }

        Assert.True(rows > 2000, $"{rows} rows");
    }

    [Theory]
    [InlineData("fastapi", "starlette", true)]
    [InlineData("flask", "jinja2", true)]
    [InlineData("celery", "kombu", true)]
    [InlineData("celery", "redis", false)]
    [InlineData("requests", "urllib3", true)]
    [InlineData("pandas", "openpyxl", false)]
    public void What_is_required_is_told_from_what_can_be_used(string distribution, string other, bool isRequired)
    {
        RequirementFacts facts = RequirementsMap.Find(distribution)!;
        Assert.Equal(isRequired, facts.Requires.Contains(other));
        Assert.Equal(!isRequired, facts.CanUse.Contains(other));
    }

    [Theory]
    [InlineData("jsonschema", "format-nongpl", "rfc3339-validator")]
    [InlineData("botocore", "crt", "awscrt")]
    public void An_extra_brings(string distribution, string extra, string expected) => Assert.Contains(expected, RequirementsMap.OfExtra(distribution, extra));

    [Theory]
    [InlineData("no-such-distribution")]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    public void Of_other_names_nothing_is_known(string name)
    {
        Assert.Null(RequirementsMap.Find(name));
        Assert.Empty(RequirementsMap.OfExtra(name, "x"));
    }
}
