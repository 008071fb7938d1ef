using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>What a project states itself: DocuSenseModule and DocuSenseUse.</summary>
public sealed class KnownFactsTests
{
    private static (string Verdict, string[] Codes) Check(TemporaryBackend backend, Func<CheckOptions, CheckOptions> change)
    {
        CheckOptions options = change(backend.Options());
        Snapshot snapshot = Observer.Observe(options, ScanCache.Read(options), CancellationToken.None);
        return (snapshot.Usage.All[0].Verdict.ToString(), [.. Checker.Run(options).Diagnostics.Select(finding => finding.Code).Where(code => code is not "DSM1001")]);
    }

    [Fact]
    public void A_module_is_given_its_distribution()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-private\n"), ("app.py", "import acmelib.sub\n"));
        (string verdict, string[] codes) = Check(backend, static options => options);
        Assert.Equal(("Unknown", "DSM3009"), (verdict, Assert.Single(codes)));

        (verdict, codes) = Check(backend, static options => options with { KnownModules = [new KnownModule("acmelib", "Acme_Private")] });
        Assert.Equal("Used", verdict);
        Assert.Empty(codes);
    }

    [Theory]
    [InlineData("use acme.forms.Form", "app.py", "from acme.forms import Form\nx = Form()\n")]
    [InlineData("literal acme.Backend", "app/settings.py", "CACHE_BACKEND = 'acme.Backend'\n")]
    [InlineData("command acme-serve", "Procfile", "web: acme-serve app\n")]
    public void A_use_is_stated(string trigger, string file, string text)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "acme-private\n"), ("main.py", ""), ("acme/__init__.py", ""), ("acme/forms.py", ""), (file, text));
        Assert.Equal("Unknown", Check(backend, static options => options).Verdict);
        Assert.Equal("Used", Check(backend, options => options with { KnownUses = [new KnownUse(trigger, "acme-private", false)] }).Verdict);
    }

    [Fact]
    public void A_stated_need_that_nothing_fills_is_reported_once_the_statement_is_there()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\nfrom acme.forms import Form\nx = Form()\n"), ("acme/__init__.py", ""), ("acme/forms.py", ""));
        Assert.Empty(Check(backend, static options => options).Codes);
        Assert.Equal(["DSM3010"], Check(backend, static options => options with { KnownUses = [new KnownUse("use acme.forms.Form", "acme-multipart", true)] }).Codes);
    }

    [Theory]
    [InlineData("nonsense", "acme-private")]
    [InlineData("use acme.forms.Form", "")]
    public void A_statement_that_means_nothing_is_reported(string trigger, string distribution)
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\n"), ("app.py", "import requests\n"));
        Assert.Equal(["DSM9002"], Check(backend, options => options with { KnownUses = [new KnownUse(trigger, distribution, true)] }).Codes);
    }
}
