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
    public void Where_it_is_guarded_once_the_same_file_may_import_more(string text, string severity)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n" + text));
        backend.WithEnvironment().Install("requests", "2.31.0").Install("structlog", "24.1.0");
        Assert.Equal(severity, Severity(backend));
    }

    private static string Severity(TemporaryBackend backend) =>
        backend.Check().Diagnostics.Single(finding => finding.Code == "DSM3002").Severity.ToString().ToLowerInvariant();
}
