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
        for (int index = 0; index < _cases.Length; index++)
            WriteTree($"t{index}", _cases[index]);
        Compare(minimum: 5000);
    }

    [GitFact]
    public void Every_decision_over_random_patterns_and_trees_is_gits()
    {
        var random = new Random(20240607);
        for (int index = 0; index < 250; index++)
        {
            string root = $"t{index}";
            string[] files = [.. Files().Where(_ => random.Next(3) > 0).Concat(Enumerable.Range(0, 8).Select(_ => RandomPath(random)))];
            foreach (string file in files.Distinct(StringComparer.OrdinalIgnoreCase))
                Create($"{root}/{file}");
            WriteIgnore(root, RandomPatterns(random, files), random);
            foreach (string folder in Directory.GetDirectories(Absolute(root)).Where(_ => random.Next(3) == 0))
                WriteIgnore($"{root}/{System.IO.Path.GetFileName(folder)}", RandomPatterns(random, files), random);
        }

        Compare(minimum: 5000);
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
        Git.Initialize(Path);
        var all = new List<string>();
        for (int index = 0; index < patterns.Length; index++)
        {
            Write($"t{index}/.gitignore", patterns[index]);
            all.AddRange(paths.Select(path => $"t{index}/{path}"));
        }

        HashSet<string> ignored = Git.Ignored(Path, all, ignoreCase: true);
        var differences = new List<string>();
        for (int index = 0; index < patterns.Length; index++)
        {
            IgnoreScope? scope = IgnoreScope.Add(null, Encoding.UTF8.GetBytes(patterns[index]), 0, ignoreCase: true);
            differences.AddRange(paths.Where(path => Decide(scope, path) != ignored.Contains($"t{index}/{path}")).Select(path => $"{patterns[index]} : {path}"));
        }

        output.WriteLine($"{all.Count} decisions, {ignored.Count} ignored");
        Assert.Empty(differences);
        Assert.True(all.Count >= 2000 && ignored.Count >= 200);
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

    private static bool Decide(IgnoreScope? scope, string path)
    {
        if (scope is null)
            return false;
        for (int end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (Ignores(scope, path[..end], isFolder: true))
                return true;
        }

        return Ignores(scope, path, isFolder: false);
    }

    private static bool Ignores(IgnoreScope scope, string path, bool isFolder)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        return scope.Ignores(bytes, Array.LastIndexOf(bytes, (byte)'/') + 1, isFolder);
    }

    /// <summary>Lists all that lies below the folder, and asks git about the same files.</summary>
    private void Compare(int minimum)
    {
        Git.Initialize(Path);
        string[] files = [.. Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))
            .Where(static file => file.EndsWith(".py", StringComparison.OrdinalIgnoreCase) && !file.StartsWith(".git/", StringComparison.Ordinal))];
        HashSet<string> ignored = Git.Ignored(Path, files, IgnoreScope.IgnoresCase);
        HashSet<string> listed = [.. SourceTree.List(Path, []).Files.Select(static file => file.RelativePath)];

        string[] differences = [.. files.Where(file => listed.Contains(file) == ignored.Contains(file)).Select(Explain)];
        output.WriteLine($"{files.Length} decisions, {ignored.Count} ignored, {listed.Count} listed, {differences.Length} differences");
        Assert.Empty(differences);
        Assert.Equal(files.Length, ignored.Count + listed.Count);
        Assert.True(files.Length >= minimum, $"only {files.Length} decisions");
        Assert.True(ignored.Count > minimum / 10 && listed.Count > minimum / 10);
    }

    private string Explain(string file)
    {
        var text = new StringBuilder(file);
        for (int end = file.IndexOf('/'); end >= 0; end = file.IndexOf('/', end + 1))
        {
            string rules = Absolute(file[..end] + "/.gitignore");
            if (File.Exists(rules))
                text.Append(" | ").Append(file[..end]).Append(": ").Append(File.ReadAllText(rules).Replace("\r", "\\r").Replace("\n", "\\n"));
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

    private void WriteTree(string root, string patterns)
    {
        foreach (string file in Files())
            Create($"{root}/{file}");
        Write($"{root}/.gitignore", patterns);
    }

    private void WriteIgnore(string folder, IEnumerable<string> patterns, Random random)
    {
        string end = random.Next(4) == 0 ? "\r\n" : "\n";
        string text = (random.Next(8) == 0 ? "\uFEFF" : "") + string.Join(end, patterns) + (random.Next(2) == 0 ? end : "");
        File.WriteAllBytes(Absolute(folder + "/.gitignore"), Encoding.UTF8.GetBytes(text));
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
                    pattern.Append(random.Next(7) == 0 ? tokens[random.Next(tokens.Length)] : character.ToString());
                if (random.Next(4) == 0)
                    pattern.Append(random.Next(2) == 0 ? "/" : "/**");
            }

            yield return pattern.ToString();
        }
    }
}
