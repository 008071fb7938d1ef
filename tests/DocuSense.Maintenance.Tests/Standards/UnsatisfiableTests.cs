using System.Text.Json;
using DocuSense.Maintenance.Standards;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class UnsatisfiableTests(ITestOutputHelper output)
{
    /// <summary>Versions around each release, dense where clauses draw their bounds.</summary>
    private static readonly string[] _dense =
    [
        .. from release in new[] { "0", "0.1", "0.9", "1", "1.0", "1.0.0", "1.0.0.1", "1.0.1", "1.1", "1.2", "1.9", "2", "2.0", "2.0.1", "2.1", "2.2", "3", "1!0", "1!1", "1!2" }
           from suffix in new[] { "", ".dev0", ".dev1", ".dev1+l", "a0", "a1.dev1", "a1", "a1+l", "a1.post1", "a1.post1+l", "b2", "rc1", "rc1+l", "rc1.post0.dev1", "+l", "+1.2", ".post0.dev0", ".post0", ".post1.dev1", ".post1", ".post1+l", ".post2" }
           select release + suffix,
    ];

    [Theory]
    [InlineData("")]
    [InlineData(">=1")]
    [InlineData(">=1,<2")]
    [InlineData(">=1,<=1")]
    [InlineData(">1,<1.0.1")]
    [InlineData(">=1,<1.post1")]
    [InlineData(">1.0a1,<1.0b1")]
    [InlineData("==1.*,!=1.0")]
    [InlineData("~=1.1,!=1.1")]
    [InlineData("===1.0")]
    [InlineData("===foo")]
    [InlineData("===foo,===bar")]
    [InlineData("==1.0,==1.0+local")]
    [InlineData("==1.0,!=1.0+local")]
    [InlineData("<1.0.dev1")]
    [InlineData("<0.dev1")]
    [InlineData("<2,>1.99999999999999999999999999999")]
    public void What_some_version_satisfies_is_not_called_unsatisfiable(string text)
    {
        Assert.True(SpecifierSet.TryParse(text, out SpecifierSet? set));
        Assert.False(set.IsUnsatisfiable);
        Assert.Null(set.FindConflict());
    }

    [Theory]
    [InlineData(">=2,<1", ">=2", "<1")]
    [InlineData(">1,<1", ">1", "<1")]
    [InlineData(">=1,<1", ">=1", "<1")]
    [InlineData(">1,<=1", ">1", "<=1")]
    [InlineData(">1.0,==1.0.post1", ">1.0", "==1.0.post1")]
    [InlineData("<1.0,==1.0rc1", "<1.0", "==1.0rc1")]
    [InlineData(">1.0a1,<1.0", ">1.0a1", "<1.0")]
    [InlineData("<0", "<0", "<0")]
    [InlineData("==1,==2", "==1", "==2")]
    [InlineData("==1,!=1.0", "==1", "!=1.0")]
    [InlineData("==1.*,==2.*", "==1.*", "==2.*")]
    [InlineData("==1.1.*,!=1.*", "==1.1.*", "!=1.*")]
    [InlineData("~=1.1,>=2", "~=1.1", ">=2")]
    [InlineData("~=1.1,<1.1", "~=1.1", "<1.1")]
    [InlineData("~=1.1.0,~=1.2.0", "~=1.1.0", "~=1.2.0")]
    [InlineData("<1!0.dev0,>=1!1", "<1!0.dev0", ">=1!1")]
    [InlineData(">=0.9,>=1!1,<2", ">=1!1", "<2")]
    [InlineData("===1.0,>=2", "===1.0", ">=2")]
    [InlineData("==1.0+a,==1.0+b", "==1.0+a", "==1.0+b")]
    [InlineData(">=99999999999999999999999999999,<99999999999999999999999999998", ">=99999999999999999999999999999", "<99999999999999999999999999998")]
    public void Bounds_that_exclude_each_other_are_found_and_named(string text, string first, string second)
    {
        Assert.True(SpecifierSet.TryParse(text, out SpecifierSet? set));
        Assert.True(set.IsUnsatisfiable);
        Assert.Equal((first, second), set.FindConflict() is (Specifier a, Specifier b) ? (a.ToString(), b.ToString()) : default);
    }

    [Fact]
    public void Three_clauses_that_conflict_only_together_are_unsatisfiable_without_a_pair()
    {
        Assert.True(SpecifierSet.TryParse(">=1.0,<=1.0,!=1.0", out SpecifierSet? set));
        Assert.True(set.IsUnsatisfiable);
        Assert.Equal(("<=1.0", "!=1.0"), (set.Specifiers[1].ToString(), set.Specifiers[2].ToString()));
        Assert.Null(set.FindConflict());
    }

    [JudgeFact]
    public void No_set_that_packaging_finds_a_version_for_is_called_unsatisfiable()
    {
        var nasty = new NastyText(41);
        string[] releases = ["0", "0.9", "1", "1.0", "1.0.0", "1.1", "1.2", "2", "2.0", "2.1", "1!0", "1!1"];
        var sets = new List<SpecifierSet>();
        while (sets.Count < 3000)
        {
            string text = string.Join(",", Enumerable.Range(0, 1 + nasty.Next(4)).Select(_ => Clause(nasty, releases)));
            Assert.True(SpecifierSet.TryParse(text, out SpecifierSet? set), text);
            sets.Add(set);
        }

        IReadOnlyList<JsonElement> answers = [
            .. Judge.Current!.Ask([["dense", .. _dense], .. sets.Select(set => new object?[] { "satisfying", set.ToString() })]).Skip(1),
        ];
        int unsatisfiable = 0;
        int empty = 0;
        for (int i = 0; i < sets.Count; i++)
        {
            bool some = answers[i].ValueKind != JsonValueKind.Null;
            empty += some ? 0 : 1;
            if (!sets[i].IsUnsatisfiable)
            {
                Assert.Null(sets[i].FindConflict());
                if (!some)
                    output.WriteLine("not proven: " + sets[i]);
                continue;
            }

            unsatisfiable++;
            Assert.False(some, $"{sets[i]} is called unsatisfiable, but {answers[i]} satisfies it");
            if (sets[i].FindConflict() is (Specifier a, Specifier b))
                Assert.True(SpecifierSet.TryParse(a + "," + b, out SpecifierSet? pair) && pair.IsUnsatisfiable);
        }

        output.WriteLine($"{sets.Count} sets over {_dense.Length} versions: {empty} that none of them satisfies, {unsatisfiable} of these proven unsatisfiable");
        // Nearly all that look empty are; the rest is where the proof would be longer than the use.
        Assert.True(unsatisfiable > 1000 && unsatisfiable >= empty * 99 / 100);
    }

    private static string Clause(NastyText nasty, string[] releases)
    {
        string release = nasty.Pick(releases);
        string version = release + nasty.Pick("", "", "", ".dev1", "a1", "rc1", ".post1", "a1.post1");
        string op = nasty.Pick("==", "!=", ">=", "<=", ">", "<", ">=", "<", "~=", "===", "==*", "!=*");
        return op switch
        {
            "==*" => $"=={release}.*",
            "!=*" => $"!={release}.*",
            "~=" => "~=" + (release.Contains('.', StringComparison.Ordinal) ? version : release + ".0"),
            "==" or "!=" when nasty.Chance(0.15) => op + version + "+l",
            _ => op + version,
        };
    }
}
