namespace DocuSense.Maintenance.Environments;

/// <summary>Finds and reads virtual environments. Reads files only: starts no process.</summary>
public static class EnvironmentReader
{
    /// <summary>The environment of a backend, in full.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="environment">
    /// Absolute path of the environment (<c>DocuSenseVenv</c>), or null to look for <c>venv</c>, <c>.venv</c> and <c>env</c> in the backend
    /// and above it, up to the repository's root. A base interpreter's prefix (no <c>pyvenv.cfg</c>, but <c>lib/pythonX.Y</c>) is accepted when named.
    /// </param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The environment, broken ones included (see its problems); null where there is none.</returns>
    public static PythonEnvironment? Find(string backend, string? environment, CancellationToken cancellationToken = default) =>
        Find(backend, environment, EnvironmentDetail.Full, cancellationToken);

    /// <summary>The root of the environment that would be read, or null where there is none.</summary>
    internal static string? Locate(string backend, string? environment) => EnvironmentLocator.Locate(backend, environment);

    /// <summary>The environment of a backend, with as much of each distribution as asked for.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="environment">As above.</param>
    /// <param name="detail">How much of each distribution to read.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The environment, broken ones included (see its problems); null where there is none.</returns>
    public static PythonEnvironment? Find(string backend, string? environment, EnvironmentDetail detail, CancellationToken cancellationToken = default) =>
        Find(backend, environment, entry => DistributionReader.Read(entry, detail), cancellationToken);

    /// <summary>The environment of a backend, its distributions read by somebody else, who may remember some.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="environment">As above.</param>
    /// <param name="read">Reads one distribution; on any thread.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    internal static PythonEnvironment? Find(
        string backend, string? environment, Func<MetadataEntry, InstalledDistribution> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? root = EnvironmentLocator.Locate(backend, environment);
        return root is null ? null : Read(root, read, cancellationToken);
    }

    private static PythonEnvironment Read(string root, Func<MetadataEntry, InstalledDistribution> readOne, CancellationToken cancellationToken)
    {
        EnvironmentFacts facts = EnvironmentFacts.Read(root);
        var path = new SearchPath();
        foreach (string site in facts.OwnSitePackages)
            path.Add(site, facts.Root, facts.Problems);
        foreach ((string site, string prefix) in facts.SystemSitePackages)
            path.Add(site, prefix, null);

        List<MetadataEntry> entries = path.Entries();
        InstalledDistribution[] read = ReadAll(entries, readOne, cancellationToken);
        var leftOvers = new List<LeftOver>();
        foreach (SiteFolder folder in path.Folders)
            leftOvers.AddRange(folder.LeftOvers);
        List<InstalledDistribution> distributions = DistributionChoice.InUse(entries, read, leftOvers);
        path.MarkEditable(distributions);
        return facts.ToEnvironment(path.Folders.ConvertAll(folder => folder.Path), distributions, leftOvers);
    }

    private static InstalledDistribution[] ReadAll(List<MetadataEntry> entries, Func<MetadataEntry, InstalledDistribution> readOne, CancellationToken cancellationToken)
    {
        var read = new InstalledDistribution[entries.Count];
        if (entries.Count < 8)
        {
            for (int index = 0; index < read.Length; index++)
                read[index] = readOne(entries[index]);
            return read;
        }

        Processors.ForEach(read.Length, () => index => read[index] = readOne(entries[index]), cancellationToken);
        return read;
    }
}
