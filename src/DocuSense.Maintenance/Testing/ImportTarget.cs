using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Testing;

/// <summary>A module of the backend and the test of it.</summary>
internal sealed record ImportTarget(SourceFile File, ModuleName Module, TestCase Case);

/// <summary>Lists the backend's modules as tests.</summary>
internal static class ImportTargets
{
    /// <summary>Every module that Python can import, in the order of their paths; those that a rule leaves out with the reason.</summary>
    public static IReadOnlyList<ImportTarget> List(TestManifest manifest, CancellationToken cancellationToken)
    {
        PythonEnvironment? environment = EnvironmentReader.Find(manifest.Backend, manifest.Venv, EnvironmentDetail.Metadata, cancellationToken);
        SourceListing listing = Observer.Without(SourceTree.List(manifest.Backend, manifest.Exclude, cancellationToken), environment?.Root);
        var naming = new ModuleNaming(manifest.Backend, environment?.SitePackages ?? []);
        var rules = new ImportRules(manifest);
        var targets = new List<ImportTarget>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceFile file in listing.Files)
        {
            // Programs with windows (.pyw) are run, and only Windows would import them at all.
            if (!file.RelativePath.EndsWith(".py", StringComparison.Ordinal))
                continue;
            ModuleName module = naming.Of(file.RelativePath);
            string shown = module.IsScript ? file.RelativePath : module.Name;
            if (!seen.Add(shown))
                shown = file.RelativePath;
            targets.Add(new ImportTarget(file, module, new TestCase("import:" + shown, TestKind.Import, "import " + shown, file.Path, 1, rules.Reason(file))));
            seen.Add(shown);
        }

        return targets;
    }
}
