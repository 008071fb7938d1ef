using System.Text.Json;
using DocuSense.Maintenance.Standards;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class MarkerDifferentialTests(ITestOutputHelper output)
{
    private static readonly (MarkerEnvironment Environment, string Extra)[] _environments =
    [
        (MarkerEnvironment.ForPlatform("3.8.18", "linux", "x86_64", "5.15.0-generic", "#1 SMP"), ""),
        (MarkerEnvironment.ForPlatform("3.9.0", "darwin", "arm64", "20.6.0", "Darwin Kernel Version 20.6.0"), "Foo.Bar"),
        (MarkerEnvironment.ForPlatform("3.11.7", "win32", "AMD64", "10", "10.0.19045"), "test"),
        (MarkerEnvironment.ForPlatform("3.12.1", "linux", "aarch64", "6.1", "5.15"), "2"),
        (MarkerEnvironment.ForPlatform("3.13.0rc1", "linux", "x86_64", "5.15.0", "", "pypy"), "a,b"),
        (MarkerEnvironment.ForPlatform("3.14.0", "win32", "ARM64", "11", "10.0.22631"), "foo_bar"),
        (MarkerEnvironment.ForPlatform("3.10.13", "sunos5", "", "", ""), "v1.0"),
    ];

    [JudgeFact]
    public void Markers_parse_print_and_evaluate_as_packaging_does()
    {
        var nasty = new NastyText(31);
        List<string> texts = [.. EdgeCases.Markers, .. Enumerable.Range(0, 6000).Select(_ => nasty.PerhapsMarker())];
        object[] environments = [.. _environments.Select(Values)];
        IReadOnlyList<JsonElement> answers = Judge.Current!.Ask(texts.Select(text => new object?[] { "marker", text }.Concat(environments).ToArray()));
        var differences = new Differences(output);
        int valid = 0;
        int held = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            bool parsed = Marker.TryParse(text, out Marker? marker, out ParseError? error);
            bool accepted = Judge.ErrorOf(answers[i]) is null;
            differences.Same("validity", text, accepted, parsed);
            if (!parsed)
            {
                Assert.InRange(error!.Position, 0, text.Length);
                Assert.StartsWith("expected ", error.Message, StringComparison.Ordinal);
            }

            if (!accepted || !parsed)
                continue;
            valid++;
            differences.Same("normal form", text, answers[i].GetProperty("str").GetString(), marker!.ToString());
            for (int e = 0; e < _environments.Length; e++)
                held += CompareEvaluation(differences, text, marker, e, answers[i].GetProperty("evaluate")[e].GetString()!) ? 1 : 0;
        }

        output.WriteLine($"{valid} of {texts.Count} texts are markers; {held} evaluations held");
        differences.AssertNone(atLeast: 20_000);
        Assert.InRange(valid, texts.Count / 2, texts.Count * 19 / 20);
        Assert.True(held > 3000);
    }

    [Fact]
    public void A_comparison_that_is_not_defined_is_told_and_does_not_hold()
    {
        Assert.True(Marker.TryParse("python_version ~= 'x' or os_name == 'posix'", out Marker? marker, out _));
        Assert.False(marker.TryEvaluate(_environments[0].Environment, "", out bool holds, out string? problem));
        Assert.False(holds);
        Assert.Equal("'~=' compares versions only, and '3.8' and 'x' are not both versions.", problem);
        Assert.False(marker.Evaluate(_environments[0].Environment));
    }

    [Theory]
    [InlineData("extra == '2'", "2", true)]
    [InlineData("extra == '2'", "", false)]
    [InlineData("platform_release >= '20.0'", "", true)]
    [InlineData("platform_release === '5.15.0-GENERIC'", "", true)]
    public void A_value_that_is_no_version_is_compared_as_text(string text, string extra, bool expected)
    {
        Assert.True(Marker.TryParse(text, out Marker? marker, out _));
        Assert.True(marker.TryEvaluate(_environments[0].Environment, extra, out bool holds, out _));
        Assert.Equal(expected, holds);
    }

    [Fact]
    public void A_thousand_nested_parentheses_are_an_error_and_no_crash()
    {
        string text = new string('(', 1000) + "os_name == 'nt'" + new string(')', 1000);
        Assert.False(Marker.TryParse(text, out _, out ParseError? error));
        Assert.Equal(new ParseError(200, "expected at most 200 parentheses inside each other"), error);
        Assert.True(Marker.TryParse(text[800..^800], out Marker? marker, out _));
        Assert.Equal("os_name == \"nt\"", marker.ToString());
    }

    [Fact]
    public void A_character_by_name_is_refused()
    {
        Assert.False(Marker.TryParse("os_name == '\\N{DASH}'", out _, out ParseError? error));
        Assert.Equal(new ParseError(12, "expected the characters of a Python string"), error);
    }

    [JudgeFact]
    public void This_machine_has_the_environment_that_its_Python_tells()
    {
        JsonElement expected = Judge.Current!.Ask([["environment"]])[0];
        var environment = MarkerEnvironment.ForThisMachine(Judge.Current.Python.FullVersion);
        var actual = (Dictionary<string, string>)Values((environment, ""));
        foreach (JsonProperty variable in expected.EnumerateObject())
        {
            // The edition of Windows is the one fact that no file tells.
            if (variable.Name != "platform_release" || !OperatingSystem.IsWindows())
                Assert.Equal((variable.Name, variable.Value.GetString()), (variable.Name, actual[variable.Name]));
        }
    }

    [Theory]
    [InlineData("Microsoft Windows 10.0.22631", "11", "10.0.22631")]
    [InlineData("Microsoft Windows 10.0.19045 ", "10", "10.0.19045")]
    [InlineData("Microsoft Windows 6.1.7601 S", "", "")]
    [InlineData("Microsoft Windows 6.1.7601", "7", "6.1.7601")]
    public void Windows_is_named_as_Python_names_it(string description, string release, string version) =>
        Assert.Equal((release, version), MarkerEnvironment.WindowsRelease(description));

    [Fact]
    public void Darwin_is_named_as_Python_names_it() => Assert.Equal(
        ("23.2.0", "Darwin Kernel Version 23.2.0: Wed Nov 15; root:xnu-10002/RELEASE_ARM64"),
        MarkerEnvironment.DarwinRelease("Darwin 23.2.0 Darwin Kernel Version 23.2.0: Wed Nov 15; root:xnu-10002/RELEASE_ARM64"));

    [Theory]
    [InlineData("3.14.0rc1", "3.14", "3.14.0rc1", "3.14.0c1")]
    [InlineData("3.13.0+", "3.13", "3.13.0+local", "3.13.0+local")]
    [InlineData("3.8.18", "3.8", "3.8.18", "3.8.18")]
    public void Versions_of_Python_are_written_as_Python_writes_them(string full, string version, string fullVersion, string implementation)
    {
        var environment = MarkerEnvironment.ForPlatform(full, "linux", "x86_64");
        Assert.Equal((version, fullVersion, implementation), (environment.PythonVersion, environment.PythonFullVersion, environment.ImplementationVersion));
    }

    private static bool CompareEvaluation(Differences differences, string text, Marker marker, int index, string expected)
    {
        (MarkerEnvironment environment, string extra) = _environments[index];
        bool defined = marker.TryEvaluate(environment, extra, out bool holds, out string? problem);
        Assert.Equal(defined, problem is null);
        Assert.Equal(holds, marker.Evaluate(environment, extra));
        if (expected == "InvalidVersion")
            differences.Intended("a value that is no version is compared as text (PEP 508), where packaging 24 raises InvalidVersion");
        else if (expected is "UndefinedComparison" or "KeyError")
            differences.Same($"evaluation {index}", text, false, defined);
        else
            differences.Same($"evaluation {index}", text, expected, defined ? (holds ? "T" : "F") : "undefined: " + problem);
        return holds;
    }

    private static object Values((MarkerEnvironment Environment, string Extra) target) => new Dictionary<string, string>
    {
        ["implementation_name"] = target.Environment.ImplementationName,
        ["implementation_version"] = target.Environment.ImplementationVersion,
        ["os_name"] = target.Environment.OsName,
        ["platform_machine"] = target.Environment.PlatformMachine,
        ["platform_python_implementation"] = target.Environment.PlatformPythonImplementation,
        ["platform_release"] = target.Environment.PlatformRelease,
        ["platform_system"] = target.Environment.PlatformSystem,
        ["platform_version"] = target.Environment.PlatformVersion,
        ["python_full_version"] = target.Environment.PythonFullVersion,
        ["python_version"] = target.Environment.PythonVersion,
        ["sys_platform"] = target.Environment.SysPlatform,
        ["extra"] = target.Extra,
    };
}
