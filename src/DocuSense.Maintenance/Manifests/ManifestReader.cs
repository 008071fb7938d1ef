namespace DocuSense.Maintenance.Manifests;

/// <summary>Finds and reads the manifests of a backend. Reads files only.</summary>
public static class ManifestReader
{
    /// <summary>Reads the named manifests, or where none is named those the backend has.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="manifests">Absolute paths; empty for the default: every requirements*.txt, requirements/*.txt, pyproject.toml and setup.cfg of the backend.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static ManifestSet Read(string backend, IReadOnlyList<string> manifests, CancellationToken cancellationToken = default)
    {
        var collector = new ManifestCollector(backend, cancellationToken);
        string? ProjectName(string folder) => ProjectFolder.Name(collector, folder);
        var requirementsFiles = new RequirementsFileReader(collector, ProjectName);
        var pyproject = new PyProjectReader(collector, requirementsFiles, ProjectName);
        var setup = new SetupCfgReader(collector);
        if (manifests.Count == 0)
        {
            ReadDefaults(collector, requirementsFiles, pyproject, setup);
            return collector.ToSet();
        }

        foreach (string manifest in manifests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = ManifestFile.Combine(backend, manifest) ?? manifest;
            string name = Path.GetFileName(path);
            if (name.EndsWith(".toml", StringComparison.OrdinalIgnoreCase))
                pyproject.Read(path);
            else if (name.Equals("setup.cfg", StringComparison.OrdinalIgnoreCase))
                setup.Read(path);
            else
                requirementsFiles.Read(path, Role(path));
        }

        return collector.ToSet();
    }

    private static void ReadDefaults(ManifestCollector collector, RequirementsFileReader requirementsFiles, PyProjectReader pyproject, SetupCfgReader setup)
    {
        List<string> found = ManifestFinder.RequirementsFiles(collector.Backend);
        // Constraints last: most are read by then, where a requirements file names them.
        found.AddRange(ManifestFinder.ConstraintsFiles(collector.Backend));
        HashSet<string> included = Included(requirementsFiles, found);
        foreach (string path in found)
        {
            if (!included.Contains(path))
                requirementsFiles.Read(path, Role(path));
        }

        // What only files that include each other include has been passed over so far.
        foreach (string path in found)
        {
            if (!requirementsFiles.HasRead(path))
                requirementsFiles.Read(path, Role(path));
        }

        string project = Path.Combine(collector.Backend, "pyproject.toml");
        collector.AddFile(project);
        if (File.Exists(project))
            pyproject.Read(project);
        string configuration = Path.Combine(collector.Backend, "setup.cfg");
        collector.AddFile(configuration);
        if (File.Exists(configuration))
            setup.Read(configuration);
    }

    private static RequirementsRole Role(string path) =>
        new(Path.GetFileName(path).StartsWith("constraints", StringComparison.OrdinalIgnoreCase) ? RequirementKind.Constraint : RequirementKind.Requirement);

    /// <summary>All files that one of the given ones includes, directly or not.</summary>
    private static HashSet<string> Included(RequirementsFileReader reader, List<string> files)
    {
        var included = new HashSet<string>(ManifestFile.PathComparer);
        var open = new Stack<string>(files);
        var seen = new HashSet<string>(files, ManifestFile.PathComparer);
        while (open.Count > 0)
        {
            string current = open.Pop();
            foreach (string target in reader.Includes(current))
            {
                if (ManifestFile.PathComparer.Equals(target, current))
                    continue;
                included.Add(target);
                if (seen.Add(target))
                    open.Push(target);
            }
        }

        return included;
    }
}
