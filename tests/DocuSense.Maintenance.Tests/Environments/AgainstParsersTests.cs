using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Environments;

/// <summary>The metadata parsers against Python's <c>email</c>, <c>csv</c> and <c>importlib.metadata</c>, on seeded texts.</summary>
public sealed class AgainstParsersTests(ITestOutputHelper output)
{
    private const int Cases = 4000;

    [PythonFact]
    public void Headers_end_fold_and_repeat_as_in_Python()
    {
        string[] pieces =
        [
            "Name: foo", "name:bar", "NAME : no", "Name:", "Version: 1.0", "version:\t2", "Requires-Dist: a", "Requires-Dist: b (>=1)", "requires-dist:c;extra=='x'",
            " folded", "\tfolded too", "   ", "Provides-Extra: x", "Requires-Python: >=3.8", "Summary: é 😀", "From somebody", "From: x", ": empty key", "no header",
            "Ké: not ascii", "Description: a", "        |b", "", "X-Long: " + new string('y', 9000), "Name:\u00a0nbsp", "Home page: x",
        ];
        Compare("headers", () => pieces, ["\n", "\n", "\n", "\r\n"], text =>
        {
            var headers = MetadataHeaders.Of(text);
            return new JsonObject
            {
                ["name"] = headers.Name,
                ["version"] = headers.Version,
                ["requiresPython"] = headers.RequiresPython,
                ["requires"] = new JsonArray([.. headers.RequiresDist.Select(one => JsonValue.Create(one.Text))]),
                ["extras"] = new JsonArray([.. headers.ProvidesExtra.Select(one => JsonValue.Create(one))]),
            };
        });
    }

    [PythonFact]
    public void Record_quotes_commas_and_sizes_as_in_Python()
    {
        string[] pieces =
        [
            "a/b.py,sha256=x,12", "a.py,,", "é/😀.py,sha256=y,0", "\"a,b.py\",sha256=z,3", "\"with \"\"quotes\"\".py\",,", "../../../bin/x,sha256=q,77", "lonely", "two,sha256=1",
            "a b/c d.py,sha256=_-,999999999999", "pkg-1.dist-info/RECORD,,", "", "\"multi\nline.py\",sha256=x,4", "back\\slash.py,sha256=x,5",
        ];
        Compare("record", () => pieces, ["\n"], text =>
        {
            using RecordFile record = RecordOf(text);
            RecordRows rows = record.Rows;
            return new JsonArray([.. Enumerable.Range(0, rows.Count).Select(
                index => new JsonArray(rows.Text(index), rows.Size(index) < 0 ? "" : rows.Size(index).ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        });
    }

    [PythonFact]
    public void Requires_txt_becomes_requirements_with_markers_as_in_Python()
    {
        string[] pieces = ["foo", "bar>=1.0", "baz @ https://example.org/x.zip", "[extra]", "[:python_version < \"3\"]", "[e2:sys_platform == \"win32\"]", "", "  spaced ", "[]", "[:]", "[x-y.z]"];
        Compare("requires", () => pieces, ["\n"], text => new JsonArray([.. RequiresFile.Parse(text, []).Select(one => JsonValue.Create(one.Text))]));
    }

    [PythonFact]
    public void Entry_points_are_split_as_in_Python()
    {
        string[] pieces = ["[console_scripts]", "[gui_scripts]", "[a.b.c]", "x = a.b:c", "y=d", "z = e:f [extra]", "Name.With-Case = m:n", "", "# comment", "  spaced   =   m  ", "a = b = c"];
        Compare("entryPoints", () => ["[first]", .. Seeded(pieces)], ["\n"], text =>
            new JsonArray([.. EntryPointsFile.Parse(text).Select(one => new JsonArray(one.Group, one.Name, one.Value))]), ordered: false);

        static string[] Seeded(string[] pieces) => pieces;
    }

    private static RecordFile RecordOf(string text)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return RecordFile.Read(file)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Compare(string kind, Func<string[]> pieces, string[] newlines, Func<string, JsonNode> ours, bool ordered = true)
    {
        var random = new Random(20240 + kind.Length);
        string[] all = pieces();
        List<string> texts = [.. Enumerable.Range(0, Cases).Select(_ => Text(random, all, newlines, ordered))];
        Python python = Pythons.Newest!;
        string script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Environments", "parse.py");
        (int exit, string answer, string error) = python.Run([script], JsonSerializer.Serialize(texts.Select(text => (string[])[kind, text])));
        Assert.True(exit == 0, error);
        JsonArray expected = JsonNode.Parse(answer)!.AsArray();
        Assert.Equal(Cases, expected.Count);
        var differences = new List<string>();
        for (int index = 0; index < Cases; index++)
        {
            JsonNode actual = ours(texts[index]);
            if (!JsonNode.DeepEquals(expected[index], actual))
                differences.Add($"{JsonSerializer.Serialize(texts[index])}\n  Python: {expected[index]!.ToJsonString()}\n  ours:   {actual.ToJsonString()}");
        }

        output.WriteLine($"{kind}: {Cases} texts against Python {python.FullVersion}, {differences.Count} differences");
        Assert.Empty(differences.Take(5));
    }

    private static string Text(Random random, string[] pieces, string[] newlines, bool startAnywhere)
    {
        var text = new StringBuilder(startAnywhere ? "" : pieces[0] + "\n");
        string newline = newlines[random.Next(newlines.Length)];
        for (int count = random.Next(1, 12); count > 0; count--)
            text.Append(pieces[random.Next(pieces.Length)]).Append(newline);
        return text.ToString();
    }
}
