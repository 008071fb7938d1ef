using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>Conflicts and missing dependencies, judged by the real <c>pip check</c>.</summary>
/// <remarks>
/// Intended differences, each with a test of its own: dependencies that an extra brings are followed
/// (<see cref="EnvironmentAndRequirementRuleTests.What_an_extra_brings_is_checked_as_well"/>); an environment without pip is checked as well
/// (<see cref="An_environment_without_pip_is_checked_all_the_same"/>); the tags of a wheel are judged whatever the age of pip
/// (<see cref="A_wheel_for_another_interpreter_is_a_conflict"/>).
/// </remarks>
public sealed class PipCheckTests(ITestOutputHelper output)
{
    private static readonly string[] _names = ["alpha", "Beta", "gamma-ray", "delta_force", "eps.ilon", "zeta", "Eta-Theta", "iota"];
    private static readonly string[] _versions = ["1.0", "1.5", "2.0", "2.0rc1", "2.1.dev3", "1.0.post1", "1!1.0", "2.0+local.1", "0.9", "3", "1.10"];
    private static readonly string[] _specifiers = ["", ">=1.0", "<2", "==1.*", "!=1.5", "~=1.0", "==2.0", ">=2.0rc1", ">1.0,<3", "===1.0", "<=1.5", "~=2.0.0", ">1.0", "<2.0", "==2.0+local.1", "!=2.*", ">=1!0"];
    private static readonly string[] _markers =
    [
        "", "", "", "; python_version >= '3.8'", "; python_version < '3'", "; sys_platform == 'win32'", "; sys_platform != 'win32'", "; extra == 'fast'",
        "; extra == 'fast' and python_version >= '3'", "; platform_python_implementation == 'CPython'", "; os_name == 'nt' or python_full_version > '3.7'", "; implementation_name == 'pypy'",
    ];

    public static TheoryData<string, string[]> Named => new()
    {
        { "sound", ["a 1.0", "b 1.0: a"] },
        { "empty", [] },
        { "missing", ["a 1.0: b"] },
        { "outside", ["a 1.0: b>=2", "b 1.0"] },
        { "two complain", ["a 1.0: c>=2", "b 1.0: c<1", "c 1.5"] },
        { "two clauses of one", ["a 1.0: c>=2", "a2 1.0: c>=2,<3", "c 3.0"] },
        { "pre-release satisfies", ["a 1.0: b>=1", "b 2.0rc1"] },
        { "pre-release below", ["a 1.0: b>=2", "b 2.0rc1"] },
        { "local version", ["a 1.0: b==2.0", "b 2.0+cpu"] },
        { "epoch", ["a 1.0: b>=2", "b 1!1.0"] },
        { "post release", ["a 1.0: b>1.0", "b 1.0.post1"] },
        { "arbitrary equality", ["a 1.0: b===1.0", "b 1.0"] },
        { "arbitrary inequality", ["a 1.0: b===1.0.0", "b 1.0"] },
        { "compatible release", ["a 1.0: b~=1.4", "b 1.10"] },
        { "compatible release passed", ["a 1.0: b~=1.4.2", "b 1.5"] },
        { "wildcard", ["a 1.0: b==1.4.*", "b 1.40"] },
        { "marker that holds", ["a 1.0: b; python_version >= '3.0'"] },
        { "marker that does not", ["a 1.0: b; python_version < '3.0'"] },
        { "extra of nobody", ["a 1.0: b; extra == 'x'"] },
        { "spelling", ["A.b_C 1.0", "z 1.0: a-B.c>=1"] },
        { "itself", ["a 1.0: a>=2"] },
        { "circle", ["a 1.0: b", "b 1.0: c", "c 1.0: a"] },
        { "direct reference", ["a 1.0: b @ https://example.org/b-1.0.tar.gz", "b 2.0"] },
        { "direct reference, missing", ["a 1.0: b @ https://example.org/b-1.0.tar.gz"] },
        { "parentheses", ["a 1.0: b (>=2)", "b 1.0"] },
        { "required twice", ["a 1.0: b>=2 | b<1", "b 1.5"] },
    };

    [PythonFact]
    public void Every_environment_gives_what_pip_check_gives()
    {
        var environments = new List<string[]>();
        foreach (object[] row in Named)
            environments.Add((string[])row[1]);
        var random = new Random(20_260_101);
        for (int index = 0; index < 150; index++)
            environments.Add(Generate(random));

        // pip reads the path through importlib.metadata from Python 3.11 on; before, it keeps what it saw first.
        Python? python = Pythons.All.LastOrDefault(candidate => candidate.Minor >= 11 && candidate.Run(["-m", "pip", "--version"]).ExitCode == 0);
        if (python is null)
        {
            output.WriteLine("No Python 3.11 or later with pip was found, so nothing was compared.");
            return;
        }

        var backends = environments.ConvertAll(environment => Make(environment, python.FullVersion));
        try
        {
            string folders = string.Join('\n', backends.Select(SitePackages));
            string script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Analysis", "pip_check.py");
            (int exit, string text, string error) = python.Run(["-W", "ignore", script], folders);
            Assert.True(exit == 0, error);
            string[] answers = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(backends.Count, answers.Length);

            int broken = 0;
            var differences = new List<string>();
            for (int index = 0; index < answers.Length; index++)
            {
                using JsonDocument answer = JsonDocument.Parse(answers[index]);
                SortedSet<string> expected = Parse(answer.RootElement.GetProperty("output").GetString()!);
                SortedSet<string> actual = Conflicts(backends[index]);
                broken += expected.Count > 0 ? 1 : 0;
                if (!expected.SetEquals(actual))
                    differences.Add($"{string.Join(", ", environments[index])}\n  pip: {string.Join("; ", expected)}\n  ours: {string.Join("; ", actual)}");
            }

            output.WriteLine($"{answers.Length} environments compared with pip check of Python {python.FullVersion}, {broken} of them broken: {differences.Count} differences.");
            Assert.True(broken >= 20 && answers.Length - broken >= 20, $"{broken} broken of {answers.Length}");
            Assert.Empty(differences);
        }
        finally
        {
            backends.ForEach(backend => backend.Dispose());
        }
    }

    [PythonFact]
    public void The_interpreters_own_environments_give_what_pip_check_gives()
    {
        int compared = 0;
        foreach (Python python in Pythons.All)
        {
            (int exit, string text, string error) = python.Run(["-m", "pip", "check"]);
            if (exit > 1 || error.Contains("No module named", StringComparison.Ordinal) || Pythons.SitePackages(python) is null)
                continue;
            if (EnvironmentReader.Find(python.Prefix, python.Prefix) is not { } environment)
                continue;
            Assert.Equal(Parse(text), Conflicts(environment, python.FullVersion));
            compared++;
        }

        output.WriteLine($"{compared} interpreters' own environments compared with pip check.");
    }

    [Fact]
    public void An_environment_without_pip_is_checked_all_the_same()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "alpha\n"), ("app.py", "import alpha\n")).WithEnvironment(pip: false).Install("alpha", "1.0", ["Requires-Dist: beta"]);
        Assert.Contains("requirements.txt(1,1): error DSM2002 beta", backend.Findings());
    }

    [Fact]
    public void A_wheel_for_another_interpreter_is_a_conflict()
    {
        using TemporaryBackend backend = new TemporaryBackend(("requirements.txt", "alpha\n"), ("app.py", "import alpha\n")).WithEnvironment("3.11.7").Install("alpha", "1.0");
        backend.Write("backend/.venv/lib/python3.11/site-packages/alpha-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp39-cp39-linux_atari\n");
        Assert.Equal(["requirements.txt(1,1): error DSM2001 alpha"], backend.Findings());
    }

    private static string[] Generate(Random random)
    {
        string Pick(string[] values) => values[random.Next(values.Length)];
        var environment = new List<string>();
        foreach (string name in _names)
        {
            if (random.Next(4) == 0)
                continue;
            var requires = new List<string>();
            for (int count = random.Next(3); count > 0; count--)
            {
                string target = Pick(_names);
                target = random.Next(3) switch { 0 => target.ToUpperInvariant(), 1 => target.Replace('-', '.'), _ => target };
                requires.Add(target + (random.Next(8) == 0 ? "[fast]" : "") + Pick(_specifiers) + Pick(_markers));
            }

            environment.Add($"{name} {Pick(_versions)}" + (requires.Count == 0 ? "" : ": " + string.Join(" | ", requires)));
        }

        return [.. environment];
    }

    private static TemporaryBackend Make(string[] environment, string version)
    {
        TemporaryBackend backend = new TemporaryBackend().WithEnvironment(version);
        foreach (string line in environment)
        {
            string[] parts = line.Split(": ", 2);
            string[] identity = parts[0].Split(' ');
            string[] requires = parts.Length == 1 ? [] : [.. parts[1].Split(" | ").Select(requirement => "Requires-Dist: " + requirement)];
            backend.Install(identity[0], identity[1], ["Provides-Extra: fast", .. requires]);
        }

        return backend;
    }

    private static string SitePackages(TemporaryBackend backend) =>
        Directory.GetDirectories(backend.Absolute("backend/.venv/lib"))[0] + Path.DirectorySeparatorChar + "site-packages";

    private static SortedSet<string> Conflicts(TemporaryBackend backend)
    {
        PythonEnvironment environment = EnvironmentReader.Find(backend.Backend, null)!;
        return Conflicts(environment, environment.PythonVersion!);
    }

    private static SortedSet<string> Conflicts(PythonEnvironment environment, string version)
    {
        MarkerEnvironment markers = MarkerEnvironment.ForThisMachine(version);
        DistributionGraph graph = DistributionGraph.Create(environment.Distributions, [], (requirement, extra) => requirement.Marker?.Evaluate(markers, extra) ?? true);
        var conflicts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Dependency dependency in graph.Dependencies)
        {
            if (dependency.Extra.Length == 0 && !dependency.IsSatisfied)
            {
                string target = dependency.Declared.Requirement.NormalizedName;
                conflicts.Add(dependency.Target is null
                    ? $"{dependency.From.NormalizedName} misses {target}"
                    : $"{dependency.From.NormalizedName} refuses {target} {dependency.Target.Version}");
            }
        }

        return conflicts;
    }

    private static SortedSet<string> Parse(string text)
    {
        var conflicts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string from = PackageName.Normalize(line.Split(' ')[0]);
            int missing = line.IndexOf(", which is not installed.", StringComparison.Ordinal);
            int have = line.IndexOf(", but you have ", StringComparison.Ordinal);
            if (missing > 0)
                conflicts.Add($"{from} misses {PackageName.Normalize(line[..missing].Split(' ')[^1])}");
            else if (have > 0)
            {
                string[] installed = line[(have + ", but you have ".Length)..].TrimEnd('.').Split(' ');
                conflicts.Add($"{from} refuses {PackageName.Normalize(installed[0])} {installed[1]}");
            }
            else
                Assert.Equal("No broken requirements found.", line);
        }

        return conflicts;
    }
}
