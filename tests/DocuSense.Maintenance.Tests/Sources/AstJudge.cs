using System.Globalization;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>What an interpreter's <c>ast</c> says of one source.</summary>
internal sealed record Judgement(bool Accepted, string Error, IReadOnlyList<string> Imports);

/// <summary>Asks real interpreters for the imports of sources, and writes the scanner's answer in the same form.</summary>
internal static class AstJudge
{
    private static string Script => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sources", "judge.py");

    public static IReadOnlyList<Judgement> OfFiles(Python python, IReadOnlyCollection<string> paths) =>
        Ask(python, paths.Select(path => JsonSerializer.Serialize(new Dictionary<string, string> { ["path"] = path })), paths.Count);

    public static IReadOnlyList<Judgement> OfSources(Python python, IReadOnlyCollection<byte[]> sources) =>
        Ask(python, sources.Select(source => JsonSerializer.Serialize(new Dictionary<string, string> { ["base64"] = Convert.ToBase64String(source) })), sources.Count);

    public static Judgement OfSource(Python python, string source) => OfSources(python, [Encoding.UTF8.GetBytes(source)])[0];

    /// <summary>The scanner's imports as the judge writes them. Before Python 3.10 an alias had no place, so that none is compared.</summary>
    public static List<string> Describe(ScanResult result, Python python) => [.. result.Imports.Select(import => Describe(import, python.Minor >= 10))];

    /// <summary>The problems that an interpreter which accepts the source must not be told of.</summary>
    public static List<string> FalseAlarms(ScanResult result, Python python) =>
        [.. result.Problems.Where(problem => problem.MinimumPython is null || problem.MinimumPython > python.Minor).Select(problem => problem.ToString())];

    private static string Describe(Import import, bool aliasPlaces)
    {
        SourceSpan span = import.Span;
        string place = import.Kind == ImportKind.Import && !aliasPlaces ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{span.Line}:{span.Column}-{span.EndLine}:{span.EndColumn}");
        string flags = (import.TypeChecking ? "t" : "") + (import.Optional ? "o" : "") + (import.Deferred ? "d" : "");
        return string.Join('|', import.Kind, Escaped(import.Module), import.Level, string.Join(',', import.Names), place, flags, Escaped(import.Package ?? ""));
    }

    /// <summary>Lone surrogates as Python's <c>backslashreplace</c> writes them.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else if (char.IsSurrogate(text[i]))
                escaped.Append(text[i]).Append(text[++i]);
            else
                escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    private static List<Judgement> Ask(Python python, IEnumerable<string> questions, int count)
    {
        (int exit, string output, string error) = python.Run([Script], string.Join('\n', questions) + "\n");
        Assert.True(exit == 0, error);
        var judgements = new List<Judgement>();
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            judgements.Add(root.GetProperty("ok").GetBoolean()
                ? new Judgement(true, "", [.. root.GetProperty("imports").EnumerateArray().Select(item => item.GetString()!)])
                : new Judgement(false, root.GetProperty("error").GetString()!, []));
        }
        Assert.Equal(count, judgements.Count);
        return judgements;
    }
}
