using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>Each way in which an import can end, forked from a warm process and in a fresh one, and that nothing of it remains.</summary>
public sealed class ImportTests
{
    /// <summary>The source of a module, and the result.</summary>
    private static readonly (string Name, string Source, string Expected, string? Message)[] _modules =
    [
        ("fine", "import json\nx = json.dumps(1)\n", "Passed", null),
        ("prints", "print('hello from stdout')\nimport sys\nprint('and stderr', file=sys.stderr)\n", "Passed", null),
        ("missing", "import os\n\nimport no_such_module_at_all\n", "Failed DSM4001 app/missing.py(3,1)", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("raises", "def f():\n    raise ValueError('é' * 3)\n\nf()\n", "Failed DSM4001 app/raises.py(2,1)", "ValueError: ééé"),
        ("chain", "try:\n    {}['k']\nexcept KeyError as error:\n    raise RuntimeError('no k') from error\n", "Failed DSM4001 app/chain.py(4,1)", "RuntimeError: no k\ncaused by KeyError: 'k'"),
        ("nasty", "class E(Exception):\n    def __str__(self): raise RuntimeError()\nraise E()\n", "Failed DSM4001 app/nasty.py(3,1)", "app.nasty.E"),
        ("recursion", "def f(): f()\nf()\n", "Failed DSM4001 app/recursion.py(1,1)", "RecursionError"),
        ("syntax", "x = 1\nif x\n    y = 2\n", "Failed DSM4001 app/syntax.py(2,5)", "SyntaxError"),
        ("indented", "x = 1\n  y = 2\n", "Failed DSM4001 app/indented.py(2,", "IndentationError"),
        ("circle_a", "import app.circle_b\nfrom app.circle_b import x\ny = 1\n", "Failed DSM4001 app/circle_b.py(1,1)", "ImportError: cannot import name 'y'"),
        ("circle_b", "from app.circle_a import y\nx = 1\n", "Failed DSM4001 app/circle_a.py(2,1)", "ImportError: cannot import name 'x'"),
        ("itself", "import app.itself\n", "Passed", null),
        ("exits", "import sys\nsys.exit(4)\n", "Failed DSM4004 app/exits.py(2,1)", "sys.exit is called with '4'"),
        ("exits_well", "raise SystemExit\n", "Failed DSM4004 app/exits_well.py(1,1)", "sys.exit"),
        ("exits_hard", "import os\nos._exit(0)\n", "Failed DSM4003", "exit code 0"),
        ("aborts", "import os\nos.abort()\n", "Failed DSM4003", null),
        ("segfault", "import ctypes\n\nctypes.string_at(0)\n", "Failed DSM4003", null),
        ("asks", "name = input('name? ')\n", "Failed DSM4004 app/asks.py(1,1)", "reads standard input"),
        ("sleeps", "import time\n\ntime.sleep(1000)\n", "Failed DSM4002 app/sleeps.py(3,1)", "did not end within 3 s"),
        ("spins", "while True:\n    pass\n", "Failed DSM4002 app/spins.py(", "did not end within 3 s"),
        ("serves", "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\ns.accept()\n", "Failed DSM4004 app/serves.py(3,1)", "starts a server"),
        ("thread", "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), name='worker').start()\n", "Failed DSM4004 app/thread.py(1,1)", "'worker'"),
        ("daemon", "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\n", "Passed DSM4004 app/daemon.py(1,1)", "leaves a thread running"),
        ("short_thread", "import threading\nthreading.Thread(target=int).start()\n", "Passed", null),
        ("connects", "import socket\ns = socket.socket()\ns.settimeout(1)\ntry:\n    s.connect(('127.0.0.1', 9))\nexcept OSError:\n    pass\n", "Passed DSM4004 app/connects.py(5,1)", "opens a network connection (127.0.0.1:9)"),
        ("runs", "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])\n", "Passed DSM4004 app/runs.py(2,1)", "starts a process"),
        ("noise", "import sys\nfor number in range(300000):\n    print('line', number)\nsys.stdout.flush()\nsys.stdout.buffer.write(bytes(range(256)) * 64)\n", "Passed", null),
        ("closes", "import os, sys\nsys.stdout.close()\nos.close(2)\n", "Passed", null),
        ("closes_all", "import os\nos.closerange(3, 1000)\n", "Passed", null),
        ("closes_all_and_fails", "import os\nos.closerange(3, 1000)\nopen(os.devnull)\nopen(os.devnull)\nraise ValueError\n", "Failed DSM4001", null),
        ("elsewhere", "import os\nos.chdir('/')\n", "Passed", null),
        ("threads_in_locals", "import concurrent.futures as f\nwith f.ThreadPoolExecutor(2) as p:\n    r = list(p.map(int, '123'))\n", "Passed", null),
        ("été", "ça = 1\n", "Passed", null),
        ("émoji", "x = '😀'\nraise ValueError(x)\n", "Failed DSM4001 app/émoji.py(2,1)", "ValueError: 😀"),
        ("mend", "import importlib\nimportlib.util\nimport concurrent\nconcurrent.futures\n", "Failed DSM4001 app/mend.py(", "AttributeError"),
    ];

    private static readonly (string Name, string Source, string Expected, string? Message)[] _posixModules =
    [
        ("ignores", "import signal, time\nfor number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n    signal.signal(number, signal.SIG_IGN)\ntime.sleep(1000)\n", "Failed DSM4002 app/ignores.py(4,1)", null),
        ("forks", "import os, time\nif os.fork() == 0:\n    time.sleep(1000)\n    os._exit(0)\n", "Passed DSM4004 app/forks.py(2,1)", "forks"),
        ("daemonises", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(1000)\n    os._exit(0)\n", "Passed DSM4004 app/daemonises.py(2,1)", "forks"),
        ("killed", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "Failed DSM4003", "SIGKILL"),
        ("hungry", "x = b'x' * (2 << 30)\n", "Failed DSM4001 app/hungry.py(1,1)", "MemoryError"),
        ("new_session", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\ntime.sleep(1000)\n", "Failed DSM4002 app/new_session.py(5,1)", "forks"),
    ];

    [PythonTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_import_ends_alone_and_as_it_should(bool fresh)
    {
        (string Name, string Source, string Expected, string? Message)[] modules = OperatingSystem.IsWindows() ? _modules : [.. _modules, .. _posixModules];
        using var backend = new TestedBackend([("app/__init__.py", ""), .. modules.Select(module => ($"app/{module.Name}.py", module.Source))]);
        string mark = Guid.NewGuid().ToString("N");
        TestManifest manifest = backend.Manifest(fresh: fresh, limit: 3, memory: 1L << 30, variables: [("DOCUSENSE_TEST_MARK", mark), ("PYTHONUTF8", "1"), ("PYTHONUNBUFFERED", "")]);

        Dictionary<string, TestResult> results = TestedBackend.Run(manifest);

        Assert.Equal(modules.Length + 1, results.Count);
        Assert.Equal([], modules
            .Where(module => !backend.Describe(results["app." + module.Name]).StartsWith(module.Expected, StringComparison.Ordinal)
                || (module.Expected == "Passed" && results["app." + module.Name].Code is not null))
            .Select(module => $"{module.Name}: {backend.Describe(results["app." + module.Name])}, not {module.Expected}: {results["app." + module.Name].Message}"));
        Assert.Equal([], modules
            .Where(module => module.Message is not null && results["app." + module.Name].Message?.Contains(module.Message, StringComparison.Ordinal) != true)
            .Select(module => $"{module.Name}: {results["app." + module.Name].Message}"));
        Assert.Equal([], MarkedProcesses.With("DOCUSENSE_TEST_MARK", mark));
        Assert.Equal([], backend.Strangers());
        Assert.Contains("hello from stdout", results["app.prints"].Output, StringComparison.Ordinal);
        Assert.Contains("and stderr", results["app.prints"].Output, StringComparison.Ordinal);
        Assert.InRange(results["app.noise"].Output!.Length, 20_000, 120_000);
        Assert.StartsWith("line 0", results["app.noise"].Output, StringComparison.Ordinal);
    }

    [PythonFact]
    public void The_chain_of_places_leads_through_the_project_alone()
    {
        using var backend = new TestedBackend(
            ("app/__init__.py", ""), ("app/services/__init__.py", "import logging\n\nfrom app.services import ocr\n"), ("app/services/ocr.py", "\"\"\"x\"\"\"\n\n\nimport pytesseract_that_is_not_there\n"),
            ("app/late.py", "import json\njson.loads('{', cls=None, object_hook=None)\n"));

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest());

        Assert.Equal("   at app/services/ocr.py:line 4\n   at app/services/__init__.py:line 3", results["app.services"].StackTrace);
        Assert.Equal("   at app/late.py:line 2", results["app.late"].StackTrace);
        Assert.Contains("JSONDecodeError", results["app.late"].Message, StringComparison.Ordinal);
    }

    [PythonFact]
    public void No_test_sees_what_another_one_imports()
    {
        // Enough modules that the warm process imports the package beforehand; then one that uses a submodule nobody imported for it.
        using var backend = new TestedBackend([
            ("lib_a/__init__.py", "value = 1\n"), .. Enumerable.Range(0, 12).Select(number => ($"user{number}.py", "import concurrent.futures\nimport xml.dom.minidom\nimport logging.handlers\nimport asyncio\n")),
            ("bare.py", "import concurrent\nassert not hasattr(concurrent, 'futures')\nimport sys\nassert 'xml' not in sys.modules and 'asyncio' not in sys.modules, 'leak'\nimport logging\nassert not hasattr(logging, 'handlers')\nimport xml.dom\nassert not hasattr(xml.dom, 'minidom')\nassert 'xml.dom.minidom' not in sys.modules\n"),
            ("writer.py", "import logging\nlogging.leak = 1\n"), ("reader.py", "import logging\nassert not hasattr(logging, 'leak')\n"),
            ("twice.py", "import xml.dom.minidom as a\nfrom xml.dom import minidom as b\nassert a is b\nimport sys\nassert sys.modules['xml.dom.minidom'] is a\nimport xml\nassert xml.dom.minidom is a\n"),
        ]);

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest());

        Assert.Equal([], results.Values.Where(result => result.Outcome != TestOutcome.Passed).Select(result => $"{result.Case.Name}: {result.Message} {result.StackTrace}"));
    }

    [PythonFact]
    public void Every_interpreter_runs_the_probe()
    {
#if ENGINE_NETSTANDARD
        // What differs between interpreters is the probe, which is the same text in both builds.
        Python[] pythons = [.. new[] { Pythons.All[0], Pythons.All[^1] }.Distinct()];
#else
        IReadOnlyList<Python> pythons = Pythons.All;
#endif

        // Some at a time: most of it is to wait for the time limit.
        Parallel.ForEach(pythons, new ParallelOptions { MaxDegreeOfParallelism = 3 }, static python =>
        {
            foreach (bool fresh in (bool[])[false, true])
            {
                using var backend = new TestedBackend(
                    ("app/__init__.py", ""), ("app/good.py", "import asyncio, json\n"), ("app/bad.py", "\nimport nothing_of_that_name\n"), ("app/syntax.py", "def f(:\n"), ("app/other.py", "import asyncio, decimal\n"),
                    ("app/slow.py", "import time\ntime.sleep(1000)\n"), ("app/more.py", "import asyncio\n"));

                Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(python, fresh, limit: 3), TestKind.Import, TestKind.Environment);

                Assert.Equal("Failed DSM4001 app/bad.py(2,1)", backend.Describe(results["app.bad"]));
                Assert.StartsWith("Failed DSM4001 app/syntax.py(1,", backend.Describe(results["app.syntax"]), StringComparison.Ordinal);
                Assert.Equal("Failed DSM4002 app/slow.py(2,1)", backend.Describe(results["app.slow"]));
                Assert.Equal(["app", "app.good", "app.more", "app.other"],
                    results.Values.Where(result => result.Case.Kind == TestKind.Import && result.Outcome == TestOutcome.Passed).Select(result => result.Case.Target).Order(StringComparer.Ordinal));
                Assert.Equal(TestOutcome.Passed, results["interpreter"].Outcome);
            }
        });
    }

    [PythonFact]
    public void The_profile_tells_what_costs_and_the_budget_names_it()
    {
        using var backend = new TestedBackend(("app/__init__.py", ""), ("app/slow.py", "import time\ntime.sleep(0.3)\n"), ("app/uses.py", "import app.slow\nimport app.quick\n"), ("app/quick.py", ""));

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(budget: 0.2));

        Assert.Equal("Passed DSM4005 app/uses.py(1,1)", backend.Describe(results["app.uses"]));
        Assert.Contains("the project's own modules", results["app.uses"].Message, StringComparison.Ordinal);
        Assert.Equal("Passed", backend.Describe(results["app.quick"]));
        string profile = ImportProfile.Describe(File.ReadAllBytes(backend.Absolute("obj/imports-profile.json")), 10);
        string[] lines = profile.Split('\n');
        // The sleep is in the one's own time, and only in the other's cumulative time.
        string uses = lines.First(line => line.EndsWith(" app.uses", StringComparison.Ordinal));
        double[] numbers = [.. uses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(numbers[0] < 290 && numbers[1] > 290, uses);
    }

    [PythonFact]
    public void Variables_and_working_directory_are_the_applications()
    {
        using var backend = new TestedBackend(
            ("check.py", "import os\nassert os.environ['FROM_ITEM'] == 'a;b', os.environ['FROM_ITEM']\nassert os.environ['FROM_FILE'] == 'two words'\nassert os.environ['BOTH'] == 'item'\nassert os.path.basename(os.getcwd()) == 'backend'\n"),
            (".env", "# comment\nexport FROM_FILE=\"two words\" # why\nBOTH=file\nempty\n"));

        TestResult result = TestedBackend.Run(backend.Manifest(variables: [("FROM_ITEM", "a;b"), ("BOTH", "item")], environmentFile: System.IO.Path.Combine(backend.Backend, ".env")))["check"];

        Assert.True(result.Outcome == TestOutcome.Passed, result.Message);
    }
}
