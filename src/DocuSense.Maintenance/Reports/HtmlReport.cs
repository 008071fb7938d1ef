using System.Text;
using DocuSense.Maintenance.Reports.Html;

namespace DocuSense.Maintenance.Reports;

/// <summary>
/// Writes a report as one HTML page that needs nothing else: no network, no script to be read, no font. The same report gives the same bytes.
/// </summary>
public static class HtmlReport
{
    /// <summary>The name that the page has among the reports.</summary>
    public const string FileName = "maintenance_report.html";

    /// <summary>Renders the page.</summary>
    /// <param name="report">What to tell.</param>
    /// <returns>The page, UTF-8 without a byte order mark.</returns>
    public static byte[] Render(MaintenanceReport report)
    {
        var model = new PageModel(report);
        var page = new HtmlWriter();
        string name = NameOf(report.Backend);
        page.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="
            """);
        page.AddTrusted(PageFiles.Policy);
        page.Add($"""
            ">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="DocuSense.Maintenance.Build {report.ToolVersion}">
            <title>{Wording.Of(report.Status)}: maintenance report of {name}</title>
            <style>
            """);
        page.AddTrusted(PageFiles.Style);
        page.Add($"""
            </style>
            </head>
            <body>
            <a class="skip" href="#report">Skip to the report</a>
            <header class="top">
            <p class="kind">Maintenance report</p>
            <h1><bdi>{name}</bdi></h1>
            <p class="meta"><bdi class="path">{report.Backend}</bdi> <time datetime="{Figures.MachineTime(report.Timestamp)}">{Figures.Time(report.Timestamp)}</time></p>
            </header>
            <div class="frame">

            """);
        Contents(page, model);
        page.Add($"""
            <main id="report" tabindex="-1">

            """);
        StateSection.Write(page, model);
        FindingsSection.Write(page, model);
        RequirementsSection.Write(page, model);
        SizeSection.Write(page, model);
        DependenciesSection.Write(page, model);
        ImportsSection.Write(page, model);
        TrendsSection.Write(page, model);
        RunsSection.Write(page, model);
        page.Add($"""
            </main>
            </div>
            <footer>
            <p>Made by DocuSense.Maintenance.Build {report.ToolVersion}. To make it again: <code>dotnet build -t:DocuSenseReport</code></p>
            </footer>
            <script type="application/json" id="data">
            """);
        page.AddTrusted(PageData.Write(model));
        page.AddTrusted("</script>\n<script>");
        page.AddTrusted(PageFiles.Script);
        page.AddTrusted("</script>\n</body>\n</html>\n");
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(page.ToString());
    }

    private static void Contents(HtmlWriter page, PageModel model)
    {
        page.Add($"""<nav class="contents" aria-label="Contents"><ul>""");
        Entry("state", "State", "");
        Entry("findings", "Findings", Figures.Number(model.FindingCount));
        Entry("requirements", "Requirements", Figures.Number(model.Report.Requirements.Count));
        Entry("size", "Size", model.Report.Distributions.Count == 0 ? "" : Figures.Size(model.Report.Environment.Bytes));
        Entry("dependencies", "Dependencies", model.Conflicts.Count == 0 ? "" : Figures.Count(model.Conflicts.Count, "conflict"));
        Entry("imports", "Import time", model.Report.Imports is { } imports ? Figures.Seconds(imports.TotalSeconds) : "");
        Entry("trends", "Trends", "");
        Entry("runs", "Maintenance", "");
        page.Add($"</ul></nav>\n");

        void Entry(string id, string text, string figure) =>
            page.Add($"""<li><a href="#{id}"><span>{text}</span> <span class="figure">{figure}</span></a></li>""");
    }

    // The last folder of the path, of whichever system.
    private static string NameOf(string backend)
    {
        string trimmed = backend.TrimEnd('/', '\\');
        string name = trimmed.Substring(trimmed.LastIndexOfAny(['/', '\\']) + 1);
        return name.Length == 0 ? "backend" : name;
    }
}
