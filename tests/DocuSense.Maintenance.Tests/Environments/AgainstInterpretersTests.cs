using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Environments;

/// <summary>The reader against <c>importlib.metadata</c>, <c>site</c> and the import system of every interpreter on the machine.</summary>
public sealed class AgainstInterpretersTests(ITestOutputHelper output)
{
    [PythonFact]
    public void Each_base_interpreter_is_read_as_it_sees_itself()
    {
        var tally = new Tally();
        Parallel.ForEach(Pythons.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, python =>
            Compare(EnvironmentReader.Find(Path.GetTempPath(), python.Prefix), python.Executable, python.FullVersion, tally));
        output.WriteLine(tally.ToString());
        Assert.Empty(tally.Differences);
        Assert.True(tally.Distributions >= Pythons.All.Count, "Every interpreter has a distribution or more.");
    }

    [PythonFact]
    public void Each_kind_of_virtual_environment_is_read_as_its_interpreter_sees_it()
    {
        var tally = new Tally();
        using var sandbox = new Sandbox();
        string[][] kinds = [["--without-pip", "--symlinks"], ["--without-pip", "--copies"], ["--without-pip", "--system-site-packages"]];
        var cases = Pythons.All.SelectMany(python => kinds.Select((kind, index) => (python, kind, Folder: sandbox[$"{python.FullVersion}-{index}-{python.Prefix.GetHashCode():x}"]))).ToList();
        Parallel.ForEach(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, item =>
        {
            (int exit, _, string error) = item.python.Run(["-m", "venv", .. item.kind, item.Folder]);
            Assert.True(exit == 0, error);
            PythonEnvironment environment = EnvironmentReader.Find(sandbox.Root, item.Folder)!;
            Assert.Empty(environment.Problems);
            Assert.Equal(item.kind.Contains("--system-site-packages"), environment.IncludeSystemSitePackages);
            Assert.Equal(item.python.FullVersion, environment.PythonVersion);
            Compare(environment, environment.Interpreter!, item.python.FullVersion, tally);
        });
        output.WriteLine(tally.ToString());
        Assert.Empty(tally.Differences);
        Assert.Equal(cases.Count, tally.Environments);
    }

    private static void Compare(PythonEnvironment? environment, string interpreter, string version, Tally tally)
    {
        Assert.NotNull(environment);
        InterpreterDescription truth = InterpreterDescription.Of(interpreter);
        string label = truth.Prefix;
        Interlocked.Increment(ref tally.Environments);
        tally.Same(label, "version", version, environment.PythonVersion);
        tally.Same(label, "implementation", truth.Implementation, environment.Implementation);
        tally.Same(label, "path", string.Join("|", truth.Path), string.Join("|", environment.SitePackages));
        tally.Same(label, "names",
            string.Join(" ", truth.Distributions.Select(one => PackageName.Normalize(one.Name)).Order(StringComparer.Ordinal)),
            string.Join(" ", environment.Distributions.Select(one => one.NormalizedName)));
        foreach (DistributionDescription expected in truth.Distributions)
        {
            InstalledDistribution? actual = environment.Distributions.FirstOrDefault(one => one.MetadataPath == expected.Path);
            if (actual is null)
            {
                tally.Same(label, expected.Name, expected.Path, "nothing");
                continue;
            }

            Interlocked.Increment(ref tally.Distributions);
            CompareDistribution(label + " " + expected.Name, expected, actual, tally);
        }

        string[] claimed = [.. environment.Distributions.SelectMany(one => one.Modules).Distinct()];
        Interlocked.Add(ref tally.Modules, claimed.Length);
        foreach (string missing in InterpreterDescription.NotFound(interpreter, claimed))
            tally.Same(label, "module " + missing, "not found by the import system", "claimed");
        HashSet<string> tops = [.. claimed.Select(module => module.Split('.')[0])];
        // What no metadata names (Debian ships such modules) belongs to no distribution.
        HashSet<string> named = [.. truth.Distributions.SelectMany(one => one.Declared.Concat(one.Inferred))];
        foreach (string module in truth.Modules.Where(module => named.Contains(module) && !tops.Contains(module) && !IsIntended(module)))
            tally.Same(label, "module " + module, "importable", "claimed by no distribution");
    }

    private static void CompareDistribution(string label, DistributionDescription expected, InstalledDistribution actual, Tally tally)
    {
        tally.Same(label, "name", expected.Name, actual.Name);
        tally.Same(label, "version", expected.Version, actual.Version);
        tally.Same(label, "requires", string.Join("\n", expected.Requires.Select(Normal)), string.Join("\n", actual.Requires.Select(one => one.Requirement.ToString())));
        tally.Same(label, "extras", string.Join(" ", expected.Extras), string.Join(" ", actual.Extras));
        tally.Same(label, "requires-python", expected.RequiresPython, actual.RequiresPython);
        tally.Same(label, "entry points", string.Join("\n", expected.EntryPoints.Select(one => string.Join(" ", one))),
            string.Join("\n", actual.EntryPoints.Select(one => (string[])[one.Group, one.Name, one.Value]).OrderBy(one => one, Lexical).Select(one => string.Join(" ", one))));
        Interlocked.Add(ref tally.Requirements, expected.Requires.Length);
        Interlocked.Add(ref tally.EntryPoints, expected.EntryPoints.Length);
        if (expected.Listed)
        {
            tally.Same(label, "bytes", expected.Bytes.ToString(), actual.Bytes.ToString());
            string[] tops = [.. actual.Modules.Select(module => module.Split('.')[0]).Concat(actual.StubModules.Select(module => module.Split('.')[0])).Distinct().Order(StringComparer.Ordinal)];
            tally.Same(label, "modules", string.Join(" ", expected.Inferred.Where(name => !IsIntended(name))), string.Join(" ", tops));
            tally.Same(label, "modules known", "True", actual.ModulesKnown.ToString());
            tally.Same(label, "problems", "", string.Join(" ", actual.Problems.Select(problem => problem.Message)));
        }
    }

    /// <summary>
    /// Names that <c>packages_distributions</c> gives and the reader does not: <c>__pycache__</c>, which is no module; a name that is no
    /// identifier (the hashed helper modules of mypyc), which no import statement can name.
    /// </summary>
    private static bool IsIntended(string module) => module == "__pycache__" || char.IsAsciiDigit(module[0]);

    private static string Normal(string text) => Requirement.TryParse(text, out Requirement? requirement, out _) ? requirement.ToString() : "unreadable: " + text;

    private static Comparer<string[]> Lexical { get; } = Comparer<string[]>.Create((first, second) =>
    {
        for (int index = 0; index < 3; index++)
        {
            int order = string.CompareOrdinal(first[index], second[index]);
            if (order != 0)
                return order;
        }

        return 0;
    });

    /// <summary>Counts and differences, from several threads.</summary>
    private sealed class Tally
    {
        public int Environments, Distributions, Requirements, EntryPoints, Modules;

        public List<string> Differences { get; } = [];

        public void Same(string where, string what, string? expected, string? actual)
        {
            if (expected == actual)
                return;
            lock (Differences)
                Differences.Add($"{where}: {what}\n  Python: {expected}\n  ours:   {actual}");
        }

        public override string ToString() =>
            $"{Environments} environments, {Distributions} distributions, {Requirements} requirements, {EntryPoints} entry points, {Modules} modules, "
            + $"{Differences.Count} differences\n{string.Join("\n", Differences)}";
    }
}
