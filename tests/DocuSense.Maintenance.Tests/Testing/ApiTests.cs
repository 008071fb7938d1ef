using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>Applications that are started, asked, and gone.</summary>
public sealed class ApiTests
{
    private const string FastApi = """
        import os, subprocess, sys
        from fastapi import FastAPI, Response
        app = FastAPI()

        @app.on_event("startup")
        def start():
            print("the start has begun", flush=True)
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=True)
            if os.environ.get("FAIL"):
                raise RuntimeError("no database")

        @app.get("/health")
        def health():
            return {"status": "healthy", "parts": [{"name": "db", "ok": True}]}

        @app.get("/teapot")
        def teapot():
            print("somebody wants tea", flush=True)
            return Response("short and stout", status_code=418)

        def create():
            return app

        """;

    private const string Asgi = """
        started = False
        async def app(scope, receive, send):
            global started
            if scope["type"] == "lifespan":
                while True:
                    message = await receive()
                    if message["type"] == "lifespan.startup":
                        started = True
                        await send({"type": "lifespan.startup.complete"})
                    else:
                        await send({"type": "lifespan.shutdown.complete"})
                        return
            body = b'{"path": "%s", "query": "%s", "started": %s}' % (scope["path"].encode(), scope["query_string"], b"true" if started else b"false")
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body[:5], "more_body": True})
            await send({"type": "http.response.body", "body": body[5:]})

        async def bare(scope, receive, send):
            assert scope["type"] == "http"
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

        async def silent(scope, receive, send):
            await receive()
            if scope["type"] == "http":
                import asyncio
                await asyncio.sleep(1000)
            await send({"type": "lifespan.startup.complete"})
            await receive()

        """;

    private const string Wsgi = """
        def app(environ, start_response):
            if environ["PATH_INFO"] == "/boom":
                raise ValueError("boom")
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"hello from " + environ["PATH_INFO"].encode()]

        """;

    [DebianFact]
    public void A_real_uvicorn_is_started_asked_and_gone()
    {
        using var backend = new TestedBackend(("app/__init__.py", ""), ("app/main.py", FastApi));
        string mark = Guid.NewGuid().ToString("N");
        ApiProbe probe = new() { Application = "app.main:app", Path = "/health", Status = 200, Timeout = TimeSpan.FromSeconds(60) };
        TestManifest manifest = backend.Manifest(venv: DebianPython.Venv, variables: [("DOCUSENSE_TEST_MARK", mark)], apis:
        [
            probe with { Body = "{\"parts\": [{\"ok\": true}]}" },
            probe with { Body = "{\"status\": \"ill\"}" },
            probe with { Path = "/teapot", Status = 418, Body = "stout" },
            probe with { Path = "/teapot" },
            probe with { Application = "app.main:create()", Path = "/openapi.json" },
        ]);

        Dictionary<string, TestResult> results = TestedBackend.Run(manifest, TestKind.Api);

        TestResult[] list = [.. results.Values];
        Assert.Equal(["Passed", "Failed DSM4102", "Passed", "Failed DSM4102", "Passed"], list.Select(result => $"{result.Outcome} {result.Code}".Trim()));
        Assert.Contains("does not contain {\"status\": \"ill\"}", list[1].Message, StringComparison.Ordinal);
        Assert.Contains("GET /teapot gives 418, expected 200. The answer: short and stout", list[3].Message, StringComparison.Ordinal);
        Assert.Contains("somebody wants tea", list[3].Output, StringComparison.Ordinal);
        Assert.Contains("Uvicorn running on", list[3].Output, StringComparison.Ordinal);
        Assert.Equal("api GET /health → 200", list[0].Case.Name);
        Assert.Equal([], MarkedProcesses.With("DOCUSENSE_TEST_MARK", mark));
        Assert.Equal([], backend.Strangers());
    }

    [DebianFact]
    public void An_application_that_does_not_start_says_why_with_its_log_and_place()
    {
        using var backend = new TestedBackend(("app/__init__.py", ""), ("app/main.py", FastApi), ("app/broken.py", "import os\nfrom app import nothing_there\n"));
        ApiProbe probe = new() { Application = "app.main:app", Path = "/health", Status = 200, Timeout = TimeSpan.FromSeconds(60) };

        TestResult failing = TestedBackend.Run(backend.Manifest(venv: DebianPython.Venv, variables: [("FAIL", "1")], apis: [probe]), TestKind.Api).Values.Single();
        TestResult broken = TestedBackend.Run(backend.Manifest(venv: DebianPython.Venv, apis: [probe with { Application = "app.broken:app" }]), TestKind.Api).Values.Single();
        TestResult absent = TestedBackend.Run(backend.Manifest(venv: DebianPython.Venv, apis: [probe with { Application = "app.main:no_such" }]), TestKind.Api).Values.Single();

        Assert.Equal((TestOutcome.Failed, "DSM4101"), (failing.Outcome, failing.Code));
        Assert.Contains("ended with exit code 3 before it took a connection", failing.Message, StringComparison.Ordinal);
        Assert.Contains("RuntimeError: no database", failing.Output, StringComparison.Ordinal);
        Assert.Equal("Failed DSM4101 app/broken.py(2,1)", backend.Describe(broken));
        Assert.Contains("cannot import name 'nothing_there'", broken.Message, StringComparison.Ordinal);
        Assert.Contains("AttributeError", absent.Message, StringComparison.Ordinal);
    }

    [DebianFact]
    public void An_application_that_can_be_recognised_is_asked_for_its_schema()
    {
        using var backend = new TestedBackend(("src/shop/__init__.py", ""), ("src/shop/main.py", FastApi));

        TestResult result = TestedBackend.Run(backend.Manifest(venv: DebianPython.Venv, api: true), TestKind.Api).Values.Single();

        Assert.Equal("api GET /openapi.json", result.Case.Name);
        Assert.True(result.Outcome == TestOutcome.Passed, result.Message + result.Output);
    }

    [PythonFact]
    public void Without_uvicorn_an_asgi_application_is_asked_in_process()
    {
        using var backend = new TestedBackend(("main.py", Asgi), ("uvicorn_is_not_installed.py", ""));
        ApiProbe probe = new() { Application = "main:app", Path = "/a%20b?c=d", Status = 200, Body = "{\"path\": \"/a b\", \"query\": \"c=d\", \"started\": true}", Timeout = TimeSpan.FromSeconds(20) };
        Python python = Pythons.All.First(candidate => Pythons.SitePackages(candidate) is not { } site || !Directory.Exists(System.IO.Path.Combine(site, "uvicorn")));

        Dictionary<string, TestResult> results = TestedBackend.Run(
            backend.Manifest(python, apis: [probe, probe with { Application = "main:bare", Path = "/", Status = 204, Body = null }, probe with { Application = "main:silent", Path = "/never", Timeout = TimeSpan.FromSeconds(1) }]), TestKind.Api);

        TestResult[] list = [.. results.Values];
        Assert.True(list[0].Outcome == TestOutcome.Passed, list[0].Message + list[0].Output);
        Assert.True(list[1].Outcome == TestOutcome.Passed, list[1].Message + list[1].Output);
        Assert.Equal((TestOutcome.Failed, "DSM4101"), (list[2].Outcome, list[2].Code));
        Assert.Contains("did not answer within", list[2].Message, StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_wsgi_application_is_served_by_the_standard_library()
    {
        using var backend = new TestedBackend(("main.py", Wsgi));
        ApiProbe probe = new() { Application = "main:app", Path = "/x", Status = 200, Body = "hello from /x", Timeout = TimeSpan.FromSeconds(30) };

        TestResult[] list = [.. TestedBackend.Run(backend.Manifest(apis: [probe, probe with { Path = "/boom" }]), TestKind.Api).Values];

        Assert.True(list[0].Outcome == TestOutcome.Passed, list[0].Message + list[0].Output);
        Assert.Equal("DSM4102", list[1].Code);
        Assert.Contains("gives 500", list[1].Message, StringComparison.Ordinal);
        Assert.Contains("ValueError: boom", list[1].Output, StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_command_is_started_with_the_port_and_ended_with_its_children()
    {
        using var backend = new TestedBackend(("index.html", "it works"), ("hang.py", "import signal, time, subprocess, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])\nprint('never listens', flush=True)\ntime.sleep(1000)\n"));
        string mark = Guid.NewGuid().ToString("N");
        ApiProbe probe = new() { Command = "python -m http.server {port} --bind {host}", Path = "/index.html", Status = 200, Body = "it works", Timeout = TimeSpan.FromSeconds(30) };

        TestResult[] list = [.. TestedBackend.Run(backend.Manifest(variables: [("DOCUSENSE_TEST_MARK", mark)], apis:
            [probe, probe with { Command = "python hang.py", Timeout = TimeSpan.FromSeconds(2) }, probe with { Command = "no-such-program --port {port}" }, probe with { Command = "python -c 'import sys; print(7); sys.exit(5)'" }, probe with { Command = "python 'open" }]), TestKind.Api).Values];

        Assert.Equal(["Passed", "Failed DSM4101", "Failed DSM4101", "Failed DSM4101", "Failed DSM4101"], list.Select(result => $"{result.Outcome} {result.Code}".Trim()));
        Assert.Contains("took no connection within 2 s", list[1].Message, StringComparison.Ordinal);
        Assert.Contains("never listens", list[1].Output, StringComparison.Ordinal);
        Assert.Contains("no-such-program", list[2].Message, StringComparison.Ordinal);
        Assert.Contains("exit code 5", list[3].Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", list[4].Message, StringComparison.Ordinal);
        Assert.Equal([], MarkedProcesses.With("DOCUSENSE_TEST_MARK", mark));
    }
}
