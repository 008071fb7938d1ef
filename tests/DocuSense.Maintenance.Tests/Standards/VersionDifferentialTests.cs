using System.Text.Json;
using DocuSense.Maintenance.Standards;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class VersionDifferentialTests(ITestOutputHelper output)
{
    [JudgeFact]
    public void Texts_parse_and_print_as_packaging_parses_and_prints_them()
    {
        var nasty = new NastyText(1);
        List<string> texts = [.. EdgeCases.Versions, .. EdgeCases.InvalidVersions, .. Enumerable.Range(0, 9000).Select(_ => nasty.PerhapsVersion())];
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(texts.Select(text => new object?[] { "version", text }));
        var differences = new Differences(output);
        int valid = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            bool parsed = PackageVersion.TryParse(text, out PackageVersion? version);
            bool accepted = Judge.ErrorOf(answers[i]) is null;
            if (accepted && Differences.HasLetterThatFoldsToAscii(text))
            {
                differences.Intended("a letter outside ASCII that only ignoring case lets through");
                Assert.False(parsed);
                continue;
            }

            differences.Same("validity", text, accepted, parsed);
            if (!accepted || !parsed)
                continue;
            valid++;
            differences.Same("description", text, answers[i].GetRawText().Replace("\": ", "\":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal), Describe(version!));
        }

        output.WriteLine($"{valid} of {texts.Count} texts are versions");
        differences.AssertNone(atLeast: 14_000);
        Assert.InRange(valid, texts.Count / 3, texts.Count * 9 / 10);
    }

    [JudgeFact]
    public void A_long_list_sorts_as_packaging_sorts_it()
    {
        List<PackageVersion> versions = Valid(new NastyText(2), 5000);
        string[] texts = [.. versions.Select(version => version.ToString())];
        JsonElement answer = Judge.Current!.Ask([["sort", .. texts]])[0];
        // Both sorts are stable, so that equal versions keep the order of the list.
        int[] order = [.. Enumerable.Range(0, versions.Count).OrderBy(i => versions[i])];
        Assert.Equal(answer.EnumerateArray().Select(index => index.GetInt32()), order);
        output.WriteLine($"{order.Length} versions sorted alike");
        Assert.Equal(5000, order.Length);
    }

    [JudgeFact]
    public void Pairs_compare_as_packaging_compares_them_and_equal_ones_share_a_hash()
    {
        var nasty = new NastyText(3);
        List<PackageVersion> versions = Valid(nasty, 400);
        // Neighbours in the order are where mistakes hide; so are two spellings of one version.
        versions.Sort();
        var pairs = new List<(PackageVersion Left, PackageVersion Right)>();
        for (int i = 0; i < 8000; i++)
        {
            int left = nasty.Next(versions.Count);
            int right = nasty.Chance(0.6) ? Math.Clamp(left + nasty.Next(7) - 3, 0, versions.Count - 1) : nasty.Next(versions.Count);
            PackageVersion other = versions[right];
            if (nasty.Chance(0.2) && PackageVersion.TryParse(versions[left].Base + ".0.0" + versions[left].ToString()[versions[left].Base.Length..], out PackageVersion? padded))
                other = padded;
            pairs.Add((versions[left], other));
        }

        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(pairs.Select(pair => new object?[] { "compare", pair.Left.ToString(), pair.Right.ToString() }));
        var differences = new Differences(output);
        int equal = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            (PackageVersion left, PackageVersion right) = pairs[i];
            int expected = answers[i].GetInt32();
            string text = $"{left} and {right}";
            differences.Same("order", text, expected, Math.Sign(left.CompareTo(right)));
            Assert.Equal(-Math.Sign(left.CompareTo(right)), Math.Sign(right.CompareTo(left)));
            Assert.Equal(expected == 0, left == right);
            if (expected == 0)
            {
                equal++;
                Assert.Equal(left.GetHashCode(), right.GetHashCode());
            }
        }

        output.WriteLine($"{equal} pairs are equal");
        differences.AssertNone(atLeast: 8000);
        Assert.True(equal > 500);
    }

    internal static List<PackageVersion> Valid(NastyText nasty, int count)
    {
        var versions = new List<PackageVersion>(count);
        while (versions.Count < count)
        {
            if (PackageVersion.TryParse(nasty.Version(), out PackageVersion? version))
                versions.Add(version);
        }

        return versions;
    }

    private static string Describe(PackageVersion version) => JsonSerializer.Serialize(new
    {
        str = version.ToString(),
        epoch = version.Epoch.ToString(),
        release = version.Release.Select(number => number.ToString()),
        pre = version.PreKind == PreReleaseKind.None ? null : new[] { VersionFormat.PreLetters(version.PreKind), version.PreNumber.ToString() },
        post = version.Post?.ToString(),
        dev = version.Dev?.ToString(),
        local = version.Local,
        @public = version.Public,
        @base = version.Base,
        flags = new[] { version.IsPrerelease, version.IsPostRelease, version.IsDevRelease },
        @short = new[] { version.Major.ToString(), version.Minor.ToString(), version.Micro.ToString() },
    }, _plain);

    private static readonly JsonSerializerOptions _plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
