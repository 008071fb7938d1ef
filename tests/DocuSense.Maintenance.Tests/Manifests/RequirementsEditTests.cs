using System.Text;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Tests.Manifests;

public sealed class RequirementsEditTests
{
    private static RequirementsDocument Parse(string text) => RequirementsDocument.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(RequirementsDocument document) => Encoding.UTF8.GetString(document.ToBytes());

    [Theory]
    [InlineData("a==1\nb==2  # keep\nc\n", 1, "b==3", "a==1\nb==3  # keep\nc\n")]
    [InlineData("a==1\r\n  b==2\t# keep\r\n", 1, "b>=3,<4", "a==1\r\n  b>=3,<4\t# keep\r\n")]
    [InlineData("a==1 \\\n   --hash=sha256:x\n", 0, "a==2", "a==2 \\\n   --hash=sha256:x\n")]
    [InlineData("a \\\n  ==1 # why\n", 0, "a==2", "a==2 # why\n")]
    [InlineData("\ufeffa==1", 0, "b", "\ufeffb")]
    [InlineData("-e ./x # why", 0, "./y", "-e ./y # why")]
    public void A_requirement_is_replaced_and_nothing_else(string text, int index, string replacement, string expected)
    {
        RequirementsDocument document = Parse(text);
        Assert.Equal(expected, Text(document.WithRequirementReplaced(document.Requirements[index], replacement)));
    }

    [Theory]
    [InlineData("a\nb # x\nc\n", 1, "a\nc\n")]
    [InlineData("a\r\nb \\\r\n  --hash=sha256:x\r\nc", 1, "a\r\nc")]
    [InlineData("# top\n\na", 0, "# top\n\n")]
    [InlineData("a \\\n# why\nb\n", 0, "b\n")]
    [InlineData("a\rb\r", 0, "b\r")]
    public void A_line_is_removed_with_its_continuations(string text, int index, string expected)
    {
        RequirementsDocument document = Parse(text);
        Assert.Equal(expected, Text(document.WithLineRemoved(document.Requirements[index])));
    }

    [Theory]
    [InlineData("", -1, "x\n")]
    [InlineData("a\n", -1, "a\nx\n")]
    [InlineData("a", -1, "a\nx\n")]
    [InlineData("a\r\nb", -1, "a\r\nb\r\nx\r\n")]
    [InlineData("a \\", -1, "a \\\n\nx\n")]
    [InlineData("a \\\n", -1, "a \\\n\nx\n")]
    [InlineData("a\r\nb \\\r\n ==1\r\nc\r\n", 1, "a\r\nb \\\r\n ==1\r\nx\r\nc\r\n")]
    public void A_line_is_added_with_the_file_s_own_line_end(string text, int after, string expected)
    {
        RequirementsDocument document = Parse(text);
        RequirementsDocument added = document.WithLineAdded("x", after < 0 ? null : document.Requirements[after]);
        Assert.Equal(expected, Text(added));
        Assert.Contains(added.Requirements, line => line.Text == "x");
        Assert.Equal(document.Requirements.Count + 1, added.Requirements.Count);
    }

    [Fact]
    public void Edits_keep_the_encoding()
    {
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a # \u00e9\r\nb\r\n")];
        RequirementsDocument document = RequirementsDocument.Parse(utf16);
        byte[] expected = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a # \u00e9\r\nc\r\n")];
        Assert.Equal(expected, document.WithRequirementReplaced(document.Requirements[1], "c").ToBytes());

        byte[] latin = [.. Encoding.Latin1.GetBytes("# coding: latin-1\na # \u00e9\nb\n")];
        document = RequirementsDocument.Parse(latin);
        Assert.Equal(Encoding.Latin1.GetBytes("# coding: latin-1\na # \u00e9\nc # \u00fc\n"), document.WithRequirementReplaced(document.Requirements[1], "c # \u00fc").ToBytes());
        Assert.Throws<ArgumentException>(() => document.WithRequirementReplaced(document.Requirements[1], "\u20ac"));
    }

    [Fact]
    public void A_line_end_or_a_foreign_line_is_refused()
    {
        RequirementsDocument document = Parse("a\n");
        Assert.Throws<ArgumentException>(() => document.WithLineAdded("b\nc"));
        Assert.Throws<ArgumentException>(() => document.WithRequirementReplaced(document.Requirements[0], "b\r"));
        Assert.Throws<ArgumentException>(() => Parse("b\n").WithLineRemoved(document.Requirements[0]));
    }

    [Fact]
    public void Replacing_every_requirement_by_itself_changes_no_byte()
    {
        int replaced = 0;
        foreach (string text in RequirementsCases.Table.Concat(RequirementsCases.Random(11, 1500)))
        {
            RequirementsDocument document = Parse(text);
            foreach (RequirementsLine line in document.Requirements)
            {
                if (line.Span.Line != line.Span.EndLine || line.Text.Length == 0 || line.Kind != RequirementsLineKind.Requirement || line.PhysicalLines.End - line.PhysicalLines.First > 1)
                    continue;
                Assert.Equal(text, Text(document.WithRequirementReplaced(line, line.Text)));
                replaced++;
            }
        }

        Assert.True(replaced > 500, $"{replaced}");
    }
}
