using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis.Rules;

/// <summary>DSM3010: code that needs a distribution without importing it, such as <c>EmailStr</c>, where no requirement brings one that serves.</summary>
public sealed class NeededRule : IRule
{
    /// <inheritdoc/>
    public void Analyse(Snapshot snapshot, DiagnosticList findings)
    {
        if (!snapshot.Required.HasAny || snapshot.Required.IsOpen)
            return;

        var needs = new Dictionary<string, Need>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (FileHints file in snapshot.Hints)
        {
            if (!file.IsSource || snapshot.OtherProjects.Contains(file.File.RelativePath))
                continue;
            foreach (UseHint hint in file.Hints)
            {
                if (NamesOf(snapshot, file, hint) is not { Count: > 0 } names || IsThere(snapshot, names) || (hint.Target == HintTarget.UrlScheme && !HasDialects(snapshot)))
                    continue;
                string key = PackageName.Normalize(names[0]);
                if (!needs.TryGetValue(key, out Need? first))
                    order.Add(key);

                // The place that matters most is in code that runs in production.
                if (first is null || (SourceRole.IsAuxiliary(first.File.File.RelativePath) && !SourceRole.IsAuxiliary(file.File.RelativePath)))
                    needs[key] = new Need(file, hint, names);
            }
        }

        foreach (string key in order)
            Report(snapshot, findings, needs[key].File, needs[key].Hint, needs[key].Names);
    }

    private static IReadOnlyList<string>? NamesOf(Snapshot snapshot, FileHints file, UseHint hint) => hint.Target switch
    {
        HintTarget.Distribution when hint.IsNeeded => hint.Distributions,
        HintTarget.UrlScheme when hint.IsNeeded => UrlSchemes.Distributions(hint.Value),
        HintTarget.Module when hint.IsNeeded => ProvidersOf(snapshot, file.File.RelativePath, hint.Value),
        _ => null,
    };

    /// <summary>The distributions of a module that settings name; null where it is the project's own, not known, perhaps brought, or imported as well, which is told there.</summary>
    private static IReadOnlyList<string>? ProvidersOf(Snapshot snapshot, string file, string module)
    {
        int dot = module.IndexOf('.');
        string topLevel = dot < 0 ? module : module.Substring(0, dot);
        if (SourceRole.IsAuxiliary(file) || DevelopmentFiles.IsSettings(file) || snapshot.Required.Contains(PackageName.Normalize(topLevel))
            || ImportMap.IsStandard(topLevel) || snapshot.Imports.OwnershipOf(topLevel, file, module) != Ownership.Foreign)
        {
            return null;
        }

        IReadOnlyList<string> installed = snapshot.Imports.Providers.Find(module);
        IReadOnlyList<string> names = installed.Count > 0 ? installed : snapshot.Known.OfModule(module);
        foreach (string name in names)
        {
            string normalized = PackageName.Normalize(name);
            if (snapshot.Expected.Bringing(normalized) is not null || snapshot.Offered.Find(normalized) is not null || snapshot.Offered.MayBring(normalized))
                return null;
        }

        foreach (ForeignImport import in snapshot.Imports.Imports)
        {
            if (import.TopLevel == topLevel)
                return null;
        }

        return names;
    }

    /// <summary>Whether SQLAlchemy, which loads the driver that a URL names, is required or brought: others read only the URL.</summary>
    private static bool HasDialects(Snapshot snapshot) => IsThere(snapshot, ["SQLAlchemy"]) || snapshot.Expected.Dependents("sqlalchemy").Count > 0;

    /// <summary>Whether one that serves is required, or brought by what is.</summary>
    private static bool IsThere(Snapshot snapshot, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            string normalized = PackageName.Normalize(name);
            if (snapshot.Required.Contains(normalized) || snapshot.Graph.IsReached(normalized) || snapshot.Required.IsProject(normalized)
                || snapshot.Expected.IsBrought(normalized))
            {
                return true;
            }
        }

        return snapshot.Required.IsMalformed(names);
    }

    private static void Report(Snapshot snapshot, DiagnosticList findings, FileHints file, UseHint hint, IReadOnlyList<string> names)
    {
        Environments.InstalledDistribution? installed = null;
        foreach (string name in names)
            installed ??= snapshot.Graph.Find(PackageName.Normalize(name));
        bool isAuxiliary = SourceRole.IsAuxiliary(file.File.RelativePath);
        string others = names.Count > 1 ? $" (or {string.Join(", ", names.Skip(1))})" : "";
        string there = installed is not null ? $"{installed.Name} {installed.Version} is only installed here" : snapshot.Required.Opaque.Count == 0 ? "no requirement brings it" : "no requirement is known to bring it";
        string add = installed is not null ? CompatibleRequirement.Of(installed) : names[0];
        findings.Add("DSM3010", file.File.Path, SourceSpan.OnLine(hint.Line, hint.Column, 0),
            $"This {(hint.Detail.StartsWith("a ", StringComparison.Ordinal) ? "is " : "")}{hint.Detail}, which needs {names[0]}{others}, but {there}; add '{add}' to the requirements.",
            PackageName.Normalize(names[0]),
            installed is null && snapshot.HasInstallation && !isAuxiliary ? Severity.Error : null);
    }

    /// <summary>A need, where it first shows, and the distributions any one of which serves.</summary>
    private sealed record Need(FileHints File, UseHint Hint, IReadOnlyList<string> Names);
}
