using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>What the page's script works with: the distributions and who requires whom, as JSON that can do no harm between script tags.</summary>
internal static class PageData
{
    /// <summary>
    /// Writes <c>{"distributions":[[name, version, size, would go, kind, class],…],"dependencies":[[from, to, requirement, satisfied, name],…]}</c>; from and to are
    /// places in the first list, -1 for what is not installed, which is then named.
    /// </summary>
    /// <remarks>The encoder writes <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c>, quotes and all that is not ASCII as escapes, so nothing in it ends the script element.</remarks>
    public static string Write(PageModel model)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("distributions");
            foreach (ReportDistribution distribution in model.Report.Distributions)
            {
                json.WriteStartArray();
                json.WriteStringValue(VisibleText.Clean(distribution.Name));
                json.WriteStringValue(VisibleText.Clean(distribution.Version));
                json.WriteStringValue(Figures.Size(distribution.Bytes));
                json.WriteStringValue(Figures.Size(distribution.ExclusiveBytes));
                json.WriteStringValue(Wording.Kind(distribution));
                json.WriteStringValue(PageModel.KindOf(distribution));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            foreach (ReportDependency dependency in model.Report.Dependencies)
            {
                int to = model.IndexOf(dependency.To);
                json.WriteStartArray();
                json.WriteNumberValue(model.IndexOf(dependency.From));
                json.WriteNumberValue(to);
                json.WriteStringValue(VisibleText.Clean(dependency.Requirement));
                json.WriteBooleanValue(dependency.IsSatisfied);
                if (to < 0)
                    json.WriteStringValue(VisibleText.Clean(dependency.To));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
