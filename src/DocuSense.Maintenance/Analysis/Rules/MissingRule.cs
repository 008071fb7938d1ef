using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3002, DSM3003 and DSM3005: imports that no requirement provides.</summary>
public sealed class MissingRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (snapshot.Manifests.Requirements.Count == 0)
            return;

        var required = new Required(snapshot);
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        var order = new List<Group>();
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            // Type-checking imports never run, and the project's own modules need no requirement.
            if (import.Ownership != Ownership.Foreign || import.Import.TypeChecking || Judge(snapshot, required, import) is not { } missing)
                continue;
            string key = missing.Code + missing.Distribution;
            if (!groups.TryGetValue(key, out Group? group))
            {
                groups.Add(key, group = new Group(missing));
                order.Add(group);
            }

            group.Add(import);
        }

        foreach (Group group in order)
            group.Report(snapshot, findings);
    }

    private static Missing? Judge(Snapshot snapshot, Required required, ForeignImport import)
    {
        if (import.Installed.Count > 0)
        {
            foreach (string name in import.Installed)
            {
                if (required.Names.Contains(name) || required.IsProject(name))
                    return null;
            }

            foreach (string name in import.Installed)
            {
                if (snapshot.Graph.IsReached(name))
                    return new Missing("DSM3003", name, null);
            }

            // What other systems or Python versions require is declared all the same.
            return required.IsOpen ? null : new Missing("DSM3002", import.Installed[0], Severity.Error);
        }

        if (required.Names.Contains(PackageName.Normalize(import.TopLevel)) || required.Names.Contains(PackageName.Normalize(import.Import.Module)))
            return null;
        foreach (string name in import.Known)
        {
            if (required.Names.Contains(PackageName.Normalize(name)))
                return null;
        }

        if (required.IsOpen)
            return null;

        // Where the installation is known and lacks it, the import fails; where nothing is installed, another requirement may bring it.
        if (import.Known.Count > 0)
        {
            Severity severity = snapshot.HasInstallation ? Severity.Error : Severity.Warning;
            return new Missing("DSM3002", PackageName.Normalize(import.Known[0]), severity, import.Known[0]);
        }

        return snapshot.HasInstallation && !required.HasUnknownModules ? new Missing("DSM3005", import.TopLevel, Severity.Error) : null;
    }

    /// <summary>What is missing, and with which code it is said.</summary>
    private sealed record Missing(string Code, string Distribution, Severity? Severity, string? Suggestion = null);

    /// <summary>The names that the manifests require, and how far they can be trusted to be all.</summary>
    private sealed class Required
    {
        private readonly Snapshot _snapshot;
        private readonly string? _project;

        public Required(Snapshot snapshot)
        {
            _snapshot = snapshot;
            _project = snapshot.Manifests.ProjectName is { } project ? PackageName.Normalize(project) : null;
            foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
            {
                if (declared.Requirement is not { } requirement)
                    IsOpen |= declared.Kind != RequirementKind.Constraint;
                else if (declared.Kind != RequirementKind.Constraint)
                    Names.Add(requirement.NormalizedName);

                // A requirement that is not installed, and that nothing is known of, may provide anything.
                if (declared is { Requirement: { } named, Kind: RequirementKind.Requirement } && snapshot.Graph.Find(named.NormalizedName) is not { ModulesKnown: true }
                    && ModuleMap.Find(named.NormalizedName) is null)
                {
                    HasUnknownModules = true;
                }
            }

            IsOpen |= snapshot.Manifests.Problems.Any(HidesRequirements);
        }

        /// <summary>Whether requirements may have gone unread: a file that is missing or unreadable, or structured text broken somewhere. A bad line hides only itself.</summary>
        private static bool HidesRequirements(ManifestProblem problem) => problem.Kind switch
        {
            ManifestProblemKind.Cycle => false,
            ManifestProblemKind.Invalid => !problem.File.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && !problem.File.EndsWith(".in", StringComparison.OrdinalIgnoreCase),
            _ => true,
        };

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether something is required whose name is not known (a bare path or URL), or a manifest could not be read in full.</summary>
        public bool IsOpen { get; }

        public bool HasUnknownModules { get; }

        /// <summary>Whether the distribution is the backend itself, installed in place.</summary>
        public bool IsProject(string name)
        {
            if (name == _project)
                return true;
            return _snapshot.Graph.Find(name)?.EditableLocation is { } location
                && Path.GetFullPath(location).StartsWith(Path.GetFullPath(_snapshot.Options.Backend), StringComparison.Ordinal);
        }
    }

    /// <summary>All imports of one missing distribution; reported once, at the place that matters most.</summary>
    private sealed class Group(Missing missing)
    {
        private readonly List<ForeignImport> _imports = [];

        public void Add(ForeignImport import) => _imports.Add(import);

        public void Report(Snapshot snapshot, DiagnosticList findings)
        {
            ForeignImport place = _imports.Find(static import => import.Import is { Optional: false, Deferred: false })
                ?? _imports.Find(static import => !import.Import.Optional) ?? _imports[0];
            int others = _imports.Count - 1;
            string more = others switch { 0 => "", 1 => " It is imported in one other place.", _ => $" It is imported in {others} other places." };
            string module = place.Import.Module;
            Severity? severity = place.Import.Optional ? Severity.Message : missing.Severity;
            findings.Add(missing.Code, place.Source.File.Path, place.Import.Span, Text(snapshot, module) + more, missing.Distribution, severity);
        }

        private string Text(Snapshot snapshot, string module)
        {
            InstalledDistribution? installed = snapshot.Graph.Find(missing.Distribution);
            switch (missing.Code)
            {
                case "DSM3003":
                    IReadOnlyList<string> chain = snapshot.Graph.Chain(missing.Distribution);
                    ManifestRequirement root = snapshot.Graph.Root(missing.Distribution)!;
                    return $"'{module}' is imported, but {installed!.Name} is only there through {string.Join(" → ", chain.Take(chain.Count - 1))}"
                        + $" ('{root.Text}', {snapshot.Relative(root.File)}, line {root.Span.Line}); add '{installed.Name}{Compatible(installed)}' to the requirements.";
                case "DSM3002" when installed is not null:
                    return $"'{module}' is imported but no requirement provides it: {installed.Name} {installed.Version} is only installed here; add '{installed.Name}{Compatible(installed)}' to the requirements.";
                case "DSM3002":
                    return $"'{module}' is imported but no requirement provides it; add '{missing.Suggestion}' to the requirements.";
                default:
                    return $"'{module}' is imported and found nowhere: it is not installed, not in the standard library, and not part of the project; require the distribution that provides it, or remove the import.";
            }
        }

        /// <summary>A specifier that accepts what is installed and later releases.</summary>
        private static string Compatible(InstalledDistribution installed) =>
            installed.ParsedVersion is { } version ? ">=" + version.Public : "";
    }
}
