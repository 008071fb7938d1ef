using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Environments;

/// <summary>Reads one installed distribution from its metadata folder.</summary>
internal static class DistributionReader
{
    /// <summary>Installers that always write RECORD: without it the installation was cut short.</summary>
    private static readonly string[] _recordWriters = ["pip", "uv", "poetry", "pdm"];

    /// <summary>Reads a distribution.</summary>
    /// <param name="entry">Its metadata.</param>
    /// <param name="detail">How much of it.</param>
    /// <param name="also">Gets its RECORD besides, while that is at hand.</param>
    public static InstalledDistribution Read(MetadataEntry entry, EnvironmentDetail detail, Action<MetadataEntry, RecordFile>? also = null)
    {
        var problems = new List<DistributionProblem>();
        MetadataHeaders? headers = ReadHeaders(entry, problems, out string metadataFile);
        (string nameOfFile, string? versionOfFile) = MetadataEntry.Split(entry.FileName);
        string name = headers?.Name is { Length: > 0 } stated ? stated : nameOfFile;
        string version = headers?.Version is { Length: > 0 } number ? number : versionOfFile ?? "";
        _ = PackageVersion.TryParse(version, out PackageVersion? parsed);

        List<string> extras = headers?.ProvidesExtra ?? [];
        string requiresFile = metadataFile;
        List<(string Text, int Line)> texts = headers?.RequiresDist ?? [];
        if (texts.Count == 0 && entry.Form is MetadataForm.EggInfoFolder or MetadataForm.Egg)
        {
            requiresFile = Path.Combine(entry.Path, "requires.txt");
            texts = RequiresFile.Parse(SmallFile.TextOrEmpty(requiresFile), extras);
        }

        var distribution = new InstalledDistribution
        {
            Name = name,
            NormalizedName = PackageName.Normalize(name),
            Version = version,
            ParsedVersion = parsed,
            MetadataPath = entry.Path,
            MetadataFile = metadataFile,
            RequiresFile = requiresFile,
            Requires = Requirements(texts, requiresFile, problems),
            Extras = extras,
            RequiresPython = headers?.RequiresPython,
            Modules = [],
            EntryPoints = [],
            WheelTags = [],
            Problems = problems,
        };
        return detail == EnvironmentDetail.Metadata ? distribution : ReadRest(distribution, entry, detail, problems, also);
    }

    private static MetadataHeaders? ReadHeaders(MetadataEntry entry, List<DistributionProblem> problems, out string metadataFile)
    {
        metadataFile = entry.MetadataFile;
        MetadataHeaders? headers = MetadataHeaders.Read(metadataFile, out string? fault);
        if ((headers is null || headers.IsEmpty) && entry.Form == MetadataForm.DistInfo
            && MetadataHeaders.Read(Path.Combine(entry.Path, "PKG-INFO"), out _) is { IsEmpty: false } other)
        {
            metadataFile = Path.Combine(entry.Path, "PKG-INFO");
            return other;
        }

        string label = Path.GetFileName(metadataFile);
        if (headers is null)
            problems.Add(new DistributionProblem(metadataFile, $"{label} of '{entry.FileName}' cannot be read: {fault}."));
        else if (headers.IsEmpty)
            problems.Add(new DistributionProblem(metadataFile, $"{label} of '{entry.FileName}' is empty or no metadata."));
        else if (headers.Name is not { Length: > 0 })
            problems.Add(new DistributionProblem(metadataFile, $"{label} of '{entry.FileName}' states no name."));
        else if (headers.Version is not { Length: > 0 })
            problems.Add(new DistributionProblem(metadataFile, $"{label} of '{entry.FileName}' states no version."));
        return headers;
    }

    private static List<DistributionRequirement> Requirements(List<(string Text, int Line)> texts, string file, List<DistributionProblem> problems)
    {
        var requirements = new List<DistributionRequirement>(texts.Count);
        foreach ((string text, int line) in texts)
        {
            if (Requirement.TryParse(text, out Requirement? requirement, out ParseError? error))
                requirements.Add(new DistributionRequirement(requirement, line) { Text = text });
            else
                problems.Add(new DistributionProblem(file, $"'{text}' is not a requirement: {error?.Message}") { Line = line });
        }

        return requirements;
    }

    private static InstalledDistribution ReadRest(InstalledDistribution distribution, MetadataEntry entry, EnvironmentDetail detail, List<DistributionProblem> problems, Action<MetadataEntry, RecordFile>? also)
    {
        bool isFolder = entry.Form != MetadataForm.EggInfoFile;
        string? installer = isFolder ? FirstLine(Path.Combine(entry.Path, "INSTALLER")) : null;
        DirectUrlFile? origin = isFolder ? Origin(entry, problems) : null;
        using RecordFile? record = Record(entry, installer, problems);
        string? editable = origin is { IsEditable: true } ? origin.Folder : null;
        var finder = new ModuleFinder(entry, distribution.NormalizedName);
        finder.Find(record?.Rows, ref editable, origin is { IsEditable: true });

        long bytes = 0;
        for (int index = 0; index < (record?.Rows.Count ?? 0); index++)
            bytes += Math.Max(record!.Rows.Size(index), 0);
        if (detail == EnvironmentDetail.Full && record is not null)
            bytes += Census(entry, record, IsSystemPackage(entry, installer) ? [] : problems);
        if (also is not null && record is not null)
            also(entry, record);

        return distribution with
        {
            Installer = installer,
            IsRequested = isFolder && SmallFile.FileExists(Path.Combine(entry.Path, "REQUESTED")) ? true : null,
            EditableLocation = editable,
            DirectUrl = origin?.Url,
            Modules = finder.Modules.Modules,
            StubModules = finder.Modules.StubModules,
            ModulesKnown = finder.Known,
            IsSelfContained = entry.Form == MetadataForm.DistInfo && record is not null && editable is null && !finder.LeadsElsewhere,
            EntryPoints = isFolder ? EntryPointsFile.Parse(SmallFile.TextOrEmpty(Path.Combine(entry.Path, "entry_points.txt"))) : [],
            Bytes = bytes,
            WheelTags = entry.Form == MetadataForm.DistInfo ? Tags(SmallFile.TextOrEmpty(Path.Combine(entry.Path, "WHEEL"))) : [],
        };
    }

    /// <summary>Debian installs RECORD as the build wrote it and moves files after; its own package manager vouches for them.</summary>
    private static bool IsSystemPackage(MetadataEntry entry, string? installer) =>
        (installer is null or "debian") && entry.Site.Prefix is not null && Path.GetFileName(entry.Site.Path) == "dist-packages";

    private static DirectUrlFile? Origin(MetadataEntry entry, List<DistributionProblem> problems)
    {
        string file = Path.Combine(entry.Path, "direct_url.json");
        if (SmallFile.ReadText(file, out _, limit: 1 << 20) is not string text)
            return null;
        DirectUrlFile? origin = DirectUrlFile.Parse(text);
        if (origin is null)
            problems.Add(new DistributionProblem(file, $"direct_url.json of '{entry.FileName}' is not what PEP 610 says."));
        return origin;
    }

    private static RecordFile? Record(MetadataEntry entry, string? installer, List<DistributionProblem> problems)
    {
        if (entry.Form == MetadataForm.EggInfoFolder)
            return RecordFile.ReadInstalledFiles(entry.Path);
        if (entry.Form != MetadataForm.DistInfo)
            return null;
        string file = Path.Combine(entry.Path, "RECORD");
        RecordFile? record = RecordFile.Read(file);
        if (record is null)
        {
            // PEP 627 leaves RECORD out where another package manager rules; then INSTALLER names it, or the system removed both.
            bool expected = installer is null ? SmallFile.FileExists(Path.Combine(entry.Path, "WHEEL")) : Array.IndexOf(_recordWriters, installer.ToLowerInvariant()) >= 0;
            if (expected)
                problems.Add(new DistributionProblem(file, $"RECORD of '{entry.FileName}' is missing: its files are not known, and pip cannot remove it."));
            return null;
        }

        if (record.Fault is string fault)
            problems.Add(new DistributionProblem(file, $"RECORD of '{entry.FileName}' is damaged: {fault}.") { Line = record.FaultLine });
        return record;
    }

    /// <summary>Reports files that are gone or lie outside the environment.</summary>
    /// <returns>The size of the files that RECORD gives no size for.</returns>
    private static long Census(MetadataEntry entry, RecordFile record, List<DistributionProblem> problems)
    {
        InstalledFiles.Census census = record.Count(entry.Site.Path, entry.Site.Prefix);
        string file = Path.Combine(entry.Path, entry.Form == MetadataForm.DistInfo ? "RECORD" : "installed-files.txt");
        if (census.Gone > 0)
        {
            string named = "'" + string.Join("', '", census.FirstGone) + "'";
            string more = census.Gone > census.FirstGone.Count ? ", …" : "";
            problems.Add(new DistributionProblem(file,
                $"{census.Gone} of the {census.Files} files that '{entry.FileName}' lists {(census.Gone == 1 ? "is" : "are")} gone: {named}{more}."));
        }

        if (census.Outside > 0)
        {
            problems.Add(new DistributionProblem(file,
                $"'{entry.FileName}' lists {census.Outside} file{(census.Outside == 1 ? "" : "s")} outside of the environment, which {(census.Outside == 1 ? "was" : "were")} not looked at: '{census.FirstOutside}'."));
        }

        return census.UnstatedBytes;
    }

    private static string? FirstLine(string file)
    {
        if (SmallFile.ReadText(file, out _, limit: 1 << 16) is not string text)
            return null;
        int end = text.IndexOf('\n');
        string line = (end < 0 ? text : text.Substring(0, end)).Trim();
        return line.Length == 0 ? null : line;
    }

    private static List<string> Tags(string wheel)
    {
        var tags = new List<string>();
        foreach (string line in wheel.Split('\n'))
        {
            if (line.StartsWith("Tag:", StringComparison.OrdinalIgnoreCase))
                tags.Add(line.Substring(4).Trim());
        }

        return tags;
    }
}
