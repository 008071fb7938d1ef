using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>DSM3001, DSM3002, DSM3003 and DSM3005, in the form "files and installed distributions → findings".</summary>
public sealed class UsageRuleTests
{
    [Fact]
    public void A_used_requirement_gives_nothing()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n")).WithEnvironment().Install("requests", "2.0");
        Assert.Empty(backend.Findings());
    }

    [Fact]
    public void A_requirement_that_nothing_uses_is_unused()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "# first\n  acme-lib>=1\n"), ("app.py", "import os\n")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Equal(["requirements.txt(2,3): warning DSM3001 acme-lib"], backend.Findings());
    }

    [Fact]
    public void A_distribution_with_a_command_may_be_run()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-server\n"), ("app.py", "import os\n")).WithEnvironment()
            .Install("acme-server", "1.0", entryPoints: "[console_scripts]\nacme = acme_server:main\n");
        Assert.Equal(["requirements.txt(1,1): message DSM3009 acme-server"], backend.Findings());
    }

    [Fact]
    public void A_distribution_that_another_can_use_when_present_is_not_unused()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-web\nacme-parser\n"), ("app.py", "import acme_web\n")).WithEnvironment()
            .Install("acme-web", "1.0", ["Provides-Extra: forms", "Requires-Dist: acme-parser; extra == 'forms'"]).Install("acme-parser", "1.0");
        Assert.Equal(["requirements.txt(2,1): message DSM3009 acme-parser"], backend.Findings());
    }

    [Fact]
    public void What_another_offers_for_its_own_tests_is_no_use()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-web\nacme-parser\n"), ("app.py", "import acme_web\n")).WithEnvironment()
            .Install("acme-web", "1.0", ["Provides-Extra: test", "Requires-Dist: acme-parser; extra == 'test'"]).Install("acme-parser", "1.0");
        Assert.Equal(["requirements.txt(2,1): warning DSM3001 acme-parser"], backend.Findings());
    }

    [Fact]
    public void A_requirement_that_another_brings_only_pins()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-web\nacme-core==1.0\n"), ("app.py", "import acme_web\n")).WithEnvironment()
            .Install("acme-web", "1.0", ["Requires-Dist: acme-core"]).Install("acme-core", "1.0");
        Assert.Empty(backend.Findings());
    }

    [Theory]
    [InlineData("Procfile", "web: acme_lib.worker\n")]
    [InlineData("docker-compose.yml", "services:\n  cache:\n    image: acme-lib:7\n")]
    [InlineData("alembic.ini", "sqlalchemy.url = acme_lib://localhost/x\n")]
    [InlineData("deploy/start.sh", "exec acme-lib --port 80\n")]
    [InlineData("names.py", "CHOICES = {'fast': 'acme_lib.Cache'}\n")]
    public void A_mention_outside_of_imports_leaves_the_question_open(string file, string text)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", "import os\n"), (file, text)).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Equal(["requirements.txt(1,1): message DSM3009 acme-lib"], backend.Findings());
    }

    [Theory]
    [InlineData("README.md", "We once used acme-lib.\n")]
    [InlineData("notes.py", "acme_libs = 1  # acme-lib\n")]
    public void A_mention_in_prose_is_no_use(string file, string text)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", "import os\n"), (file, text)).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Equal(["requirements.txt(1,1): warning DSM3001 acme-lib"], backend.Findings());
    }

    [Fact]
    public void A_file_that_went_unread_in_part_never_makes_a_requirement_unused()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", "x = (\nimport acme_lib\n")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.DoesNotContain(backend.Findings(), finding => finding.Contains("DSM3001", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import acme_lib")]
    [InlineData("def f():\n    import acme_lib")]
    [InlineData("try:\n    import acme_lib\nexcept ImportError:\n    acme_lib = None")]
    [InlineData("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import acme_lib")]
    [InlineData("import importlib\nm = importlib.import_module('acme_lib.sub')")]
    [InlineData("from acme_lib import thing")]
    public void Every_form_of_import_is_a_use(string source)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", source + "\n")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Empty(backend.Findings());
    }

    [Fact]
    public void Portions_of_a_namespace_are_told_apart()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-cloud-one\nacme-cloud-two\n"), ("app.py", "from acme.cloud import one\n")).WithEnvironment()
            .Install("acme-cloud-one", "1.0", modules: ["acme/cloud/one/__init__.py"]).Install("acme-cloud-two", "1.0", modules: ["acme/cloud/two/__init__.py"]);
        Assert.Equal(["requirements.txt(2,1): warning DSM3001 acme-cloud-two"], backend.Findings());
    }

    [Fact]
    public void An_import_that_only_the_environment_provides_is_missing()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app/main.py", "import acme_lib\nimport acme_other\n")).WithEnvironment()
            .Install("acme-lib", "1.0").Install("acme-other", "2.1");
        Assert.Equal(["app/main.py(2,8): error DSM3002 acme-other"], backend.Findings());
    }

    [Fact]
    public void An_import_that_only_another_requirement_brings_is_named()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib[extra]\n"), ("app/main.py", "import acme_lib\nfrom acme_core import x\n")).WithEnvironment()
            .Install("acme-lib", "1.0", ["Provides-Extra: extra", "Requires-Dist: acme-core>=2; extra == 'extra'"]).Install("acme-core", "2.1");
        Diagnostic("DSM3003", "is only there through acme-lib[extra] ('acme-lib[extra]', requirements.txt, line 1); add 'acme-core>=2.1,<3'", backend);
    }

    [Fact]
    public void An_import_found_nowhere_is_an_error()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", "import acme_lib, acme_nowhere\n")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Equal(["app.py(1,18): error DSM3005 acme-nowhere"], backend.Findings());
    }

    [Theory]
    [InlineData("try:\n    import acme_nowhere\nexcept ImportError:\n    pass", "message")]
    [InlineData("def f():\n    import acme_nowhere", "warning")]
    [InlineData("import os\nif os.name:\n    import acme_nowhere", "warning")]
    [InlineData("import acme_nowhere", "error")]
    public void An_import_that_may_not_run_is_less_grave(string source, string severity)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app.py", "import acme_lib\n" + source + "\n")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Contains(severity + " DSM3005", Assert.Single(backend.Findings()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import helpers", "helpers.py")]
    [InlineData("import helpers", "helpers/tool.py")]
    [InlineData("import helpers.tool", "src/helpers/tool.py")]
    [InlineData("import helpers", "other/place/helpers.py")]
    [InlineData("import backend.helpers", "helpers.py")]
    [InlineData("from . import nothing", "x.py")]
    [InlineData("import os, sys, asyncio, _winapi, tomllib", "x.py")]
    [InlineData("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import acme_nowhere", "x.py")]
    public void What_the_project_or_the_standard_library_has_is_not_missing(string source, string other)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n"), ("app/main.py", "import acme_lib\n" + source + "\n"), (other, "")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Empty(backend.Findings());
    }

    [Fact]
    public void A_requirement_of_unknown_content_may_provide_what_is_missing()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-lib\n./vendored/thing\n"), ("app.py", "import acme_lib\nimport acme_thing\n"), ("vendored/thing/setup.py", "")).WithEnvironment().Install("acme-lib", "1.0");
        Assert.Empty(backend.Findings());
    }

    [Fact]
    public void Without_an_environment_the_requirement_s_name_and_what_is_known_decide()
    {
        using var backend = new TemporaryBackend(
            ("requirements.txt", "opencv-python\nPyJWT\nacme-lib\nacme-unknown\nxmltodict\n"),
            ("app.py", "import cv2\nimport jwt\nimport acme_lib\nimport bs4\nimport something_private\n"));
        Assert.Equal(
            ["app.py(4,8): warning DSM3002 beautifulsoup4", "requirements.txt(4,1): message DSM3009 acme-unknown", "requirements.txt(5,1): warning DSM3001 xmltodict", "../wrapper.csproj(1,1): warning DSM1001"],
            backend.Findings());
    }

    private static void Diagnostic(string code, string message, TemporaryBackend backend)
    {
        Diagnostic diagnostic = Assert.Single(backend.Check().Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }
}
