using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Installed distributions as the cache keeps them.</summary>
internal static class DistributionRecords
{
    public static void Write(BinaryWriter writer, InstalledDistribution distribution)
    {
        writer.Write(distribution.Name);
        writer.Write(distribution.Version);
        writer.Write(distribution.MetadataPath);
        writer.Write(distribution.MetadataFile);
        writer.Write(distribution.RequiresFile);
        writer.Write(distribution.Requires.Count);
        foreach (DistributionRequirement requirement in distribution.Requires)
        {
            writer.Write(requirement.Text);
            writer.Write(requirement.Line);
        }

        CacheFile.WriteTexts(writer, distribution.Extras);
        CacheFile.WriteText(writer, distribution.RequiresPython);
        CacheFile.WriteText(writer, distribution.Installer);
        writer.Write((sbyte)(distribution.IsRequested is not { } requested ? -1 : requested ? 1 : 0));
        CacheFile.WriteText(writer, distribution.DirectUrl);
        CacheFile.WriteTexts(writer, distribution.Modules);
        CacheFile.WriteTexts(writer, distribution.StubModules);
        writer.Write(distribution.ModulesKnown);
        writer.Write(distribution.EntryPoints.Count);
        foreach (EntryPoint point in distribution.EntryPoints)
        {
            writer.Write(point.Group);
            writer.Write(point.Name);
            writer.Write(point.Value);
        }

        writer.Write(distribution.Bytes);
        CacheFile.WriteTexts(writer, distribution.WheelTags);
        writer.Write(distribution.Problems.Count);
        foreach (DistributionProblem problem in distribution.Problems)
        {
            writer.Write(problem.File);
            writer.Write(problem.Message);
            writer.Write(problem.Line);
        }
    }

    /// <exception cref="FormatException">A requirement is none.</exception>
    /// <exception cref="IOException">The record ends too early.</exception>
    public static InstalledDistribution Read(BinaryReader reader)
    {
        string name = reader.ReadString();
        string version = reader.ReadString();
        _ = PackageVersion.TryParse(version, out PackageVersion? parsed);
        return new InstalledDistribution
        {
            Name = name,
            NormalizedName = PackageName.Normalize(name),
            Version = version,
            ParsedVersion = parsed,
            MetadataPath = reader.ReadString(),
            MetadataFile = reader.ReadString(),
            RequiresFile = reader.ReadString(),
            Requires = ReadRequirements(reader),
            Extras = CacheFile.ReadTexts(reader),
            RequiresPython = CacheFile.ReadText(reader),
            Installer = CacheFile.ReadText(reader),
            IsRequested = reader.ReadSByte() is var requested && requested < 0 ? null : requested > 0,
            DirectUrl = CacheFile.ReadText(reader),
            Modules = CacheFile.ReadTexts(reader),
            StubModules = CacheFile.ReadTexts(reader),
            ModulesKnown = reader.ReadBoolean(),
            EntryPoints = ReadEntryPoints(reader),
            Bytes = reader.ReadInt64(),
            WheelTags = CacheFile.ReadTexts(reader),
            Problems = ReadProblems(reader),
            IsSelfContained = true,
        };
    }

    private static DistributionRequirement[] ReadRequirements(BinaryReader reader)
    {
        var requirements = new DistributionRequirement[reader.ReadInt32()];
        for (int index = 0; index < requirements.Length; index++)
        {
            string text = reader.ReadString();
            if (!Requirement.TryParse(text, out Requirement? requirement, out _))
                throw new FormatException();
            requirements[index] = new DistributionRequirement(requirement, reader.ReadInt32()) { Text = text };
        }

        return requirements;
    }

    private static EntryPoint[] ReadEntryPoints(BinaryReader reader)
    {
        var points = new EntryPoint[reader.ReadInt32()];
        for (int index = 0; index < points.Length; index++)
            points[index] = new EntryPoint(reader.ReadString(), reader.ReadString(), reader.ReadString());
        return points;
    }

    private static DistributionProblem[] ReadProblems(BinaryReader reader)
    {
        var problems = new DistributionProblem[reader.ReadInt32()];
        for (int index = 0; index < problems.Length; index++)
            problems[index] = new DistributionProblem(reader.ReadString(), reader.ReadString()) { Line = reader.ReadInt32() };
        return problems;
    }
}
