namespace DocuSense.Maintenance.Environments;

/// <summary>Which of several metadata folders of one distribution is in use.</summary>
internal static class DistributionChoice
{
    /// <summary>
    /// The distributions in use, ordered by normalised name: the first folder on the path wins; within one folder sound metadata, then the
    /// highest version, then a <c>*.dist-info</c>. The interpreter takes whichever the file system lists first, so the others are left-overs.
    /// </summary>
    /// <param name="entries">The metadata found, in the path's order.</param>
    /// <param name="read">What was read of each.</param>
    /// <param name="leftOvers">Takes the second versions.</param>
    public static List<InstalledDistribution> InUse(List<MetadataEntry> entries, InstalledDistribution[] read, List<LeftOver> leftOvers)
    {
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        var requestsKnown = new HashSet<SiteFolder>();
        for (int index = 0; index < read.Length; index++)
        {
            if (read[index].IsRequested == true)
                requestsKnown.Add(entries[index].Site);
            string name = read[index].NormalizedName;
            if (!chosen.TryGetValue(name, out int other))
            {
                chosen.Add(name, index);
            }
            else if (entries[other].Site == entries[index].Site)
            {
                int loser = IsBetter(read[index], read[other]) ? other : index;
                chosen[name] = loser == other ? index : other;
                leftOvers.Add(new LeftOver(read[loser].MetadataPath, read[loser].Name, read[loser].Version.Length == 0 ? null : read[loser].Version, IsSecondVersion: true));
            }
        }

        var inUse = new List<InstalledDistribution>(chosen.Count);
        foreach (int index in chosen.Values)
        {
            // An installer that marks what was asked for leaves the mark out for the rest; an older one never marks.
            bool notRequested = read[index].IsRequested is null && read[index].Installer is "pip" or "uv" && requestsKnown.Contains(entries[index].Site);
            inUse.Add(notRequested ? read[index] with { IsRequested = false } : read[index]);
        }

        inUse.Sort((first, second) => string.CompareOrdinal(first.NormalizedName, second.NormalizedName));
        return inUse;
    }

    private static bool IsBetter(InstalledDistribution candidate, InstalledDistribution current)
    {
        if (HasMetadata(candidate) != HasMetadata(current))
            return HasMetadata(candidate);
        if (candidate.ParsedVersion is { } version && current.ParsedVersion is { } other)
        {
            int order = version.CompareTo(other);
            return order != 0 ? order > 0 : IsDistInfo(candidate) && !IsDistInfo(current);
        }

        return candidate.ParsedVersion is not null;
    }

    private static bool HasMetadata(InstalledDistribution distribution)
    {
        foreach (DistributionProblem problem in distribution.Problems)
        {
            if (problem.File == distribution.MetadataFile && problem.Line == 1)
                return false;
        }

        return true;
    }

    private static bool IsDistInfo(InstalledDistribution distribution) => distribution.MetadataPath.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase);
}
