using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Reports;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Carries what came of a verb from its task to the report's, as items: these are of this build alone, and nothing is left behind.</summary>
internal static class RunItems
{
    /// <summary>The item of a run.</summary>
    public static ITaskItem Write(ReportRun run)
    {
        // Literally: a percent sign is not the beginning of an escape sequence.
        ITaskItem2 item = new TaskItem(run.Verb);
        item.SetMetadataValueLiteral("Summary", run.Summary);
        item.SetMetadataValueLiteral("Applied", run.Applied ? "true" : "false");
        item.SetMetadataValueLiteral("BytesFreed", run.BytesFreed.ToString(CultureInfo.InvariantCulture));
        item.SetMetadataValueLiteral("Steps", string.Join("\n", run.Steps.Select(static step => step.Replace('\n', ' '))));
        return item;
    }

    /// <summary>The run of an item.</summary>
    public static ReportRun Read(ITaskItem item) => new(item.ItemSpec, item.GetMetadata("Summary"), item.GetMetadata("Applied") == "true",
        long.TryParse(item.GetMetadata("BytesFreed"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0,
        [.. item.GetMetadata("Steps").Split(['\n'], StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>The finding of an item that <see cref="FindingLog"/> made.</summary>
    public static Diagnostic ReadFinding(ITaskItem item) => new()
    {
        Code = item.ItemSpec,
        Severity = Enum.TryParse(item.GetMetadata("Severity"), out Severity severity) ? severity : Severity.Warning,
        File = item.GetMetadata("File") is { Length: > 0 } file ? file : null,
        Span = new SourceSpan(Number(item, "Line"), Number(item, "Column"), Number(item, "EndLine"), Number(item, "EndColumn")),
        Message = item.GetMetadata("Message"),
        Package = item.GetMetadata("Package") is { Length: > 0 } package ? package : null,
    };

    private static int Number(ITaskItem item, string name) => int.TryParse(item.GetMetadata(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;
}
