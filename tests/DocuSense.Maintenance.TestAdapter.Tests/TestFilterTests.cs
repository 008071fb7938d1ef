using Microsoft.VisualStudio.TestPlatform.Common.Filtering;

namespace DocuSense.Maintenance.TestAdapter.Tests;

/// <summary>A filter selects under both runners what VSTest's own reader says, which is the judge here.</summary>
public sealed class TestFilterTests
{
    private static readonly string[] _names = ["FullyQualifiedName", "DisplayName", "Kind", "File"];

    private static readonly Dictionary<string, string>[] _tests =
    [
        new(StringComparer.OrdinalIgnoreCase) { ["FullyQualifiedName"] = "import.app.main", ["DisplayName"] = "import app.main", ["Kind"] = "Import", ["File"] = "app/main.py" },
        new(StringComparer.OrdinalIgnoreCase) { ["FullyQualifiedName"] = "import.app.services.ocr", ["DisplayName"] = "import app.services.ocr", ["Kind"] = "Import", ["File"] = "app/services/ocr.py" },
        new(StringComparer.OrdinalIgnoreCase) { ["FullyQualifiedName"] = "environment.pip", ["DisplayName"] = "environment: pip runs", ["Kind"] = "Environment" },
        new(StringComparer.OrdinalIgnoreCase) { ["FullyQualifiedName"] = "api.GET /items?a=1&b=(2)", ["DisplayName"] = "api GET /items?a=1&b=(2) → 200", ["Kind"] = "Api" },
    ];

    [Theory]
    [InlineData("ocr")]
    [InlineData("APP.MAIN")]
    [InlineData("import.app.main")]
    [InlineData(" FullyQualifiedName = import.app.main ")]
    [InlineData("FullyQualifiedName=app.main")]
    [InlineData("FullyQualifiedName~services")]
    [InlineData("fullyqualifiedname!~services")]
    [InlineData("Kind=Api")]
    [InlineData("Kind!=Api")]
    [InlineData("Kind=import|Kind=api")]
    [InlineData("Kind=Import&FullyQualifiedName~main")]
    [InlineData("Kind=Api|Kind=Import&FullyQualifiedName~main")]
    [InlineData("Kind=Import&FullyQualifiedName~main|Kind=Api")]
    [InlineData("(Kind=Api|Kind=Import)&FullyQualifiedName~main")]
    [InlineData("((Kind=Api))")]
    [InlineData("(Kind=Api)|(Kind=Environment)")]
    [InlineData("Kind!=Api&Kind!=Import")]
    [InlineData("File~services")]
    [InlineData("File!~services")]
    [InlineData("File=app/main.py")]
    [InlineData("File!=app/main.py")]
    [InlineData(@"FullyQualifiedName=api.GET /items?a\=1\&b\=\(2\)")]
    [InlineData(@"FullyQualifiedName~b\=\(2\)")]
    [InlineData(@"\(2\)")]
    [InlineData("DisplayName~pip runs")]
    [InlineData("DisplayName~→")]
    [InlineData("nothing")]
    public void Selects_what_VSTest_selects(string text)
    {
        var judge = new TestCaseFilterExpression(new FilterExpressionWrapper(text));
        Func<Func<string, IReadOnlyList<string>>, bool> decide = TestFilter.Parse(text);

        Assert.Null(judge.ValidForProperties(_names, _ => null));
        Assert.All(_tests, test => Assert.Equal(
            judge.MatchTestCase(new Microsoft.VisualStudio.TestPlatform.ObjectModel.TestCase("x", new Uri("executor://x"), "x.dll"), name => test.GetValueOrDefault(name)),
            decide(name => test.TryGetValue(name, out string? value) ? [value] : [])));
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("Kind=")]
    [InlineData("Kind=Api|")]
    [InlineData("|Kind=Api")]
    [InlineData("Kind=Api&&Kind=Api")]
    [InlineData("()")]
    public void Refuses_what_VSTest_refuses(string text)
    {
        Assert.False(string.IsNullOrEmpty(new FilterExpressionWrapper(text).ParseError));
        Assert.Contains(text, Assert.Throws<FormatException>(() => TestFilter.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_other_frameworks_selects_nothing_and_refuses_nothing()
    {
        Assert.False(TestFilter.Parse("Priority=1")(_ => []));
        Assert.True(TestFilter.Parse("Priority!=1")(_ => []));
    }

    [Fact]
    public void Parentheses_without_end_are_refused_before_the_stack_is_full() =>
        Assert.Throws<FormatException>(() => TestFilter.Parse(new string('(', 1_000_000) + "a"));
}
