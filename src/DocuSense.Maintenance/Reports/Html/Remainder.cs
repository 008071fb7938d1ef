namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What a list leaves out so that the page stays light.</summary>
internal static class Remainder
{
    /// <summary>Says how many more there are and where; nothing where all are shown.</summary>
    public static void Write(HtmlWriter page, int count, int shown)
    {
        if (count > shown)
            page.Add($"""<p class="rest">And {Figures.Number(count - shown)} more, in <code>maintenance_report.json</code>.</p>""");
    }
}
