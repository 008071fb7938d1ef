namespace DocuSense.Maintenance.Reports.Html;

/// <summary>How the figures went over the reports before this one.</summary>
internal static class TrendsSection
{
    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="trends" aria-labelledby="trends-title">
            <h2 id="trends-title">Trends</h2>

            """);
        if (model.Report.History.Count == 0)
        {
            CommandText.WriteEmpty(page, "There is no trend yet: this is the first report. Each further one adds a point:", "dotnet build -t:DocuSenseReport");
            page.Add($"\n</section>\n");
            return;
        }

        ReportHistoryEntry[] entries = [.. model.Report.History, Now(model)];
        DateTimeOffset[] times = [.. entries.Select(static entry => entry.Timestamp)];
        page.Add($"""<div class="trends">""");
        LineChart.Write(page, "Errors and warnings", times,
            [Of(entries, "Errors", "error", static entry => entry.Errors), Of(entries, "Warnings", "warning", static entry => entry.Warnings)], static value => Figures.Number((long)value));
        LineChart.Write(page, "Size on disk", times, [Of(entries, "Size", "plain", static entry => entry.Bytes)], static value => Figures.Size((long)value));
        LineChart.Write(page, "Distributions", times, [Of(entries, "Distributions", "plain", static entry => entry.Distributions)], static value => Figures.Number((long)value));
        if (entries.Count(static entry => entry.ImportSeconds is not null) >= 2)
            LineChart.Write(page, "Import time", times, [Of(entries, "Import time", "plain", static entry => entry.ImportSeconds)], Figures.Seconds);
        else
            page.Add($"""<figure class="trend"><figcaption>Import time</figcaption><p class="empty">Measured in fewer than two reports. To measure it: <code>dotnet build -t:DocuSenseTest</code></p></figure>""");
        page.Add($"</div>\n");
        Table(page, entries);
        page.Add($"</section>\n");
    }

    private static Series Of(ReportHistoryEntry[] entries, string name, string style, Func<ReportHistoryEntry, double?> value) => new(name, style, [.. entries.Select(value)]);

    private static ReportHistoryEntry Now(PageModel model) => new()
    {
        Timestamp = model.Report.Timestamp,
        Status = model.Report.Status,
        Errors = model.Errors.Count,
        Warnings = model.Warnings.Count,
        Requirements = model.Report.Requirements.Count,
        Distributions = model.Report.Distributions.Count,
        Bytes = model.Report.Environment.Bytes,
        ImportSeconds = model.Report.Imports?.TotalSeconds,
    };

    private static void Table(HtmlWriter page, ReportHistoryEntry[] entries)
    {
        page.Add($"""
            <details class="data"><summary>{Figures.Count(entries.Length, "report")} as a table</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of the reports"><table class="history">
            <caption>This report and those before it, newest first.</caption>
            <thead><tr><th scope="col">Made</th><th scope="col">State</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Warnings</th><th scope="col" class="number">Requirements</th><th scope="col" class="number">Distributions</th><th scope="col" class="number">On disk</th><th scope="col" class="number">Import time</th></tr></thead>
            <tbody>

            """);
        for (int index = entries.Length - 1; index >= 0; index--)
        {
            ReportHistoryEntry entry = entries[index];
            page.Add($"""<tr><th scope="row"><time datetime="{Figures.MachineTime(entry.Timestamp)}">{Figures.Time(entry.Timestamp)}</time></th><td>{Wording.Of(entry.Status)}</td><td class="number">{Figures.Number(entry.Errors)}</td><td class="number">{Figures.Number(entry.Warnings)}</td><td class="number">{Figures.Number(entry.Requirements)}</td><td class="number">{Figures.Number(entry.Distributions)}</td><td class="number">{Figures.Size(entry.Bytes)}</td><td class="number">{(entry.ImportSeconds is { } seconds ? Figures.Seconds(seconds) : "–")}</td></tr>""");
            page.Add($"\n");
        }

        page.Add($"</tbody></table></div></details>\n");
    }
}
