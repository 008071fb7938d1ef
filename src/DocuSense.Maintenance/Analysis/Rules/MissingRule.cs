using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3002, DSM3003 and DSM3005: imports that no requirement provides.</summary>
public sealed class MissingRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        // Where nothing at all is required, the project keeps its requirements elsewhere; DSM9007 says so.
        RequiredNames required = snapshot.Required;
        if (!required.HasAny || required.IsOpen)
            return;

        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        var order = new List<Group>();
        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            // Type-checking imports never run, and the project's own modules need no requirement.
            if (import.Ownership != Ownership.Foreign || import.Import.TypeChecking || IsOwnSetup(import) || !SourceRole.IsImportable(import.Source.File.RelativePath)
                || snapshot.OtherProjects.Contains(import.Source.File.RelativePath) || Judge(snapshot, required, import) is not { } missing)
                continue;
            string key = missing.Code + missing.Distribution;
            if (!groups.TryGetValue(key, out Group? group))
            {
                groups.Add(key, group = new Group(missing));
                order.Add(group);
            }

            group.Add(import);
        }

        var loads = new Lazy<ModuleReach>(() => ModuleReach.Create(snapshot));
        foreach (Group group in order)
            group.Report(snapshot, findings, loads);
    }

    private static Missing? Judge(Snapshot snapshot, RequiredNames required, ForeignImport import)
    {
        foreach (string name in import.Known)
        {
            if (required.Contains(PackageName.Normalize(name)) || PlatformDistributions.Provides(snapshot, PackageName.Normalize(name)))
                return null;
        }

        bool isForProduction = !SourceRole.IsAuxiliary(import.Source.File.RelativePath);
        if (import.Installed.Count > 0)
            return JudgeInstalled(snapshot, required, import.Installed, isForProduction);
        if (required.Contains(PackageName.Normalize(import.TopLevel)) || required.Contains(PackageName.Normalize(import.Module)))
            return null;

        foreach (string name in import.Known)
        {
            string normalized = PackageName.Normalize(name);
            if (snapshot.Expected.Bringing(normalized) is not null || snapshot.Offered.Find(normalized, isForProduction) is not null)
                return new Missing("DSM3003", normalized, null, name);
        }

        // An extra of which nothing is known is taken for what its name says.
        if (snapshot.Offered.MayBring(PackageName.Normalize(import.TopLevel)) || import.Known.Any(name => snapshot.Offered.MayBring(PackageName.Normalize(name))))
            return null;

        // Where the installation is known and lacks it, the import fails; where nothing is installed, another requirement may bring it.
        if (import.Known.Count > 0 && !required.IsMalformed(import.Known) && !required.HasForkOf(import.Known) && !required.HasForkOf([import.TopLevel]))
            return new Missing("DSM3002", PackageName.Normalize(import.Known[0]), snapshot.HasInstallation ? Severity.Error : Severity.Warning, import.Known[0]);
        return snapshot.HasInstallation && import.Known.Count == 0 && !required.HasUnknownModules
            ? new Missing("DSM3005", import.TopLevel, Severity.Error)
            : null;
    }

    private static Missing? JudgeInstalled(Snapshot snapshot, RequiredNames required, IReadOnlyList<string> installed, bool isForProduction)
    {
        foreach (string name in installed)
        {
            if (required.Contains(name) || required.IsProject(name))
                return null;
        }

        if (required.IsMalformed(installed))
            return null;
        foreach (string name in installed)
        {
            if (snapshot.Graph.IsReached(name) || snapshot.Offered.Find(name, isForProduction) is not null)
                return new Missing("DSM3003", name, null);
        }

        // What every environment used to come with works without being required, until it does not.
        return new Missing("DSM3002", installed[0], installed[0] is "pip" or "setuptools" or "wheel" ? Severity.Warning : Severity.Error);
    }

    /// <summary>A <c>setup.py</c> runs where its build requirements are installed, not where the backend runs.</summary>
    private static bool IsOwnSetup(ForeignImport import) => import.Source.File.RelativePath == "setup.py";

    /// <summary>What is missing, and with which code it is said.</summary>
    private sealed record Missing(string Code, string Distribution, Severity? Severity, string? Suggestion = null);

    /// <summary>All imports of one missing distribution; reported once, at the place that matters most.</summary>
    private sealed class Group(Missing missing)
    {
        private readonly List<ForeignImport> _imports = [];

        public void Add(ForeignImport import) => _imports.Add(import);

        public void Report(Snapshot snapshot, DiagnosticList findings, Lazy<ModuleReach> loads)
        {
            var guarded = new HashSet<string>(StringComparer.Ordinal);
            foreach (ForeignImport import in _imports)
            {
                if (import.Import.Optional)
                    guarded.Add(import.Source.File.Path);
            }

            Severity Gravity(ForeignImport import) => ImportGravity.Of(snapshot, import, missing.Distribution, guarded, loads);
            ForeignImport place = _imports.Find(import => Gravity(import) == Severity.Error)
                ?? _imports.Find(import => Gravity(import) == Severity.Warning) ?? _imports[0];
            int others = _imports.Count - 1;
            string more = others switch { 0 => "", 1 => " It is imported in one other place.", _ => $" It is imported in {others} other places." };

            // Guarded in one place, it is optional as a whole: the others run only where it is there.
            Severity gravity = Gravity(place);
            if (gravity == Severity.Error && (guarded.Count > 0 || snapshot.AskedModules.AskAnywhere(place)))
                gravity = Severity.Warning;
            Severity severity = missing.Severity ?? DiagnosticCatalogue.Get(missing.Code).Severity;
            findings.Add(missing.Code, place.Source.File.Path, place.Import.Span, Text(snapshot, place.Module) + more, missing.Distribution,
                gravity < severity ? gravity : severity);
        }

        private string Text(Snapshot snapshot, string module)
        {
            InstalledDistribution? installed = snapshot.Graph.Find(missing.Distribution);
            switch (missing.Code)
            {
                case "DSM3003":
                    return $"'{module}' is imported, but {installed?.Name ?? missing.Suggestion} is only there through {Path(snapshot, installed)}"
                        + $"; add '{(installed is null ? missing.Suggestion : CompatibleRequirement.Of(installed))}' to the requirements.";
                case "DSM3002" when installed is not null:
                    return $"'{module}' is imported but no requirement provides it: {installed.Name} {installed.Version} is only installed here; add '{CompatibleRequirement.Of(installed)}' to the requirements.";
                case "DSM3002":
                    return $"'{module}' is imported but no requirement {(snapshot.HasInstallation || snapshot.Required.Opaque.Count == 0 ? "provides" : "is known to provide")} it; add '{missing.Suggestion}' to the requirements.";
                default:
                    return $"'{module}' is imported and found nowhere: it is not installed, not in the standard library, and not part of the project; require the distribution that provides it, or remove the import.";
            }
        }

        /// <summary>The requirements and extras that bring it, and the line they start at: <c>passlib[bcrypt] ('passlib[bcrypt]>=1.7', requirements.txt, line 3)</c>.</summary>
        private string Path(Snapshot snapshot, InstalledDistribution? installed)
        {
            string Line(ManifestRequirement root) => $" ('{root.DisplayText}', {snapshot.Relative(root.File)}, line {root.Span.Line})";
            if (installed is not null && snapshot.Graph.IsReached(missing.Distribution))
            {
                IReadOnlyList<string> chain = snapshot.Graph.Chain(missing.Distribution);
                return string.Join(" → ", chain.Take(chain.Count - 1)) + Line(snapshot.Graph.Root(missing.Distribution)!);
            }

            ExpectedDependency? bringing = installed is null ? snapshot.Expected.Bringing(missing.Distribution) : null;
            if (bringing is { IsCertain: true } || snapshot.Offered.Find(missing.Distribution) is not { } offer)
                return snapshot.Expected.Chain(bringing!) + Line(bringing!.Root) + (bringing.IsCertain ? "" : ", as a rule");
            return offer.Chain + Line(offer.Root);
        }
    }
}
