using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Reports;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Reports;

/// <summary>What is kept of earlier reports and runs, and what is never touched.</summary>
public sealed class MaintenanceLogsTests
{
    private static byte[] Report(DateTimeOffset moment, string backend = "/b") => JsonReport.Render(ReportBuilder.Build(
        new ReportInput { Backend = backend, Findings = [], Timestamp = moment, ToolVersion = "1" }));

    private static string[] Names(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    [Fact]
    public void A_report_is_kept_under_its_own_time_and_read_again()
    {
        using var folder = new TemporaryFolder();
        byte[] content = Report(ReportSamples.Now);
        string path = folder.Absolute("maintenance_report.json");
        File.WriteAllBytes(path, content);
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 3);

        string? kept = logs.Keep(path);
        logs.Keep(path);

        Assert.Equal(folder.Absolute("logs/2026-05-01T11-54-00-report.json"), kept);
        Assert.Equal(["2026-05-01T11-54-00-report.json"], Names(folder.Absolute("logs")));
        Assert.Equal(content, File.ReadAllBytes(kept!));
        ReportHistoryEntry entry = Assert.Single(logs.History());
        Assert.Equal((ReportSamples.Now, ReportStatus.Healthy), (entry.Timestamp, entry.Status));
    }

    [Fact]
    public void Nothing_before_is_nothing_to_keep()
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 3);

        Assert.Null(logs.Keep(folder.Absolute("maintenance_report.json")));
        Assert.Empty(logs.History());
        Assert.False(Directory.Exists(folder.Absolute("logs")));
    }

    [Fact]
    public void Two_reports_of_one_second_are_both_kept_in_order()
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 30);
        for (int index = 0; index < 12; index++)
        {
            File.WriteAllBytes(folder.Absolute("r.json"), Report(ReportSamples.Now.AddMilliseconds(index)));
            logs.Keep(folder.Absolute("r.json"));
        }

        Assert.Equal(12, Names(folder.Absolute("logs")).Length);
        Assert.Equal(Enumerable.Range(0, 12).Select(index => ReportSamples.Now.AddMilliseconds(index)), logs.History().Select(entry => entry.Timestamp));
    }

    [Fact]
    public void The_oldest_go_and_only_what_is_ours()
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 3);
        string[] others = ["notes.txt", "2026-01-01T00-00-00-report.txt", "2026-01-01-report.json", "maintenance_report.json", "2026-01-01T00-00-00-holiday.log", "x2026-01-01T00-00-00-update.log", "2026-01-01T00-00-00-update.json"];
        foreach (string other in others)
            folder.Write("logs/" + other, "mine");
        Directory.CreateDirectory(folder.Absolute("logs/2020-01-01T00-00-00-report.json"));
        for (int day = 1; day <= 9; day++)
        {
            File.WriteAllBytes(folder.Absolute("r.json"), Report(ReportSamples.Now.AddDays(day)));
            logs.Keep(folder.Absolute("r.json"));
            logs.Write("Update", ReportSamples.Now.AddDays(day), "text");
            logs.Write("Clean", ReportSamples.Now.AddDays(day), "text");
        }

        string[] kept = [.. Enumerable.Range(7, 3).SelectMany(day => (string[])[Name(day, "report.json"), Name(day, "update.log"), Name(day, "clean.log")])];
        Assert.Equal(kept.Concat(others).Order(StringComparer.Ordinal), Names(folder.Absolute("logs")));
        Assert.All(others, other => Assert.Equal("mine", File.ReadAllText(folder.Absolute("logs/" + other))));
        Assert.Equal(3, logs.History().Count);
        Assert.True(Directory.Exists(folder.Absolute("logs/2020-01-01T00-00-00-report.json")));

        static string Name(int day, string kind) => ReportSamples.Now.AddDays(day).ToString("yyyy-MM-dd'T'HH-mm-ss-", CultureInfo.InvariantCulture) + kind;
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("""{ "timestamp": "2025-08-24T11:54:00", "status": "healthy" }""")]
    [InlineData("""{ "tool": { "name": "another" }, "schema_version": 1 }""")]
    [InlineData("[1, 2]")]
    public void What_is_not_ours_is_kept_as_it_is_and_never_removed(string content)
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 1);
        string path = folder.Write("maintenance_report.json", content);
        string kept = logs.Keep(path)!;
        for (int day = 1; day <= 3; day++)
        {
            File.WriteAllBytes(path, Report(DateTimeOffset.Now.AddDays(day)));
            logs.Keep(path);
        }

        Assert.Equal(content, File.ReadAllText(kept));
        Assert.EndsWith("-maintenance_report-before.json", kept, StringComparison.Ordinal);
        Assert.Single(logs.History());
        Assert.Equal(2, Names(folder.Absolute("logs")).Length);
    }

    [Fact]
    public void Without_a_history_nothing_of_ours_is_kept()
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 0);
        File.WriteAllBytes(folder.Absolute("r.json"), Report(ReportSamples.Now));

        Assert.Null(logs.Keep(folder.Absolute("r.json")));
        Assert.Null(logs.Write("Update", ReportSamples.Now, "text"));
        Assert.False(Directory.Exists(folder.Absolute("logs")));
    }

    [Fact]
    public void A_damaged_one_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var logs = new MaintenanceLogs(folder.Absolute("logs"), 30);
        byte[] content = Report(ReportSamples.Now);
        string whole = Encoding.UTF8.GetString(content);
        folder.Write("logs/2026-05-01T11-54-00-report.json", whole);
        folder.Write("logs/2026-05-01T11-54-01-report.json", whole[..(whole.Length / 2)]);
        folder.Write("logs/2026-05-01T11-54-02-report.json", "");
        folder.Write("logs/2026-05-01T11-54-03-report.json", whole.Replace("\"errors\": 0", "\"errors\": 1e30", StringComparison.Ordinal));
        folder.Write("logs/2026-05-01T11-54-04-report.json", whole.Replace("healthy", "fine", StringComparison.Ordinal));
        folder.Write("logs/2026-05-01T11-54-05-report.json", whole.Replace("2026-05-01T11:54:00.000", "2026-99-01T11:54:00.000", StringComparison.Ordinal));
        folder.Write("logs/2026-05-01T11-54-06-report.json", whole.Replace("\"imports\": null", "\"imports\": 3", StringComparison.Ordinal));

        Assert.Single(logs.History());
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        using var folder = new TemporaryFolder();
        const int Writers = 16;
        using var start = new Barrier(Writers);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(index => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            new MaintenanceLogs(folder.Absolute("logs"), 30).Write("update", ReportSamples.Now, $"text {index}");
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        string[] texts = [.. Directory.GetFiles(folder.Absolute("logs")).Select(File.ReadAllText).Order(StringComparer.Ordinal)];
        Assert.Equal(Enumerable.Range(0, Writers).Select(index => $"text {index}").Order(StringComparer.Ordinal), texts);
    }
}
