using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis.Verdicts;

/// <summary>Files and verdicts: every case both with the requirements installed and with nothing installed.</summary>
public sealed class VerdictTests
{
    private static readonly string[] _fixtures = ["verdicts-imports.txt", "verdicts-uses.txt", "verdicts-traps.txt", "verdicts-accuracy.txt"];

    private static readonly Dictionary<string, VerdictCase> _cases =
        _fixtures.SelectMany(VerdictCase.Read).ToDictionary(one => one.Title, StringComparer.Ordinal);

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (string title in _cases.Keys)
        {
            cases.Add(title, true);
            cases.Add(title, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_give_verdicts(string title, bool installed)
    {
        VerdictCase one = _cases[title];
        using var backend = new TemporaryBackend([.. one.Files]);
        if (installed)
        {
            ManifestSet manifests = ManifestReader.Read(backend.Backend, [], CancellationToken.None);
            backend.WithEnvironment();
            SimulatedIndex.Default.Install(backend, manifests.Requirements.Where(declared => declared.Kind == RequirementKind.Requirement).Select(declared => declared.Requirement!).Where(requirement => requirement is { Url: null }));
        }

        (Snapshot snapshot, CheckResult result) = Observe(backend);
        string[] verdicts = [.. snapshot.Usage.All.Where(usage => usage.Requirement is { Kind: RequirementKind.Requirement, Requirement: not null })
            .Select(usage => Describe(usage, one.Verdicts.Find(expected => expected.Name == usage.Requirement.Requirement!.Name).Kind)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal([.. one.Verdicts.Select(expected => Line(expected.Name, installed ? expected.With : expected.Without, expected.Kind)).Order(StringComparer.Ordinal)], verdicts);

        string[] findings = [.. result.Diagnostics.Where(finding => finding.Code.StartsWith("DSM3", StringComparison.Ordinal) && finding.Code is not ("DSM3001" or "DSM3008" or "DSM3009"))
            .Select(finding => $"{finding.Code} {finding.Package} {Path.GetRelativePath(backend.Backend, finding.File!).Replace('\\', '/')}:{finding.Span.Line}").Order(StringComparer.Ordinal)];
        Assert.Equal([.. one.Findings.Where(finding => installed ? finding.With : finding.Without).Select(finding => finding.Finding).Order(StringComparer.Ordinal)], findings);
    }

    [Fact]
    public void There_are_enough_cases() => Assert.InRange(_cases.Count, 120, 1000);

    /// <summary>The snapshot of a check and, after it, the check itself, whose findings must follow from the verdicts.</summary>
    private static (Snapshot Snapshot, CheckResult Result) Observe(TemporaryBackend backend)
    {
        CheckOptions options = backend.Options();
        Snapshot snapshot = Observer.Observe(options, ScanCache.Read(options), CancellationToken.None);
        CheckResult result = Checker.Run(options);
        Assert.Equal(
            snapshot.IsFullyRead ? snapshot.Usage.All.Count(usage => usage.Verdict == Verdict.Unused) : 0,
            result.Diagnostics.Count(finding => finding.Code == "DSM3001"));
        return (snapshot, result);
    }

    private static string Describe(RequirementUsage usage, string? kind) =>
        Line(usage.Requirement.Requirement!.Name, usage.Verdict.ToString().ToLowerInvariant(), string.IsNullOrEmpty(kind) ? "" : usage.Evidence.Count == 0 ? "none" : usage.Evidence[0].Kind);

    // Kinds differ between the modes only where the verdicts do, so a kind is asked for where use is shown.
    private static string Line(string name, string verdict, string kind) => verdict is "used" or "pinned" ? $"{name} {verdict} {kind}".TrimEnd() : $"{name} {verdict}";
}
