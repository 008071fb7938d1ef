using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

public sealed class WhyReportTests
{
    private static TemporaryBackend Backend() => new TemporaryBackend(
        ("requirements.txt", "acme-web[fast]>=1\nrequests\n"),
        ("app/main.py", "import requests\nimport acme_web\nfrom acme_core import x\n")).WithEnvironment()
        .Install("acme-web", "1.0", ["Requires-Dist: acme-core>=1", "Provides-Extra: fast", "Requires-Dist: acme-fast; extra == 'fast'"])
        .Install("acme-core", "1.2", ["Requires-Dist: acme-base"]).Install("acme-fast", "1.0").Install("acme-base", "1.0")
        .Install("requests", "2.0", ["Requires-Dist: acme-base"]);

    [Fact]
    public void It_says_who_requires_it_what_uses_it_and_what_would_go()
    {
        using TemporaryBackend backend = Backend();
        Assert.Equal(
            [
                "acme-web 1.0 (0.0 MB)", "  Required by", "    requirements.txt(1,1): acme-web[fast]>=1", "  Verdict: used", "    app/main.py(2,8): imports acme_web",
                "  If it went, so would 3 distributions, 0.0 MB", "    acme-core, acme-fast, acme-web",
            ],
            WhyReport.Run(backend.Options(), "Acme_Web"));
    }

    [Theory]
    [InlineData("acme-fast", "    acme-web[fast] 1.0 needs acme-fast (acme-web)")]
    [InlineData("acme-core", "    acme-web 1.0 needs acme-core>=1 (acme-web)")]
    [InlineData("acme-core", "    app/main.py(3,1): imports acme_core")]
    [InlineData("acme_core", "acme-core 1.2 (0.0 MB)")]
    [InlineData("acme-base", "    acme-base")]
    [InlineData("acme-fast", "    nothing uses it")]
    public void A_distribution_that_another_brings_is_explained_through_it(string name, string line)
    {
        using TemporaryBackend backend = Backend();
        Assert.Contains(line, WhyReport.Run(backend.Options(), name));
    }

    [Fact]
    public void A_module_leads_to_its_distribution()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "opencv-python\n"), ("app.py", "import cv2\n"));
        Assert.Equal(
            ["The module 'cv2' comes from opencv-python.", "opencv-python", "  Required by", "    requirements.txt(1,1): opencv-python", "  Verdict: used", "    app.py(1,8): imports cv2"],
            WhyReport.Run(backend.Options(), "cv2"));
    }

    [Theory]
    [InlineData("no-such-thing", "Nothing named 'no-such-thing' is required, installed or used in ")]
    [InlineData("yaml", "The module 'yaml' would come from pyyaml.")]
    [InlineData("", "Nothing named '' is required")]
    public void An_unknown_name_gets_one_sentence(string name, string text)
    {
        using TemporaryBackend backend = Backend();
        Assert.Contains(text, Assert.Single(WhyReport.Run(backend.Options(), name)), StringComparison.Ordinal);
    }

    [Fact]
    public void It_writes_nothing()
    {
        using TemporaryBackend backend = Backend();
        WhyReport.Run(backend.Options(), "requests");
        Assert.False(Directory.Exists(backend.Output));
    }
}
