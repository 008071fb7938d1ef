using System.Text;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>Writing a report with what belongs to it.</summary>
public sealed class ReportFilesTests
{
    [Fact]
    public void The_first_report_has_no_history_and_the_next_have_one()
    {
        using TemporaryBackend backend = ReportSamples.Healthy();
        backend.Write("obj/docusense/imports-profile.json", ReportSamples.Profile);
        for (int day = 0; day < 3; day++)
            ReportFiles.Write(backend.Input() with { Timestamp = ReportSamples.Now.AddDays(day) }, backend.Sarif(), backend.Places());

        byte[] content = File.ReadAllBytes(backend.Absolute("maintenance_report.json"));
        JsonArray history = JsonNode.Parse(content)!["history"]!.AsArray();
        Assert.Equal(["2026-05-01T11:54:00.000+02:00", "2026-05-02T11:54:00.000+02:00"], history.Select(entry => entry!["generated_at"]!.GetValue<string>()));
        Assert.All(history, entry => Assert.Equal(("healthy", 0.625), (entry!["status"]!.GetValue<string>(), entry["import_seconds"]!.GetValue<double>())));
        Assert.Equal("", Schemas.Problems(Schemas.Report, content));
        Assert.Equal("", Schemas.Problems(Schemas.Sarif, File.ReadAllBytes(backend.Absolute("maintenance_report.sarif"))));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(backend.Absolute("maintenance_report.html")), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(backend.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_history_is_bounded()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        for (int day = 0; day < 6; day++)
            ReportFiles.Write(backend.Input() with { Timestamp = ReportSamples.Now.AddDays(day) }, backend.Sarif(), backend.Places(limit: 2));

        Assert.Equal(2, JsonNode.Parse(File.ReadAllBytes(backend.Absolute("maintenance_report.json")))!["history"]!.AsArray().Count);
        Assert.Equal(2, Directory.GetFiles(backend.Absolute("logs/maintenance")).Length);
    }

    [Fact]
    public void Files_that_are_not_ours_are_moved_aside_whole()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        backend.Write("maintenance_report.json", "my own notes");
        backend.Write("maintenance_report.html", "<p>my own page</p>");
        ReportFiles.Write(backend.Input(), backend.Sarif(), backend.Places());
        ReportFiles.Write(backend.Input(), backend.Sarif(), backend.Places());

        Assert.Equal(["<p>my own page</p>", "my own notes"],
            Directory.GetFiles(backend.Absolute("logs/maintenance"), "*-before.*").Order(StringComparer.Ordinal).Select(File.ReadAllText));
        Assert.Single(Directory.GetFiles(backend.Absolute("logs/maintenance"), "*-report.json"));
    }

    [Theory]
    [InlineData("maintenance_report.json", "DocuSenseReportPath")]
    [InlineData("maintenance_report.html", "DocuSenseReportPath")]
    [InlineData("maintenance_report.sarif", "DocuSenseReportPath")]
    public void A_folder_of_that_name_is_told_with_what_to_do(string name, string property)
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        Directory.CreateDirectory(backend.Absolute(name));
        ReportException exception = Assert.Throws<ReportException>(() => ReportFiles.Write(backend.Input(), backend.Sarif(), backend.Places()));

        Assert.Contains($"'{backend.Absolute(name)}' could not be written", exception.Message, StringComparison.Ordinal);
        Assert.Contains(property, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(backend.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Where_the_former_report_cannot_be_kept_it_stays()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        ReportFiles.Write(backend.Input(), backend.Sarif(), backend.Places());
        byte[] former = File.ReadAllBytes(backend.Absolute("maintenance_report.json"));
        // A file where a folder is wanted.
        backend.Write("logs/maintenance", "");
        ReportException exception = Assert.Throws<ReportException>(() => ReportFiles.Write(backend.Input() with { Timestamp = ReportSamples.Now.AddDays(1) }, backend.Sarif(), backend.Places()));

        Assert.Contains("DocuSenseLogPath", exception.Message, StringComparison.Ordinal);
        Assert.Equal(former, File.ReadAllBytes(backend.Absolute("maintenance_report.json")));
    }

    [Fact]
    public void A_report_folder_that_is_a_file_is_told()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        backend.Write("out", "");
        ReportException exception = Assert.Throws<ReportException>(() => ReportFiles.Write(backend.Input(), backend.Sarif(), backend.Places() with { Folder = backend.Absolute("out") }));
        Assert.Contains("DocuSenseReportPath", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_at_once_leave_whole_files()
    {
        using TemporaryBackend backend = ReportSamples.Bare();
        ReportInput input = backend.Input();
        SarifInput sarif = backend.Sarif();
        ReportFiles.Write(input with { Timestamp = ReportSamples.Now.AddDays(-1) }, sarif, backend.Places());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => ReportFiles.Write(input with { Timestamp = ReportSamples.Now.AddSeconds(index) }, sarif, backend.Places()))));

        Assert.Equal("", Schemas.Problems(Schemas.Report, File.ReadAllBytes(backend.Absolute("maintenance_report.json"))));
        Assert.Contains(new MaintenanceLogs(backend.Absolute("logs/maintenance"), 30).History(), entry => entry.Timestamp == ReportSamples.Now.AddDays(-1));
        foreach (string kept in Directory.GetFiles(backend.Absolute("logs/maintenance")))
            Assert.NotNull(ReportHistory.Read(File.ReadAllBytes(kept)));
        Assert.Empty(Directory.GetFiles(backend.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Reports_and_logs_in_the_backend_are_no_evidence_of_use()
    {
        using var backend = new TemporaryBackend(("requirements.txt", "xmltodict\n"), ("app.py", "import os\n"));
        ReportPlaces places = backend.Places() with { Folder = backend.Backend, LogFolder = Path.Combine(backend.Backend, "logs", "maintenance") };
        string[] before = backend.Findings();
        Assert.Contains("requirements.txt(1,1): warning DSM3001 xmltodict", before);
        for (int day = 0; day < 2; day++)
        {
            ReportFiles.Write(backend.Input() with { Timestamp = ReportSamples.Now.AddDays(day) }, backend.Sarif(), places);
            new MaintenanceLogs(places.LogFolder, 3).Write("update", ReportSamples.Now, "xmltodict");
        }

        Assert.True(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(backend.Backend, "maintenance_report.json"))).Contains("xmltodict", StringComparison.Ordinal));
        Assert.Equal(before, backend.Findings());
    }
}
