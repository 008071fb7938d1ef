using System.Text;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Manifests;

public sealed class RequirementsDocumentTests(ITestOutputHelper output)
{
    private static RequirementsDocument Parse(byte[] bytes) => RequirementsDocument.Parse(bytes, name => RequirementsCases.Environment.GetValueOrDefault(name));

    private static RequirementsDocument Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static List<byte[]> AllFiles()
    {
        List<byte[]> files = [.. RequirementsCases.Table.Select(Encoding.UTF8.GetBytes)];
        files.AddRange(RequirementsCases.Encoded().Select(file => file.Data));
        files.AddRange(RequirementsCases.Random(20240601, 6000).Select(Encoding.UTF8.GetBytes));
        foreach (Python python in Pythons.All)
        {
            foreach (string file in Directory.EnumerateFiles(python.Prefix, "*requirements*.txt", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
                files.Add(File.ReadAllBytes(file));
        }

        return files;
    }

    [PythonFact]
    public void Reads_every_line_as_the_newest_pip_does()
    {
        List<byte[]> files = AllFiles();
        int lines = Compare(Pythons.All.MaxBy(python => python.Minor)!, files);
        Assert.True(files.Count >= 3000 && lines >= 10000, $"{files.Count} files, {lines} lines");
    }

    [PythonFact]
    public void Reads_every_line_as_the_pip_of_each_interpreter_does()
    {
        // Options that only some versions of pip know, and abbreviations that these make ambiguous or not.
        string[] varying = ["--config", "-C", "--use", "--con", "--c ", "--i ", "--global", "--g", "-e"];
        List<byte[]> files = [.. RequirementsCases.Table.Concat(RequirementsCases.Random(20240602, 600))
            .Where(text => !varying.Any(text.Contains)).Select(Encoding.UTF8.GetBytes)];
        Parallel.ForEach(Pythons.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, python => Compare(python, files));
        Assert.True(files.Count >= 300, $"{files.Count} files");
    }

    private int Compare(Python python, List<byte[]> files)
    {
        List<JsonNode> pip = PipLines.AskPip(python, files, RequirementsCases.Environment);
        Assert.Equal(files.Count, pip.Count);
        var differences = new List<string>();
        int lines = 0;
        for (int i = 0; i < files.Count; i++)
        {
            JsonNode ours = PipLines.Read(Parse(files[i]));
            lines += ours["lines"]?.AsArray().Count ?? 0;
            if (!PipLines.Same(pip[i], ours))
                differences.Add($"{Encoding.UTF8.GetString(files[i]).ReplaceLineEndings("\\n")}\n  pip  {pip[i].ToJsonString()}\n  ours {ours.ToJsonString()}");
        }

        lock (output)
            output.WriteLine($"Python {python.FullVersion}: {files.Count} files, {lines} lines, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(12)));
        return lines;
    }

    [Fact]
    public void Where_pip_mistakes_UTF_32_for_UTF_16_the_byte_order_mark_is_read_right()
    {
        // Versions before 25 look for the UTF-16 mark first, with which the little-endian UTF-32 mark begins.
        byte[] bytes = [0xFF, 0xFE, 0, 0, .. new UTF32Encoding(false, false).GetBytes("foo==1.0\n")];
        Assert.Equal("foo==1.0", Assert.Single(Parse(bytes).Requirements).Text);
    }

    [Theory]
    [InlineData("foo --install-option=--x")]
    [InlineData("--all-releases :all:")]
    [InlineData("--only-final foo")]
    [InlineData("--use-feature a-feature-of-tomorrow")]
    public void Options_of_other_versions_of_pip_are_no_mistakes(string line) =>
        Assert.NotEqual(RequirementsLineKind.Invalid, Assert.Single(Parse(line).Requirements).Kind);

    [Fact]
    public void Gives_back_every_file_byte_for_byte_and_its_lines_cover_it()
    {
        List<byte[]> files = AllFiles();
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            files.Add(noise);
        }

        int decoded = 0;
        foreach (byte[] file in files)
        {
            RequirementsDocument document = Parse(file);
            Assert.Equal(file, document.ToBytes());
            if (document.DecodingError is not null)
                continue;
            decoded++;
            Assert.Equal(document.Text, string.Concat(document.Lines.Select(line => document.Text.Substring(line.Start, line.Length + line.EndingLength))));
        }

        output.WriteLine($"{files.Count} files, of which {decoded} are text");
        Assert.True(decoded >= 6000);
    }

    [Fact]
    public void The_text_of_a_line_stands_where_its_span_says()
    {
        int checkedLines = 0;
        foreach (string text in RequirementsCases.Table.Concat(RequirementsCases.Random(3, 2000)))
        {
            RequirementsDocument document = Parse(text);
            foreach (RequirementsLine line in document.Requirements.Where(line => line.Text.Length > 0 && line.Span.Line == line.Span.EndLine))
            {
                string source = Slice(document.Text, line.Span);
                if (line.Kind is RequirementsLineKind.Requirement && !source.Contains('\\'))
                {
                    Assert.Equal(line.Text, source);
                    checkedLines++;
                }
            }
        }

        Assert.True(checkedLines > 1000, $"{checkedLines}");
    }

    /// <summary>The text of a span on one line, found by counting as an editor does.</summary>
    private static string Slice(string text, SourceSpan span)
    {
        string line = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n')[span.Line - 1];
        return string.Concat(line.EnumerateRunes().Skip(span.Column - 1).Take(span.EndColumn - span.Column).Select(rune => rune.ToString()));
    }

    [Theory]
    [InlineData("\U0001F600 # x\n  foo==1.0  # why\n", 1, 2, 3, 2, 11)]
    [InlineData("foo \\\r\n  ==1.0 \\\r\n  --hash=sha256:a\r\n", 0, 1, 1, 2, 8)]
    [InlineData("a\fb==1", 1, 1, 3, 1, 7)]
    [InlineData("-e './a b'", 0, 1, 4, 1, 11)]
    [InlineData("--requirement=x.txt", 0, 1, 15, 1, 20)]
    public void Spans_point_at_the_requirement(string text, int index, int line, int column, int endLine, int endColumn) =>
        Assert.Equal(new SourceSpan(line, column, endLine, endColumn), Parse(text).Requirements[index].Span);

    [Theory]
    [InlineData("foo --bad", 5, "'--bad' is not an option of requirements files")]
    [InlineData("foo \\\n   --hash=md5:1", 4, "the algorithm of --hash must be sha256, sha384 or sha512")]
    [InlineData("-r 'x", 4, "this quotation is not closed")]
    [InlineData("--pre --no-index=1", 7, "the option --no-index takes no value")]
    [InlineData("--no", 1, "'--no' could stand for more than one option")]
    [InlineData("-c", 1, "a value is expected after --constraint")]
    public void Says_where_and_why_pip_refuses_a_line(string text, int column, string message)
    {
        RequirementsLine line = Assert.Single(Parse(text).Requirements);
        Assert.Equal((RequirementsLineKind.Invalid, message, column), (line.Kind, line.Error, line.ErrorSpan.Column));
    }

    [Fact]
    public void What_an_environment_variable_stands_for_is_in_no_message()
    {
        RequirementsDocument document = RequirementsDocument.Parse(Encoding.UTF8.GetBytes("foo --${DST_TOKEN}\n-i https://u:${DST_TOKEN}@h --bad\nbar @ https://${DST_TOKEN}@h/x.zip\n"),
            name => name == "DST_TOKEN" ? "s3cr3t" : null);
        Assert.Equal(2, document.Requirements.Count(line => line.Kind == RequirementsLineKind.Invalid));
        Assert.All(document.Requirements, line => Assert.DoesNotContain("s3cr3t", line.Text + line.Error + line.Comment));
    }
}
