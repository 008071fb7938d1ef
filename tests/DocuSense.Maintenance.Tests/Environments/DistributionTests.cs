using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Tests.Environments;

public sealed class DistributionTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly FakeEnvironment _environment;

    public DistributionTests() => _environment = new FakeEnvironment(_sandbox);

    public void Dispose() => _sandbox.Dispose();

    private string Problem(string name) => Assert.Single(_environment.Single(name).Problems).Message;

    [Fact]
    public void Everything_in_the_metadata_folder_is_read()
    {
        _environment.Install("My.Package", "1.0-RC.1", ["my_package/__init__.py", "my_package/data/x.json"],
            "Requires-Python: >=3.8\nRequires-Dist: a>=1\nProvides-Extra: fast\nRequires-Dist: b; extra == 'fast'\n", installer: "uv");
        string info = Directory.GetDirectories(_environment.Site, "*.dist-info").Single();
        File.WriteAllText(Path.Combine(info, "REQUESTED"), "");
        File.WriteAllText(Path.Combine(info, "entry_points.txt"), "[console_scripts]\nmine = my_package:main\n");
        File.WriteAllText(Path.Combine(info, "WHEEL"), "Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\n");
        File.WriteAllText(Path.Combine(info, "direct_url.json"), """{"url": "https://user:secret@example.org/x.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}""");
        InstalledDistribution read = _environment.Single("my-package");
        Assert.Equal(("My.Package", "1.0-RC.1", "1.0rc1", ">=3.8", "uv", true), (read.Name, read.Version, read.ParsedVersion?.ToString(), read.RequiresPython, read.Installer, read.IsRequested));
        Assert.Equal([("a>=1", 5), ("b; extra == \"fast\"", 7)], read.Requires.Select(one => (one.Requirement.ToString(), one.Line)));
        Assert.Equal(["fast"], read.Extras);
        Assert.Equal([new EntryPoint("console_scripts", "mine", "my_package:main")], read.EntryPoints);
        Assert.Equal(["py2-none-any", "py3-none-any"], read.WheelTags);
        Assert.Equal("https://example.org/x.git", read.DirectUrl);
        Assert.Null(read.EditableLocation);
        Assert.Equal(["my_package"], read.Modules);
        Assert.True(read.ModulesKnown);
        Assert.Empty(read.Problems);
        // Two files of 6 bytes by RECORD; METADATA and RECORD itself have no size there and are measured.
        Assert.Equal(12 + new FileInfo(Path.Combine(info, "METADATA")).Length + new FileInfo(Path.Combine(info, "RECORD")).Length, read.Bytes);
    }

    [Fact]
    public void Metadata_alone_reads_names_versions_and_requirements()
    {
        _environment.Install("foo", "2.0", ["foo.py"], "Requires-Dist: bar\n");
        InstalledDistribution read = Assert.Single(_environment.Read(EnvironmentDetail.Metadata).Distributions);
        Assert.Equal(("foo", "2.0", "bar"), (read.Name, read.Version, read.Requires.Single().Requirement.Name));
        Assert.False(read.ModulesKnown);
        Assert.Empty(read.Modules);
        Assert.Equal(["foo"], Assert.Single(_environment.Read(EnvironmentDetail.Modules).Distributions).Modules);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\0\0\0", "empty or no metadata")]
    [InlineData("\uFEFFName: foo\nVersion: 1\n", "empty or no metadata")]
    [InlineData("Metadata-Version: 2.1\nVersion: 1.0\n\n", "no name")]
    [InlineData("Metadata-Version: 2.1\nName: foo\n\nVersion: 1.0\n", "no version")]
    public void Damaged_metadata_is_a_problem_and_the_folder_name_tells_instead(string metadata, string expected)
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        _environment.Write("foo-1.0.dist-info/METADATA", metadata);
        InstalledDistribution read = _environment.Single("foo");
        Assert.Equal("1.0", read.Version);
        Assert.Contains(expected, Assert.Single(read.Problems).Message);
        Assert.Equal(read.MetadataFile, read.Problems[0].File);
    }

    [Fact]
    public void Metadata_that_is_missing_or_a_folder_is_a_problem()
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        File.Delete(Path.Combine(_environment.Site, "foo-1.0.dist-info", "METADATA"));
        // RECORD lists it, so that it is gone twice over.
        Assert.Equal(2, _environment.Single("foo").Problems.Count);
        Directory.CreateDirectory(Path.Combine(_environment.Site, "foo-1.0.dist-info", "METADATA"));
        Assert.NotEmpty(_environment.Single("foo").Problems);
    }

    /// <summary>In the order of names the files of a folder stand with those of the folders below it between; in others they come back at any time.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_that_are_gone_are_found_whatever_the_order_of_record(int order)
    {
        var files = new List<string> { "foo.py" };
        for (int file = 0; file < 12; file++)
        {
            files.Add($"foo/{(char)('a' + file)}.py");
            files.Add($"foo/{(char)('a' + file)}x/__init__.py");
            files.Add($"foo/{(char)('a' + file)}x/deep/one.py");
            files.Add($"foo/{(char)('a' + file)}x/z.py");
        }

        string[] ordered = order switch { 0 => [.. files.Order(StringComparer.Ordinal)], 1 => [.. files.OrderDescending(StringComparer.Ordinal)], _ => [.. files.OrderBy(static file => file.Length * 7919 % 13)] };
        _environment.Install("foo", "1.0", ordered);
        Assert.Empty(_environment.Single("foo").Problems);
        string[] gone = ["foo/c.py", "foo/lx/z.py", "foo/bx/deep/one.py", "foo.py"];
        foreach (string file in gone)
            File.Delete(Path.Combine(_environment.Site, file.Replace('/', Path.DirectorySeparatorChar)));
        Directory.Delete(Path.Combine(_environment.Site, "foo", "jx"), recursive: true);
        string problem = Problem("foo");
        Assert.StartsWith($"{gone.Length + 3} of the ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requirement_that_cannot_be_read_is_a_problem_with_its_line()
    {
        _environment.Install("foo", "1.0", ["foo.py"], "Requires-Dist: a b c\nRequires-Dist: good\n");
        InstalledDistribution read = _environment.Single("foo");
        Assert.Equal("good", Assert.Single(read.Requires).Requirement.Name);
        Assert.Equal(4, Assert.Single(read.Problems).Line);
    }

    [Theory]
    [InlineData("pip", true)]
    [InlineData("uv", true)]
    [InlineData("conda", false)]
    [InlineData("debian", false)]
    [InlineData("", false)]
    public void A_missing_record_is_a_problem_where_the_installer_writes_one(string installer, bool expected)
    {
        _environment.Install("foo", "1.0", ["foo.py"], installer: installer);
        File.Delete(Path.Combine(_environment.Site, "foo-1.0.dist-info", "RECORD"));
        Assert.Equal(expected, _environment.Single("foo").Problems.Any(problem => problem.Message.Contains("RECORD")));
    }

    [Fact]
    public void A_wheel_without_record_and_installer_was_cut_short()
    {
        _environment.Write("foo-1.0.dist-info/METADATA", "Name: foo\nVersion: 1.0\n\n");
        _environment.Write("foo-1.0.dist-info/WHEEL", "Tag: py3-none-any\n");
        Assert.Contains("RECORD", Problem("foo"));
    }

    [Theory]
    [InlineData("a,b,c,d\n", "more than three fields", 1)]
    [InlineData("foo.py,sha256=x,6\nfoo.py,sha256=x,six\n", "not a number", 2)]
    [InlineData("\"foo.py,,\n", "quote", 1)]
    [InlineData("foo.py,,\n\0\0\0,,\n", "not a text file", 2)]
    public void A_damaged_record_is_a_problem_at_its_line(string record, string expected, int line)
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        _environment.Write("foo-1.0.dist-info/RECORD", record);
        DistributionProblem problem = Assert.Single(_environment.Single("foo").Problems);
        Assert.Contains(expected, problem.Message);
        Assert.Equal(line, problem.Line);
    }

    [Fact]
    public void Files_that_are_gone_are_counted_and_the_first_are_named()
    {
        string[] files = [.. Enumerable.Range(0, 9).Select(index => $"foo/m{index}.py"), "other/x.py", "bar.py"];
        _environment.Install("foo", "1.0", files);
        foreach (string file in files.Take(5).Append("other/x.py"))
            File.Delete(Path.Combine(_environment.Site, file));
        string message = Problem("foo");
        Assert.Contains("6 of the 13 files", message);
        Assert.Contains("'foo/m0.py', 'foo/m1.py', 'foo/m2.py', …", message);
        Directory.Delete(Path.Combine(_environment.Site, "foo"), recursive: true);
        Assert.Contains("10 of the 13 files", Problem("foo"));
    }

    [Fact]
    public void Compiled_files_that_are_gone_are_no_problem_and_scripts_that_are_gone_are()
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        File.AppendAllText(Path.Combine(_environment.Site, "foo-1.0.dist-info", "RECORD"), "__pycache__/foo.cpython-311.pyc,,\nfoo/__pycache__/x.cpython-311.pyc,,\n");
        Assert.Empty(_environment.Single("foo").Problems);
        File.AppendAllText(Path.Combine(_environment.Site, "foo-1.0.dist-info", "RECORD"), "../../../bin/foo,sha256=x,12\n");
        Assert.Contains("'../../../bin/foo'", Problem("foo"));
        _sandbox.Write("venv/bin/foo");
        Assert.Empty(_environment.Single("foo").Problems);
    }

    [Theory]
    [InlineData("../../../../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("foo/../../../../../outside.txt")]
    [InlineData("C:\\Windows\\win.ini")]
    public void Files_outside_the_environment_are_reported_and_not_looked_at(string path)
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        _sandbox.Write("outside.txt", new string('x', 5000));
        long before = _environment.Single("foo").Bytes;
        string record = Path.Combine(_environment.Site, "foo-1.0.dist-info", "RECORD");
        File.AppendAllText(record, path + ",,\n");
        InstalledDistribution read = _environment.Single("foo");
        Assert.Contains("outside of the environment", Assert.Single(read.Problems).Message);
        Assert.Equal(before + path.Length + 3, read.Bytes);
    }

    [Fact]
    public void Two_versions_leave_the_sound_and_higher_one_in_use()
    {
        _environment.Install("Foo_Bar", "1.9", ["foo_bar.py"]);
        _environment.Install("foo-bar", "1.10", ["foo_bar.py"]);
        _environment.Write("foo_bar-2.0.dist-info/INSTALLER", "conda\n");
        PythonEnvironment read = _environment.Read();
        Assert.Equal("1.10", Assert.Single(read.Distributions).Version);
        Assert.Equal([("1.9", true), ("2.0", true)], read.LeftOvers.Select(one => (one.Version!, one.IsSecondVersion)).Order());
    }

    [Fact]
    public void What_an_interrupted_uninstall_leaves_is_a_left_over_and_no_distribution()
    {
        _environment.Write("~ip/__init__.py");
        _environment.Write("~ip-23.0.dist-info/METADATA", "Name: pip\nVersion: 23.0\n\n");
        _environment.Write("-equests-2.0.dist-info/METADATA", "Name: requests\nVersion: 2.0\n\n");
        _environment.Write("~file.txt");
        PythonEnvironment read = _environment.Read();
        Assert.Empty(read.Distributions);
        Assert.Equal([("equests", "2.0"), ("ip", null), ("ip", "23.0")], read.LeftOvers.Select(one => (one.Distribution, one.Version)).Order());
        Assert.DoesNotContain(read.LeftOvers, one => one.IsSecondVersion);
    }

    [Fact]
    public void Namespace_packages_are_told_apart_by_their_full_path()
    {
        _environment.Install("google-cloud-storage", "2", ["google/cloud/storage/__init__.py", "google/cloud/storage/blob.py", "google/cloud/_storage_v2/__init__.py"]);
        _environment.Install("google-generativeai", "1", ["google/generativeai/__init__.py", "google/generativeai/sub/x.py"]);
        _environment.Install("backports.x", "1", ["backports/x.py", "backports/data/readme.txt"]);
        Assert.Equal(["google.cloud._storage_v2", "google.cloud.storage"], _environment.Single("google-cloud-storage").Modules);
        Assert.Equal(["google.generativeai"], _environment.Single("google-generativeai").Modules);
        Assert.Equal(["backports.x"], _environment.Single("backports-x").Modules);
    }

    [Theory]
    [InlineData("__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n", true)]
    [InlineData("# licence\n\"\"\"Namespace.\"\"\"\ntry:\n    import pkg_resources\n    pkg_resources.declare_namespace(__name__)\nexcept ImportError:\n    import pkgutil\n    __path__ = pkgutil.extend_path(__path__, __name__)\n", true)]
    [InlineData("__version__ = '1'\n", false)]
    [InlineData("from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\n", false)]
    public void An_init_that_only_extends_the_path_is_a_namespace(string init, bool isNamespace)
    {
        _environment.Install("zoo-lion", "1", ["zoo/lion/__init__.py"]);
        _environment.Write("zoo/__init__.py", init);
        File.AppendAllText(Path.Combine(_environment.Site, "zoo_lion-1.dist-info", "RECORD"), $"zoo/__init__.py,sha256=x,{System.Text.Encoding.UTF8.GetByteCount(init)}\n");
        Assert.Equal([isNamespace ? "zoo.lion" : "zoo"], _environment.Single("zoo-lion").Modules);
    }

    [Fact]
    public void Extensions_stubs_and_data_are_what_the_import_system_makes_of_them()
    {
        _environment.Install("mixed", "1",
        [
            "_fast.cpython-311-x86_64-linux-gnu.so", "_stable.abi3.so", "_plain.so", "_win.cp311-win_amd64.pyd", "libhelper.so", "weird.tag.so", "Mixed/__init__.py",
            "yaml-stubs/__init__.pyi", "google-stubs/protobuf/__init__.pyi", "typed/__init__.pyi", "data/only.json", "mixed.libs/libx.so", "not-a-module/__init__.py",
            "__pycache__/x.cpython-311.pyc", "sourceless.pyc", "2fast.py", "café.py",
        ]);
        InstalledDistribution read = _environment.Single("mixed");
        Assert.Equal(["Mixed", "_fast", "_plain", "_stable", "_win", "café", "sourceless"], read.Modules);
        Assert.Equal(["google.protobuf", "typed", "yaml"], read.StubModules);
    }

    [Fact]
    public void Egg_info_folders_and_files_are_read()
    {
        _environment.Write("Old_Thing-1.2-py3.11.egg-info/PKG-INFO", "Metadata-Version: 1.1\nName: Old-Thing\nVersion: 1.2\n\n");
        _environment.Write("Old_Thing-1.2-py3.11.egg-info/requires.txt", "six\n\n[fast]\ncython>=3\n\n[:python_version < \"3\"]\nenum34\n");
        _environment.Write("Old_Thing-1.2-py3.11.egg-info/top_level.txt", "oldthing\n_gone\n");
        _environment.Write("Old_Thing-1.2-py3.11.egg-info/installed-files.txt", "../oldthing/__init__.py\n../oldthing/gone.py\nPKG-INFO\n");
        _environment.Write("oldthing/__init__.py", "abc");
        _environment.Write("single-3.0.egg-info", "Metadata-Version: 1.0\nName: single\nVersion: 3.0\n");
        _environment.Write("single.py");
        InstalledDistribution read = _environment.Single("old-thing");
        Assert.Equal(["six", "cython>=3; extra == \"fast\"", "enum34; python_version < \"3\""], read.Requires.Select(one => one.Requirement.ToString()));
        Assert.Equal([1, 4, 7], read.Requires.Select(one => one.Line));
        Assert.EndsWith("requires.txt", read.RequiresFile);
        Assert.Equal(["fast"], read.Extras);
        Assert.Equal(["oldthing"], read.Modules);
        Assert.Contains("'oldthing/gone.py'", Assert.Single(read.Problems).Message);
        InstalledDistribution single = _environment.Single("single");
        Assert.Equal(("3.0", false), (single.Version, single.ModulesKnown));
        Assert.Equal(["single"], single.Modules);
        Assert.Empty(single.Problems);
    }

    [Fact]
    public void Distributions_beside_one_that_was_asked_for_were_not()
    {
        _environment.Install("asked", "1", ["asked.py"]);
        _environment.Install("brought", "1", ["brought.py"]);
        Assert.Null(_environment.Single("brought").IsRequested);
        _environment.Write("asked-1.dist-info/REQUESTED");
        Assert.True(_environment.Single("asked").IsRequested);
        Assert.False(_environment.Single("brought").IsRequested);
    }

    [Theory]
    [InlineData("https://user:pass@host/x", "https://host/x")]
    [InlineData("https://token@host", "https://host")]
    [InlineData("ssh://git@github.com/a/b", "ssh://git@github.com/a/b")]
    [InlineData("https://host/a@b", "https://host/a@b")]
    [InlineData("file:///home/x", "file:///home/x")]
    [InlineData("https://", "https://")]
    [InlineData("x@y", "x@y")]
    public void Credentials_are_left_out_of_urls(string url, string expected) =>
        Assert.Equal(expected, DirectUrlFile.Parse(System.Text.Json.JsonSerializer.Serialize(new { url }))!.Url);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"url\": 1}")]
    [InlineData("not json")]
    [InlineData("")]
    public void A_damaged_origin_is_a_problem(string text)
    {
        _environment.Install("foo", "1.0", ["foo.py"]);
        _environment.Write("foo-1.0.dist-info/direct_url.json", text);
        Assert.Contains("PEP 610", Problem("foo"));
    }

    [Fact]
    public void Long_lines_and_long_headers_are_read()
    {
        string requirements = string.Concat(Enumerable.Range(0, 3000).Select(index => $"Requires-Dist: dependency-{index}>={index}\n"));
        _environment.Install("many", "1", ["many.py"], requirements + "Summary: " + new string('x', 3 << 20) + "\nRequires-Python: >=3\n");
        InstalledDistribution read = _environment.Single("many");
        Assert.Equal(3000, read.Requires.Count);
        Assert.Equal(">=3", read.RequiresPython);
    }
}
