using DocuSense.Maintenance.Usage;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Usage.Evidence;

/// <summary>Whole files of every kind, with the place and kind of each hint.</summary>
public sealed class PlaceTests(ITestOutputHelper output)
{
    [Fact]
    public void Whole_files_give_exactly_the_hints_written_beside_them()
    {
        var expected = Hints.Files("files.expected.txt").ToDictionary(static file => file.Path, static file => file.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        int files = 0;
        int hints = 0;
        foreach ((string path, string text) in Hints.Files("files.txt"))
        {
            string[] found = Hints.Of(path, text).Where(static hint => hint is not { Kind: "configuration", Target: HintTarget.Distribution }).Select(Hints.Placed).ToArray();
            Assert.Equal((path, string.Join("\n", expected[path])), (path, string.Join("\n", found)));
            files++;
            hints += found.Length;
        }

        output.WriteLine($"{files} files, {hints} hints");
        Assert.Equal(expected.Count, files);
        Assert.True(hints > 200);
    }

    [Theory]
    [InlineData("a\nuvicorn x\n", 2, 1)]
    [InlineData("true &&\r\n  uvicorn x\r\n", 2, 3)]
    [InlineData("true\r\ruvicorn", 3, 1)]
    [InlineData("echo 'é😀ü' ; uvicorn", 1, 14)]
    [InlineData("\ttrue; uvicorn", 1, 8)]
    public void Lines_and_columns_count_characters(string script, int line, int column)
    {
        UseHint hint = TextUses.Find("x.sh", script).Single(static hint => hint.Value == "uvicorn");
        Assert.Equal((line, column), (hint.Line, hint.Column));
    }

    [Fact]
    public void Hints_come_in_the_order_of_their_places()
    {
        foreach ((string path, string text) in Hints.Files("files.txt").Where(static file => !file.Path.EndsWith(".py", StringComparison.Ordinal)))
        {
            (int, int)[] places = TextUses.Find(path, text).Select(static hint => (hint.Line, hint.Column)).ToArray();
            Assert.Equal(places.Order(), places);
        }
    }
}
