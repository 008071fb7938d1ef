using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>Requirements that only the code of installed distributions imports.</summary>
public sealed class InstalledImportTests
{
    [Theory]
    [InlineData("import simplejson\n", 1)]
    [InlineData("x = 1\ntry:\n    import simplejson as json\nexcept ImportError:\n    pass\n", 3)]
    [InlineData("from simplejson.errors import A", 1)]
    [InlineData("import os, simplejson", 1)]
    [InlineData("m = importlib.import_module('simplejson')", 1)]
    [InlineData("m = import_optional_dependency(\"simplejson\")", 1)]
    [InlineData("import simplejson_other", null)]
    [InlineData("from . import simplejson", null)]
    [InlineData("from package.simplejson import x", null)]
    [InlineData("from package import simplejson", null)]
    [InlineData("# simplejson", null)]
    [InlineData("name = 'simplejson'", null)]
    [InlineData("text = 'imports simplejson'", null)]
    [InlineData("", null)]
    public void An_import_is_found_in_code(string code, int? line) =>
        Assert.Equal(line, InstalledImports.FindImport(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes("simplejson")));

    [Theory]
    [InlineData("try:\n    import simplejson\nexcept ImportError:\n    import json\n", Verdict.Unknown)]
    [InlineData("import json\n", Verdict.Unused)]
    public void What_an_installed_one_imports_is_in_doubt(string code, Verdict expected)
    {
        using TemporaryBackend backend = Backend(code, required: true);
        RequirementUsage usage = Of(backend, "simplejson");
        Assert.Equal(expected, usage.Verdict);
        if (expected == Verdict.Unknown)
            Assert.Equal(("optional-dependency", 2), (usage.Evidence[0].Kind, usage.Evidence[0].Line));
    }

    [Fact]
    public void What_nobody_requires_does_not_count()
    {
        using TemporaryBackend backend = Backend("import simplejson\n", required: false);
        Assert.Equal(Verdict.Unused, Of(backend, "simplejson").Verdict);
    }

    private static TemporaryBackend Backend(string code, bool required)
    {
        var backend = new TemporaryBackend(
            ("requirements.txt", required ? "acme-http\nsimplejson\nattrs\n" : "simplejson\nattrs\n"), ("app.py", required ? "import acme_http\nimport attr\n" : "import attr\n"));
        backend.WithEnvironment().Install("acme-http", "1.0").Install("simplejson", "3.19.2").Install("attrs", "23.2.0", modules: ["attr/__init__.py"]);
        string site = Directory.GetDirectories(Path.Combine(backend.Backend, ".venv", "lib"))[0];
        foreach (string file in Directory.GetFiles(site, "*.py", SearchOption.AllDirectories).Where(static file => file.Contains("acme_http", StringComparison.Ordinal)))
            File.WriteAllText(file, code);
        return backend;
    }

    private static RequirementUsage Of(TemporaryBackend backend, string name) =>
        Observer.Observe(backend.Options(), ScanCache.Empty, CancellationToken.None).Usage.All.Single(usage => usage.Requirement.Requirement!.NormalizedName == name);
}
