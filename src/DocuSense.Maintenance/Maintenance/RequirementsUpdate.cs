using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Lets exact versions in requirements files follow an update; not a byte beside them changes.</summary>
internal static class RequirementsUpdate
{
    /// <summary>Whether a requirement is one exact version in a requirements file that can be written anew: without hashes, which belong to that version's files.</summary>
    public static bool IsMovablePin(ManifestRequirement declared) =>
        declared.Requirement is { } requirement && IsPin(requirement) && declared.Hashes.Count == 0 && PipInputs.IsRequirementsFile(declared.File);

    /// <summary>Whether a requirement is one exact version.</summary>
    public static bool IsPin(Requirement requirement) =>
        requirement.Specifier.Specifiers is [{ Kind: SpecifierOperator.Equal } only] && !only.Version.EndsWith(".*", StringComparison.Ordinal);

    /// <summary>The content of a file with new versions.</summary>
    /// <param name="content">The file.</param>
    /// <param name="versions">The new version of each distribution, by normalised name.</param>
    /// <param name="changed">The lines that changed: number, requirement before and after.</param>
    /// <param name="variable">Gives the value of an environment variable.</param>
    /// <returns>The new content; the very same bytes where nothing is to be changed.</returns>
    public static byte[] Apply(byte[] content, IReadOnlyDictionary<string, string> versions, Func<string, string?> variable, out List<(int Line, string Before, string After)> changed)
    {
        changed = [];
        RequirementsDocument document = RequirementsDocument.Parse(content, variable);
        for (int index = 0; index < document.Requirements.Count; index++)
        {
            RequirementsLine line = document.Requirements[index];
            if (line.Kind != RequirementsLineKind.Requirement || line.IsExpanded || line.Hashes.Count > 0
                || !Requirement.TryParse(line.Text, out Requirement? requirement, out _) || !IsPin(requirement)
                || !versions.TryGetValue(requirement.NormalizedName, out string? version) || requirement.Specifier.Contains(version, prereleases: true))
            {
                continue;
            }

            TextRange range = requirement.Ranges.Specifier;
            string written = line.Text.Substring(range.Offset, range.Length);
            string old = requirement.Specifier.Specifiers[0].Version;
            int at = written.IndexOf(old, StringComparison.Ordinal);
            // The version alone: blanks, parentheses and joints of continuation lines stay as they are.
            (int start, int length, string replacement) = at < 0 ? (range.Offset, range.Length, "==" + version) : (range.Offset + at, old.Length, version);
            changed.Add((line.Number, line.Text, line.Text.Substring(0, start) + replacement + line.Text.Substring(start + length)));
            document = document.WithPartReplaced(line, start, length, replacement);
        }

        return changed.Count == 0 ? content : document.ToBytes();
    }

    /// <summary>The requirements files of a backend that change with an update, with their new content.</summary>
    /// <param name="snapshot">The backend.</param>
    /// <param name="resolution">What is installed.</param>
    /// <param name="variable">Gives the value of an environment variable.</param>
    public static List<(string File, byte[] Content, List<(int Line, string Before, string After)> Changed)> Rewritten(
        Snapshot snapshot, UpdateResolution resolution, Func<string, string?> variable)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PipInstall install in resolution.Installs)
            versions[install.NormalizedName] = install.Version;
        var rewritten = new List<(string File, byte[] Content, List<(int Line, string Before, string After)> Changed)>();
        foreach (string file in snapshot.Manifests.Files)
        {
            if (!PipInputs.IsRequirementsFile(file) || ManifestFile.TryRead(file, out _, out _) is not { } content)
                continue;
            byte[] written = Apply(content, versions, variable, out List<(int Line, string Before, string After)> changed);
            if (changed.Count > 0)
                rewritten.Add((file, written, changed));
        }

        return rewritten;
    }
}
