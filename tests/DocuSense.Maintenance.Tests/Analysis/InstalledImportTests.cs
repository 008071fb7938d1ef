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
    [InlineData("try: import simplejson\nexcept ImportError: pass", 1)]
    [InlineData("import os; import simplejson", 1)]
    [InlineData("try: from simplejson import loads\nexcept ImportError: pass", 1)]
    [InlineData("a = 1\nfrom simplejson.errors import (\n    A,\n)", 2)]
    [InlineData("x = find_spec('simplejson') is not None", 1)]
    [InlineData("x = __import__(\"simplejson.errors\")", 1)]
    [InlineData("from .simplejson import x", null)]
    [InlineData("we import simplejson", null)]
    public void An_import_is_found_in_code(string code, int? line)
    {
        // At every place of the sixteen bytes that are looked at together, and at the end, where they are looked at one by one.
        for (int before = 0; before < 40; before++)
        {
            string lead = before == 0 ? "" : new string('#', before) + "\n";
            Assert.Equal(line + (before == 0 ? 0 : 1), LineOf(lead + code));
            Assert.Equal(line + (before == 0 ? 0 : 1), LineOf(lead + code + "\n" + new string('#', 40)));
        }

        static int? LineOf(string code)
        {
            byte[] text = Encoding.UTF8.GetBytes(code);
            int? found = null;
            ImportNames.Find(text, (name, offset) =>
            {
                if (Encoding.UTF8.GetString(name.ToArray()).Split('.')[0] == "simplejson")
                    found ??= text.Take(offset).Count(static value => value == '\n') + 1;
            });
            return found;
        }
    }

    [Fact]
    public void What_was_read_of_installed_code_is_remembered_until_another_version_is_installed()
    {
        using TemporaryBackend backend = Backend("import json\n", required: true);
        CheckOptions options = backend.Options();
        Directory.CreateDirectory(backend.Output);
        string site = Directory.GetDirectories(Path.Combine(backend.Backend, ".venv", "lib"))[0];
        foreach (string file in Directory.GetFiles(site, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        Assert.Equal(Verdict.Unused, Judge(options));

        // The files of a released version do not change, so they are not read again.
        string code = Directory.GetFiles(site, "*.py", SearchOption.AllDirectories).Single(static file => file.Contains("acme_http", StringComparison.Ordinal));
        File.WriteAllText(code, "import simplejson\n");
        Assert.Equal(Verdict.Unused, Judge(options));

        File.AppendAllText(Directory.GetFiles(site, "METADATA", SearchOption.AllDirectories).Single(static file => file.Contains("acme_http", StringComparison.Ordinal)), "\n");
        Assert.Equal(Verdict.Unknown, Judge(options));

        File.WriteAllText(Path.Combine(backend.Output, "imports.cache"), "damaged");
        Assert.Equal(Verdict.Unknown, Judge(options));

        static Verdict Judge(CheckOptions options)
        {
            DistributionCache distributions = DistributionCache.Read(options);
            Snapshot snapshot = Observer.Observe(options, ScanCache.Empty, distributions, null, null, CancellationToken.None);
            distributions.Write(options, snapshot.Environment, DateTime.UtcNow.Ticks);
            return snapshot.Usage.All.Single(static usage => usage.Requirement.Requirement!.NormalizedName == "simplejson").Verdict;
        }
    }

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
