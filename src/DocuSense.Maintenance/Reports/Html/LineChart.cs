using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>A figure over time; null where it was not measured.</summary>
internal sealed record Series(string Name, string Class, IReadOnlyList<double?> Values);

/// <summary>A small line chart, from nought up, with its first and last value written at its ends.</summary>
internal static class LineChart
{
    private const double Width = 320;
    private const double Height = 132;
    private const double Left = 8;
    private const double Right = 312;
    private const double Top = 22;
    private const double Bottom = 108;
    private const double LabelWidth = 56;

    /// <summary>Draws.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="times">When, oldest first; two at least.</param>
    /// <param name="series">One or two, each with a value for every time.</param>
    /// <param name="format">Writes a value.</param>
    public static void Write(HtmlWriter page, string title, IReadOnlyList<DateTimeOffset> times, IReadOnlyList<Series> series, Func<double, string> format)
    {
        double highest = 0;
        foreach (Series one in series)
        {
            foreach (double? value in one.Values)
                highest = Math.Max(highest, value ?? 0);
        }

        double scale = highest > 0 ? (Bottom - Top) / highest : 0;
        page.Add($"""<figure class="trend"><figcaption>{title}</figcaption><svg viewBox="0 0 {(int)Width} {(int)Height}" role="img" aria-label="{Description(title, times, series, format)}">""");
        page.Add($"""<path class="axis" d="M{Figures.Coordinate(Left)} {Figures.Coordinate(Bottom)}H{Figures.Coordinate(Right)}"/>""");
        page.Add($"""<text class="tick" x="{Figures.Coordinate(Left)}" y="{Figures.Coordinate(Bottom + 17)}">{Figures.ShortDay(times[0])}</text><text class="tick end" x="{Figures.Coordinate(Right)}" y="{Figures.Coordinate(Bottom + 17)}">{Figures.ShortDay(times[times.Count - 1])}</text>""");
        foreach (Series one in series)
            Draw(page, times, one, scale, series, format);
        page.Add($"</svg>");
        if (series.Count > 1)
        {
            page.Add($"""<ul class="legend">""");
            foreach (Series one in series)
                page.Add($"""<li><span class="stroke {one.Class}"></span>{one.Name}</li>""");
            page.Add($"</ul>");
        }

        page.Add($"</figure>\n");
    }

    private static void Draw(HtmlWriter page, IReadOnlyList<DateTimeOffset> times, Series one, double scale, IReadOnlyList<Series> all, Func<double, string> format)
    {
        var line = new StringBuilder();
        var dots = new List<(double X, double Y)>();
        bool isPenDown = false;
        for (int index = 0; index < times.Count; index++)
        {
            if (one.Values[index] is not { } value)
            {
                isPenDown = false;
                continue;
            }

            double x = XOf(times, index);
            double y = Bottom - (value * scale);
            line.Append(isPenDown ? 'L' : 'M').Append(Figures.Coordinate(x)).Append(' ').Append(Figures.Coordinate(y));
            dots.Add((x, y));
            isPenDown = true;
        }

        page.Add($"""<path class="line {one.Class}" d="{line.ToString()}"/>""");
        foreach ((double x, double y) in dots)
            page.Add($"""<circle class="dot {one.Class}" cx="{Figures.Coordinate(x)}" cy="{Figures.Coordinate(y)}" r="2.5"/>""");
        int first = 0;
        while (first < times.Count - 1 && one.Values[first] is null)
            first++;
        if (first < times.Count - 1)
            Label(first, "");
        Label(times.Count - 1, " end");

        void Label(int index, string anchor)
        {
            if (one.Values[index] is not { } value)
                return;
            double y = Bottom - (value * scale);

            // Of two lines the lower one is labelled below, where there is room.
            bool isLower = all.Any(other => other != one && other.Values[index] is { } theirs && (theirs > value || (theirs == value && other == all[0])));
            double labelX = XOf(times, index);
            bool isBelow = isLower && y + 16 < Bottom;
            foreach ((double otherX, double otherY) in dots)
            {
                if (Math.Abs(otherX - labelX) < LabelWidth)
                    y = isBelow ? Math.Max(y, otherY) : Math.Min(y, otherY);
            }

            double labelY = isBelow ? y + 16 : y - 7;
            page.Add($"""<text class="value{anchor} {one.Class}" x="{Figures.Coordinate(labelX)}" y="{Figures.Coordinate(labelY)}">{format(value)}</text>""");
        }
    }

    // In proportion to time; evenly where the clock tells no difference.
    private static double XOf(IReadOnlyList<DateTimeOffset> times, int index)
    {
        double whole = (times[times.Count - 1] - times[0]).TotalSeconds;
        double share = whole > 0 ? (times[index] - times[0]).TotalSeconds / whole : (double)index / (times.Count - 1);
        return Left + (Math.Max(0, Math.Min(1, share)) * (Right - Left));
    }

    private static string Description(string title, IReadOnlyList<DateTimeOffset> times, IReadOnlyList<Series> series, Func<double, string> format)
    {
        var text = new StringBuilder(title).Append(", ").Append(Figures.Day(times[0])).Append(" to ").Append(Figures.Day(times[times.Count - 1]));
        foreach (Series one in series)
        {
            text.Append(". ").Append(one.Name).Append(": ").Append(one.Values[0] is { } first ? format(first) : "not measured")
                .Append(", then ").Append(one.Values[one.Values.Count - 1] is { } last ? format(last) : "not measured");
        }

        return text.Append('.').ToString();
    }
}
