using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DocuSense.Maintenance.Reports;

/// <summary>
/// The folder of earlier reports and of the logs of maintenance runs (<c>logs/maintenance</c>): <c>2026-05-01T11-54-00-report.json</c>,
/// <c>2026-05-01T11-54-00-update.log</c>. Of each kind so many are kept; a file whose name is not of this form is never touched.
/// </summary>
/// <param name="folder">Absolute path; it need not exist.</param>
/// <param name="limit">How many reports are kept, and how many logs of each verb.</param>
public sealed class MaintenanceLogs(string folder, int limit)
{
    /// <summary>How many are kept where nobody says otherwise.</summary>
    public const int DefaultLimit = 30;

    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss";

    private static readonly Regex _name = new(@"\A(?<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)-(?<kind>report|restore|update|clean|optimize)(?:-(?<number>\d{1,4}))?\.(?<extension>json|log)\z", RegexOptions.CultureInvariant);

    /// <summary>Keeps a report that is about to be replaced.</summary>
    /// <param name="path">Absolute path of the report; it need not exist.</param>
    /// <returns>Where it is kept; null where there was none, or none is to be kept.</returns>
    /// <remarks>One that is not ours is kept under a name that no limit counts.</remarks>
    /// <exception cref="IOException">It cannot be read, or the folder not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or the folder not be written.</exception>
    public string? Keep(string path)
    {
        if (!File.Exists(path))
            return null;
        byte[] content = File.ReadAllBytes(path);
        if (ReportHistory.Read(content) is { } entry)
        {
            if (limit == 0)
                return null;
            string kept = Create(entry.Timestamp.DateTime, "report", ".json", content);
            Prune("report");
            return kept;
        }

        return Create(File.GetLastWriteTime(path), Path.GetFileNameWithoutExtension(path) + "-before", Path.GetExtension(path), content);
    }

    /// <summary>The reports that are kept, oldest first; damaged ones are left out.</summary>
    public IReadOnlyList<ReportHistoryEntry> History()
    {
        var entries = new List<ReportHistoryEntry>();
        foreach (Entry file in Entries("report"))
        {
            try
            {
                if (ReportHistory.Read(File.ReadAllBytes(file.Path)) is { } entry)
                    entries.Add(entry);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or somebody else's: a point less in a curve.
            }
        }

        // Two runs at once may both have kept the one before them.
        List<ReportHistoryEntry> distinct = [.. entries.Distinct().OrderBy(static entry => entry.Timestamp)];
        return distinct.Count > limit ? distinct.GetRange(distinct.Count - limit, limit) : distinct;
    }

    /// <summary>Writes the log of a run.</summary>
    /// <param name="verb">The verb, in any letter case.</param>
    /// <param name="moment">When it ended, in the time zone of those who read it.</param>
    /// <param name="text">Its lines, without anything secret.</param>
    /// <returns>Absolute path of the log; null where none is to be kept.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string? Write(string verb, DateTimeOffset moment, string text)
    {
        if (limit == 0)
            return null;
        string kind = verb.ToLowerInvariant();
        string path = Create(moment.DateTime, kind, ".log", Encoding.UTF8.GetBytes(text));
        Prune(kind);
        return path;
    }

    private string Create(DateTime time, string kind, string extension, byte[] content)
    {
        string name = Path.Combine(folder, time.ToString(TimeFormat, CultureInfo.InvariantCulture) + "-" + kind);
        for (int number = 1; number < 10_000; number++)
        {
            string path = (number == 1 ? name : name + "-" + number.ToString(CultureInfo.InvariantCulture)) + extension;
            if (AtomicFile.TryCreate(path, content))
                return path;
        }

        throw new IOException($"There are too many files named '{name}'.");
    }

    private void Prune(string kind)
    {
        List<Entry> files = Entries(kind);
        for (int index = 0; index < files.Count - limit; index++)
        {
            try
            {
                File.Delete(files[index].Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Open elsewhere: the next run tries again.
            }
        }
    }

    /// <summary>The files of a kind, oldest first.</summary>
    private List<Entry> Entries(string kind)
    {
        var files = new List<Entry>();
        if (!Directory.Exists(folder))
            return files;
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            Match match = _name.Match(Path.GetFileName(path));
            if (!match.Success || match.Groups["kind"].Value != kind || match.Groups["extension"].Value != (kind == "report" ? "json" : "log"))
                continue;
            int number = match.Groups["number"].Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 1;
            files.Add(new Entry(path, match.Groups["time"].Value, number));
        }

        files.Sort(static (left, right) =>
        {
            int order = string.CompareOrdinal(left.Time, right.Time);
            return order != 0 ? order : left.Number.CompareTo(right.Number);
        });
        return files;
    }

    private sealed record Entry(string Path, string Time, int Number);
}
