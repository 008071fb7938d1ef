using System.Globalization;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Figures as people read them, the same on every machine.</summary>
internal static class Figures
{
    private const string Blank = "\u00a0";

    /// <summary><c>12.3 MB</c>, in powers of ten, as file managers count.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => Number(bytes) + Blank + (bytes == 1 ? "byte" : "bytes"),
        < 999_950 => Decimal(bytes / 1e3, "0.0") + Blank + "kB",
        < 999_950_000 => Decimal(bytes / 1e6, "0.0") + Blank + "MB",
        _ => Decimal(bytes / 1e9, "0.00") + Blank + "GB",
    };

    /// <summary><c>1.24 s</c>, or <c>38 ms</c> below a second.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.0095 => Decimal(seconds * 1000, "0.0") + Blank + "ms",
        < 0.9995 => Decimal(seconds * 1000, "0") + Blank + "ms",
        < 99.95 => Decimal(seconds, "0.00") + Blank + "s",
        _ => Decimal(seconds, "0") + Blank + "s",
    };

    /// <summary><c>1,204</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 error</c>, <c>3 errors</c>, <c>no errors</c>.</summary>
    public static string Count(int count, string one, string? many = null) => count switch
    {
        0 => "no " + (many ?? one + "s"),
        1 => "1 " + one,
        _ => Number(count) + " " + (many ?? one + "s"),
    };

    /// <summary>A share as CSS and SVG want it, <c>12.345%</c>.</summary>
    public static string Percent(double share) => Decimal(share * 100, "0.###") + "%";

    /// <summary>A coordinate.</summary>
    public static string Coordinate(double value) => Decimal(value, "0.##");

    /// <summary><c>26 November 2026</c>.</summary>
    public static string Day(DateTimeOffset time) => time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>26 Nov</c>.</summary>
    public static string ShortDay(DateTimeOffset time) => time.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary><c>26 November 2026, 03:19 UTC</c>, in the offset that it was told in.</summary>
    public static string Time(DateTimeOffset time) =>
        Day(time) + ", " + time.ToString("HH:mm", CultureInfo.InvariantCulture) + (time.Offset == TimeSpan.Zero ? " UTC" : time.ToString(" zzz", CultureInfo.InvariantCulture));

    /// <summary>For machines: ISO 8601.</summary>
    public static string MachineTime(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Plain decimal, for sorting in the page.</summary>
    public static string Sortable(double value) => Decimal(value, "0.######");

    private static string Decimal(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
