using System.Text;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ManifestSet Read(params string[] names) => ManifestReader.Read(_folder.Path, [.. names.Select(name => _folder[name])]);

    /// <summary>Requirements as one line each: file, group, kind where it is not the usual one, text.</summary>
    private string[] Lines(ManifestSet set) =>
    [
        .. set.Requirements.Select(requirement => string.Join(" ",
            new[]
            {
                Path.GetRelativePath(_folder.Path, requirement.File).Replace('\\', '/') + ":" + requirement.Span.Line,
                requirement.Group.Length > 0 ? $"[{requirement.Group}]" : "",
                requirement.Kind != RequirementKind.Requirement ? requirement.Kind.ToString() : "",
                requirement.IsExtra ? "extra" : "",
                requirement.Text,
            }.Where(part => part.Length > 0))),
    ];

    private static string[] Problems(ManifestSet set) =>
        [.. set.Problems.Select(problem => $"{Path.GetFileName(problem.File)}({problem.Span.Line},{problem.Span.Column}): {problem.Kind}: {problem.Message}")];

    [Fact]
    public void Finds_the_manifests_of_a_backend_by_itself()
    {
        _folder.Write("requirements.txt", "a\n-r requirements/base.txt\n-c constraints.txt\n");
        _folder.Write("requirements-dev.txt", "-r requirements.txt\nb\n");
        _folder.Write("test_requirements.txt", "c\n");
        _folder.Write("requirements/base.txt", "d\n");
        _folder.Write("requirements/docs.in", "e\n");
        _folder.Write("requirements/lint.in", "f\n");
        _folder.Write("requirements/lint.txt", "f==1\n");
        _folder.Write("constraints.txt", "a<2\n");
        _folder.Write("requirements_optimized_auto.txt", "z\n");
        _folder.Write("nested/requirements.txt", "z\n");
        ManifestSet set = Read();
        Assert.Empty(set.Problems);
        Assert.Equal(
            ["requirements.txt:1 a", "requirements/base.txt:1 d", "constraints.txt:1 Constraint a<2", "requirements-dev.txt:2 [dev] b", "test_requirements.txt:1 [test] c", "requirements/docs.in:1 [docs] e", "requirements/lint.txt:1 [lint] f==1"],
            Lines(set));
        Assert.Contains(_folder["pyproject.toml"], set.Files);
        Assert.Contains(_folder["setup.cfg"], set.Files);
    }

    [Fact]
    public void Files_that_include_each_other_are_read_and_reported_once()
    {
        _folder.Write("requirements.txt", "a\n-r requirements-b.txt\n");
        _folder.Write("requirements-b.txt", "b\n  --requirement requirements.txt  # back\n");
        ManifestSet set = Read();
        Assert.Equal(["requirements.txt:1 a", "requirements-b.txt:1 [b] b"], Lines(set));
        Assert.Equal(["requirements-b.txt(2,17): Cycle: 'requirements.txt' includes itself through other files."], Problems(set));
    }

    [Fact]
    public void Each_kind_of_bad_include_is_told_at_its_place()
    {
        _folder.Write("requirements.txt", "-r requirements.txt\n-r missing.txt\n-c folder # x\n-r https://user:secret@example.org/r.txt\n-r binary.txt\n-r latin.txt\n");
        _folder.Write("folder/x", "");
        _folder.Write("binary.txt", "a\nb\0\n");
        _folder.Write("latin.txt", [0x61, 0xE9]);
        Assert.Equal(
            [
                "requirements.txt(1,4): Cycle: 'requirements.txt' includes itself.",
                "requirements.txt(2,4): FileNotFound: 'missing.txt' does not exist.",
                "requirements.txt(3,4): Unreadable: 'folder' is a folder.",
                "requirements.txt(4,4): Remote: 'https://****@example.org/r.txt' is not fetched by a check, so what it requires is not known, and no import is called missing.",
                "binary.txt(2,2): Unreadable: This is not a text file: it holds a NUL character.",
                "latin.txt(1,1): Unreadable: The file is not UTF-8 text.",
            ],
            Problems(Read()));
    }

    [Fact]
    public void A_named_manifest_that_is_missing_is_a_problem_and_a_default_one_is_not()
    {
        Assert.Equal(["a.txt(1,1): FileNotFound: 'a.txt' does not exist.", "pyproject.toml(1,1): FileNotFound: 'pyproject.toml' does not exist.", "setup.cfg(1,1): FileNotFound: 'setup.cfg' does not exist."],
            Problems(Read("a.txt", "pyproject.toml", "setup.cfg")));
        Assert.Empty(Read().Problems);
    }

    [Fact]
    public void A_chain_of_a_thousand_includes_ends_with_a_problem()
    {
        for (int i = 0; i < 1000; i++)
            _folder.Write($"c{i}.txt", $"p{i}\n-r c{i + 1}.txt\n");
        ManifestSet set = Read("c0.txt");
        Assert.Equal(100, set.Requirements.Count);
        Assert.Equal(ManifestProblemKind.Unreadable, Assert.Single(set.Problems).Kind);
    }

    [Fact]
    public void Files_that_include_two_others_each_twenty_deep_are_read_once_each()
    {
        for (int i = 0; i < 40; i++)
            _folder.Write($"d{i}.txt", $"p{i}\n-r d{i + 1}.txt\n-r d{i + 1}.txt\n");
        _folder.Write("d40.txt", "last\n");
        Assert.Equal(41, Read("d0.txt").Requirements.Count);
    }

    [Fact]
    public void Bad_lines_are_told_with_line_and_column_and_the_rest_is_read()
    {
        _folder.Write("requirements.txt", "a==1\nb==\n  c =1.0\nd --bad\n./nowhere\ne # \u00e9\n\U0001F600\n");
        ManifestSet set = Read();
        Assert.Equal(["requirements.txt:1 a==1", "requirements.txt:6 e"], Lines(set));
        Assert.Equal([(2, 4), (3, 5), (4, 3), (5, 1), (7, 1)], set.Problems.Select(problem => (problem.Span.Line, problem.Span.Column)));
        Assert.Equal("'./nowhere' looks like a path, and nothing is there.", set.Problems[3].Message);
        Assert.EndsWith(" One '=' is no operator: write '=='.", set.Problems[1].Message, StringComparison.Ordinal);
        Assert.All(set.Problems, problem => Assert.EndsWith(".", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Comments_hashes_and_places_come_along()
    {
        _folder.Write("requirements.txt", "a==1 \\\n  --hash=sha256:00 \\\n  --hash=sha256:11  # docusense: keep (why)\n-e ./lib[x]  # local\nhttps://u:p@h/w-1.0-py3-none-any.whl\n");
        _folder.Write("lib/pyproject.toml", "[project]\nname = \"the-lib\"\n");
        ManifestSet set = Read();
        Assert.Empty(set.Problems);
        Assert.Equal(["sha256:00", "sha256:11"], set.Requirements[0].Hashes);
        Assert.Equal("docusense: keep (why)", set.Requirements[0].Comment);
        Assert.Equal(("the-lib[x]", "./lib[x]", true), (set.Requirements[1].Requirement!.ToString(), set.Requirements[1].Location, set.Requirements[1].IsEditable));
        Assert.Equal(("w==1.0", "https://u:p@h/w-1.0-py3-none-any.whl"), (set.Requirements[2].Requirement!.ToString(), set.Requirements[2].Location));
        Assert.Contains(_folder["lib/pyproject.toml"], set.Files);
    }

    [Fact]
    public void No_message_tells_a_password()
    {
        _folder.Write("requirements.txt", "git+https://user:s3cr3t@h/x?token=s3cr3t; bad\n-r file://user:s3cr3t@/nowhere.txt\nx @ https://s3cr3t@h/y ; bad\nhttps://a:s3cr3t@h/x.whl\n");
        ManifestSet set = Read();
        Assert.NotEmpty(set.Problems);
        Assert.All(set.Problems, problem => Assert.DoesNotContain("s3cr3t", problem.Message));
    }

    [Fact]
    public void What_an_environment_variable_stands_for_stays_out_of_all_that_is_shown()
    {
        string variable = "DST_SECRET_" + Guid.NewGuid().ToString("N").ToUpperInvariant();
        Environment.SetEnvironmentVariable(variable, "s3cr3t");
        try
        {
            _folder.Write("requirements.txt", $"a @ https://${{{variable}}}@h/a.zip\nhttps://${{{variable}}}@h/b-1.0-py3-none-any.whl\nc ${{{variable}}}\n-r ${{{variable}}}.txt\nd --${{{variable}}}\n-e ${{{variable}}}\n");
            ManifestSet set = Read();
            Assert.Equal(["a", "b"], set.Requirements.Select(requirement => requirement.Requirement!.Name));
            Assert.Equal([(3, 1), (4, 4), (5, 1), (6, 4)], set.Problems.Select(problem => (problem.Span.Line, problem.Span.Column)));
            Assert.All(set.Requirements, requirement => Assert.DoesNotContain("s3cr3t", requirement.ToString() + requirement.Requirement));
            Assert.All(set.Problems, problem => Assert.DoesNotContain("s3cr3t", problem.Message));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Hostile_content_ends_in_problems()
    {
        _folder.Write("long.txt", new string('x', 1_000_000) + "==\n");
        _folder.Write("brackets.txt", "a" + new string('[', 100_000) + "\n");
        _folder.Write("parentheses.txt", "a; " + new string('(', 100_000) + "\n");
        _folder.Write("variables.txt", string.Concat(Enumerable.Repeat("${PATH}", 10_000)) + "\n");
        _folder.Write("backslashes.txt", string.Concat(Enumerable.Repeat("\\\n", 200_000)) + "a\n");
        _folder.Write("columns.txt", string.Concat(Enumerable.Repeat("a==1 # \U0001F600\f", 50_000)));
        _folder.Write("large.txt", new byte[17 * 1024 * 1024]);
        _folder.Write("empty.txt", "");
        ManifestSet set = Read("long.txt", "brackets.txt", "parentheses.txt", "variables.txt", "backslashes.txt", "columns.txt", "large.txt", "empty.txt");
        Assert.Equal(50_001, set.Requirements.Count);
        Assert.Equal(new SourceSpan(1, 50_000 * 9 - 8, 1, 50_000 * 9 - 4), set.Requirements[50_000].Span);
        Assert.Equal(["long.txt", "brackets.txt", "parentheses.txt", "variables.txt", "large.txt"], set.Problems.Select(problem => Path.GetFileName(problem.File)));
        Assert.All(set.Problems, problem => Assert.True(problem.Message.Length < 600, problem.Message.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        _folder.Write("requirements.txt", "a\n");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ManifestReader.Read(_folder.Path, [], source.Token));
    }

    [Theory]
    [InlineData("requirements.txt", "")]
    [InlineData("requirements-dev.txt", "dev")]
    [InlineData("dev-requirements.txt", "dev")]
    [InlineData("requirements_test.txt", "test")]
    [InlineData("requirements.docs.in", "docs")]
    [InlineData("requirements/dev.txt", "dev")]
    [InlineData("requirements/base.txt", "")]
    [InlineData("requirements-common.txt", "")]
    [InlineData("requirements/requirements-prod.txt", "prod")]
    [InlineData("constraints-dev.txt", "dev")]
    [InlineData("deps/other.txt", null)]
    public void The_name_of_a_file_tells_its_group(string path, string? group) => Assert.Equal(group, RequirementGroups.OfFile(_folder[path]));

    [Fact]
    public void Reads_pyproject()
    {
        _folder.Write("pyproject.toml",
            """
            [build-system]
            requires = ["setuptools>=61"]

            [project]
            name = "demo"
            requires-python = ">=3.10"
            dependencies = [
              "fastapi[all] >=0.1",  # why
              'uvicorn; sys_platform != "win32"',
              "x @ https://h/x.zip",
              "bad req",
            ]

            [project.optional-dependencies]
            cli = ["click"]

            [dependency-groups]
            test = ["pytest", {include-group = "lint"}]
            lint = ["ruff", {include-group = "Test"}, {include-group = "none"}, 5]

            [tool.uv]
            dev-dependencies = ["ipython"]

            [tool.pdm.dev-dependencies]
            docs = ["sphinx", "-e ./lib"]

            [tool.hatch.envs.types]
            dependencies = ["mypy"]

            [tool.setuptools.dynamic]
            optional-dependencies.extra = { file = ["extra.txt"] }
            """);
        _folder.Write("extra.txt", "e1\n");
        _folder.Write("lib/setup.cfg", "[metadata]\nname = the-lib\n");
        _folder.Write("lib/setup.py", "");
        ManifestSet set = Read();
        Assert.Equal(
            [
                "pyproject.toml:2 Build setuptools>=61", "pyproject.toml:8 fastapi[all] >=0.1", "pyproject.toml:9 uvicorn; sys_platform != \"win32\"", "pyproject.toml:10 x @ https://h/x.zip", "pyproject.toml:15 [cli] extra click",
                "pyproject.toml:18 [test] pytest", "pyproject.toml:19 [lint] ruff", "extra.txt:1 [extra] extra e1", "pyproject.toml:22 [dev] ipython", "pyproject.toml:25 [docs] sphinx", "pyproject.toml:25 [docs] ./lib", "pyproject.toml:28 [types] mypy",
            ],
            Lines(set));
        Assert.Equal(("demo", ">=3.10", new SourceSpan(6, 20, 6, 26)), (set.ProjectName, set.RequiresPython!.Text, set.RequiresPython.Span));
        Assert.Equal(new SourceSpan(8, 4, 8, 22), set.Requirements[1].Span);
        Assert.Equal("the-lib", set.Requirements[10].Requirement!.Name);
        Assert.Equal([(ManifestProblemKind.Invalid, 11), (ManifestProblemKind.Invalid, 19), (ManifestProblemKind.Cycle, 19), (ManifestProblemKind.Invalid, 19)],
            set.Problems.Select(problem => (problem.Kind, problem.Span.Line)));
        Assert.Equal(4 + "bad ".Length, set.Problems[0].Span.Column);
    }

    [Fact]
    public void Reads_Poetry()
    {
        _folder.Write("pyproject.toml",
            """
            [tool.poetry]
            name = "poem"
            [tool.poetry.dependencies]
            python = "^3.9"
            requests = "^2.28.1"
            Flask = { version = "~2.2", extras = ["async"], optional = true }
            numpy = [
              { version = "<1.22", python = "<3.8" },
              { version = ">=1.22", python = ">=3.8" },
            ]
            local = { path = "../local", develop = true }
            forked = { git = "https://h/f.git", branch = "main" }
            any = "*"
            win = { version = "1.*", platform = "win32", markers = "python_version > '3'" }
            odd = "not a version"
            [tool.poetry.extras]
            web = ["flask"]
            [tool.poetry.dev-dependencies]
            black = "22.1"
            [tool.poetry.group.docs.dependencies]
            mkdocs = ">=1,<2"
            """);
        ManifestSet set = Read();
        Assert.Equal(
            [
                "pyproject.toml:5 requests>=2.28.1,<3.0.0", "pyproject.toml:6 [web] extra Flask[async]>=2.2,<2.3", "pyproject.toml:8 numpy<1.22 ; python_version < \"3.8\"", "pyproject.toml:9 numpy>=1.22 ; python_version >= \"3.8\"",
                "pyproject.toml:11 local", "pyproject.toml:12 forked", "pyproject.toml:13 any", "pyproject.toml:14 win==1.* ; (python_version > '3') and sys_platform == \"win32\"", "pyproject.toml:19 [dev] black==22.1", "pyproject.toml:21 [docs] mkdocs>=1,<2",
            ],
            Lines(set));
        Assert.Equal(("poem", "^3.9", "<4.0,>=3.9"), (set.ProjectName, set.RequiresPython!.Text, set.RequiresPython.Specifier.ToString()));
        Assert.Equal(["pyproject.toml(15,7): Invalid: 'not a version' is not a version constraint."], Problems(set));
        Assert.Equal(("../local", true), (set.Requirements[4].Location, set.Requirements[4].IsEditable));
        Assert.Equal("git+https://h/f.git", set.Requirements[5].Location);
    }

    [Theory]
    [InlineData("^1.2.3", ">=1.2.3,<2.0.0")]
    [InlineData("^1.2", ">=1.2,<2.0")]
    [InlineData("^1", ">=1,<2")]
    [InlineData("^0.2.3", ">=0.2.3,<0.3.0")]
    [InlineData("^0.0.3", ">=0.0.3,<0.0.4")]
    [InlineData("^0.0", ">=0.0,<0.1")]
    [InlineData("^0", ">=0,<1")]
    [InlineData("^1.0a1", ">=1.0a1,<2.0")]
    [InlineData("~1.2.3", ">=1.2.3,<1.3.0")]
    [InlineData("~1.2", ">=1.2,<1.3")]
    [InlineData("~1", ">=1,<2")]
    [InlineData("~=1.2", "~=1.2")]
    [InlineData("*", "")]
    [InlineData("1.*", "==1.*")]
    [InlineData("1.2.3", "==1.2.3")]
    [InlineData(">= 1.0 , < 2", ">=1.0,<2")]
    [InlineData(">=1.0 <2", ">=1.0,<2")]
    [InlineData("!=1.5", "!=1.5")]
    [InlineData("^1 || ^2", "")]
    [InlineData("^x", null)]
    [InlineData(">", null)]
    public void Poetry_s_constraints_are_written_as_PEP_440_has_them(string constraint, string? expected) =>
        Assert.Equal(expected, PoetryConstraint.Translate(constraint, out _));

    [Fact]
    public void Reads_setup_cfg()
    {
        _folder.Write("setup.cfg",
            "[metadata]\r\nname = demo\r\n\r\n[options]\r\npython_requires = >=3.8\r\ninstall_requires =\r\n    requests>=2  # why\r\n    # no\r\n\r\n    flask; python_version < '3.9'\r\n    bad req\r\nsetup_requires = wheel; setuptools\r\n[options.extras_require]\r\ndev =\r\n    pytest\r\nfile = file: extra.txt\r\n");
        _folder.Write("extra.txt", "e1\n# c\ne2 # d\n");
        ManifestSet set = Read();
        Assert.Equal(
            ["setup.cfg:7 requests>=2", "setup.cfg:10 flask; python_version < '3.9'", "setup.cfg:12 Build wheel", "setup.cfg:12 Build setuptools", "setup.cfg:15 [dev] extra pytest", "extra.txt:1 [file] extra e1", "extra.txt:3 [file] extra e2"],
            Lines(set));
        Assert.Equal(("demo", ">=3.8", new SourceSpan(5, 19, 5, 24)), (set.ProjectName, set.RequiresPython!.Text, set.RequiresPython.Span));
        Assert.Equal(new SourceSpan(7, 5, 7, 16), set.Requirements[0].Span);
        Assert.Equal((11, 9), (Assert.Single(set.Problems).Span.Line, set.Problems[0].Span.Column));
    }

    [Theory]
    [InlineData("pyproject.toml", "[project\n", 1, 9)]
    [InlineData("pyproject.toml", "[project]\ndependencies = 'x'\n", 2, 16)]
    [InlineData("pyproject.toml", "project = 1\n", 1, 11)]
    [InlineData("pyproject.toml", "[project]\nrequires-python = 3\n", 2, 19)]
    [InlineData("setup.cfg", "x = 1\n", 1, 1)]
    [InlineData("setup.cfg", "[options]\n\n=x\n", 3, 1)]
    public void Says_where_a_project_file_is_wrong(string name, string text, int line, int column)
    {
        _folder.Write(name, Encoding.UTF8.GetBytes(text));
        ManifestProblem problem = Assert.Single(Read().Problems);
        Assert.Equal((ManifestProblemKind.Invalid, line, column), (problem.Kind, problem.Span.Line, problem.Span.Column));
    }
}
