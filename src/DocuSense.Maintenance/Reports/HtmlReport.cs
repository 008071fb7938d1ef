using System.Net;
using System.Text;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Reports;

/// <summary>The report as a page.</summary>
public static class HtmlReport
{
    /// <summary>The page, UTF-8.</summary>
    /// <param name="report">The report.</param>
    public static byte[] Render(MaintenanceReport report)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Maintenance report</title></head>\n<body>\n<h1>Maintenance report: ")
            .Append(report.Status).Append("</h1>\n<table>\n<tr><th>Severity</th><th>Code</th><th>Message</th></tr>\n");
        foreach (Diagnostic finding in report.Findings)
            page.Append("<tr><td>").Append(finding.Severity).Append("</td><td>").Append(finding.Code).Append("</td><td>").Append(WebUtility.HtmlEncode(finding.Message)).Append("</td></tr>\n");
        return Encoding.UTF8.GetBytes(page.Append("</table>\n</body>\n</html>\n").ToString());
    }
}
