using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Which files of a backend are its own.</summary>
public sealed class SourceTreeTests : TemporaryFolder
{
    [Fact]
    public void Sources_are_listed_in_ordinal_order_with_size_and_time()
    {
        foreach (string file in (string[])["b.py", "a/z.py", "a.py", "a-b.py", "B.pyi", "n.ipynb", "w.pyw", "é/ü 😀.py", "a/__init__.py", "not.txt", "no.pyc", "x.py.bak", "py"])
            Write(file, "x = 1\n");
        Directory.CreateDirectory(Absolute("folder.py"));
        Write("folder.py/in.py", "");
        var time = new DateTime(2021, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Absolute("b.py"), time);

        SourceListing listing = SourceTree.List(Path + System.IO.Path.DirectorySeparatorChar, []);

        Assert.Equal(["B.pyi", "a-b.py", "a.py", "a/__init__.py", "a/z.py", "b.py", "folder.py/in.py", "n.ipynb", "w.pyw", "é/ü 😀.py"], Names(listing.Files));
        SourceFile b = listing.Files[5];
        Assert.Equal(new SourceFile(Absolute("b.py"), "b.py", 6, time.Ticks), b);
        Assert.All(listing.Files, static file => Assert.True(File.Exists(file.Path)));
        Assert.Empty(listing.Unreadable);
    }

    [Theory]
    [InlineData(".git/a.py")]
    [InlineData(".hg/a.py")]
    [InlineData(".svn/a.py")]
    [InlineData(".bzr/a.py")]
    [InlineData("web/node_modules/gyp/a.py")]
    [InlineData("a/__pycache__/a.py")]
    [InlineData(".tox/py/a.py")]
    [InlineData(".nox/a.py")]
    [InlineData(".mypy_cache/a.pyi")]
    [InlineData(".pytest_cache/a.py")]
    [InlineData(".ruff_cache/a.py")]
    [InlineData(".eggs/a.py")]
    [InlineData("x.egg-info/a.py")]
    [InlineData("x-1.0.dist-info/a.py")]
    [InlineData(".ipynb_checkpoints/a.ipynb")]
    [InlineData(".idea/a.py")]
    [InlineData(".vs/a.py")]
    [InlineData(".vscode/a.py")]
    [InlineData("lib/python3.11/site-packages/a.py")]
    [InlineData("any/pyvenv.cfg", "any/lib/a.py")]
    [InlineData("any/conda-meta/history", "any/a.py")]
    [InlineData(".venv/bin/activate", ".venv/bin/a.py")]
    [InlineData("venv/Scripts/activate.bat", "venv/a.py")]
    [InlineData("env/lib/python3.9/site-packages/x/a.py", "env/bin/a.py")]
    [InlineData("sub/env/Lib/site-packages/x/a.py", "sub/env/a.py")]
    [InlineData("obj/project.assets.json", "obj/Debug/a.py")]
    [InlineData("obj/x.csproj.nuget.g.props", "obj/a.py")]
    [InlineData("bin/Debug/net10.0/a.py", "obj/project.assets.json")]
    public void Folders_that_are_not_the_projects_are_skipped(params string[] files)
    {
        foreach (string file in files)
            Write(file, "x");
        Write("own/a.py", "x");

        Assert.Equal(["own/a.py"], Names(SourceTree.List(Path, []).Files));
    }

    [Theory]
    [InlineData("bin/a.py")]
    [InlineData("obj/a.py")]
    [InlineData("obj/Debug/a.py")]
    [InlineData("bin/Debug/a.py")]
    [InlineData("bin/run.py", "obj/project.assets.json")]
    [InlineData("env/a.py")]
    [InlineData("env/bin/a.py")]
    [InlineData("venv/lib/a.py")]
    [InlineData("tools/bin/a.py", "tools/lib/b.py")]
    [InlineData(".github/a.py")]
    [InlineData("build/a.py")]
    [InlineData("egg-info/a.py")]
    [InlineData("pyvenv.cfg", "a.py")]
    [InlineData(".hidden/a.py")]
    [InlineData("lib/a.py")]
    public void Folders_of_like_names_are_not_skipped(params string[] files)
    {
        foreach (string file in files)
            Write(file, "x");

        Assert.Equal(files.Where(static file => file.EndsWith(".py", StringComparison.Ordinal)), Names(SourceTree.List(Path, []).Files));
    }

    [Theory]
    [InlineData("tests", "a.py src/a.py src/tests/a.py")]
    [InlineData("tests/", "a.py src/a.py src/tests/a.py")]
    [InlineData("./tests/**", "a.py src/a.py src/tests/a.py")]
    [InlineData("tests\\**\\*.py", "a.py src/a.py src/tests/a.py")]
    [InlineData("**/tests/**", "a.py src/a.py")]
    [InlineData("**/tests", "a.py src/a.py")]
    [InlineData("*.py", "src/a.py src/tests/a.py tests/a.py tests/b/c.py")]
    [InlineData("**/*.py", "")]
    [InlineData("**/a.py", "tests/b/c.py")]
    [InlineData("tests/?", "a.py src/a.py src/tests/a.py tests/a.py")]
    [InlineData("src/../tests", "a.py src/a.py src/tests/a.py")]
    [InlineData("src/*", "a.py tests/a.py tests/b/c.py")]
    [InlineData("**/b/*", "a.py src/a.py src/tests/a.py tests/a.py")]
    [InlineData("", "a.py src/a.py src/tests/a.py tests/a.py tests/b/c.py")]
    [InlineData("/nowhere/**", "a.py src/a.py src/tests/a.py tests/a.py tests/b/c.py")]
    public void Excludes_are_patterns_as_MSBuild_writes_them(string exclude, string expected)
    {
        foreach (string file in (string[])["a.py", "src/a.py", "src/tests/a.py", "tests/a.py", "tests/b/c.py"])
            Write(file, "x");

        Assert.Equal(expected, string.Join(' ', Names(SourceTree.List(Path, [exclude]).Files)));
    }

    [Fact]
    public void An_absolute_exclude_counts_inside_the_backend()
    {
        Write("a.py", "x");
        Write("tests/a.py", "x");

        Assert.Equal(["a.py"], Names(SourceTree.List(Path, [Absolute("tests") + System.IO.Path.DirectorySeparatorChar + "**"]).Files));
    }

    [Fact]
    public void Texts_are_files_that_may_name_a_distribution_without_importing_it()
    {
        string[] texts =
        [
            ".circleci/config.yml", ".coveragerc", ".env", ".env.local", ".vscode/launch.json", "Containerfile", "Dockerfile", "Dockerfile.dev", "Jenkinsfile", "Makefile", "Procfile", "Vagrantfile", "a.dockerfile", "alembic.ini",
            "api.service", "appsettings.json", "conf/app.conf", "conf/log.cfg", "conf/logback.xml", "docker-compose.yml", "fast.pyx", "justfile", "mako/script.py.mako", "manage", "package.json", "pytest.ini", "ruff.toml",
            "run.bat", "run.cmd", "run.ps1", "run.sh", "some.properties", "values.yaml",
        ];
        string[] others =
        [
            "README.md", "README.rst", "a.csv", "a.html", "a.txt", "data.json", "tsconfig.json", "tsconfig.app.json", "package-lock.json", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "Pipfile.lock", "pylock.toml",
            "pyproject.toml", "setup.cfg", "requirements.yml", "constraints.cfg", "environment.yml", "Dockerfile.md", "empty.sh", "LICENSE", "a.py", "node_modules/x.yml",
        ];
        foreach (string file in texts.Concat(others))
            Write(file, file == "empty.sh" ? "" : file == "LICENSE" ? "Licence" : "#!/bin/sh\n");
        Write("big.yml", new string('a', (1 << 20) + 1));
        Write("big", "#!" + new string('a', 64 << 10));
        Write("big.xml", new string('a', 300 << 10));

        Assert.Equal(texts, Names(SourceTree.List(Path, []).Texts));
    }

    [Fact]
    public void Texts_are_ignored_and_excluded_too_but_for_local_settings()
    {
        Write(".gitignore", "*.ini\n.env*\n");
        Write("a.ini", "x");
        Write("a.cfg", "x");
        Write("b.cfg", "x");
        Write(".env.dev", "x");

        Assert.Equal([".env.dev", "a.cfg"], Names(SourceTree.List(Path, ["b.*"]).Texts));
    }

    [Fact]
    public void Texts_above_count_up_to_the_repositorys_root()
    {
        foreach (string file in (string[])
            [
                "out.yml", "repo/.git/HEAD", "repo/Dockerfile", "repo/.github/workflows/ci.yml", "repo/.github/dependabot.yml", "repo/.gitlab/ci.yml", "repo/.gitlab-ci.yml", "repo/.circleci/config.yml", "repo/x/tox.ini", "repo/x/secret.ini",
                "repo/y/no.ini", "repo/x/back/in.ini", "repo/x/back/a.py", "repo/x/outside.py",
            ])
        {
            Write(file, "x");
        }

        Write("repo/.gitignore", "secret.ini\n");
        SourceListing listing = SourceTree.List(Absolute("repo/x/back"), []);

        Assert.Equal(["../../.circleci/config.yml", "../../.github/workflows/ci.yml", "../../.gitlab-ci.yml", "../../.gitlab/ci.yml", "../../Dockerfile", "../tox.ini", "in.ini"], Names(listing.Texts));
        Assert.Equal(Absolute("repo/.github/workflows/ci.yml"), listing.Texts[1].Path);
        Assert.Equal(["a.py"], Names(listing.Files));
        Assert.Equal([".circleci/config.yml", ".github/dependabot.yml", ".github/workflows/ci.yml", ".gitlab-ci.yml", ".gitlab/ci.yml", "Dockerfile", "x/back/in.ini", "x/tox.ini", "y/no.ini"],
            Names(SourceTree.List(Absolute("repo"), []).Texts));
    }

    [Fact]
    public void Modules_that_are_not_listed_still_have_names()
    {
        Write(".gitignore", "_version.py\ngen/\ndata/\n");
        Write("app/_version.py", "x");
        Write("gen/__init__.py", "x");
        Write("gen/deep.py", "x");
        Write("data/a.py", "x");
        Write("app/fast.cpython-311-x86_64-linux-gnu.so", "x");
        Write("app/a.py", "x");

        SourceListing listing = SourceTree.List(Path, []);

        Assert.Equal(["app/a.py"], Names(listing.Files));
        Assert.Equal(["app/_version.py", "app/fast.cpython-311-x86_64-linux-gnu.so", "gen/__init__.py"], listing.OtherModules);
    }

    [Fact]
    public void Many_folders_are_walked_by_several_threads_to_the_same_end()
    {
        var expected = new List<string>();
        for (int index = 0; index < 220; index++)
        {
            foreach (string file in (string[])[$"p{index}/__init__.py", $"p{index}/q/r/{index}.py"])
            {
                Write(file, "x");
                expected.Add(file);
            }
        }

        expected.Sort(StringComparer.Ordinal);
        Assert.Equal(expected, Names(SourceTree.List(Path, []).Files));
    }

    [Fact]
    public void A_cancelled_listing_ends()
    {
        Write("a.py", "x");
        Assert.ThrowsAny<OperationCanceledException>(() => SourceTree.List(Path, [], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_backend_that_is_not_there_is_unreadable()
    {
        SourceListing listing = SourceTree.List(Absolute("gone"), []);

        Assert.Empty(listing.Files);
        Assert.Equal([Absolute("gone")], listing.Unreadable);
    }

    private static IEnumerable<string> Names(IEnumerable<SourceFile> files) => files.Select(static file => file.RelativePath);
}
