using DocuSense.Maintenance.Analysis;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>Reads what a project states about its distributions: <c>DocuSenseModule</c> and <c>DocuSenseUse</c> items.</summary>
internal static class KnownItems
{
    /// <summary>The modules: the item is the module, with metadata <c>Distribution</c>.</summary>
    public static KnownModule[] Modules(ITaskItem[] items) =>
        Array.ConvertAll(items, static item => new KnownModule(item.ItemSpec.Trim(), item.GetMetadata("Distribution").Trim()));

    /// <summary>The uses: the item is the trigger, with metadata <c>Distribution</c> and <c>Needed</c>.</summary>
    public static KnownUse[] Uses(ITaskItem[] items) =>
        Array.ConvertAll(items, static item => new KnownUse(item.ItemSpec.Trim(), item.GetMetadata("Distribution").Trim(),
            string.Equals(item.GetMetadata("Needed").Trim(), "true", StringComparison.OrdinalIgnoreCase)));
}
