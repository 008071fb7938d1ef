namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What the maintenance verbs of this run did.</summary>
internal static class RunsSection
{
    private const int OpenSteps = 8;
    private const int MaximumSteps = 500;

    public static void Write(HtmlWriter page, PageModel model)
    {
        page.Add($"""
            <section id="runs" aria-labelledby="runs-title">
            <h2 id="runs-title">Maintenance</h2>

            """);
        if (model.Report.Runs.Count == 0)
            CommandText.WriteEmpty(page, "Only a report was asked for, and nothing was changed. To restore, update, clean and optimise:", "dotnet build -t:DocuSenseMaintain");
        foreach (ReportRun run in model.Report.Runs)
            Run(page, run);
        page.Add($"\n</section>\n");
    }

    private static void Run(HtmlWriter page, ReportRun run)
    {
        page.Add($"""
            <article class="run"><h3>{run.Verb} <span class="badge {(run.Applied ? "used" : "unknown")}">{(run.Applied ? "changed" : "nothing changed")}</span></h3>
            <p>{run.Summary}{(run.BytesFreed > 0 ? " " + Figures.Size(run.BytesFreed) + " were freed." : "")}</p>

            """);
        if (run.Steps.Count > 0)
        {
            page.Add($"""<details class="data"{(run.Steps.Count <= OpenSteps ? " open" : "")}><summary>{Figures.Count(run.Steps.Count, "step")}</summary><ol class="steps">""");
            foreach (string step in run.Steps.Take(MaximumSteps))
                page.Add($"<li><bdi>{step}</bdi></li>");
            page.Add($"</ol>");
            Remainder.Write(page, run.Steps.Count, MaximumSteps);
            page.Add($"</details>");
        }

        page.Add($"</article>\n");
    }
}
