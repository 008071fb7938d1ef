using System.Collections.Concurrent;
using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>Modules of real packages: the outcome of the test is that of <c>python -c "import m"</c>, one by one.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly string[] _debian = ["fastapi", "uvicorn", "sqlalchemy", "multipart"];
    /// <summary>Of each package so many modules are compared, evenly spread; DOCUSENSE_TEST_ALL_SOURCES=1 compares all.</summary>
    private const int EnoughModules = 40;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>Packages with much code that are often installed; the test takes the first five that are there.</summary>
    private static readonly string[] _large = ["rich", "pygments", "docutils", "requests", "jinja2", "werkzeug", "flask", "urllib3", "yaml", "cryptography", "jsonschema", "pydantic", "networkx", "pip", "setuptools", "wheel"];

    [DebianFact]
    public void Debians_packages()
    {
        string[] folders = [.. _debian.Select(name => System.IO.Path.Combine("/usr/lib/python3/dist-packages", name))];
        Compare(DebianPython.Interpreter, DebianPython.Venv, folders);
    }

    [PythonFact]
    public void Large_packages_of_an_installed_Python()
    {
        Python python = Pythons.Richest!;
        string site = Pythons.SitePackages(python)!;
        string[] folders = [.. _large.Select(name => System.IO.Path.Combine(site, name)).Where(Directory.Exists).Take(5)];
        Compare(python, null, folders);
    }

    private void Compare(Python python, string? venv, string[] packages)
    {
        int modules = 0, imported = 0;
        var differences = new List<string>();
        foreach (string package in packages)
        {
            // A copy is the project: the package's own dependencies are those installed.
            using var backend = new TestedBackend();
            string name = System.IO.Path.GetFileName(package);
            Copy(package, System.IO.Path.Combine(backend.Backend, name));
            // Compiled once, as where it is installed; otherwise each of both sides compiles it for every module.
            python.Run(["-m", "compileall", "-q", backend.Backend]);
            TestManifest manifest = backend.Manifest(python, limit: 60, venv: venv, include: ["**"]);
            Dictionary<string, TestResult> results = TestedBackend.Run(manifest);
            var expected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
            TestResult[] sample = Sample([.. results.Values]);
            Parallel.ForEach(sample, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, result => expected[result.Case.Target] = Judge(python, backend.Backend, result.Case));
            int passed = 0;
            foreach (TestResult result in sample)
            {
                string target = result.Case.Target;

                // Whoever calls sys.exit does not come to the end of the statement.
                string actual = result.Outcome == TestOutcome.Passed ? "imported" : LastLine(result);
                passed += result.Outcome == TestOutcome.Passed ? 1 : 0;
                if (actual != expected[target])
                    differences.Add($"{target}: {actual}, but Python: {expected[target]}");
            }

            modules += sample.Length;
            imported += passed;
            output.WriteLine($"{name}: {sample.Length} of {results.Count} modules compared, {passed} imported, {sample.Length - passed} not; outcomes as python -c.");
        }

        output.WriteLine($"{python.Executable}: {packages.Length} packages, {modules} modules, {imported} imported, {modules - imported} not, {differences.Count} differences.");
        Assert.True(modules > 100, $"Only {modules} modules were compared.");
        Assert.Equal([], differences);
    }

    private static TestResult[] Sample(TestResult[] results)
    {
        long wanted = Environment.GetEnvironmentVariable("DOCUSENSE_TEST_ALL_SOURCES") == "1" ? results.Length : Math.Min(results.Length, EnoughModules);
        Array.Sort(results, static (left, right) => string.CompareOrdinal(left.Case.Target, right.Case.Target));
        return [.. results.Where((_, index) => (index + 1) * wanted / results.Length > index * wanted / results.Length)];
    }

    /// <summary>The type of the exception, or the exit of one that ended the interpreter.</summary>
    private static string LastLine(TestResult result) => result.Code switch
    {
        "DSM4001" => result.Message!.Split('\n')[0].Split(':')[0].Split('.')[^1],
        "DSM4004" => "SystemExit",
        _ => result.Code ?? "?",
    };

    private static string Judge(Python python, string folder, TestCase test)
    {
        // A file whose name is no module's name is loaded by its path, as import machinery does.
        string import = test.Target.EndsWith(".py", StringComparison.Ordinal)
            ? $"import importlib.util as u, sys; sys.path.insert(0, {Text(System.IO.Path.GetDirectoryName(test.File)!)}); s = u.spec_from_file_location({Text(System.IO.Path.GetFileNameWithoutExtension(test.File)!)}, {Text(test.File!)}); m = u.module_from_spec(s); sys.modules[s.name] = m; s.loader.exec_module(m)"
            : $"import {test.Target}";
        string program = $"import sys\ntry:\n    {import}\n    how = 'imported'\nexcept BaseException as error:\n    how = type(error).__name__\nsys.__stdout__.write('\\nthe end: ' + how + '\\n')\nsys.__stdout__.flush()\n";
        (int exit, string standard, string error) = Python.Execute(python.Executable, ["-c", program], null, _patience, folder);
        int at = standard.LastIndexOf("the end: ", StringComparison.Ordinal);
        return at < 0 ? $"no end, exit code {exit}: {error}" : standard[(at + 9)..].Trim();
    }

    private static string Text(string value) => "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string path in Directory.GetFiles(from))
            File.Copy(path, System.IO.Path.Combine(to, System.IO.Path.GetFileName(path)));
        foreach (string path in Directory.GetDirectories(from))
        {
            if (System.IO.Path.GetFileName(path) != "__pycache__")
                Copy(path, System.IO.Path.Combine(to, System.IO.Path.GetFileName(path)));
        }
    }
}
