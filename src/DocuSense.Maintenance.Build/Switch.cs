using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Build;

/// <summary>A property that is on or off.</summary>
internal static class Switch
{
    /// <summary>DSM9002 for a value that is neither; null for one that is, and for an empty one.</summary>
    /// <param name="setting">The property's name and value, joined by <c>=</c>.</param>
    public static Diagnostic? Problem(string setting)
    {
        int equals = setting.IndexOf('=');
        string name = setting.Substring(0, equals);
        string value = setting.Substring(equals + 1).Trim();
        if (value.Length == 0 || value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase))
            return null;
        return new Diagnostic
        {
            Code = "DSM9002",
            Severity = DiagnosticCatalogue.Get("DSM9002").Severity,
            Message = $"{name} is '{value}', which means nothing and counts as true; write true or false.",
        };
    }
}
