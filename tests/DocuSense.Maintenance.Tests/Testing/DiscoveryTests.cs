using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>What is tested, under which names, and what is left out and why. No process.</summary>
public sealed class DiscoveryTests
{
    private static readonly (string Path, string Text, string Name, string? Skipped)[] _files =
    [
        ("alembic/env.py", "", "alembic.env", "Alembic"),
        ("alembic/script.py.mako", "", "", null),
        ("alembic/versions/2f3a_users.py", "", "alembic/versions/2f3a_users.py", null),
        ("app/__init__.py", "", "app", null),
        ("app/__main__.py", "", "app.__main__", "python -m"),
        ("app/bin/run.py", "start()\n", "app.bin.run", "script"),
        ("app/deep/er/inside.py", "", "app.deep.er.inside", null),
        ("app/main.py", "", "app.main", null),
        ("app/my.settings.py", "", "app/my.settings.py", null),
        ("app/tasks.py", "", "app.tasks", null),
        ("app/two words.py", "", "app/two words.py", null),
        ("app/été.py", "", "app.été", null),
        ("conftest.py", "", "conftest", "tests"),
        ("docs/conf.py", "", "docs.conf", "docs"),
        ("gateway-service/gateway/__init__.py", "", "gateway", null),
        ("gateway-service/gateway/http.py", "", "gateway.http", null),
        ("manage.py", "#!/usr/bin/env python\nif __name__ == '__main__':\n    pass\n", "manage", null),
        ("billing/pyproject.toml", "", "", null),
        ("billing/invoices/lines.py", "", "invoices.lines", null),
        ("namespace/portion/module.py", "", "namespace.portion.module", null),
        ("run", "#!/usr/bin/env python\n", "", null),
        ("scripts/guarded.py", "if __name__ == '__main__':\n    main()\n", "scripts.guarded", null),
        ("scripts/seed.py", "seed()\n", "scripts.seed", "script"),
        ("setup.py", "", "setup", "run by a tool"),
        ("src/shop/__init__.py", "", "shop", null),
        ("src/shop/cart.py", "", "shop.cart", null),
        ("start.py", "#!/usr/bin/env python\nserve()\n", "start", "script"),
        ("tests/test_app.py", "", "tests.test_app", "tests"),
        ("excluded/by/item.py", "", "excluded.by.item", "DocuSenseImportExclude"),
        ("window.pyw", "", "", null),
    ];

    [Fact]
    public void Modules_have_the_names_under_which_Python_finds_them()
    {
        using var backend = new TestedBackend([.. _files.Select(file => (file.Path, file.Text))]);
        TestManifest manifest = new() { Backend = backend.Backend, ImportExclude = ["excluded/**"] };

        IReadOnlyList<TestCase> cases = [.. TestDiscovery.Discover(manifest).Where(test => test.Kind == TestKind.Import)];

        Assert.Equal(_files.Where(file => file.Name.Length > 0).Select(file => file.Name).Order(StringComparer.Ordinal), cases.Select(test => test.Target).Order(StringComparer.Ordinal));
        foreach ((string path, _, string name, string? skipped) in _files)
        {
            if (name.Length == 0)
                continue;
            TestCase test = cases.Single(candidate => candidate.Target == name);
            Assert.Equal(System.IO.Path.Combine(backend.Backend, path.Replace('/', System.IO.Path.DirectorySeparatorChar)), test.File);
            Assert.True(skipped is null ? test.SkipReason is null : test.SkipReason?.Contains(skipped, StringComparison.Ordinal) == true, $"{name}: {test.SkipReason}");
            Assert.Equal("import " + name, test.Name);
        }
    }

    [PythonFact]
    public void Every_module_that_is_found_is_one_that_Python_imports()
    {
        using var backend = new TestedBackend([.. _files.Select(file => (file.Path, file.Text))]);

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(exclude: ["excluded/**"]));

        Assert.Equal([], results.Values.Where(result => (result.Outcome == TestOutcome.Skipped) != (result.Case.SkipReason is not null) || result.Outcome == TestOutcome.Failed)
            .Select(result => $"{result.Case.Name}: {result.Outcome} {result.Message}"));
        Assert.All(results.Values.Where(result => result.Outcome == TestOutcome.Passed), result => Assert.Null(result.Message));
    }

    [Fact]
    public void What_a_rule_leaves_out_can_be_included_by_name()
    {
        using var backend = new TestedBackend(("app/__main__.py", ""), ("tests/helpers.py", ""), ("tests/other.py", ""));

        IReadOnlyList<TestCase> cases = TestDiscovery.Discover(new TestManifest { Backend = backend.Backend, ImportInclude = ["**/__main__.py", "tests/helpers.py"] });

        Assert.Equal(["tests.other"], cases.Where(test => test.SkipReason is not null).Select(test => test.Target));
    }

    [Fact]
    public void Ids_are_one_for_each_test_and_the_same_every_time()
    {
        using var backend = new TestedBackend(("src/a.py", ""), ("a.py", ""), ("lib/a.py", ""), ("main.py", "from fastapi import FastAPI\n\napi = FastAPI(title='x')\n"));
        TestManifest manifest = new() { Backend = backend.Backend };

        string[] ids = [.. TestDiscovery.Discover(manifest).Select(test => test.Id)];

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids, TestDiscovery.Discover(manifest).Select(test => test.Id));
        Assert.Equal(["environment:interpreter", "environment:pip", "environment:requirements", "environment:conflicts", "import:a", "import:lib/a.py", "import:main", "import:src/a.py", "api:GET /openapi.json"], ids);
    }

    [Theory]
    [InlineData("app = FastAPI()", "main:app", "/openapi.json")]
    [InlineData("app: FastAPI = fastapi.FastAPI(title='(x)')", "main:app", "/openapi.json")]
    [InlineData("application = get_wsgi_application()", "main:application", "/")]
    [InlineData("site = Flask(__name__)", "main:site", "/")]
    [InlineData("def create():\n    app = FastAPI()", null, null)]
    [InlineData("# app = FastAPI()", null, null)]
    [InlineData("x = MyFastAPI()", null, null)]
    public void An_application_is_recognised_by_its_line(string source, string? application, string? path)
    {
        using var backend = new TestedBackend(("main.py", source + "\n"));
        TestManifest manifest = new() { Backend = backend.Backend };

        IReadOnlyList<ApiTarget> apis = ApiTargets.List(manifest, ImportTargets.List(manifest, CancellationToken.None));

        Assert.Equal((application, path), (apis.SingleOrDefault()?.Probe.Application, apis.SingleOrDefault()?.Probe.Path));
    }

    [Fact]
    public void The_manifest_comes_back_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Absolute("obj/tests.json");
        var manifest = new TestManifest
        {
            Backend = folder.Path, Venv = "/v", Python = "/p", WorkingDirectory = "/w", ProjectFile = "/x.csproj", ImportTimeout = TimeSpan.FromSeconds(2.5), ImportTimeBudget = TimeSpan.FromSeconds(0.25),
            MemoryLimit = 5L << 30, Parallelism = 3, Exclude = ["a/**"], ImportExclude = ["b"], ImportInclude = ["c"], Requirements = ["/r.txt"], Environment = [new("A", "b=\"é\"")], EnvironmentFile = "/.env",
            Suppressions = [new("DSM4001", null, "x/**", "because", "2030-01-01")], FindsApi = false, ProfilePath = "/o/p", UsedPath = "/o/u",
            Apis = [new ApiProbe { Application = "m:a", Method = "POST", Path = "/x?y=1", Status = 201, Body = "{\"a\":1}", Timeout = TimeSpan.FromSeconds(7), File = "/x.csproj", Line = 9 }, new ApiProbe { Command = "run {port}" }],
        };

        manifest.Write(path);
        TestManifest read = TestManifest.Read(path);
        read.Write(path + "2");

        Assert.Equal(File.ReadAllText(path), File.ReadAllText(path + "2"));
        Assert.Equal((manifest.ImportTimeout, manifest.MemoryLimit, manifest.Apis[0], manifest.Apis[1], manifest.Suppressions[0]), (read.ImportTimeout, read.MemoryLimit, read.Apis[0], read.Apis[1], read.Suppressions[0]));
        Assert.Equal("b=\"é\"", read.Environment[0].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"schema\": 99, \"backend\": \"/b\"}")]
    [InlineData("{\"schema\": 1}")]
    [InlineData("{\"schema\": 1, \"backend\": 5}")]
    [InlineData("{\"schema\": 1, \"backend\": \"/b\", \"apis\": {}}")]
    public void A_file_that_is_no_manifest_says_what_to_do(string text)
    {
        using var folder = new TemporaryFolder();

        FormatException exception = Assert.Throws<FormatException>(() => TestManifest.Read(folder.Write("tests.json", text)));

        Assert.Contains("build the project again", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_variables_is_read_as_shells_and_dotenv_write_it()
    {
        string text = "\uFEFFA=1\n# no\nexport B = two words # comment\r\nC='it''s'\nD=\"a\\nb \\\"q\\\"\"\nE=\nF=\"two\nlines\"\nG=#no\nH=a#b\nnot a variable\nI='open\nJ=9\n";

        Assert.Equal(["A=1", "B=two words", "C=it", "D=a\nb \"q\"", "E=", "F=two\nlines", "G=", "H=a#b", "I='open", "J=9"], EnvironmentFile.Parse(text).Select(variable => $"{variable.Key}={variable.Value}"));
    }

    [Theory]
    [InlineData("{\"a\": 1, \"b\": [1, {\"c\": null, \"d\": 2}]}", "{\"b\": [{\"c\": null}]}", true)]
    [InlineData("{\"a\": 1.0}", "{\"a\": 1}", true)]
    [InlineData("{\"a\": 1}", "{\"a\": \"1\"}", false)]
    [InlineData("{\"a\": true}", "{\"a\": false}", false)]
    [InlineData("[1, 2]", "[2, 1]", true)]
    [InlineData("[1, 2]", "[3]", false)]
    [InlineData("<html>it works</html>", "it works", true)]
    [InlineData("plain", "{\"a\": 1}", false)]
    public void An_answer_contains_a_fragment(string body, string fragment, bool expected) => Assert.Equal(expected, ApiExpectation.Contains(body, fragment));
}
