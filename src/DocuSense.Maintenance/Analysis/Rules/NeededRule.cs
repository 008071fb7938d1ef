using DocuSense.Maintenance.Manifests;
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

        var imported = new Lazy<HashSet<string>>(() => new HashSet<string>(snapshot.Imports.Imports.Select(static import => import.TopLevel), StringComparer.Ordinal));
        var needs = new Dictionary<string, Need>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (FileHints file in snapshot.Hints)
        {
            if (!file.IsSource || snapshot.OtherProjects.Contains(file.File.RelativePath))
                continue;
            foreach (UseHint hint in file.Hints)
            {
                if (NamesOf(snapshot, file, hint, imported) is not { Count: > 0 } names || IsThere(snapshot, names) || MayComeOtherwise(snapshot, hint) || (hint.Target == HintTarget.UrlScheme && !HasDialects(snapshot)))
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

    private static IReadOnlyList<string>? NamesOf(Snapshot snapshot, FileHints file, UseHint hint, Lazy<HashSet<string>> imported) => hint.Target switch
    {
        HintTarget.Distribution when hint.IsNeeded => hint.Distributions,
        HintTarget.UrlScheme when hint.IsNeeded => UrlSchemes.Distributions(hint.Value),
        HintTarget.Module when hint.IsNeeded => ProvidersOf(snapshot, file.File.RelativePath, hint.Value, imported),
        _ => null,
    };

    /// <summary>
    /// The distributions of an app that Django's settings name; null where it is the project's own, not known, perhaps brought, or imported as well, which is told there.
    /// </summary>
    private static IReadOnlyList<string>? ProvidersOf(Snapshot snapshot, string file, string module, Lazy<HashSet<string>> imported)
    {
        int dot = module.IndexOf('.');
        string topLevel = dot < 0 ? module : module.Substring(0, dot);
        if (!(imported.Value.Contains("django") || IsThere(snapshot, ["Django"]) || snapshot.Expected.Bringing("django") is not null) || SourceRole.IsAuxiliary(file) || DevelopmentFiles.IsSettings(file) || snapshot.Required.Contains(PackageName.Normalize(topLevel))
            || snapshot.Required.Contains("django-" + PackageName.Normalize(topLevel)) || ImportMap.IsStandard(topLevel) || snapshot.Imports.OwnershipOf(topLevel, file, module) != Ownership.Foreign)
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

        if (imported.Value.Contains(topLevel))
            return null;
        if (installed.Count > 0)
            return names;

        // Another app may bring it, and modules that are not Django's have the same names.
        return MayBringApps(snapshot) ? null : [.. names.Where(IsOfDjango)];
    }

    private static bool IsOfDjango(string name)
    {
        string normalized = PackageName.Normalize(name);
        return normalized.StartsWith("django", StringComparison.Ordinal)
            || (RequirementsMap.Find(normalized) is { } facts && (facts.Requires.Contains("django") || facts.Probable.Contains("django")));
    }

    /// <summary>Whether something required may bring apps of which nothing is known here.</summary>
    private static bool MayBringApps(Snapshot snapshot)
    {
        if (snapshot.Required.Opaque.Count > 0 || snapshot.Required.WithUnknownExtras.Count > 0)
            return true;
        foreach (ManifestRequirement declared in snapshot.Manifests.Requirements)
        {
            // Of what Debian's packages alone tell of, some dependencies are not known.
            if (declared.Requirement is { } requirement && requirement.NormalizedName != "django" && snapshot.Graph.Find(requirement.NormalizedName) is null && RequirementsMap.Find(requirement.NormalizedName) is { Requires.Count: 0, Probable: { } probable }
                && probable.Contains("django"))
                return true;
        }

        return false;
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

        return snapshot.Required.IsMalformed(names) || snapshot.Required.HasForkOf(names);
    }

    /// <summary>
    /// Whether what needs it is required with an extra of which nothing is known, and which is made for that, as a rule: <c>pwdlib[argon2]</c>; or whether something of the same family is
    /// required and not known: <c>google-ads</c>.
    /// </summary>
    private static bool MayComeOtherwise(Snapshot snapshot, UseHint hint)
    {
        if (snapshot.Required.WithUnknownExtras.Count + snapshot.Required.Opaque.Count == 0)
            return false;

        // "calls pandas.read_excel", "names 'rest_framework.schemas'"; of a method alone anyone may have it.
        string subject = hint.Detail.Substring(hint.Detail.LastIndexOf(' ') + 1).Trim('\'');
        if (subject.Length == 0 || subject[0] == '.')
            return snapshot.Required.WithUnknownExtras.Count > 0;
        foreach (string name in snapshot.Known.OfModule(subject))
        {
            if (snapshot.Required.WithUnknownExtras.Contains(PackageName.Normalize(name)))
                return true;
        }

        int dot = subject.IndexOf('.');
        string family = PackageName.Normalize(dot < 0 ? subject : subject.Substring(0, dot));
        return snapshot.Required.WithUnknownExtras.Contains(family)
            || snapshot.Required.Opaque.Any(opaque => opaque.Requirement?.NormalizedName.StartsWith(family + "-", StringComparison.Ordinal) == true);
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
            installed is null && snapshot.HasInstallation && !snapshot.Required.IsAnyAbsent && !isAuxiliary ? Severity.Error : null);
    }

    /// <summary>A need, where it first shows, and the distributions any one of which serves.</summary>
    private sealed record Need(FileHints File, UseHint Hint, IReadOnlyList<string> Names);
}
