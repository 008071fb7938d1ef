namespace DocuSense.Maintenance.Reports.Html;

/// <summary>A rectangle of a treemap.</summary>
internal readonly record struct TreemapCell(double X, double Y, double Width, double Height);

/// <summary>
/// Lays rectangles out so that their areas are in proportion and each is as near to a square as it goes: "Squarified Treemaps" (Bruls, Huizing, van Wijk, 2000).
/// </summary>
internal static class Treemap
{
    /// <summary>Lays out.</summary>
    /// <param name="weights">What each weighs, above nought, heaviest first.</param>
    /// <param name="width">Of the whole.</param>
    /// <param name="height">Of the whole.</param>
    /// <returns>A cell for each weight, in their order; together they fill the whole.</returns>
    public static TreemapCell[] Layout(IReadOnlyList<double> weights, double width, double height)
    {
        var cells = new TreemapCell[weights.Count];
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        double scale = width * height / total;
        double x = 0, y = 0;
        int first = 0;
        while (first < cells.Length)
        {
            // A row along the shorter side grows for as long as its worst cell becomes squarer.
            double side = Math.Min(width, height);
            double sum = weights[first] * scale;
            double worst = Worst(weights[first], weights[first], sum, scale, side);
            int end = first + 1;
            while (end < cells.Length)
            {
                double grown = sum + (weights[end] * scale);
                double next = Worst(weights[first], weights[end], grown, scale, side);
                if (next > worst)
                    break;
                worst = next;
                sum = grown;
                end++;
            }

            bool isColumn = width >= height;
            double depth = end == cells.Length ? (isColumn ? width : height) : sum / side;
            double along = 0;
            for (int index = first; index < end; index++)
            {
                double length = index == end - 1 ? side - along : weights[index] * scale / sum * side;
                cells[index] = isColumn ? new TreemapCell(x, y + along, depth, length) : new TreemapCell(x + along, y, length, depth);
                along += length;
            }

            if (isColumn)
                (x, width) = (x + depth, width - depth);
            else
                (y, height) = (y + depth, height - depth);
            first = end;
        }

        return cells;
    }

    // The worst ratio of sides in a row: that of its largest or that of its smallest cell.
    private static double Worst(double largest, double smallest, double sum, double scale, double side)
    {
        double squared = side * side;
        return Math.Max(squared * largest * scale / (sum * sum), sum * sum / (squared * smallest * scale));
    }
}
