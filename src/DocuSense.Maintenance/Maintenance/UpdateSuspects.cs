using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Finds which updates broke a backend: those that the failures name, by distribution or by module.</summary>
internal static class UpdateSuspects
{
    /// <summary>The updates that a failure names; none where the failures say nothing of them.</summary>
    /// <param name="snapshot">The backend before the update.</param>
    /// <param name="resolution">What was installed.</param>
    /// <param name="worse">What no longer works.</param>
    public static List<PipInstall> Find(Snapshot snapshot, UpdateResolution resolution, IReadOnlyList<Failure> worse)
    {
        var suspects = new List<PipInstall>();
        foreach (PipInstall install in resolution.Installs)
        {
            InstalledDistribution? installed = snapshot.Graph.Find(install.NormalizedName);
            IEnumerable<string> names = [install.Name, install.NormalizedName, .. installed?.Modules ?? []];
            if (installed is not null && names.Any(name => worse.Any(failure => Names(failure, name))))
                suspects.Add(install);
        }

        return suspects;
    }

    private static bool Names(Failure failure, string name)
    {
        string text = failure.Text + " " + failure.Key;
        for (int at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            bool starts = at == 0 || !IsPartOfName(text[at - 1]);
            int end = at + name.Length;
            if (starts && (end == text.Length || !IsPartOfName(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsPartOfName(char character) => char.IsLetterOrDigit(character) || character is '_' or '-';
}
