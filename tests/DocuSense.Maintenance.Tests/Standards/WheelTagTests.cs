using System.Text.Json;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class WheelTagTests(ITestOutputHelper output)
{
    private static WheelTarget Linux(int minor) => new() { Minor = minor, SysPlatform = "linux", Architecture = "x86_64", LibC = LibC.Glibc };

    [JudgeFact(IntelLinuxOnly = true)]
    public void Every_tag_of_each_interpreter_is_compatible_and_no_other_is()
    {
        int judged = 0;
        foreach (Python python in Pythons.All)
        {
            HashSet<string> expected = [.. Judge.Ask(python, [["sys_tags"]])[0].EnumerateArray().Select(tag => tag.GetString()!)];
            // The judge knows the version of the C library; told the same one, the answers must be the same ones.
            (int, int) glibc = expected.Select(tag => tag.Split('-')[2].Split('_')).Where(parts => parts[0] == "manylinux").Select(parts => (int.Parse(parts[1]), int.Parse(parts[2]))).Max();
            WheelTarget open = Linux(python.Minor);
            WheelTarget known = open with { PlatformVersion = glibc };
            foreach (WheelTag tag in Candidates())
            {
                judged++;
                bool fits = expected.Contains(tag.ToString());
                Assert.True(fits == known.IsCompatible(tag), $"{tag} on Python {python.FullVersion} with glibc {glibc}: expected {fits}");
                Assert.True(!fits || open.IsCompatible(tag), tag.ToString());
            }

            Assert.All(expected, tag => Assert.True(WheelTag.TryParse(tag, out IReadOnlyList<WheelTag>? tags) && known.IsCompatible(tags), tag));
        }

        output.WriteLine($"{judged} tags judged");
        Assert.True(judged > 10_000);
    }

    [JudgeFact]
    public void MacOS_platforms_are_those_of_packaging()
    {
        ((int Major, int Minor) Version, string Architecture)[] systems =
        [
            ((10, 9), "x86_64"), ((10, 15), "x86_64"), ((10, 16), "x86_64"), ((11, 0), "x86_64"), ((12, 3), "x86_64"), ((14, 0), "x86_64"),
            ((11, 0), "arm64"), ((12, 3), "arm64"), ((14, 0), "arm64"), ((15, 1), "arm64"),
        ];
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(systems.Select(system => new object?[] { "mac_tags", system.Version.Major, system.Version.Minor, system.Architecture }));
        int judged = 0;
        for (int i = 0; i < systems.Length; i++)
        {
            ((int, int) version, string architecture) = systems[i];
            HashSet<string> expected = [.. answers[i].EnumerateArray().Select(tag => tag.GetString()!)];
            var target = new WheelTarget { Minor = 12, SysPlatform = "darwin", Architecture = architecture, PlatformVersion = version };
            foreach (string platform in MacPlatforms())
            {
                judged++;
                bool fits = expected.Contains(platform);
                Assert.True(fits == target.IsCompatible(new WheelTag("py3", "none", platform)), $"{platform} on macOS {version} {architecture}: expected {fits}");
                Assert.True(!fits || (target with { PlatformVersion = null }).IsCompatible(new WheelTag("py3", "none", platform)), platform);
            }
        }

        Assert.True(judged >= 1600);
    }

    [Theory]
    [InlineData("win32", "amd64", "win_amd64", true)]
    [InlineData("win32", "amd64", "win32", false)]
    [InlineData("win32", "amd64", "win_arm64", false)]
    [InlineData("win32", "win32", "win32", true)]
    [InlineData("win32", "arm64", "win_arm64", true)]
    [InlineData("linux", "x86_64", "win_amd64", false)]
    [InlineData("linux", "x86_64", "manylinux1_x86_64", true)]
    [InlineData("linux", "x86_64", "manylinux_2_4_x86_64", false)]
    [InlineData("linux", "x86_64", "manylinux_2_99_x86_64", true)]
    [InlineData("linux", "aarch64", "manylinux2010_aarch64", false)]
    [InlineData("linux", "aarch64", "manylinux2014_aarch64", true)]
    [InlineData("linux", "x86_64", "manylinux2014_i686", false)]
    [InlineData("linux", "x86_64", "musllinux_1_1_x86_64", false)]
    [InlineData("linux", "armv8l", "manylinux_2_17_armv7l", true)]
    [InlineData("darwin", "arm64", "macosx_10_9_x86_64", false)]
    [InlineData("darwin", "arm64", "macosx_11_0_arm64", true)]
    [InlineData("darwin", "arm64", "macosx_10_9_universal2", true)]
    [InlineData("darwin", "arm64", "macosx_99_0_arm64", true)]
    [InlineData("darwin", "x86_64", "macosx_10_9_intel", true)]
    [InlineData("darwin", "x86_64", "macosx_", false)]
    public void A_platform_fits_or_not(string system, string architecture, string platform, bool expected) => Assert.Equal(
        expected,
        new WheelTarget { Minor = 11, SysPlatform = system, Architecture = architecture, LibC = LibC.Glibc }.IsCompatible(new WheelTag("cp311", "cp311", platform)));

    [Fact]
    public void Musl_runs_its_own_wheels_only_and_an_unknown_library_both()
    {
        WheelTag musl = new("cp311", "cp311", "musllinux_1_2_x86_64");
        WheelTag glibc = new("cp311", "cp311", "manylinux_2_17_x86_64");
        WheelTarget onMusl = Linux(11) with { LibC = LibC.Musl };
        WheelTarget unknown = Linux(11) with { LibC = LibC.Unknown };
        Assert.Equal((true, false, true, true), (onMusl.IsCompatible(musl), onMusl.IsCompatible(glibc), unknown.IsCompatible(musl), unknown.IsCompatible(glibc)));
        Assert.False((onMusl with { PlatformVersion = (1, 1) }).IsCompatible(musl));
    }

    [Theory]
    [InlineData("cp313-cp313t-linux_x86_64", true, false)]
    [InlineData("cp313-cp313-linux_x86_64", false, true)]
    [InlineData("cp311-abi3-linux_x86_64", false, true)]
    [InlineData("cp31-abi3-linux_x86_64", false, false)]
    [InlineData("cp314-abi3-linux_x86_64", false, false)]
    [InlineData("cp313-none-any", true, true)]
    [InlineData("py3-none-any", true, true)]
    [InlineData("py2-none-any", false, false)]
    [InlineData("py2.py3-none-any", true, true)]
    public void Free_threaded_builds_have_an_ABI_of_their_own(string text, bool freeThreaded, bool usual)
    {
        Assert.True(WheelTag.TryParse(text, out IReadOnlyList<WheelTag>? tags));
        Assert.Equal((freeThreaded, usual), ((Linux(13) with { IsFreeThreaded = true }).IsCompatible(tags), Linux(13).IsCompatible(tags)));
    }

    [Theory]
    [InlineData("pp310-pypy310_pp73-manylinux_2_17_x86_64", true)]
    [InlineData("pp39-pypy39_pp73-manylinux_2_17_x86_64", false)]
    [InlineData("pp310-none-linux_x86_64", true)]
    [InlineData("pp3-none-any", true)]
    [InlineData("cp310-cp310-linux_x86_64", false)]
    [InlineData("py3-none-any", true)]
    public void PyPy_takes_its_own_and_pure_wheels(string text, bool expected)
    {
        Assert.True(WheelTag.TryParse(text, out IReadOnlyList<WheelTag>? tags));
        Assert.Equal(expected, (Linux(10) with { Implementation = "pypy" }).IsCompatible(tags));
    }

    [JudgeFact]
    public void File_names_of_wheels_are_read_as_packaging_reads_them()
    {
        var nasty = new NastyText(51);
        List<string> names =
        [
            "foo-1.0-py3-none-any.whl", "foo_bar-1.0-1-py3-none-any.whl", "Foo.Bar-1!1.0+l-1000a-py2.py3-none-any.whl", "foo-1.0.whl", "foo-1.0-200_py3-none-any.whl", "foo_bar__-1.0-py3-none-any.whl", "foo-_invalid_-py3-none-any.whl",
            "foo-1.0-py3-none-any.wheel", "-1.0-py3-none-any.whl", "foo-1.0-b1-py3-none-any.whl", "foo-1.0-1-2-py3-none-any.whl", "", "foo-1.0-cp39.cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
            "f\u00e9-1.0-py3-none-any.whl",
        ];
        names.AddRange(Enumerable.Range(0, 500).Select(_ => nasty.Mutate($"{nasty.Pick("foo", "a_b", "A.B")}-{nasty.PublicVersion().Replace('-', '_')}-{nasty.Pick("", "1-", "2b-")}py3-none-any.whl")));
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(names.Select(name => new object?[] { "wheel", name }));
        var differences = new Differences(output);
        for (int i = 0; i < names.Count; i++)
        {
            bool read = WheelFilename.TryParse(names[i], out WheelFilename? wheel);
            string? tag = names[i].EndsWith(".whl", StringComparison.Ordinal) && names[i].Split('-').Length >= 3 ? string.Join("-", names[i][..^4].Split('-')[^3..]) : null;
            if (Differences.HasLetterThatFoldsToAscii(names[i]) || names[i].StartsWith('-') || (tag is not null && (tag.Contains("--", StringComparison.Ordinal) || tag.EndsWith('-'))))
            {
                differences.Intended("a part of the file name is empty, which PEP 427 does not allow, or a letter that folds to ASCII");
                continue;
            }

            bool accepted = Judge.ErrorOf(answers[i]) is null;
            differences.Same("validity", names[i], accepted, read);
            if (!accepted || !read)
                continue;
            differences.Same("name", names[i], answers[i].GetProperty("name").GetString(), wheel!.Name);
            differences.Same("version", names[i], answers[i].GetProperty("version").GetString(), wheel.Version.ToString());
            differences.Same("tags", names[i], string.Join(" ", answers[i].GetProperty("tags").EnumerateArray().Select(t => t.GetString())), string.Join(" ", wheel.Tags.Select(t => t.ToString()).Order(StringComparer.Ordinal)));
        }

        differences.AssertNone(atLeast: 800);
    }

    [Fact]
    public void A_tag_that_expands_without_end_is_refused() =>
        Assert.False(WheelTag.TryParse(string.Join(".", Enumerable.Range(0, 300)) + "-none-" + string.Join(".", Enumerable.Range(0, 300)), out _));

    private static IEnumerable<WheelTag> Candidates()
    {
        string[] platforms =
        [
            "any", "linux_x86_64", "linux_i686", "manylinux1_x86_64", "manylinux2010_x86_64", "manylinux2014_x86_64", "manylinux1_i686", "win_amd64", "macosx_11_0_x86_64", "musllinux_1_1_x86_64",
            "manylinux_2_4_x86_64", "manylinux_2_5_x86_64", "manylinux_2_17_x86_64", "manylinux_2_31_x86_64", "manylinux_2_36_x86_64", "manylinux_2_60_x86_64", "manylinux_3_0_x86_64", "manylinux_2_17_aarch64", "manylinux_02_17_x86_64", "manylinux_2_x86_64",
        ];
        string[] interpreters = ["py3", "py2", "py30", "py31", "py38", "py311", "py313", "py314", "py39", "cp3", "cp31", "cp32", "cp36", "cp37", "cp38", "cp39", "cp310", "cp311", "cp312", "cp313", "cp314", "cp27", "pp39", "cp032", "py", "cp"];
        string[] abis = ["none", "abi3", "cp27mu", "cp37m", "cp38", "cp38m", "cp39", "cp310", "cp311", "cp312", "cp313", "cp313t", "cp313d", "any"];
        return from interpreter in interpreters from abi in abis from platform in platforms select new WheelTag(interpreter, abi, platform);
    }

    private static IEnumerable<string> MacPlatforms() =>
        from version in new[] { (10, 0), (10, 3), (10, 4), (10, 6), (10, 9), (10, 15), (10, 16), (10, 17), (11, 0), (11, 1), (12, 0), (12, 3), (14, 0), (15, 0), (16, 0), (9, 0) }
        from format in new[] { "x86_64", "arm64", "intel", "fat64", "fat32", "fat", "universal", "universal2", "i386", "ppc" }
        select $"macosx_{version.Item1}_{version.Item2}_{format}";
}
