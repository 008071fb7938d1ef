using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Analysis;

/// <summary>What speaks for the use of one distribution.</summary>
public sealed class DistributionUses
{
    private const int MaximumEvidence = 200;

    private readonly List<Evidence> _certain = [];
    private readonly List<Evidence> _doubtful = [];

    /// <summary>Shows use.</summary>
    public IReadOnlyList<Evidence> Certain => _certain;

    /// <summary>May be use.</summary>
    public IReadOnlyList<Evidence> Doubtful => _doubtful;

    /// <summary>Whether code or settings that are no test use it, type checking aside.</summary>
    public bool IsForProduction { get; private set; }

    /// <summary>Whether there is so much evidence that more would not be kept.</summary>
    internal bool IsFull(bool isCertain) => (isCertain ? _certain : _doubtful).Count >= MaximumEvidence;

    internal void Add(Evidence evidence, bool isCertain)
    {
        List<Evidence> list = isCertain ? _certain : _doubtful;
        IsForProduction |= isCertain && evidence is { IsTest: false, IsTypeChecking: false };
        if (!IsFull(isCertain) && (list.Count == 0 || !list[list.Count - 1].Equals(evidence)))
            list.Add(evidence);
    }
}

/// <summary>
/// What uses each distribution by its own evidence: imports, commands, settings, URLs, and what is known to need it. Where an installed distribution's metadata
/// says what it provides, that settles what the tables would only suggest.
/// </summary>
public sealed class UseIndex
{
    private static readonly DistributionUses _nothing = new();

    private readonly Dictionary<string, DistributionUses> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Imported> _imported = new(StringComparer.Ordinal);
    private readonly Snapshot _snapshot;
    private Dictionary<string, List<string>>? _commands;
    private ScannedFile? _source;
    private (bool IsTest, bool IsAuxiliary, bool IsTemplate) _role;

    private UseIndex(Snapshot snapshot) => _snapshot = snapshot;

    /// <summary>Where production code imports a module whose name it computes, so that it may import anything; null for nowhere.</summary>
    public Evidence? ComputedImport { get; private set; }

    /// <summary>What there is, by normalised name.</summary>
    public IReadOnlyDictionary<string, DistributionUses> All => _uses;

    /// <summary>What uses a distribution.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public DistributionUses Of(string normalizedName) => _uses.TryGetValue(normalizedName, out DistributionUses? found) ? found : _nothing;

    /// <summary>Gathers the evidence of a snapshot.</summary>
    public static UseIndex Create(Snapshot snapshot)
    {
        var index = new UseIndex(snapshot);
        foreach (ForeignImport import in snapshot.Imports.Imports)
            index.AddImport(import);
        foreach (FileHints file in snapshot.Hints)
        {
            if (file.Hints.Count == 0)
                continue;
            bool isTest = SourceRole.IsTest(file.File.RelativePath) || (!file.IsSource && DevelopmentFiles.Contains(file.File.RelativePath));
            bool isAuxiliary = file.IsSource ? SourceRole.IsAuxiliary(file.File.RelativePath) : isTest;
            foreach (UseHint hint in file.Hints)
            {
                var evidence = new Evidence(hint.Kind, file.File.Path, hint.Line, hint.Detail)
                {
                    Column = hint.Column,
                    IsTest = isTest,
                    IsAuxiliary = isAuxiliary,
                    IsOptional = hint is { Target: HintTarget.Distribution, IsNeeded: false },
                };
                index.AddHint(file, hint, evidence);
            }
        }

        index.AddTests();
        return index;
    }

    private void AddImport(ForeignImport import)
    {
        // The imports of a file come one after another, and the same few modules are imported over and over.
        if (!ReferenceEquals(_source, import.Source))
        {
            string path = import.Source.File.RelativePath;
            (_source, _role) = (import.Source, (SourceRole.IsTest(path), SourceRole.IsAuxiliary(path), !SourceRole.IsImportable(path)));
        }

        if (!_imported.TryGetValue(import.Module, out Imported? imported))
            _imported.Add(import.Module, imported = new Imported("imports " + import.Module, Providers(import.Module, import.TopLevel, import.Installed, import.Known)));
        bool isCertain = import.Ownership != Ownership.FirstParty && !_role.IsTemplate;
        if (imported.Uses.TrueForAll(uses => uses.IsFull(isCertain) && (uses.IsForProduction || !isCertain)))
            return;
        var evidence = new Evidence(isCertain ? "import" : _role.IsTemplate ? "mention" : "own-module", import.Source.File.Path, import.Import.Span.Line, imported.Detail)
        {
            Column = import.Import.Span.Column,
            IsTest = _role.IsTest,
            IsAuxiliary = _role.IsAuxiliary,
            IsTypeChecking = import.Import.TypeChecking,
            IsOptional = import.Import.Optional,
        };
        foreach (DistributionUses uses in imported.Uses)
            uses.Add(evidence, isCertain);
    }

    /// <summary>
    /// Everything that is known to provide the module counts as used, an alternative that is not installed included, and where the environment does not know,
    /// so does the distribution of the module's own name.
    /// </summary>
    private List<DistributionUses> Providers(string module, string topLevel, IReadOnlyList<string> installed, IReadOnlyList<string> known)
    {
        var uses = new List<DistributionUses>();
        foreach (string name in installed)
            uses.Add(UsesOf(name));
        foreach (string name in known)
            AddNamed(name);
        if (installed.Count == 0)
        {
            AddNamed(topLevel);
            if (module.Length > topLevel.Length)
                AddNamed(module);
        }

        return uses;

        void AddNamed(string name)
        {
            string normalized = PackageName.Normalize(name);
            if (_snapshot.Graph.Find(normalized) is not { ModulesKnown: true })
                uses.Add(UsesOf(normalized));
        }
    }

    private void AddHint(FileHints file, UseHint hint, Evidence evidence)
    {
        switch (hint.Target)
        {
            case HintTarget.Command:
                AddCommand(hint.Value, evidence);
                break;
            case HintTarget.Module:
                AddModule(hint.Value, file.File.RelativePath, evidence);
                break;
            case HintTarget.UrlScheme:
                AddAlternatives(UrlSchemes.Distributions(hint.Value), evidence);
                break;
            case HintTarget.Distribution:
                AddAlternatives(hint.Distributions, evidence);
                break;
            case HintTarget.Anything:
                if (!evidence.IsAuxiliary)
                    ComputedImport ??= evidence with { Kind = "dynamic-import" };
                break;
        }
    }

    private void AddCommand(string command, Evidence evidence)
    {
        if (command.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            command = command.Substring(0, command.Length - 4);
        _commands ??= InstalledCommands();
        if (_commands.TryGetValue(command, out List<string>? owners))
        {
            foreach (string owner in owners)
                Add(owner, evidence, isCertain: true);
            return;
        }

        IReadOnlyList<string> known = _snapshot.Known.OfCommand(command);
        foreach (string name in known)
            Add(PackageName.Normalize(name), evidence, isCertain: true);

        // 'docker' the program is not 'docker' the distribution: a name alone shows nothing.
        if (known.Count == 0)
            Add(PackageName.Normalize(command), evidence with { Kind = "mention" }, isCertain: false);
    }

    private Dictionary<string, List<string>> InstalledCommands()
    {
        var commands = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in _snapshot.Environment?.Distributions ?? [])
        {
            foreach (EntryPoint entry in distribution.EntryPoints)
            {
                if (entry.Group is not ("console_scripts" or "gui_scripts"))
                    continue;
                if (!commands.TryGetValue(entry.Name, out List<string>? owners))
                    commands.Add(entry.Name, owners = []);
                owners.Add(distribution.NormalizedName);
            }
        }

        return commands;
    }

    private void AddModule(string module, string file, Evidence evidence)
    {
        int dot = module.IndexOf('.');
        string topLevel = dot < 0 ? module : module.Substring(0, dot);
        if (topLevel.Length == 0 || ImportMap.IsStandard(topLevel))
            return;
        bool isOwn = _snapshot.Imports.OwnershipOf(topLevel, file, module) != Ownership.Foreign;
        if (isOwn)
            evidence = evidence with { Kind = "own-module" };
        foreach (DistributionUses uses in Providers(module, topLevel, _snapshot.Imports.Providers.Find(module), _snapshot.Known.OfModule(module)))
            uses.Add(evidence, !isOwn);
    }

    /// <summary>Of several that would do, the first that is required is the one; another that is required as well may be.</summary>
    private void AddAlternatives(IReadOnlyList<string> names, Evidence evidence)
    {
        bool isCertain = evidence.Kind != "mention";
        foreach (string name in names)
        {
            string normalized = PackageName.Normalize(name);
            bool isRequired = _snapshot.Required.Contains(normalized);
            if (isRequired || _snapshot.Graph.Find(normalized) is not null)
                Add(normalized, evidence, isCertain);
            isCertain &= !isRequired;
        }
    }

    /// <summary>Files named as pytest names tests are pytest's to collect; importing it is not needed.</summary>
    private void AddTests()
    {
        foreach (ScannedFile source in _snapshot.Sources)
        {
            string path = source.File.RelativePath;
            string name = path.Substring(path.LastIndexOf('/') + 1);
            if (!name.EndsWith(".py", StringComparison.Ordinal) || !(name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal)))
                continue;
            Add("pytest", new Evidence("configuration", source.File.Path, 1, "is named as pytest names tests") { IsTest = true, IsAuxiliary = true }, isCertain: true);
            return;
        }
    }

    private void Add(string normalizedName, Evidence evidence, bool isCertain) => UsesOf(normalizedName).Add(evidence, isCertain);

    private DistributionUses UsesOf(string normalizedName)
    {
        if (!_uses.TryGetValue(normalizedName, out DistributionUses? uses))
            _uses.Add(normalizedName, uses = new DistributionUses());
        return uses;
    }

    /// <summary>What an import of a module says, and of whom.</summary>
    private sealed record Imported(string Detail, List<DistributionUses> Uses);
}
