using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

public sealed class SuppressionTests
{
    private static TemporaryBackend Unused(string comment = "") =>
        new TemporaryBackend(("requirements.txt", "acme-lib" + comment + "\n"), ("app.py", "import os\n")).WithEnvironment().Install("acme-lib", "1.0");

    [Fact]
    public void An_accepted_finding_is_not_shown_but_counted()
    {
        using TemporaryBackend backend = Unused();
        backend.Suppressions.Add(new Suppression("DSM3001", "Acme_Lib", null, "production only", null));
        CheckResult result = backend.Check();
        Assert.Empty(result.Diagnostics);
        Assert.Single(result.Suppressed);
    }

    [Theory]
    [InlineData("DSM3001", "other", null, "why", null, "DSM9003")]
    [InlineData("DSM3001", "acme-lib", null, "why", "2026-05-31", "DSM9004")]
    [InlineData("DSM3001", "acme-lib", null, "why", "2026-06-01", null)]
    [InlineData("DSM3001", "acme-lib", null, "", null, "DSM9005")]
    [InlineData("DSM3001", "acme-lib", null, "why", "soon", "DSM9005")]
    [InlineData("DSM3101", "acme-lib", null, "why", null, "DSM9005")]
    [InlineData("DSM3001", null, "*.txt", "why", null, null)]
    [InlineData("DSM3001", null, "app/**", "why", null, "DSM9003")]
    public void A_suppression_that_is_wrong_is_reported(string code, string? package, string? path, string justification, string? expires, string? reported)
    {
        using TemporaryBackend backend = Unused();
        backend.Suppressions.Add(new Suppression(code, package, path, justification, expires));
        Assert.Equal(reported, backend.Check().Diagnostics.FirstOrDefault(diagnostic => diagnostic.Code != "DSM3001")?.Code);
    }

    [Theory]
    [InlineData("  # docusense: keep (production only)", new string[0])]
    [InlineData("  # docusense: keep", new[] { "requirements.txt(1,1): warning DSM9005 acme-lib" })]
    [InlineData("  # keep", new[] { "requirements.txt(1,1): warning DSM3001 acme-lib" })]
    public void A_comment_on_the_line_keeps_a_requirement(string comment, string[] findings)
    {
        using TemporaryBackend backend = Unused(comment);
        Assert.Equal(findings, backend.Findings());
    }

    [Fact]
    public void A_comment_that_silences_nothing_is_reported()
    {
        using TemporaryBackend backend = Unused("  # docusense: keep (once unused)");
        backend.WriteSource("app.py", "import acme_lib\n");
        Assert.Equal(["requirements.txt(1,1): warning DSM9003 acme-lib"], backend.Findings());
    }
}
