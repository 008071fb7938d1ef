using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>The state in one sentence, the figures that matter, and what to do next.</summary>
internal static class StateSection
{
    public static void Write(HtmlWriter page, PageModel model)
    {
        ReportStatus status = model.Report.Status;
        page.Add($"""<section id="state" aria-labelledby="state-title" class="state {Wording.Of(status).ToLowerInvariant()}">""");
        page.Add($"""
            <div class="verdict">
            <svg class="sign" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            """);
        Sign(page, status);
        page.Add($"""
            </svg>
            <div><h2 id="state-title">{Wording.Of(status)}</h2>
            <p class="lead">{Wording.Sentence(model)}</p></div>
            </div>

            """);
        KeyFigures(page, model);
        page.Add($"""<div class="columns">""");
        Next(page, model);
        Environment(page, model);
        page.Add($"</div>\n</section>\n");
    }

    // A shape for each state, for whoever does not see the colours: disc, triangle, octagon.
    private static void Sign(HtmlWriter page, ReportStatus status)
    {
        if (status == ReportStatus.Healthy)
            page.Add($"""<circle cx="16" cy="16" r="14"/><path d="M9.5 16.5l4.5 4.5 8.5-9.5"/>""");
        else if (status == ReportStatus.Degraded)
            page.Add($"""<path class="body" d="M16 3l14.5 25.5h-29z"/><path d="M16 12v8.5M16 24v.6"/>""");
        else
            page.Add($"""<path class="body" d="M10.2 2h11.6L30 10.2v11.6L21.8 30H10.2L2 21.8V10.2z"/><path d="M16 8.5v10M16 23v.6"/>""");
    }

    private static void KeyFigures(HtmlWriter page, PageModel model)
    {
        MaintenanceReport report = model.Report;
        ReportHistoryEntry? before = model.Previous;
        int unused = model.CountOf(Verdict.Unused);
        page.Add($"""<dl class="key">""");
        Figure("Errors", Figures.Number(model.Errors.Count), before is null ? "" : "before: " + Figures.Number(before.Errors), model.Errors.Count > 0 ? "bad" : "");
        Figure("Warnings", Figures.Number(model.Warnings.Count), before is null ? "" : "before: " + Figures.Number(before.Warnings), model.Warnings.Count > 0 ? "poor" : "");
        Figure("Requirements", Figures.Number(report.Requirements.Count), unused == 0 ? "none unused" : Figures.Number(unused) + " unused", "");
        Figure("Distributions", Figures.Number(report.Distributions.Count), before is null ? "" : "before: " + Figures.Number(before.Distributions), "");
        Figure("On disk", report.Distributions.Count == 0 ? "–" : Figures.Size(report.Environment.Bytes), before is null ? "" : "before: " + Figures.Size(before.Bytes), "");
        Figure("Import time", report.Imports is { } imports ? Figures.Seconds(imports.TotalSeconds) : "–",
            report.Imports is null ? "not measured" : before?.ImportSeconds is { } seconds ? "before: " + Figures.Seconds(seconds) : "", "");
        page.Add($"</dl>\n");

        void Figure(string name, string value, string note, string kind) =>
            page.Add($"""<div><dt>{name}</dt><dd class="value {kind}">{value}</dd><dd class="note">{note}</dd></div>""");
    }

    private static void Next(HtmlWriter page, PageModel model)
    {
        MaintenanceReport report = model.Report;
        page.Add($"""<div class="next"><h3>What to do next</h3>""");
        bool mustRestore = !report.Environment.IsUsable || !report.Environment.HasAllRequirements || report.Environment.HasConflicts;
        if (!mustRestore && model.Errors.Count + model.Warnings.Count + report.Suggestions.Count == 0 && report.Imports is not null)
        {
            page.Add($"<p>Nothing needs to be done.</p></div>\n");
            return;
        }

        page.Add($"<ol>");
        bool isSuggested = report.Suggestions.Any(static suggestion => suggestion.Contains("-t:DocuSenseRestore"));
        if (isSuggested)
            Suggestions();
        else if (!model.HasEnvironment)
            Command("Make the virtual environment:", "dotnet build -t:DocuSenseRestore");
        else if (!report.Environment.IsUsable)
            Command("Make the virtual environment anew, as it cannot be used:", "dotnet build -t:DocuSenseRestore -p:DocuSenseForce=true");
        else if (mustRestore)
            Command("Install what is missing or does not fit:", "dotnet build -t:DocuSenseRestore");
        if (model.Errors.Count > 0)
            page.Add($"""<li>Correct the <a href="#errors">{Figures.Count(model.Errors.Count, "error")}</a>.</li>""");
        if (model.Warnings.Count > 0)
            page.Add($"""<li>Look at the <a href="#warnings">{Figures.Count(model.Warnings.Count, "warning")}</a>.</li>""");
        if (!isSuggested)
            Suggestions();
        if (report.Imports is null && report.Environment.IsUsable)
            Command("Measure what the imports cost, and see that they work:", "dotnet build -t:DocuSenseTest");
        page.Add($"</ol></div>\n");

        void Suggestions()
        {
            foreach (string suggestion in report.Suggestions)
                page.Add($"<li>{suggestion}</li>");
        }

        void Command(string text, string command)
        {
            page.Add($"<li>{text} ");
            CommandText.Write(page, command);
            page.Add($"</li>");
        }
    }

    private static void Environment(HtmlWriter page, PageModel model)
    {
        ReportEnvironment environment = model.Report.Environment;
        page.Add($"""<div class="environment"><h3>Environment</h3>""");
        if (!model.HasEnvironment)
        {
            page.Add($"<p>There is no virtual environment. Without one, versions, conflicts and sizes are not known.</p></div>\n");
            return;
        }

        page.Add($"""
            <dl class="facts">
            <div><dt>Folder</dt><dd><bdi class="path">{FilePaths.Relative(environment.Path!, model.Report.Backend)}</bdi></dd></div>
            <div><dt>Python</dt><dd>{environment.PythonVersion ?? "not known"}</dd></div>
            <div><dt>pip</dt><dd>{environment.PipVersion ?? "not installed"}</dd></div>
            <div><dt>Can be used</dt><dd>{(environment.IsUsable ? "yes" : "no")}</dd></div>
            <div><dt>Requirements installed</dt><dd>{(environment.HasAllRequirements ? "all" : "not all")}</dd></div>
            <div><dt>Conflicts</dt><dd>{(environment.HasConflicts ? "yes" : "none")}</dd></div>
            </dl></div>

            """);
    }
}
