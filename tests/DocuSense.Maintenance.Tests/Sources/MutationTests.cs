using System.Text;
using System.Text.RegularExpressions;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Seeded mutations of snippets and real files: where CPython still parses, both see the same; where it does not, nothing may go wrong.</summary>
public sealed partial class MutationTests(ITestOutputHelper output)
{
    private const int Mutants = 6000;

    private static readonly string[] s_pieces =
    [
        "(", ")", "[", "]", "{", "}", ":", ";", ",", "\"", "'", "\"\"\"", "'''", "f\"", "f'", "{x}", "\\\n", "\n", "    ", "\t", "#", "lambda", "lambda: ",
        "import a", "import a\n", "from a import b\n", "if x:", "else:", "try:", "except:", "except ImportError:", "finally:", "class A:", "def f():", "async ",
        "with suppress(ImportError):", "if TYPE_CHECKING:", " as b", ".", "*", "=", ":=", "!", "/", "match x:\n", "case 1:", "type X = 1\n", "print ",
        "__import__(\"a\")", "importlib.import_module(\"x\")", "lambda x: __import__(\"q\")", " for x in y ", "not ", "and ", "or ", "\f", "r\"", "rb'", "t\"",
        " if ", " else ", "...", "->", "@", "\r", "\u00E9", "`", "$", "0x", "1", "_", "yield ", "await ", "return ", " in ", " is ",
    ];

    [PythonFact]
    public void Mutants_are_read_as_the_newest_interpreter_reads_them()
    {
        Python python = Pythons.All[^1];
        List<byte[]> mutants = Make(python, new Random(20240229));
        IReadOnlyList<Judgement> judgements = AstJudge.OfSources(python, mutants);
        int accepted = 0, explained = 0;
        List<string> differences = [];
        for (int i = 0; i < mutants.Count; i++)
        {
            ScanResult result = ImportScanner.Scan(mutants[i]);
            if (!judgements[i].Accepted)
            {
                explained += AstJudge.FalseAlarms(result, python).Count > 0 ? 1 : 0;
                continue;
            }
            accepted++;
            List<string> found = AstJudge.Describe(result, python);
            List<string> alarms = AstJudge.FalseAlarms(result, python);
            if (python.Minor >= 12 ? !found.SequenceEqual(judgements[i].Imports) : found.Count != judgements[i].Imports.Count)
                differences.Add($"{Encoding.UTF8.GetString(mutants[i])}\n  ast:     {string.Join("; ", judgements[i].Imports.Except(found))}\n  scanner: {string.Join("; ", found.Except(judgements[i].Imports))}");
            if (alarms.Count > 0)
                differences.Add($"{Encoding.UTF8.GetString(mutants[i])}\n  false alarm: {alarms[0]}");
        }
        output.WriteLine($"{mutants.Count} mutants: {accepted} accepted by {python.FullVersion} and compared, {differences.Count} differences; {mutants.Count - accepted} rejected, {explained} of them with a problem that says so");
        foreach (string difference in differences.Take(10))
            output.WriteLine(difference);
        Assert.Empty(differences);
        Assert.True(accepted > Mutants / 10, $"Only {accepted} mutants were compared.");
    }

    private static List<byte[]> Make(Python python, Random random)
    {
        string[] snippets = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sources", "snippets.txt")).Split("=====\n");
        string library = Path.Combine(python.Prefix, OperatingSystem.IsWindows() ? "Lib" : $"lib/python3.{python.Minor}");
        string[] files = Directory.Exists(library)
            ? [.. Directory.EnumerateFiles(library, "*.py").Where(file => new FileInfo(file).Length is > 300 and < 4000).Order(StringComparer.Ordinal)]
            : [];
        List<byte[]> mutants = [];
        while (mutants.Count < Mutants)
        {
            string source = random.Next(4) > 0 || files.Length == 0
                ? snippets[random.Next(snippets.Length)] + (random.Next(2) == 0 ? snippets[random.Next(snippets.Length)] : "")
                : File.ReadAllText(files[random.Next(files.Length)]);
            List<string> tokens = [.. Token().Matches(source).Select(match => match.Value)];
            for (int changes = random.Next(6) switch { 4 => 2, 5 => 3, _ => 1 }; changes > 0 && tokens.Count > 0; changes--)
                Mutate(tokens, random);
            mutants.Add(Encoding.UTF8.GetBytes(string.Concat(tokens)));
        }
        return mutants;
    }

    private static void Mutate(List<string> tokens, Random random)
    {
        int at = random.Next(tokens.Count);
        int other = random.Next(tokens.Count);
        string piece = s_pieces[random.Next(s_pieces.Length)];
        switch (random.Next(10))
        {
            case < 3:
                tokens.RemoveAt(at);
                break;
            case < 7:
                tokens.Insert(at, piece);
                break;
            case < 8:
                tokens[at] = piece;
                break;
            case < 9:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            default:
                tokens.Insert(at, tokens[at]);
                break;
        }
    }

    [GeneratedRegex("""\w+|\"{3}|'''|\s+|.""", RegexOptions.Singleline)]
    private static partial Regex Token();
}
