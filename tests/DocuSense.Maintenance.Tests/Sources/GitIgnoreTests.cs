using System.Diagnostics;
using System.Text;
using DocuSense.Maintenance.Sources;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>The ignore rules against git itself.</summary>
public sealed class GitIgnoreTests(ITestOutputHelper output)
{
    private static readonly string[] s_folders = ["", "a/", "a/b/", "build/", "src/", "src/build/", "src/a/", "a b/", "a/b/c/", "x.y/", "\u00E9/"];
    private static readonly string[] s_names = ["a.py", "b.py", "build.py", "test_a.py", "a b.py", "!x.py", "#y.py", "[z].py", "ab.py", "abc.py", "_.py", "1.py", "A.py", "\u00E9.py"];

    // Each with the file it stands in: "folder: pattern; pattern".
    public static TheoryData<string> Handwritten =>
    [
        ": build/", ": /build", ": build", ": *.py", ": *.py\n!a.py", ": a/**", ": a/**/a.py", ": **/b/a.py", ": **/a.py\n!/a.py", ": /*\n!/src/", ": /*\n!/src",
        ": a/*\n!a/b/", ": src/build/\n!src/build/a.py", ": \\!x.py", ": \\#y.py", ": !x.py", ": #y.py", ": [ab].py", ": [!ab].py", ": [^a]*.py", ": [a-b]?.py",
        ": [[:digit:]].py", ": [[:alpha:]_].py", ": \\[z].py", ": [[]z].py", ": [z", ": a\\ b.py", ": a b.py  ", ": a b/", ": a?b.py", ": **", ": *", ": **/", ": a/**/", ": /**/a.py",
        ": a**b.py", ": ***/a.py", ": a/***", "a: *.py", "a: /a.py", "a: b/\n!b/", ": b/\na: !b/", "a: !a.py", ": *.py\na: !*.py", "a/b: *\n!.gitignore\n!a.py", ": x.y", ": \u00E9", ": \u00E9/a.py",
        ": src/**/a.py", ": src/**\n!src/a/\n!src/a/**", ": **/build/**", ": /", ": //", ": a//b", ": ./a.py", ": ../a.py", ": a/./b", ": a.py/", ": \t", ": a.py\t", ": a.py\r", "\uFEFF: a.py",
        ": [a-]b.py", ": []-]*.py", ": [!]a]b.py", ": [b-a].py", ": ab\\c.py", ": a\\", ": *a*b*.py", ": ?.py", ": ??.py", ": t*_*", ": */a.py", ": */*/a.py", ": a/*/c",
        ": !*.py\n*.py", ": *.py\n!*.py\n*.py", ": [a-c]*\n!a*", ": /src/*\n!/src/a", ": build\n!build/a.py",
    ];

    [Theory]
    [MemberData(nameof(Handwritten))]
    public void A_rule_is_read_as_git_reads_it(string rules) => Compare(rules);

    [Fact]
    public void Rules_at_random_are_read_as_git_reads_them()
    {
        string[] pieces = ["a", "b", "c", "*", "**", "/", "?", ".py", "build", "src", "[ab]", "[!a]", "\\", " ", "!", "#", "_", "1", "/**", "**/", "*.py", "!*.py", "\n", "\n!", "[a-c]", "x.y", "test_"];
        var random = new Random(11);
        int compared = 0;
        for (int round = 0; round < 60; round++)
        {
            var rules = new StringBuilder(round % 3 == 0 ? "a: " : round % 3 == 1 ? ": " : "src: ");
            for (int i = random.Next(1, 14); i > 0; i--)
                rules.Append(pieces[random.Next(pieces.Length)]);
            compared += Compare(rules.ToString());
        }
        output.WriteLine($"{compared} paths compared with git check-ignore");
    }

    /// <summary>Gives the number of paths compared; 0 where there is no git.</summary>
    private static int Compare(string rules)
    {
        string root = Directory.CreateTempSubdirectory("ignore").FullName;
        try
        {
            if (Git(root, null, "init", "-q") is null)
                return 0;
            var files = new List<string>();
            foreach (string folder in s_folders)
            {
                Directory.CreateDirectory(Path.Combine(root, folder));
                foreach (string name in s_names)
                {
                    File.WriteAllText(Path.Combine(root, folder, name), "");
                    files.Add(folder + name);
                }
            }
            bool mark = rules[0] == '\uFEFF';
            string[] parts = rules.TrimStart('\uFEFF').Split(": ", 2);
            // Lines of the form "folder: pattern" after the first belong to another file.
            var contents = new Dictionary<string, StringBuilder>();
            string current = parts[0];
            foreach (string line in parts[1].Split('\n'))
            {
                string pattern = line;
                if (line.StartsWith("a: ", StringComparison.Ordinal))
                    (current, pattern) = ("a", line[3..]);
                if (!contents.TryGetValue(current, out StringBuilder? content))
                    contents[current] = content = new StringBuilder();
                content.Append(pattern).Append('\n');
            }
            foreach ((string folder, StringBuilder content) in contents)
                File.WriteAllText(Path.Combine(root, folder, ".gitignore"), content.ToString(), new UTF8Encoding(mark));
            File.WriteAllText(Path.Combine(root, ".git", "info", "exclude"), "excluded_*.py\n!a.py\n");
            foreach (string name in new[] { "excluded_1.py", "a/excluded_2.py" })
            {
                File.WriteAllText(Path.Combine(root, name), "");
                files.Add(name);
            }

            string ignored = Git(root, string.Join('\0', files) + "\0", "-c", "core.excludesFile=", "check-ignore", "-z", "--stdin", "--no-index") ?? "";
            HashSet<string> byGit = [.. ignored.Split('\0', StringSplitOptions.RemoveEmptyEntries)];
            List<string> expected = [.. files.Where(file => !byGit.Contains(file)).Order(StringComparer.Ordinal)];
            Assert.Equal(expected, SourceTree.List(root, []).Files.Select(file => file.RelativePath));
            // The same for a backend below the root, unless git ignores it as a whole.
            string[] below = [.. expected.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(file => file[4..])];
            if (below.Length > 0)
                Assert.Equal(below, SourceTree.List(Path.Combine(root, "src"), []).Files.Select(file => file.RelativePath));
            return files.Count;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string? Git(string folder, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            error.Wait();
            return output.Result;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
