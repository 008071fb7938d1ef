using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>Backends in the states that a report tells of, and their reports.</summary>
internal static class ReportSamples
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 11, 54, 0, TimeSpan.FromHours(2));

    /// <summary>Nothing to complain of.</summary>
    public static TemporaryBackend Healthy() => new TemporaryBackend(("requirements.txt", "acme-web>=1\nacme-other\n"), ("app/main.py", "import acme_web\nimport acme_other\n"))
        .WithEnvironment("3.13.4", pip: false).Install("pip", "25.2")
        .Install("acme-web", "1.0", ["Requires-Dist: acme-core>=1"]).Install("acme-core", "1.2").Install("acme-other", "2.0", ["Requires-Dist: acme-core"]);

    /// <summary>Something of each kind is wrong.</summary>
    public static TemporaryBackend Broken() => new TemporaryBackend(
        ("requirements.txt", "acme-web[fast]>=1\nacme-heavy\nacme-web\nacme-absent\nprivate @ https://user:hush-hush@example.com/p.whl?token=quiet\n"),
        ("requirements-dev.txt", "acme-lint\n"),
        ("app/é 🐍.py", "import acme_web\n"), ("app/main.py", "import acme_core\nimport json\n"))
        .WithEnvironment()
        .Install("acme-web", "1.0", ["Requires-Dist: acme-core>=2", "Provides-Extra: fast", "Requires-Dist: acme-fast; extra == 'fast'"])
        .Install("acme-core", "1.2").Install("acme-fast", "1.0")
        .Install("acme-heavy", "1.0", ["Requires-Dist: acme-weight", "Requires-Dist: acme-core"], ["acme_heavy/__init__.py"]).Install("acme-weight", "3.0");

    /// <summary>No environment at all.</summary>
    public static TemporaryBackend Bare() => new(("requirements.txt", "flask>=3\n"), ("app.py", "import flask\n"));

    /// <summary>Neither manifests nor sources.</summary>
    public static TemporaryBackend Empty() => new();

    public static TemporaryBackend Named(string name) => name switch
    {
        "healthy" => Healthy(),
        "broken" => Broken(),
        "bare" => Bare(),
        _ => Empty(),
    };

    public static ReportInput Input(this TemporaryBackend backend)
    {
        (Snapshot? snapshot, CheckResult result) = Checker.Examine(backend.Options());
        return new ReportInput { Backend = backend.Backend, Snapshot = snapshot, Findings = result.Diagnostics, Timestamp = Now, ToolVersion = "1.2.3" };
    }

    public static SarifInput Sarif(this TemporaryBackend backend)
    {
        (_, CheckResult result) = Checker.Examine(backend.Options());
        return new SarifInput { Backend = backend.Backend, ProjectFile = backend.Absolute("wrapper.csproj"), Findings = result.Diagnostics, Suppressed = result.Suppressed, ToolVersion = "1.2.3" };
    }

    public static ReportPlaces Places(this TemporaryBackend backend, int limit = 30) => new()
    {
        Folder = backend.Path,
        LogFolder = backend.Absolute("logs/maintenance"),
        HistoryLimit = limit,
        ImportProfile = backend.Absolute("obj/docusense/imports-profile.json"),
    };

    public const string Profile = """
        { "schema": 1,
          "modules": [
            { "module": "app.main", "file": "app/main.py", "imported": true, "cumulative": 0.75, "self": 0.25, "distributions": { "acme-web": 0.5 } },
            { "module": "app.broken", "file": "app/broken.py", "imported": false, "cumulative": 0.1, "self": 0.1, "distributions": {} } ],
          "distributions": [
            { "distribution": "acme-web", "self": 0.5, "loadedBy": 3, "dearestIn": "app.main" },
            { "distribution": "acme-core", "self": 0.125, "loadedBy": 1, "dearestIn": "app.main" } ] }
        """;
}
