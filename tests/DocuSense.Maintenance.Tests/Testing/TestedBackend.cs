using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>A backend made for one test, tested by a real interpreter; a run that does not end within minutes fails instead of hanging.</summary>
public sealed class TestedBackend : TemporaryFolder
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    public TestedBackend(params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(Absolute("backend"));
        foreach ((string path, string text) in files)
            Write("backend/" + path, text);
    }

    public string Backend => Absolute("backend");

    public TestManifest Manifest(Python? python = null, bool fresh = false, double limit = 20, string? venv = null, bool api = false, ApiProbe[]? apis = null,
        string[]? exclude = null, string[]? include = null, (string, string)[]? variables = null, string? environmentFile = null, double? budget = null, long? memory = null) => new()
    {
        Backend = Backend,
        Python = venv is null ? (python ?? Pythons.Newest!).Executable : null,
        Venv = venv,
        ForcesFreshProcesses = fresh,
        ImportTimeout = TimeSpan.FromSeconds(limit),
        ImportTimeBudget = budget is null ? null : TimeSpan.FromSeconds(budget.Value),
        MemoryLimit = memory,
        FindsApi = api,
        Apis = apis ?? [],
        ImportExclude = exclude ?? [],
        ImportInclude = include ?? [],
        Environment = [.. (variables ?? []).Select(variable => new KeyValuePair<string, string>(variable.Item1, variable.Item2))],
        EnvironmentFile = environmentFile,
        ProfilePath = Absolute("obj/imports-profile.json"),
        UsedPath = Absolute("obj/imports-used.json"),
    };

    /// <summary>Runs the tests of the kinds asked for, by default the imports.</summary>
    public static Dictionary<string, TestResult> Run(TestManifest manifest, params TestKind[] kinds)
    {
        kinds = kinds.Length == 0 ? [TestKind.Import] : kinds;
        return Run(manifest, [.. TestDiscovery.Discover(manifest).Where(test => kinds.Contains(test.Kind))]);
    }

    public static Dictionary<string, TestResult> Run(TestManifest manifest, IReadOnlyList<TestCase> cases)
    {
        var results = new Dictionary<string, TestResult>(StringComparer.Ordinal);
        using var patience = new CancellationTokenSource(_patience);
        TestRunSummary summary = TestRun.Execute(manifest, cases, result => results.Add(result.Case.Target, result), patience.Token);
        Assert.Equal(cases.Count, results.Count);
        Assert.Equal(results.Values.Count(result => result.Outcome == TestOutcome.Passed), summary.Passed);
        return results;
    }

    /// <summary>A result in one line: <c>Failed DSM4001 app/x.py(4,1)</c>.</summary>
    public string Describe(TestResult result) =>
        $"{result.Outcome} {result.Code}{(result.Code is null ? "" : $" {System.IO.Path.GetRelativePath(Backend, result.File!).Replace('\\', '/')}({result.Line},{result.Column})")}".Trim();

    /// <summary>What was written below the backend beside what the test put there.</summary>
    public string[] Strangers(params string[] expected) =>
    [
        .. Directory.GetFileSystemEntries(Backend, "*", SearchOption.AllDirectories).Where(path => path.Contains("__pycache__", StringComparison.Ordinal) || path.EndsWith(".pyc", StringComparison.Ordinal)),
        .. expected,
    ];
}

/// <summary>The processes that carry the mark of a run, where the system shows them (Linux).</summary>
internal static class MarkedProcesses
{
    /// <summary>Ids of processes whose environment has the variable with that value.</summary>
    public static int[] With(string name, string value)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var found = new List<int>();
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(System.IO.Path.GetFileName(folder), out int id))
                continue;
            try
            {
                // A process that has ended and was not waited for has no environment any more.
                if (System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(folder + "/environ")).Split('\0').Contains(name + "=" + value))
                    found.Add(id);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or gone.
            }
        }

        return [.. found];
    }
}
