using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>DSM9007: a backend in which no requirement is found.</summary>
public sealed class NoRequirementsTests
{
    [Fact]
    public void The_files_are_asked_for()
    {
        using var backend = new TemporaryBackend(("app.py", "import flask\n"));
        Assert.Equal(
            $"No requirements were found in '{backend.Backend}' (requirements.txt, pyproject.toml or setup.cfg), so its imports were not held against any; name the files in DocuSenseRequirements.",
            Message(backend));
    }

    [Fact]
    public void Folders_that_have_some_are_named()
    {
        using var backend = new TemporaryBackend(
            ("b/app.py", "import flask\n"), ("b/requirements.txt", "flask\n"), ("a/app.py", "import flask\n"), ("a/requirements.txt", "flask\n"), ("run.py", "import redis\n"));
        Assert.EndsWith(
            "; 'a', 'b' have requirements of their own, so give each a project with a DocuSenseBackend of its own, or name the files in DocuSenseRequirements.", Message(backend), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_folders_a_few_are_named()
    {
        using var backend = new TemporaryBackend([("run.py", "import redis\n"),
            .. "abcde".SelectMany(static name => new[] { ($"{name}/app.py", "import flask\n"), ($"{name}/requirements.txt", "flask\n") })]);
        Assert.Contains("'a', 'b', 'c' and 2 more folders have requirements", Message(backend), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_where_nothing_foreign_is_imported()
    {
        using var backend = new TemporaryBackend(("app.py", "import json\n"));
        Assert.DoesNotContain("DSM9007", backend.Check().Diagnostics.Select(static finding => finding.Code));
    }

    private static string Message(TemporaryBackend backend) => backend.Check().Diagnostics.Single(static finding => finding.Code == "DSM9007").Message;
}
