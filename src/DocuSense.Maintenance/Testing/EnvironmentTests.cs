using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Analysis.Rules;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Testing;

/// <summary>The environment, as its own interpreter sees it: that it runs, its pip, the requirements, the conflicts. The rules are those of the static check.</summary>
internal sealed class EnvironmentTests(TestManifest manifest, PythonLaunch launch, CancellationToken cancellationToken)
{
    public const string InterpreterId = "environment:interpreter";
    private const string PipId = "environment:pip";
    private const string RequirementsId = "environment:requirements";
    private const string ConflictsId = "environment:conflicts";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    /// <summary>The tests there are; where they are shown depends on the project alone.</summary>
    public static IEnumerable<TestCase> Cases(TestManifest manifest)
    {
        string? file = manifest.ProjectFile;
        int line = file is null ? 0 : 1;
        yield return new TestCase(InterpreterId, TestKind.Environment, "environment interpreter runs", file, line, null);
        yield return new TestCase(PipId, TestKind.Environment, "environment pip runs", file, line, null);
        yield return new TestCase(RequirementsId, TestKind.Environment, "environment requirements are satisfied", file, line, null);
        yield return new TestCase(ConflictsId, TestKind.Environment, "environment has no conflicts", file, line, null);
    }

    /// <summary>Runs those asked for.</summary>
    /// <exception cref="PythonStartException">The interpreter does not start; no other test can run.</exception>
    public void Run(IReadOnlyList<TestCase> cases, Action<TestResult> onResult)
    {
        if (cases.Count == 0)
            return;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using ProbeProcess python = ProbeProcess.Start(launch, static writer => writer.WriteString("mode", "describe"));
        byte[]? line = Read(python);
        TimeSpan taken = clock.Elapsed;
        if (line is null && TooOld(python.Version) is { } old)
            throw new PythonStartException(old);
        if (line is null)
            throw ImportRunner.NoProbe(python);
        using JsonDocument described = JsonDocument.Parse(line);
        Snapshot? snapshot = null;
        foreach (TestCase test in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clock.Restart();
            (TestOutcome outcome, string? message, IReadOnlyList<Diagnostic> findings, string? output) = test.Id switch
            {
                InterpreterId => Interpreter(described.RootElement, python),
                PipId => Pip(described.RootElement),
                RequirementsId => Judge(snapshot ??= Observe(described.RootElement), new InstalledRequirementRule()),
                _ => Judge(snapshot ??= Observe(described.RootElement), new ConflictRule()),
            };
            Diagnostic? first = findings.Count == 0 ? null : findings[0];
            onResult(new TestResult(test, outcome, test.Id == InterpreterId ? taken : clock.Elapsed, message, null, output, first?.Code,
                first?.File ?? test.File, first?.File is null ? test.Line : first.Span.Line, first?.File is null ? Math.Min(1, test.Line) : first.Span.Column)
            {
                Findings = findings.Count > 1 ? findings : [],
            });
        }
    }

    /// <summary>What is said of an interpreter that cannot run the probe; null for one that can.</summary>
    private static string? TooOld(string? version) =>
        version is not null && PackageVersion.TryParse(version, out PackageVersion? parsed) && parsed.CompareTo(PackageVersion.Parse("3.8")) < 0
            ? $"The environment has Python {version}; modules can be tested with Python 3.8 and later."
            : null;

    private byte[]? Read(ProbeProcess python)
    {
        try
        {
            return python.ReadLine(_limit, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            python.Kill();
            throw;
        }
    }

    private (TestOutcome, string?, IReadOnlyList<Diagnostic>, string?) Interpreter(JsonElement described, ProbeProcess python)
    {
        string version = described.GetProperty("version").GetString()!;
        string? output = python.Noise.Length == 0 ? null : python.Noise;
        if (launch.Environment is { IsVirtual: true, PythonVersion: { } stated } environment && manifest.Python is null && !Agree(stated, version))
        {
            return (TestOutcome.Failed, $"pyvenv.cfg says Python {stated}, but the interpreter is Python {version}; recreate the environment with 'python -m venv --clear' and reinstall the requirements.",
                [new Diagnostic { Code = "DSM1002", Severity = Severity.Error, File = environment.ConfigurationFile, Span = environment.PythonVersionSpan, Message = "" }], output);
        }

        return (TestOutcome.Passed, null, [], output);
    }

    /// <summary>Whether the release is the same, as far as both tell; <c>3.11.7.final.0</c> and <c>3.11</c> agree with 3.11.7.</summary>
    private static bool Agree(string stated, string version)
    {
        string[] left = stated.Split('.'), right = version.Split('.');
        for (int index = 0; index < Math.Min(2, Math.Min(left.Length, right.Length)); index++)
        {
            if (left[index] != right[index])
                return false;
        }

        // A patch release that the system brought in under the environment is what environments are made for, where they link to it.
        return true;
    }

    private (TestOutcome, string?, IReadOnlyList<Diagnostic>, string?) Pip(JsonElement described)
    {
        bool isInstalled = false;
        foreach (JsonElement distribution in described.GetProperty("distributions").EnumerateArray())
            isInstalled |= distribution[0].GetString() == "pip";
        if (!isInstalled)
            return (TestOutcome.Skipped, "pip is not installed in the environment.", [], null);
        using ProbeProcess python = ProbeProcess.Start(launch, writer =>
        {
            writer.WriteString("mode", "serve");
            writer.WriteStartArray("command");
            foreach (string word in (string[])[launch.Interpreter!, "-m", "pip", "--version"])
                writer.WriteStringValue(word);
            writer.WriteEndArray();
        });
        while (Read(python) is { } line)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            if (!message.RootElement.TryGetProperty("exited", out JsonElement code))
                continue;
            if (code.GetInt32() == 0)
                return (TestOutcome.Passed, null, [], null);
            python.Dispose();
            python.WaitForErrors();
            return (TestOutcome.Failed, $"'python -m pip --version' ended with exit code {code.GetInt32()}; reinstall it with 'python -m ensurepip --upgrade'.",
                [Broken()], python.Errors);
        }

        return (TestOutcome.Failed, "'python -m pip --version' did not end within two minutes; reinstall pip with 'python -m ensurepip --upgrade'.", [Broken()], python.Errors);
    }

    private Diagnostic Broken() => new() { Code = "DSM1002", Severity = Severity.Error, File = launch.Environment?.ConfigurationFile, Message = "" };

    private static (TestOutcome, string?, IReadOnlyList<Diagnostic>, string?) Judge(Snapshot snapshot, IRule rule)
    {
        var findings = new DiagnosticList();
        rule.Analyse(snapshot, findings);
        var errors = new List<Diagnostic>();
        foreach (Diagnostic finding in SuppressionFilter.Apply(snapshot, findings.Items).Shown)
        {
            // Groups such as dev need not be installed; and what the filter has to say of suppressions is the check's business.
            if (finding.Severity == Severity.Error && finding.Code.StartsWith("DSM2", StringComparison.Ordinal))
                errors.Add(finding);
        }

        return errors.Count == 0
            ? (TestOutcome.Passed, null, [], null)
            : (TestOutcome.Failed, errors.Count == 1 ? errors[0].Message : string.Join("\n", errors.ConvertAll(finding => $"{finding.Code}: {finding.Message}")), errors, null);
    }

    /// <summary>The facts that the two rules need, the environment's from its interpreter.</summary>
    private Snapshot Observe(JsonElement described)
    {
        JsonElement markers = described.GetProperty("markers");
        string Marker(string name) => markers.GetProperty(name).GetString() ?? "";
        string version = described.GetProperty("version").GetString()!;
        var distributions = new List<InstalledDistribution>();
        foreach (JsonElement distribution in described.GetProperty("distributions").EnumerateArray())
            distributions.Add(Distribution(distribution));
        distributions.Sort(static (left, right) => string.CompareOrdinal(left.NormalizedName, right.NormalizedName));
        string root = launch.Environment?.Root ?? described.GetProperty("prefix").GetString()!;
        var options = new CheckOptions { Backend = manifest.Backend, ProjectFile = manifest.ProjectFile, Environment = manifest.Venv, Manifests = manifest.Requirements, Suppressions = manifest.Suppressions };
        return new Snapshot
        {
            Options = options,
            Hints = [],
            Known = new KnownFacts(options),
            Manifests = ManifestReader.Read(manifest.Backend, manifest.Requirements, cancellationToken),
            Environment = new PythonEnvironment
            {
                Root = root,
                ConfigurationFile = Path.Combine(root, "pyvenv.cfg"),
                Interpreter = launch.Interpreter,
                PythonVersion = version,
                SitePackages = [root],
                Distributions = distributions,
                LeftOvers = [],
                Problems = [],
            },
            Markers = MarkerEnvironment.ForPlatform(version, Marker("sys_platform"), Marker("platform_machine"), Marker("platform_release"), Marker("platform_version"), Marker("implementation_name")),
            Sources = [],
            UnreadableFolders = [],
            Modules = new ModuleIndex([], []),
            Mentions = Mentions.None,
        };
    }

    private static InstalledDistribution Distribution(JsonElement described)
    {
        string name = described[0].GetString()!;
        string version = described[1].GetString()!;
        string path = described[4].GetString()!;
        var requires = new List<DistributionRequirement>();
        foreach (JsonElement text in described[2].EnumerateArray())
        {
            if (Requirement.TryParse(text.GetString()!, out Requirement? requirement, out _))
                requires.Add(new DistributionRequirement(requirement, 1));
        }

        var extras = new List<string>();
        foreach (JsonElement extra in described[3].EnumerateArray())
            extras.Add(extra.GetString()!);
        _ = PackageVersion.TryParse(version, out PackageVersion? parsed);
        return new InstalledDistribution
        {
            Name = name,
            NormalizedName = PackageName.Normalize(name),
            Version = version,
            ParsedVersion = parsed,
            MetadataPath = path,
            MetadataFile = Path.Combine(path, path.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase) ? "PKG-INFO" : "METADATA"),
            Requires = requires,
            Extras = extras,
            Modules = [],
            EntryPoints = [],
            WheelTags = [],
            Problems = [],
        };
    }
}
