using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>Requirements that name a place: what is installed from there, and what may not be judged where nothing is.</summary>
public sealed class LocatedRequirementTests
{
    private const string Setup = "from setuptools import setup\nsetup(name='shared', install_requires=['acme-core'])\n";

    [Theory]
    [InlineData("../libs/shared")]
    [InlineData("-e ../libs/shared")]
    [InlineData("../libs/shared[fast]")]
    [InlineData("../libs/shared ; python_version >= '3.8'")]
    [InlineData("file:../libs/shared")]
    [InlineData("git+https://${TOKEN}@example.org/team/shared.git@v1.2#subdirectory=python")]
    [InlineData("git+ssh://git@example.org/team/shared.git")]
    [InlineData("https://example.org/dist/shared-1.0.tar.gz")]
    public void Nothing_is_called_unused_beside_a_place_that_nothing_was_installed_from(string line)
    {
        using TemporaryBackend backend = Make(line).Install("acme-core", "1.0").Install("acme-other", "1.0");
        Assert.Equal(["requirements.txt(2,1): message DSM3009 acme-core", "requirements.txt(3,1): message DSM3009 acme-other"], backend.Findings());
    }

    [Theory]
    [InlineData("../libs/shared", true)]
    [InlineData("-e ../libs/shared", true)]
    [InlineData("../libs/shared ; python_version >= '3.8'", true)]
    [InlineData("git+https://${TOKEN}@example.org/team/shared.git@v1.2#subdirectory=python", false, "https://example.org/team/shared.git")]
    [InlineData("git+ssh://git@example.org/team/shared.git", false, "ssh://git@example.org/team/shared.git")]
    [InlineData("https://example.org/dist/shared-1.0.tar.gz", false, "https://example.org/dist/shared-1.0.tar.gz")]
    public void What_is_installed_from_the_place_is_what_is_required(string line, bool isFolder, string url = "")
    {
        using TemporaryBackend backend = Make(line).Install("acme-core", "1.0").Install("acme-other", "1.0").Install("shared", "1.0", ["Requires-Dist: acme-core"]);
        backend.Write("backend/.venv/lib/python3.11/site-packages/shared-1.0.dist-info/direct_url.json",
            isFolder ? $$"""{"dir_info": {}, "url": "{{new Uri(backend.Absolute("libs/shared")).AbsoluteUri}}"}""" : $$"""{"url": "{{url}}"}""");
        backend.WriteSource("app.py", "import shared\n");
        Assert.Equal(["requirements.txt(3,1): warning DSM3001 acme-other"], backend.Findings());
    }

    [Fact]
    public void What_is_installed_from_elsewhere_is_another_one()
    {
        using TemporaryBackend backend = Make("../libs/shared").Install("acme-core", "1.0").Install("acme-other", "1.0").Install("shared", "1.0", ["Requires-Dist: acme-core"]);
        backend.Write("backend/.venv/lib/python3.11/site-packages/shared-1.0.dist-info/direct_url.json", """{"dir_info": {}, "url": "file:///elsewhere/shared"}""");
        Assert.Equal(["requirements.txt(2,1): message DSM3009 acme-core", "requirements.txt(3,1): message DSM3009 acme-other"], backend.Findings());
    }

    [Fact]
    public void A_place_that_is_installed_and_not_used_is_unused()
    {
        using TemporaryBackend backend = Make("../libs/shared").Install("acme-core", "1.0").Install("acme-other", "1.0").Install("shared", "1.0", ["Requires-Dist: acme-core"]);
        backend.Write("backend/.venv/lib/python3.11/site-packages/shared-1.0.dist-info/direct_url.json", $$"""{"dir_info": {}, "url": "{{new Uri(backend.Absolute("libs/shared")).AbsoluteUri}}"}""");
        Assert.Equal(["requirements.txt(1,1): warning DSM3001 shared", "requirements.txt(2,1): warning DSM3001 acme-core", "requirements.txt(3,1): warning DSM3001 acme-other"], backend.Findings());
    }

    [Fact]
    public void Projects_of_one_repository_are_not_taken_for_each_other()
    {
        using TemporaryBackend backend = new TemporaryBackend(
                ("requirements.txt", "git+https://example.org/mono.git#subdirectory=a\ngit+https://example.org/mono.git#subdirectory=b\n"), ("app.py", "import mono_a, mono_b\n")).WithEnvironment()
            .Install("mono-a", "1.0").Install("mono-b", "1.0");
        foreach (string name in (string[])["mono_a", "mono_b"])
            backend.Write($"backend/.venv/lib/python3.11/site-packages/{name}-1.0.dist-info/direct_url.json", """{"url": "https://example.org/mono.git"}""");
        Assert.Empty(backend.Findings());
    }

    [Fact]
    public void A_pin_may_serve_a_requirement_that_is_not_installed()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "internal-lib\nacme-core==1.0\nacme-other\n"), ("app.py", "import internal_lib\n")).WithEnvironment()
            .Install("acme-core", "1.0").Install("acme-other", "1.0");
        Assert.Equal(
            [
                "requirements.txt(1,1): error DSM2003 internal-lib",
                "requirements.txt(2,1): message DSM3009 acme-core",
                "requirements.txt(3,1): warning DSM3001 acme-other",
            ],
            backend.Findings());
    }

    [Fact]
    public void The_project_itself_hides_pins_only()
    {
        using TemporaryBackend backend = Make("-e .");
        backend.WriteSource("setup.py", Setup);
        backend.Install("acme-core", "1.0").Install("acme-other", "1.0");
        Assert.Equal(["requirements.txt(2,1): message DSM3009 acme-core", "requirements.txt(3,1): warning DSM3001 acme-other"], backend.Findings());
    }

    [Fact]
    public void What_is_in_doubt_is_told_with_the_place()
    {
        using TemporaryBackend backend = Make("../libs/shared").Install("acme-core", "1.0").Install("acme-other", "1.0");
        Assert.Equal(
            "Whether 'acme-other' is used cannot be told: it may serve '../libs/shared', whose code is not part of the backend and which is not installed. "
            + "Install the requirements into a virtual environment, or keep the line with '# docusense: keep (reason)'.",
            backend.Check().Diagnostics.Single(finding => finding.Package == "acme-other").Message);
    }

    private static TemporaryBackend Make(string line)
    {
        var backend = new TemporaryBackend(("requirements.txt", line + "\nacme-core==1.0\nacme-other\n"), ("app.py", "import os\n"));
        backend.Write("libs/shared/setup.py", Setup);
        return backend.WithEnvironment();
    }
}
