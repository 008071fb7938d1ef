using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>How grave a missing import is: whether the backend starts without it.</summary>
public sealed class ImportGravityTests
{
    private const string Import = "import structlog\n";

    public static TheoryData<string, string, string, string> Places() => new()
    {
        // The file that imports, the import, another file, its text.
        { "error", "app/main.py", "app/other.py", "" },
        { "error", "app/logs.py", "app/other.py", "" },
        { "error", "app/structlog_setup.py", "main.py", "import app.structlog_setup" },
        { "error", "app/structlog_setup.py", "other/start.py", "from app import structlog_setup" },
        { "error", "app/contrib/logs.py", "app/start.py", "from .contrib import logs" },
        { "error", "app/structlog_app.py", "Procfile", "web: gunicorn app.structlog_app:app" },
        { "warning", "app/structlog_setup.py", "app/other.py", "" },
        { "warning", "app/contrib/logs.py", "app/contrib/other.py", "from . import logs" },
        { "warning", "app/structlog_setup.py", "app/start.py", "def f():\n    import app.structlog_setup\n" },
        { "error", "app/structlog_setup.py", "app/main.py", "from . import structlog_setup" },
        { "error", "app/structlog_setup.py", "app/main.py", "import app.structlog_setup" },
        { "warning", "app/structlog_setup.py", "app/structlog_more.py", "from . import structlog_setup" },
        { "message", "app/logs.py", "app/start.py", "try:\n    from . import logs\nexcept ImportError:\n    logs = None\n" },
        { "error", "app/logs.py", "app/start.py", "try:\n    from . import logs\nexcept ImportError:\n    logs = None\nimport app.logs\n" },
        { "error", "structlog_blog/forms.py", "structlog_blog/__init__.py", "" },
        { "warning", "tests/test_logs.py", "app/other.py", "" },
        { "warning", "app/backends/logs.py", "app/start.py", "import importlib\ndef f(name):\n    return importlib.import_module(name)\n" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_module_that_nobody_loads_does_not_keep_the_backend_from_starting(string severity, string file, string other, string text)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\ngunicorn\n"), ("use.py", "import requests\n"), ("app/__init__.py", ""), (file, Import), (other, text));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("gunicorn", "21.2.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    [Theory]
    [InlineData("try:\n    import structlog\nexcept ImportError:\n    structlog = None\nif structlog:\n    from structlog import get_logger\n", "message")]
    [InlineData("if True:\n    from structlog import get_logger\n", "warning")]
    [InlineData("if requests: import structlog\n", "warning")]
    [InlineData("if requests:\n    pass\nelif True: pass\nelse:\n    with open('x'):\n        import structlog\n", "warning")]
    [InlineData("for x in ():\n    import structlog\n", "warning")]
    [InlineData("while x:\n    import structlog\n", "warning")]
    [InlineData("match x:\n    case 1:\n        import structlog\n", "warning")]
    [InlineData("try:\n    x()\nexcept ValueError:\n    import structlog\n", "warning")]
    [InlineData("try:\n    x()\nexcept ValueError:\n    pass\nelse:\n    import structlog\n", "warning")]
    [InlineData("try:\n    import structlog\nfinally:\n    pass\n", "error")]
    [InlineData("try:\n    x = long\n    import structlog\nexcept NameError:\n    x = int\n", "warning")]
    [InlineData("try:\n    pass\nfinally:\n    import structlog\n", "error")]
    [InlineData("with open('x') as f:\n    import structlog\n", "error")]
    [InlineData("class A:\n    import structlog\n", "error")]
    [InlineData("if requests: pass\nimport structlog\n", "error")]
    [InlineData("X = {'a': 1}; import structlog\n", "error")]
    [InlineData("(\n    requests); import structlog\n", "error")]
    public void Where_it_is_guarded_once_the_same_file_may_import_more(string text, string severity)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n" + text));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    public static TheoryData<string, string> Questions() => new()
    {
        { "message", "import importlib.util\nif importlib.util.find_spec(\"structlog\"):\n    import structlog\n" },
        { "message", "from importlib.util import find_spec\nHAS = find_spec('structlog') is not None\nif HAS:\n    from structlog.stdlib import BoundLogger\n" },
        { "message", "import importlib.util\nHAS = importlib.util.find_spec('structlog') is not None\n" },
        { "message", "import sys\ndef f():\n    if 'structlog' in sys.modules:\n        import structlog\n" },
        { "message", "from sys import modules\ndef f():\n    if 'structlog.stdlib' not in modules:\n        return\n    import structlog\n" },
        { "message", "import sys\ndef f():\n    if sys.modules.get('structlog') is None:\n        return\n    import structlog\n" },
        { "warning", "import importlib.util\nHAS = importlib.util.find_spec('structlog')\nimport structlog\n" },
        { "message", "import sys\ndef f():\n    if 'structlog' in sys.modules.keys():\n        import structlog\n" },
        { "message", "from sys import (path, modules)\ndef f():\n    if modules.get('structlog'):\n        import structlog\n" },
        { "warning", "def f(modules):\n    if 'structlog' in modules:\n        import structlog\n" },
        { "warning", "import sys\ndef f(self):\n    if self.modules.get('structlog'):\n        import structlog\n" },
        { "warning", "import sys\ndef f(self):\n    if 'structlog' in self.sys.modules:\n        import structlog\n" },
        { "warning", "import sys\ndef f(app):\n    if 'structlog' in app.modules:\n        import structlog\n" },
        { "warning", "import sys\ndef f():\n    if 'redis' in sys.modules:\n        import structlog\n" },
        { "warning", "def f(names):\n    # find_spec('structlog'), 'structlog' in sys.modules\n    if 'structlog' in names:\n        import structlog\n" },
        { "warning", "def f(find_spec):\n    find_spec(name='structlog')\n    import structlog\n" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void What_a_file_asks_for_before_it_imports_it_may_be_absent(string severity, string text)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n" + text));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    [Theory]
    [InlineData("from importlib.util import find_spec\nHAS = find_spec('structlog') is not None\n", "from compat import HAS\nif HAS:\n    import structlog\n", "message")]
    [InlineData("try:\n    import structlog\nexcept ImportError:\n    structlog = None\nHAS = structlog is not None\n", "from compat import HAS\nif HAS:\n    import structlog\n", "message")]
    [InlineData("from importlib.util import find_spec\nHAS = find_spec('structlog') is not None\n", "def f():\n    import structlog\n", "warning")]
    [InlineData("try:\n    import structlog\nexcept ImportError:\n    structlog = None\n", "def f():\n    import structlog\n", "warning")]
    [InlineData("from importlib.util import find_spec\nHAS = find_spec('structlog') is not None\n", "import structlog\n", "warning")]
    [InlineData("HAS = True\n", "from compat import HAS\nif HAS:\n    import structlog\n", "warning")]
    [InlineData("HAS = True\n", "import structlog\n", "error")]
    public void A_flag_of_one_file_guards_what_another_imports_under_a_condition(string compat, string text, string severity)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("compat.py", compat), ("app.py", "import requests\n" + text));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    [Theory]
    [InlineData("app/stdlib.py", "error")]
    [InlineData("app/structlog_stdlib.py", "warning")]
    public void A_file_is_made_for_what_it_is_named_after_not_for_a_part_of_it(string file, string severity)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n"), (file, "import structlog.stdlib\n"));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    [Fact]
    public void What_only_Python_2_has_is_not_missed_after_a_test_for_Python_2()
    {
        using var backend = new TemporaryBackend(("requirements.txt", ""), ("app.py", "try:\n    number = (int, long)\n    import cStringIO\nexcept NameError:\n    import io as cStringIO\n"));
        Assert.DoesNotContain(backend.Check().Diagnostics, static finding => finding.Code == "DSM3005");
    }

    [Fact]
    public void A_question_is_no_use()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "structlog\n"), ("app.py", "import sys\nprint('structlog' in sys.modules)\n"));
        backend.Check();
        string facts = File.ReadAllText(Path.Combine(backend.Output, "analysis.json"));
        Assert.Contains("\"verdict\": \"unknown\"", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("\"guard\"", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_about_another_distribution_of_a_namespace_guards_nothing()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"),
            ("app.py", "import requests\nfrom importlib.util import find_spec\nif find_spec('google.cloud.storage'):\n    import google.generativeai\n"));
        Assert.Equal(["message google-cloud-storage", "warning google-generativeai"], backend.Check().Diagnostics.Where(static finding => finding.Code == "DSM3002")
            .Select(static finding => finding.Severity.ToString().ToLowerInvariant() + " " + finding.Package).Order(StringComparer.Ordinal));
    }

    private static string Severity(TemporaryBackend backend) =>
        backend.Check().Diagnostics.Single(finding => finding.Code == "DSM3002").Severity.ToString().ToLowerInvariant();
}
