using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>What was read in files is kept: after an edit, only the edited file's evidence changes.</summary>
public sealed class HintCacheTests
{
    [Fact]
    public void Hints_survive_in_the_cache_as_they_were_found()
    {
        using var backend = new TemporaryBackend(
            ("requirements.txt", "pydantic\nuvicorn\n"), ("Procfile", "web: uvicorn app:app\n"),
            ("app.py", "from pydantic import EmailStr\n\ndef f(a: EmailStr):\n    pass\n"), ("other.py", "x = 1\n"));
        CheckOptions options = backend.Options();
        Snapshot first = Observer.Observe(options, ScanCache.Read(options), CancellationToken.None);
        string[] found = [.. Checker.Run(options).Diagnostics.Select(finding => finding.Code + finding.Span.Line)];
        backend.WriteSource("other.py", "y = 22\n");

        ScanCache cache = ScanCache.Read(options);
        Assert.Equal([false, true, true], first.Hints.Where(file => file.File.RelativePath is "app.py" or "other.py" or "Procfile")
            .Select(file => cache.Find(Current(backend, file.File)) is not null).Order());
        Snapshot second = Observer.Observe(options, cache, CancellationToken.None);
        Assert.Equal(first.Hints.SelectMany(file => file.Hints).Select(hint => $"{hint.Kind} {hint.Target} {hint.Value} {hint.Line} {hint.Column} {hint.Detail} {hint.IsNeeded} {string.Join('|', hint.Distributions)}"),
            second.Hints.SelectMany(file => file.Hints).Select(hint => $"{hint.Kind} {hint.Target} {hint.Value} {hint.Line} {hint.Column} {hint.Detail} {hint.IsNeeded} {string.Join('|', hint.Distributions)}"));
        Assert.Equal(found, Checker.Run(options).Diagnostics.Select(finding => finding.Code + finding.Span.Line));
        Assert.Contains("DSM30103", found);
    }

    [Fact]
    public void A_script_that_stops_running_a_command_is_seen()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "gunicorn\n"), ("Procfile", "web: gunicorn app:app\n"), ("app.py", "x = 1\n"));
        Assert.DoesNotContain(backend.Check().Diagnostics, finding => finding.Code == "DSM3009");
        backend.WriteSource("Procfile", "web: waitress-serve app:app\n");
        Assert.Contains(backend.Check().Diagnostics, finding => finding.Code == "DSM3009");
    }

    [Fact]
    public void Settings_above_the_backend_are_seen_and_so_is_their_change()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\nblack\n"), ("app.py", "import requests\n"));
        Assert.Contains(backend.Check().Diagnostics, finding => finding is { Code: "DSM3009", Package: "black" });
        backend.WriteSource("pyproject.toml", "[tool.black]\nline-length = 100\n");
        Assert.DoesNotContain(backend.Check().Diagnostics, finding => finding.Code == "DSM3009");
    }

    [Fact]
    public void A_large_generated_module_still_imports()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "requests\nstructlog\n"), ("app.py", "import requests\n"),
            ("generated.py", "import structlog\nDATA = [\n" + string.Concat(Enumerable.Range(0, 60_000).Select(number => $"    ({number}, 's3://value'),\n")) + "]\n"));
        Assert.DoesNotContain(backend.Check().Diagnostics, finding => finding.Code is "DSM3001" or "DSM3009");
    }

    private static DocuSense.Maintenance.Sources.SourceFile Current(TemporaryBackend backend, DocuSense.Maintenance.Sources.SourceFile file)
    {
        var info = new FileInfo(Path.Combine(backend.Backend, file.RelativePath));
        return file with { Length = info.Length, LastWriteUtcTicks = info.LastWriteTimeUtc.Ticks };
    }
}
