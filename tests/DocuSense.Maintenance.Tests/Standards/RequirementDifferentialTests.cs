using System.Text.Json;
using DocuSense.Maintenance.Standards;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class RequirementDifferentialTests(ITestOutputHelper output)
{
    [JudgeFact]
    public void Requirements_parse_and_print_as_packaging_parses_and_prints_them()
    {
        var nasty = new NastyText(21);
        List<string> texts = [.. EdgeCases.Requirements, .. Enumerable.Range(0, 7000).Select(_ => nasty.PerhapsRequirement())];
        Differences differences = Compare(output, texts, out int valid);
        output.WriteLine($"{valid} of {texts.Count} texts are requirements");
        differences.AssertNone(atLeast: 25_000);
        Assert.InRange(valid, texts.Count / 4, texts.Count * 9 / 10);
    }

    [JudgeFact]
    public void Names_are_normalised_and_valid_as_packaging_says()
    {
        var nasty = new NastyText(22);
        List<string> texts = [.. Enumerable.Range(0, 2000).Select(_ => nasty.Chance(0.5) ? nasty.Name() : nasty.Mutate(nasty.Name())), "", "-", "a-", "\u03a3x", "\u00c4", "A__B--C..D"];
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(texts.Select(text => new object?[] { "name", text }));
        var differences = new Differences(output);
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            differences.Same("normal form", text, answers[i].GetProperty("normal").GetString(), PackageName.Normalize(text));
            bool valid = answers[i].GetProperty("valid").GetBoolean();
            if (valid && Differences.HasLetterThatFoldsToAscii(text))
                differences.Intended("a letter outside ASCII that only ignoring case lets through");
            else if (valid && text[^1] == '\n')
                differences.Intended("a line feed at the end of a name, which '$' of a Python pattern overlooks");
            else
                differences.Same("validity", text, valid, PackageName.IsValid(text));
        }

        differences.AssertNone(atLeast: 4000);
    }

    internal static Differences Compare(ITestOutputHelper output, IReadOnlyList<string> texts, out int valid)
    {
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(texts.Select(text => new object?[] { "requirement", text }));
        var differences = new Differences(output);
        valid = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            bool parsed = Requirement.TryParse(text, out Requirement? requirement, out ParseError? error);
            bool accepted = Judge.ErrorOf(answers[i]) is null;
            if (accepted != parsed && Differences.HasLetterThatFoldsToAscii(text))
            {
                differences.Intended("a letter outside ASCII that only ignoring case lets through");
                continue;
            }

            differences.Same("validity", text, accepted, parsed);
            if (!parsed)
            {
                Assert.InRange(error!.Position, 0, text.Length);
                Assert.StartsWith("expected ", error.Message, StringComparison.Ordinal);
            }

            if (!accepted || !parsed)
                continue;
            valid++;
            JsonElement answer = answers[i];
            differences.Same("normal form", text, answer.GetProperty("str").GetString(), requirement!.ToString());
            differences.Same("name", text, answer.GetProperty("name").GetString(), requirement.Name);
            differences.Same("extras", text, string.Join(",", answer.GetProperty("extras").EnumerateArray().Select(extra => extra.GetString())), string.Join(",", requirement.Extras.Order(StringComparer.Ordinal)));
            differences.Same("specifier", text, answer.GetProperty("specifier").GetString(), requirement.Specifier.ToString());
            differences.Same("url", text, answer.GetProperty("url").GetString(), requirement.Url);
            differences.Same("marker", text, answer.GetProperty("marker").GetString(), requirement.Marker?.ToString());
            AssertRangesCoverTheParts(text, requirement);
        }

        return differences;
    }

    /// <summary>Each range, taken out and parsed alone, gives the same part.</summary>
    private static void AssertRangesCoverTheParts(string text, Requirement requirement)
    {
        RequirementRanges ranges = requirement.Ranges;
        Assert.Equal(requirement.Name, ranges.Name.Of(text));
        Assert.Equal(requirement.Url ?? "", ranges.Url.Of(text));
        Assert.Equal(requirement.Extras.Count == 0 && !text.Contains('['), ranges.Extras.IsEmpty && !text.Contains('['));
        if (!ranges.Extras.IsEmpty)
            Assert.Matches(@"^\[[^]]*\]$", ranges.Extras.Of(text));
        Assert.True(SpecifierSet.TryParse(ranges.Specifier.Of(text).Trim('(', ')'), out SpecifierSet? set) && set.Equals(requirement.Specifier), text);
        Assert.Equal(requirement.Marker is null, ranges.Marker.IsEmpty);
        if (requirement.Marker is not null)
            Assert.True(Marker.TryParse(ranges.Marker.Of(text), out Marker? marker, out _) && marker.Equals(requirement.Marker), text);
    }
}
