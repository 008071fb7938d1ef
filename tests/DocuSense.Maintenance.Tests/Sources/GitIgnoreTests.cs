using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Sources.Listing;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>What <c>.gitignore</c> files exclude, as git itself decides.</summary>
public sealed class GitIgnoreTests(ITestOutputHelper output) : TemporaryFolder
{
    private static readonly string[] _files =
    [
        "a.py", "b.py", "foo.py", "Foo.py", "foobar.py", "foo/a.py", "foo/b/a.py", "foo/b/c/a.py", "bar/a.py", "bar/foo/a.py", "bar/foo/b/a.py", "build/a.py", "src/build/a.py",
        "src/a.py", "src/foo.py", "src/x/foo.py", "src/x/y/foo.py", "doc/a b.py", "a b.py", "é.py", "é/ü.py", "日本.py", "#c.py", "!n.py", "[x].py", "a-c.py", "z1.py", "Z2.py",
        "foox/bar/a.py", "foo.d/a.py", "_t/[a]/a.py", "tab\t.py", "a].py", "a^.py", "deep/1/2/3/4/5/a.py",
    ];

    /// <summary>Names that Windows does not allow.</summary>
    private static readonly string[] _unixFiles = ["sp .py ", "end ", "end/ /a.py", "st*r.py", "q?.py", "back\\slash.py", "trail\\"];

    private static readonly string[] _cases =
    [
        "*.py", "a.py", "/a.py", "foo", "foo/", "/foo", "/foo/", "foo/a.py", "/foo/*", "foo/*", "foo/**", "foo/**/a.py", "**/foo", "**/foo/", "**/foo/a.py", "**", "**/", "/**", "/**/", "*", "/*",
        "*/", "/*/", "*/*", "*/*/*", "**/a.py", "**/*.py", "src/**/foo.py", "src/*/foo.py", "src/**", "src/**/", "foo**/bar/a.py", "foo**bar.py", "foo**", "**foo", "fo**o.py", "a**/a.py",
        "***", "foo/***/a.py", "***/foo/a.py", "bar/**/**/a.py", "**/**/a.py", "**/b/**", "foo/b/../a.py", "./a.py", "foo//a.py", "//a.py", "//", "/", "!", "\\", "\\\\", "[", "]", "[]", "[!]", "[^]",
        "[ab].py", "[!ab].py", "[^ab].py", "[a-c].py", "[c-a].py", "[]a].py", "[!]a].py", "a[]].py", "a[^^].py", "a[\\^].py", "[a-", "[a-]", "a[-]c.py", "a[--]c.py", "a[+--]c.py", "[[:alpha:]].py",
        "[[:ALPHA:]].py", "[[:foo:]].py", "[[:digit:]", "[z][[:digit:]].py", "[[:upper:]]*", "[[:lower:]]*", "[[:punct:]]*", "[[:space:]]*", "[[:alnum:]_]*", "[[:xdigit:]].py", "[[:a].py", "[[:].py",
        "[![:alpha:]]*", "[\\a].py", "[\\]a].py", "[a\\-c].py", "\\a.py", "\\#c.py", "#c.py", "\\!n.py", "!n.py", "\\[x\\].py", "[[]x].py", "?.py", "??.py", "???.py", "*?.py", "foo?a.py", "foo[/]a.py",
        "foo[!x]a.py", "a b.py", "a\\ b.py", "a.py ", "a.py\\ ", "a.py  ", "a.py\\  ", "a.py \\ ", "a.py\t", " a.py", "end ", "end\\ ", "sp .py\\ ", "tab\t.py", "é.py", "é", "??/*", "[é].py", "日本.py", "日*",
        "a.py\r", "foo/\r", "\r", "foo\\/a.py", "foo\\/", "\\/foo", "st\\*r.py", "st[*]r.py", "q\\?.py", "back\\\\slash.py", "back\\slash.py", "trail\\\\", "trail\\", "*.py\n!a.py", "*.py\n!/a.py",
        "foo/\n!foo/a.py", "foo/*\n!foo/a.py", "foo/*\n!foo/b/", "/*\n!/foo\n/foo/*\n!/foo/b", "!a.py\na.py", "a.py\n!a.py\na.py", "*\n!*/\n!*.py", "*\n!*/\n!foo.py", "foo\n!foo/", "*/\n!src/", "**/foo/**\n!**/foo/a.py",
        "# comment\na.py", "\n\n a.py\n\na.py\n", "\\a\\.\\p\\y", "foo/b/**/a.py", "deep/**/5", "deep/*/*/3/", "deep/**/4/**/a.py", "deep/1/**/1", "**/1/**/5/**", "f*o", "f*/", "*oo/*/a.py", "*/b/*", "*b*", "**/*b*/**",
        "[a-z]*/[a-z]*/*", "foo*a.py", "foo/b*/c", "f[o][o]/", "doc/a?b.py", "doc/a\\ b.py", "/doc/a b.py ", "!*\n*.py", "a.p[x-z]", "a.p[!x-z]", "[--z].py", "[ -~].py", "[\\\\-a].py", "[a-\\c].py",
    ];

    [GitFact]
    public void Every_decision_over_a_table_of_patterns_is_gits()
    {
        var rules = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (int index = 0; index < _cases.Length; index++)
            rules.Add($"t{index}", Encoding.UTF8.GetBytes(_cases[index]));
        Decide(rules, [.. Enumerable.Range(0, _cases.Length).SelectMany(static index => Files().Select(file => $"t{index}/{file}"))], ignoreCase: false, minimum: 5000);
    }

    [GitFact]
    public void Every_decision_over_random_patterns_is_gits()
    {
        var random = new Random(20240607);
        var rules = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var paths = new List<string>();
        for (int index = 0; index < 350; index++)
        {
            string[] files = [.. RandomTree(random)];
            paths.AddRange(files.Select(file => $"t{index}/{file}"));
            rules.Add($"t{index}", RandomRules(random, files));
            foreach (string folder in files.Where(static file => file.Contains('/')).Select(static file => file[..file.IndexOf('/')]).Distinct().Where(_ => random.Next(3) == 0))
                rules.Add($"t{index}/{folder}", RandomRules(random, files));
        }

        Decide(rules, paths, ignoreCase: false, minimum: 10_000);
    }

    [GitFact]
    public void Every_file_of_random_trees_is_listed_or_ignored_as_git_says()
    {
        var random = new Random(7);
        Git.Initialize(Path);
        var files = new List<string>();
        for (int index = 0; index < 70; index++)
        {
            string[] tree = [.. RandomTree(random)];
            foreach (string file in tree)
            {
                string path = System.IO.Path.Combine(Path, $"t{index}", file);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "#");
            }

            files.AddRange(tree.Where(static file => file.EndsWith(".py", StringComparison.Ordinal)).Select(file => $"t{index}/{file}"));
            File.WriteAllBytes(Absolute($"t{index}/.gitignore"), RandomRules(random, tree));
            foreach (string folder in Directory.GetDirectories(Absolute($"t{index}")).Order(StringComparer.Ordinal).Where(_ => random.Next(3) == 0))
                File.WriteAllBytes(System.IO.Path.Combine(folder, ".gitignore"), RandomRules(random, tree));
        }

        HashSet<string> ignored = Git.Ignored(Path, files, IgnoreScope.IgnoresCase);
        string[] listed = [.. SourceTree.List(Path, []).Files.Select(static file => file.RelativePath)];

        output.WriteLine($"{files.Count} files, {ignored.Count} ignored, {listed.Length} listed");
        Assert.Equal(files.Where(file => !ignored.Contains(file)).Order(StringComparer.Ordinal), listed);
        Assert.True(files.Count >= 2000 && ignored.Count >= 300);
    }

    [GitFact]
    public void Rules_come_from_the_root_the_folders_between_and_the_repositorys_own_exclude_file()
    {
        Git.Initialize(Path);
        Write(".git/info/exclude", "excluded.py\nkept.py\n");
        Write(".gitignore", "*.tmp.py\nback/end/gone/\n/end/\nback/**/deep.py\n!kept.py\n");
        Write("back/.gitignore", "between.py\n!b.tmp.py\n/end/anchored.py\n/anchored.py\n");
        Write("back/end/.gitignore", "own.py\n!between.py\n");
        string[] files =
        [
            "a.py", "excluded.py", "kept.py", "a.tmp.py", "b.tmp.py", "gone/a.py", "end/a.py", "x/deep.py", "deep.py", "between.py", "x/between.py", "anchored.py", "x/anchored.py", "own.py", "x/own.py",
        ];
        foreach (string file in files)
            Create("back/end/" + file);
        HashSet<string> ignored = Git.Ignored(Path, [.. files.Select(static file => "back/end/" + file)], IgnoreScope.IgnoresCase);

        SourceListing listing = SourceTree.List(Absolute("back/end"), []);

        Assert.Equal(files.Where(file => !ignored.Contains("back/end/" + file)).Order(StringComparer.Ordinal), listing.Files.Select(static file => file.RelativePath));
        Assert.InRange(ignored.Count, 5, files.Length - 5);
    }

    [GitFact]
    public void A_repository_within_has_rules_of_its_own()
    {
        Git.Initialize(Path);
        Write(".gitignore", "outer.py\n");
        Git.Initialize(Absolute("sub"));
        Write("sub/.git/info/exclude", "hidden.py\n");
        Write("sub/.gitignore", "/inner.py\n");
        string[] files = ["outer.py", "inner.py", "hidden.py", "x/inner.py", "x/outer.py", "x/hidden.py"];
        foreach (string file in files)
            Create("sub/" + file);
        HashSet<string> ignored = Git.Ignored(Absolute("sub"), files, IgnoreScope.IgnoresCase);

        Assert.Equal(files.Where(file => !ignored.Contains(file)).Select(static file => "sub/" + file).Order(StringComparer.Ordinal),
            SourceTree.List(Path, []).Files.Select(static file => file.RelativePath));
        Assert.Equal(3, ignored.Count);
    }

    [Fact]
    public void A_work_tree_shares_the_exclude_file_of_its_repository()
    {
        Write("main/.git/info/exclude", "secret.py\n");
        Write("main/.git/worktrees/w/commondir", "../..\n");
        Write("tree/.git", "gitdir: ../main/.git/worktrees/w\n");
        Write("module/.git", "gitdir: " + Absolute("modules/m") + "\r\n");
        Write("modules/m/info/exclude", "other.py\n");
        foreach (string file in (string[])["tree/secret.py", "tree/other.py", "module/secret.py", "module/other.py"])
            Create(file);

        Assert.Equal(["other.py"], SourceTree.List(Absolute("tree"), []).Files.Select(static file => file.RelativePath));
        Assert.Equal(["secret.py"], SourceTree.List(Absolute("module"), []).Files.Select(static file => file.RelativePath));
    }

    [Fact]
    public void Rules_hold_without_a_repository_but_not_those_from_above()
    {
        Write(".gitignore", "a.py\n");
        Write("back/.gitignore", "b.py\n");
        Create("back/a.py");
        Create("back/b.py");

        Assert.Equal(["a.py"], SourceTree.List(Absolute("back"), []).Files.Select(static file => file.RelativePath));
    }

    [GitFact]
    public void Letter_case_is_ignored_as_git_ignores_it_where_it_does()
    {
        string[] paths = ["foo.py", "FOO.py", "Foo/a.py", "foo/A.PY", "x/FOO/b.py", "é.py", "É.py", "a.py", "Z.py", "m/n/o.py", "M/N/O.py"];
        string[] patterns = [.. _cases.Concat(["FOO", "FOO/", "/FOO/A*", "*.PY", "[A-F]*", "[F]oo.py", "\\F\\o\\o.py", "[[:upper:]]*", "[[:lower:]].py", "x/**/B.py", "M/n/*", "É.py", "?.PY", "m/**"])];
        var rules = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (int index = 0; index < patterns.Length; index++)
            rules.Add($"t{index}", Encoding.UTF8.GetBytes(patterns[index]));
        Decide(rules, [.. Enumerable.Range(0, patterns.Length).SelectMany(index => paths.Select(path => $"t{index}/{path}"))], ignoreCase: true, minimum: 2000);
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/b")]
    [InlineData("*a**a*/**/*a*a*/**/**a*a*b")]
    public void A_pattern_of_many_stars_ends_soon(string pattern)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aaaaaaaaaaaaaaa/a/", 200)));
        Assert.False(Wildmatch.IsMatch(Encoding.UTF8.GetBytes(pattern), text, isPath: true, ignoreCase: false));
        Assert.False(Wildmatch.IsMatch(Encoding.UTF8.GetBytes(new string('*', 100_000) + "b"), text, isPath: true, ignoreCase: false));
    }

    /// <summary>Decides over paths by the rules given, and lets git decide over the same.</summary>
    /// <param name="rules">The content of the <c>.gitignore</c> file of each folder that has one.</param>
    /// <param name="paths">Files, which need not be there.</param>
    /// <param name="ignoreCase">As <c>core.ignoreCase</c>.</param>
    /// <param name="minimum">So many decisions there must be, a twentieth of them to ignore.</param>
    private void Decide(Dictionary<string, byte[]> rules, List<string> paths, bool ignoreCase, int minimum)
    {
        Git.Initialize(Path);
        foreach ((string folder, byte[] content) in rules)
        {
            Directory.CreateDirectory(Absolute(folder));
            File.WriteAllBytes(Absolute(folder + "/.gitignore"), content);
        }

        HashSet<string> ignored = Git.Ignored(Path, paths, ignoreCase);
        string[] differences = [.. paths.Where(path => IsIgnored(rules, path, ignoreCase) != ignored.Contains(path)).Select(path => Explain(rules, path))];

        output.WriteLine($"{paths.Count} decisions, {ignored.Count} ignored, {differences.Length} differences");
        Assert.Empty(differences);
        Assert.True(paths.Count >= minimum && ignored.Count >= minimum / 20, $"{paths.Count} decisions, {ignored.Count} ignored");
    }

    private static bool IsIgnored(Dictionary<string, byte[]> rules, string path, bool ignoreCase)
    {
        IgnoreScope? scope = null;
        for (int end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (Ignores(scope, path[..end], isFolder: true))
                return true;
            if (rules.TryGetValue(path[..end], out byte[]? content))
                scope = IgnoreScope.Add(scope, content, Encoding.UTF8.GetByteCount(path[..end]) + 1, ignoreCase);
        }

        return Ignores(scope, path, isFolder: false);
    }

    private static bool Ignores(IgnoreScope? scope, string path, bool isFolder)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        return scope is not null && scope.Ignores(bytes, Array.LastIndexOf(bytes, (byte)'/') + 1, isFolder);
    }

    private static string Explain(Dictionary<string, byte[]> rules, string path)
    {
        var text = new StringBuilder(path);
        for (int end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (rules.TryGetValue(path[..end], out byte[]? content))
                text.Append(" | ").Append(path[..end]).Append(": ").Append(Encoding.UTF8.GetString(content).Replace("\r", "\\r").Replace("\n", "\\n"));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Files() => OperatingSystem.IsWindows() ? _files.Where(static file => !file.Contains('\t')) : _files.Concat(_unixFiles);

    private void Create(string file)
    {
        string path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (!Directory.Exists(path))
            File.WriteAllText(path, "#");
    }

    /// <summary>Files, no two of which differ in letter case only, and none of which is another's folder.</summary>
    private static IEnumerable<string> RandomTree(Random random)
    {
        string[] fixedFiles = [.. Files().Where(_ => random.Next(2) == 0)];
        return fixedFiles.Concat(Enumerable.Range(0, 12).Select(_ => RandomPath(random))).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static byte[] RandomRules(Random random, string[] files)
    {
        string end = random.Next(4) == 0 ? "\r\n" : "\n";
        return Encoding.UTF8.GetBytes((random.Next(8) == 0 ? "\uFEFF" : "") + string.Join(end, RandomPatterns(random, files)) + (random.Next(2) == 0 ? end : ""));
    }

    private static string RandomPath(Random random)
    {
        string[] parts = ["a", "b", "foo", "x", "ab", "é"];
        string path = "";
        for (int depth = random.Next(4); depth >= 0; depth--)
            path += parts[random.Next(parts.Length)] + "_/";
        return path + parts[random.Next(parts.Length)] + ".py";
    }

    private static IEnumerable<string> RandomPatterns(Random random, string[] files)
    {
        string[] tokens =
        [
            "a", "b", "c", "foo", "x", "é", ".py", "*", "*", "*", "**", "/**/", "**/", "/**", "?", "/", "/", "[ab]", "[!a]", "[^a-f]", "[a-z]", "[[:alpha:]]", "[[:lower:]_]", "\\", "\\ ", " ", "[", "]", "-", "_", "!", "#", "***",
        ];
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            var pattern = new StringBuilder(random.Next(4) == 0 ? "!" : "");
            if (random.Next(3) == 0)
            {
                for (int part = random.Next(1, 7); part > 0; part--)
                    pattern.Append(tokens[random.Next(tokens.Length)]);
            }
            else
            {
                // A real path, or its beginning, with some of it made general.
                string file = files[random.Next(files.Length)];
                int end = random.Next(2) == 0 ? file.Length : file.IndexOf('/', random.Next(file.Length));
                if (random.Next(3) == 0)
                    pattern.Append('/');
                foreach (char character in end < 0 ? file : file[..end])
                    pattern.Append(random.Next(9) == 0 ? tokens[random.Next(tokens.Length)] : character.ToString());
                if (random.Next(4) == 0)
                    pattern.Append(random.Next(2) == 0 ? "/" : "/**");
            }

            yield return pattern.ToString();
        }
    }
}
