using System.Globalization;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using Microsoft.Build.Framework;

namespace DocuSense.Maintenance.Build;

/// <summary>Reads the values that a project gives to the tests; one that means nothing is reported (DSM9002) and counts as not given.</summary>
/// <param name="report">Is told each such value.</param>
internal sealed class SettingReader(Action<Diagnostic> report)
{
    /// <summary>A time in seconds, <c>30</c> or <c>0.5</c>, or as hours, minutes and seconds, <c>00:01:30</c>; null for none.</summary>
    public TimeSpan? Seconds(string name, string? value, ITaskItem? place = null)
    {
        string text = (value ?? "").Trim();
        if (text.Length == 0)
            return null;
        if (text.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) && time > TimeSpan.Zero)
            return time;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.001 and <= 86400)
            return TimeSpan.FromSeconds(seconds);
        Problem($"{name} is '{text}', which is no time; write the seconds, between 0.001 and 86400, as in '30' or '0.5'.", place);
        return null;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; null for none.</summary>
    public int? Number(string name, string? value, int least, int most, ITaskItem? place = null)
    {
        string text = (value ?? "").Trim();
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        Problem(string.Format(CultureInfo.InvariantCulture, "{0} is '{1}'; write a whole number from {2} to {3}.", name, text, least, most), place);
        return null;
    }

    /// <summary>A switch, which is on unless it is <c>false</c>.</summary>
    public bool IsOn(string name, string? value)
    {
        if (Switch.Problem(name + "=" + value) is { } problem)
            report(problem);
        return !string.Equals(value?.Trim(), "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An environment variable: the item's identity and its metadata <c>Value</c>.</summary>
    public KeyValuePair<string, string>? Variable(ITaskItem item)
    {
        string name = item.ItemSpec.Trim();
        if (name.IndexOf('=') < 0 && name.IndexOf('\0') < 0)
            return new KeyValuePair<string, string>(name, item.GetMetadata("Value"));
        int equals = name.IndexOf('=');
        // The value may be a secret: it is not repeated.
        Problem($"DocuSenseEnvironment '{(equals > 0 ? name.Substring(0, equals) : "=")}' has its value in Include; write the value as Value=\"…\".", item);
        return null;
    }

    /// <summary>A probe of the API: the item's identity is the application, unless a command starts it.</summary>
    public ApiProbe Probe(ITaskItem item)
    {
        string? command = Metadata(item, "Command");
        string path = Metadata(item, "Path") ?? "/";
        string file = item.GetMetadata("DefiningProjectFullPath");
        return new ApiProbe
        {
            Application = command is null ? item.ItemSpec.Trim() : null,
            Command = command,
            Method = (Metadata(item, "Method") ?? "GET").ToUpperInvariant(),
            Path = path[0] == '/' ? path : "/" + path,
            Status = Number("DocuSenseApi Status", Metadata(item, "Status"), 100, 599, item) ?? 0,
            Body = Metadata(item, "Body"),
            Timeout = Seconds("DocuSenseApi Timeout", Metadata(item, "Timeout"), item) ?? TimeSpan.FromSeconds(30),
            File = file.Length == 0 ? null : file,
            Line = Line(item),
        };
    }

    private void Problem(string message, ITaskItem? place)
    {
        string? file = place?.GetMetadata("DefiningProjectFullPath");
        int line = place is null ? 0 : Line(place);
        report(new Diagnostic
        {
            Code = "DSM9002",
            Severity = DiagnosticCatalogue.Get("DSM9002").Severity,
            Message = message,
            File = string.IsNullOrEmpty(file) ? null : file,
            Span = new SourceSpan(line, 0, line, 0),
        });
    }

    private static int Line(ITaskItem item)
    {
        string file = item.GetMetadata("DefiningProjectFullPath");
        return file.Length == 0 ? 0 : SuppressionPlace.Line(file, "<DocuSense", item.ItemSpec.Trim(), Metadata(item, "Path"));
    }

    private static string? Metadata(ITaskItem item, string name)
    {
        string value = item.GetMetadata(name).Trim();
        return value.Length == 0 ? null : value;
    }
}
