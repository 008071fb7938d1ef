using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Manifests;

/// <summary>Files that include each other, and what pip makes of each requirement in them.</summary>
public sealed class RequirementsTreeTests(ITestOutputHelper output)
{
    private static readonly string[] _requirements =
    [
        "foo", "Foo_Bar==1.0", "foo >= 1.0 , < 2", "foo[a, B]~=1.4", "foo (>=1)", "foo==1.*", "foo===anything", "foo;", "foo ;", "foo; python_version < '3.9'", "foo;os_name=='nt' and python_version>'3'", "foo ; extra == 'x'", "foo; bad", "foo; python_version", "foo=1.0", "foo==", "foo>1 <2", "foo bar", "foo==1.0 garbage", "foo[", "foo[]", "foo[a", "foo[a,]", "foo@", "-", ".", "..", "foo.", "_foo", "foo!", "==1", "[x]", "1", "a", "A.B-c_d", "foo==1.0+local", "foo==1!2.0", "foo<=2020a1", "foo!=1.*,>1", "caf\u00e9", "foo\u00a0==1",
        "foo @ https://h/x-1.0-py3-none-any.whl", "foo@https://h/x.zip", "foo @ https://h/x;y ; python_version>'3'", "foo @ https://h/x;python_version>'3'", "foo[a] @ git+https://h/x.git@v1", "foo @ ./lib", "foo @ file:///x/y.whl", "foo @", "foo @ ", "foo==1 @ https://x",
        "https://h/foo-1.0-py3-none-any.whl", "https://h/foo_bar-1.0-1-py2.py3-none-any.whl", "https://h/foo-bad-py3-none-any.whl", "https://h/foo.whl", "https://h/a/foo-1.0-py3-none-any.whl?x=1#sha256=00", "https://h/foo%2D1.0-py3-none-any.whl", "https://h/foo.tar.gz", "https://h/foo.tar.gz#egg=foo", "https://h/foo.zip#egg=foo[a]==1.0", "https://h/foo.zip#sha256=0&egg=foo", "https://h/foo.zip#egg=", "https://h/foo.zip#egg=not ok", "https://h/foo.zip#egg=foo; python_version>'3'", "https://h/foo.zip#egg=foo ; python_version>'3'", "https://h/foo.zip#egg=foo ; bad", "https://h/foo.zip ; bad", "git+https://u:p@h/x.git@b#egg=foo&subdirectory=s", "git+ssh://git@h/x#egg=foo", "GIT+HTTPS://h/x#egg=foo", "hg+http://h/x", "svn+svn://h/x", "bzr+lp:x", "git+foo://x", "git://h/x#egg=foo", "ftp://h/x.zip", "sftp://h/x", "file:///x/foo-1.0-py3-none-any.whl", "file:x.zip", "file:./lib", "mailto:x", "c:/x", "http:", "https://", "http://h#egg=foo",
        "./lib", "./lib/", "lib", "lib/", "./lib[dev]", "./lib[dev,test]", "./lib[de v]", "./lib[]", "./lib ; python_version>'3'", "./lib; bad", "./plain", "plain", "plain/", "./missing", "missing/x", "../x", "/nonexistent/x", "./old", "wheels/foo-1.0-py3-none-any.whl", "./wheels/foo-1.0-py3-none-any.whl[x]", "wheels/missing-2.0-py3-none-any.whl", "./wheels/bad.whl", "x.zip", "x.tar.gz", "x.tar.bz2[y]", "x.TAR.GZ", "x.tar", "x.tbz", "x.tlz", "x.7z", "x.whl", "./x.zip ; bad", "a@b.zip", "./a@b.zip", ".zip", ".", "./", "foo/../lib",
        "-e .", "-e ./lib", "-e lib", "-e ./lib[dev]", "-e ./lib[de v]", "-e ./plain", "-e ./missing", "-e git+https://h/x#egg=foo", "-e git+https://h/x#egg=foo[a]", "-e git+https://h/x", "-e git:https://h/x#egg=foo", "-e https://h/x#egg=foo", "-e file:///x#egg=foo", "-e file:///x", "-e file:///x[a]", "-e foo", "-e foo==1.0", "-e 'git+https://h/x#egg=a b'", "-e hg+ssh://h/x#egg=foo&subdirectory=y", "-e ./lib;x", "-e /", "-e ''",
    ];

    private static void WriteProjects(TemporaryFolder folder)
    {
        folder.Write("lib/pyproject.toml", "[project]\nname = \"Lib.Name\"\n");
        folder.Write("old/setup.py", "");
        folder.Write("plain/readme.txt", "");
        folder.Write("wheels/foo-1.0-py3-none-any.whl", "");
        folder.Write("pyproject.toml", "[project]\nname = 'self'\n");
    }

    private static JsonNode[] AskPip(TemporaryFolder folder, IEnumerable<(string Root, string File)> jobs)
    {
        string input = string.Concat(jobs.Select(job => JsonSerializer.Serialize(new { root = job.Root, file = job.File }) + "\n"));
        (int exit, string result, string error) = Pythons.All.MaxBy(python => python.Minor)!.Run([PipLines.Fixture("pip_trees.py")], input, workingDirectory: folder.Path);
        Assert.True(exit == 0, error);
        return [.. result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private static string Key(ManifestRequirement requirement) =>
        $"{requirement.File}:{requirement.Span.Line} {requirement.Kind == RequirementKind.Constraint} {requirement.IsEditable} [{string.Join(" ", requirement.Hashes.Order(StringComparer.Ordinal))}]";

    private static string Key(JsonNode item) =>
        $"{item["file"]}:{item["line"]} {item["constraint"]!.GetValue<bool>()} {item["editable"]!.GetValue<bool>()} [{string.Join(" ", item["hashes"]!.AsArray().Select(hash => hash!.GetValue<string>()))}]";

    private static string Meaning(Requirement requirement) =>
        $"{requirement.NormalizedName}[{string.Join(",", requirement.Extras.Order(StringComparer.Ordinal))}]{requirement.Specifier} ; {requirement.Marker}";

    private static string Meaning(JsonNode item) =>
        $"{PackageName.Normalize(item["name"]!.GetValue<string>())}[{string.Join(",", item["extras"]!.AsArray().Select(extra => extra!.GetValue<string>()))}]{item["specifier"]} ; {item["marker"]}";

    /// <summary>Compares one file's requirements; returns how many.</summary>
    private static int Compare(JsonNode pip, ManifestSet ours, List<string> differences)
    {
        var byKey = ours.Requirements.ToLookup(Key);
        var problems = ours.Problems.Select(problem => $"{problem.File}:{problem.Span.Line}").ToHashSet();
        int expected = 0;
        foreach (JsonNode? item in pip["items"]!.AsArray())
        {
            string key = Key(item!);
            if (item!["error"] is not null)
            {
                if (!problems.Contains($"{item["file"]}:{item["line"]}"))
                    differences.Add($"pip refuses {item.ToJsonString()}");
                continue;
            }

            expected++;
            // Where files include each other pip goes round until Python stops it, this stops at once.
            if (pip["error"]?.GetValue<string>().StartsWith("RecursionError", StringComparison.Ordinal) == true)
                continue;
            ManifestRequirement? found = byKey[key].FirstOrDefault();
            if (found is null)
                differences.Add($"not found: {item.ToJsonString()}\n  {string.Join("\n  ", ours.Problems.Take(9).Select(problem => problem.ToString()))}");
            else if (item["located"]!.GetValue<bool>() != (found.Location is not null || found.Requirement?.Url is not null))
                differences.Add($"location: {item.ToJsonString()} ours {found.Location}");
            else if (item["name"] is not null && (found.Requirement is null || Meaning(found.Requirement) != Meaning(item)))
                differences.Add($"meaning: {item.ToJsonString()} ours {found.Requirement}");
        }

        // pip stops at the first line it cannot read, this goes on.
        if (pip["error"] is null && ours.Requirements.Count != expected)
            differences.Add($"ours more: {string.Join(" | ", ours.Requirements.Select(Key).Except(pip["items"]!.AsArray().Select(item => Key(item!))))}");
        bool isCycle = pip["error"]?.GetValue<string>().StartsWith("RecursionError", StringComparison.Ordinal) == true;
        if (pip["error"] is not null && !ours.Problems.Any(problem => !isCycle || problem.Kind == ManifestProblemKind.Cycle))
            differences.Add($"pip: {pip["error"]}, ours no such problem");
        return expected;
    }

    [PythonFact]
    public void Takes_for_requirement_path_and_URL_what_pip_takes_for_them()
    {
        using var folder = new TemporaryFolder();
        WriteProjects(folder);
        string[] files = [.. _requirements.Select((text, i) => folder.Write($"case{i}.txt", text + "\n"))];
        JsonNode[] answers = AskPip(folder, files.Select(file => (folder.Path, file)));
        var differences = new List<string>();
        int same = 0;
        for (int i = 0; i < files.Length; i++)
            same += Compare(answers[i], ManifestReader.Read(folder.Path, [files[i]]), differences);
        output.WriteLine($"{files.Length} lines, {same} of them requirements to pip, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(files.Length > 140 && same > 60);
    }

    [PythonFact]
    public void Follows_includes_as_pip_does()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20240603);
        var jobs = new List<(string Root, string File)>();
        string[] names = ["main.txt", "a.txt", "sub/b.txt", "sub/deep/c d.txt", "sub/e.txt"];
        for (int tree = 0; tree < 400; tree++)
        {
            string root = $"tree{tree}";
            foreach (string name in names)
                folder.Write($"{root}/{name}", Content(random, names, name, folder[root]));
            jobs.Add((folder[root], folder[$"{root}/main.txt"]));
        }

        JsonNode[] answers = AskPip(folder, jobs);
        var differences = new List<string>();
        int requirements = 0, refused = 0;
        for (int i = 0; i < jobs.Count; i++)
        {
            requirements += Compare(answers[i], ManifestReader.Read(jobs[i].Root, [jobs[i].File]), differences);
            refused += answers[i]["error"] is null ? 0 : 1;
        }

        output.WriteLine($"{jobs.Count} trees of {names.Length} files, {requirements} requirements, {refused} trees refused, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(10)));
        Assert.True(requirements > 2000 && refused is > 5 and < 200);
    }

    private static string Content(Random random, string[] names, string self, string root)
    {
        var text = new StringBuilder();
        for (int line = random.Next(1, 7); line > 0; line--)
        {
            string included = names[random.Next(random.Next(8) == 0 ? 0 : 1, names.Length)];
            string relative = Path.GetRelativePath(Path.GetDirectoryName(Path.Combine(root, self))!, Path.Combine(root, included)).Replace('\\', '/');
            string quoted = relative.Contains(' ') ? $"\"{relative}\"" : relative;
            // Mostly forwards, so that few trees are cycles.
            bool forwards = Array.IndexOf(names, included) > Array.IndexOf(names, self) || random.Next(30) == 0;
            text.Append(random.Next(9) switch
            {
                0 when forwards => $"-r {quoted}",
                1 when forwards => $"-c {quoted}",
                2 when forwards => $"--requirement={quoted} # why",
                3 when forwards => $"-r '{root}/{included}'",
                4 => random.Next(6) == 0 ? "-r missing.txt" : "-r https://user:secret@h/x.txt",
                5 => $"p{random.Next(50)}=={random.Next(9)}.0 \\\n    --hash=sha256:{random.Next(1000):x}",
                6 => "-i https://u:p@h/simple",
                _ => $"p{random.Next(50)}>={random.Next(9)} ; python_version > '3.{random.Next(12)}'  # note",
            }).Append('\n');
        }

        return text.ToString();
    }
}
