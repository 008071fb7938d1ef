using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>From findings to what could be done.</summary>
public sealed class ReportSuggestionTests
{
    [Theory]
    [InlineData("DSM1001", "acme", "Make the virtual environment, which is not there, with 'dotnet build -t:DocuSenseRestore'.")]
    [InlineData("DSM1002", "acme", "Build the virtual environment anew, as it is broken or was moved, with 'dotnet build -t:DocuSenseRestore -p:DocuSenseForce=true'.")]
    [InlineData("DSM1007", "acme", "Remove what interrupted installations left with 'dotnet build -t:DocuSenseClean'.")]
    [InlineData("DSM2003", "acme", "Install what the requirements ask for with 'dotnet build -t:DocuSenseRestore'; missing, damaged or of a version that does not fit: acme.")]
    [InlineData("DSM2005", "acme", "Settle what is required of 'acme' (sub/requirements.txt, line 3), as no version satisfies all of it.")]
    [InlineData("DSM2006", "acme", "Require 'acme' once and remove the other line (sub/requirements.txt, line 3).")]
    [InlineData("DSM3001", "acme", "Remove 'acme' (sub/requirements.txt, line 3), which nothing uses.")]
    [InlineData("DSM3002", "acme", "Require 'acme', which the code needs and no requirement asks for; 'dotnet build -t:DocuSenseOptimize' adds what is imported.")]
    [InlineData("DSM3004", "acme", "Require 'acme' in production too, as sub/requirements.txt imports it.")]
    [InlineData("DSM5001", "acme", "A message with https://****@example.com/x.")]
    [InlineData("DSM3009", "acme", null)]
    [InlineData("DSM3002", null, null)]
    public void Of_one_finding(string code, string? package, string? sentence)
    {
        string backend = Path.Combine(Path.GetTempPath(), "b");
        var finding = new Diagnostic
        {
            Code = code, Severity = Severity.Warning, Package = package, File = Path.Combine(backend, "sub", "requirements.txt"), Span = SourceSpan.OnLine(3, 1, 4),
            Message = "A message with https://user:word@example.com/x.",
        };

        Assert.Equal(sentence is null ? [] : [sentence], ReportSuggestions.Of(backend, [finding], null));
    }

    [Fact]
    public void What_is_missing_is_one_sentence()
    {
        Diagnostic[] findings = [.. new[] { ("DSM3002", "b"), ("DSM3010", "c"), ("DSM3003", "a"), ("DSM3002", "b") }.Select(static one => new Diagnostic
        {
            Code = one.Item1, Severity = Severity.Warning, Package = one.Item2, Message = "A message.",
        })];

        Assert.Equal(
            ["Require 'a', 'b' and 'c', which the code needs and no requirement asks for; 'dotnet build -t:DocuSenseOptimize' adds what is imported."],
            ReportSuggestions.Of(Path.GetTempPath(), findings, null));
    }

    [Fact]
    public void Of_a_broken_backend_the_most_urgent_first_and_of_the_unused_the_largest()
    {
        using TemporaryBackend backend = ReportSamples.Broken();
        MaintenanceReport report = ReportBuilder.Build(backend.Input());
        long bytes = report.Distributions.Single(one => one.Name == "acme-heavy").ExclusiveBytes;

        Assert.Equal(
            [
                "Install what the requirements ask for with 'dotnet build -t:DocuSenseRestore'; missing, damaged or of a version that does not fit: acme-absent, acme-core, acme-lint, private.",
                "Require 'acme-web' once and remove the other line (requirements.txt, line 3).",
                $"Remove 'acme-heavy' (requirements.txt, line 2), which nothing uses; 2 distributions of together {bytes} bytes would go.",
                "Require 'acme-core', which the code needs and no requirement asks for; 'dotnet build -t:DocuSenseOptimize' adds what is imported.",
            ],
            report.Suggestions);
        Assert.Equal(report.Suggestions.Distinct(), report.Suggestions);
        Assert.All(report.Suggestions, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }
}
