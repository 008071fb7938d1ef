using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Standards;

/// <summary>Collects where the engine and the judge differ, and what of it is intended.</summary>
internal sealed class Differences(ITestOutputHelper output)
{
    private readonly List<string> _found = [];
    private readonly SortedDictionary<string, int> _intended = new(StringComparer.Ordinal);
    private int _cases;

    /// <summary>
    /// PEP 440 and PEP 508 allow ASCII letters only. packaging compiles its patterns to ignore case, and so lets these four
    /// through, whose lower or upper case is an ASCII letter.
    /// </summary>
    public static bool HasLetterThatFoldsToAscii(string text) => text.AsSpan().IndexOfAny("\u0130\u0131\u017f\u212a") >= 0;

    public void Same(string what, string text, object? expected, object? actual)
    {
        _cases++;
        if (!Equals(expected, actual))
            _found.Add($"{what} of {System.Text.Json.JsonSerializer.Serialize(text)}: packaging says {expected ?? "null"}, the engine {actual ?? "null"}");
    }

    public void Intended(string reason)
    {
        _cases++;
        _intended[reason] = _intended.GetValueOrDefault(reason) + 1;
    }

    public int Cases => _cases;

    public void AssertNone(int atLeast)
    {
        output.WriteLine($"{_cases} cases, {_found.Count} differences, judged by packaging {Judge.Current?.PackagingVersion} of Python {Judge.Current?.Python.FullVersion}");
        foreach ((string reason, int count) in _intended)
            output.WriteLine($"intended, {count} times: {reason}");
        Assert.True(_found.Count == 0, $"{_found.Count} differences\n" + string.Join("\n", _found.Take(25)));
        Assert.True(_cases >= atLeast, $"only {_cases} cases");
    }
}
