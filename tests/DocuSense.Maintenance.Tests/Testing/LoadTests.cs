using System.Text.Json;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Testing;

/// <summary>From a run of import tests to the check's verdict, with a real environment.</summary>
public sealed class LoadTests
{
    private const string Engine = "import slate_core\n\ndef connect():\n    import importlib\n    return importlib.import_module('_'.join(['quartz', 'driver']))\n";

    private static TestedBackend Backend(params (string, string)[] more)
    {
        var backend = new TestedBackend([
            ("requirements.txt", "engine-lib\nquartz-driver\nslate-core\nidle-lib\n"), ("app/__init__.py", ""),
            ("app/db.py", "import os\nimport engine_lib\n\nengine_lib.connect()\n"), .. more]);
        string venv = backend.Absolute("backend/.venv");
        (int exit, _, string error) = Python.Execute(Pythons.Newest!.Executable, ["-m", "venv", "--without-pip", venv], null, TimeSpan.FromMinutes(2));
        Assert.True(exit == 0, error);
        string site = Directory.GetDirectories(backend.Absolute("backend/.venv"), "site-packages", SearchOption.AllDirectories)[0];
        Install(site, "engine-lib", Engine, "Requires-Dist: slate-core\n");
        Install(site, "quartz-driver", "import slate_core\n");
        Install(site, "slate-core", "");
        Install(site, "idle-lib", "");
        return backend;
    }

    private static void Install(string site, string name, string text, string more = "")
    {
        string module = name.Replace('-', '_');
        Directory.CreateDirectory(System.IO.Path.Combine(site, module));
        string info = Directory.CreateDirectory(System.IO.Path.Combine(site, module + "-1.0.dist-info")).FullName;
        File.WriteAllText(System.IO.Path.Combine(site, module, "__init__.py"), text);
        File.WriteAllText(System.IO.Path.Combine(info, "METADATA"), $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{more}");
        File.WriteAllText(System.IO.Path.Combine(info, "RECORD"), $"{module}/__init__.py,,\n{module}-1.0.dist-info/METADATA,,\n");
    }

    private static string[] Verdicts(TestedBackend backend)
    {
        var options = new CheckOptions { Backend = backend.Backend, OutputFolder = backend.Absolute("obj"), ToolVersion = "test" };
        _ = Checker.Run(options);
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(backend.Absolute("obj/analysis.json")));
        return [.. facts.RootElement.GetProperty("requirements").EnumerateArray().Select(requirement =>
        {
            JsonElement evidence = requirement.GetProperty("evidence").EnumerateArray().FirstOrDefault();
            string first = evidence.ValueKind == JsonValueKind.Undefined ? "" : $" {evidence.GetProperty("kind").GetString()} {evidence.GetProperty("file").GetString()}({evidence.GetProperty("line").GetInt32()})";
            return $"{requirement.GetProperty("name").GetString()} {requirement.GetProperty("verdict").GetString()}{(first.Contains("dependency", StringComparison.Ordinal) ? " dependency" : first)}";
        })];
    }

    [PythonTheory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 12)] // So many import it that it is imported beforehand, and most of them share a stem.
    public void A_run_tells_the_check_what_was_loaded(bool fresh, int users)
    {
        using TestedBackend backend = Backend([.. Enumerable.Range(0, users).Select(number => ($"app/user{number}.py", "import engine_lib\nimport app.db\n"))]);
        Assert.Equal(["engine-lib used import app/db.py(2)", "quartz-driver unused", "slate-core pinned dependency", "idle-lib unused"], Verdicts(backend));

        Dictionary<string, TestResult> results = TestedBackend.Run(backend.Manifest(fresh: fresh, venv: backend.Absolute("backend/.venv")));

        Assert.All(results.Values, result => Assert.Equal(TestOutcome.Passed, result.Outcome));
        Assert.Equal(["engine-lib used import app/db.py(2)", "quartz-driver used loaded app/db.py(4)", "slate-core pinned dependency", "idle-lib unused"], Verdicts(backend));
        LoadRecord record = LoadRecord.Read(backend.Absolute("obj/imports-used.json"))!;
        Assert.True(record.IsComplete);
        ModuleLoads loads = record.Modules.Single(module => module.Module == "app.db");
        Assert.Equal(["app/__init__.py", "app/db.py"], loads.Files.Select(file => record.Files[file].File).Order());
        Assert.Equal(["engine_lib app/db.py(2) ", "quartz_driver app/db.py(4) engine-lib", "slate_core app/db.py(2) engine-lib"],
            loads.Loads.Select(load => $"{load.Package} {record.Files[load.File].File}({load.Line}) {(load.By is { } by ? record.Distributions[by].Name : "")}").Order());
    }

    [PythonFact]
    public void What_another_interpreter_loads_is_not_told()
    {
        using TestedBackend backend = Backend();

        _ = TestedBackend.Run(backend.Manifest());

        Assert.False(File.Exists(backend.Absolute("obj/imports-used.json")));
        Assert.True(File.Exists(backend.Absolute("obj/imports-profile.json")));
    }

    [PythonFact]
    public void A_run_of_some_keeps_what_is_known_of_the_others_with_the_files_as_they_were()
    {
        using TestedBackend backend = Backend(("app/other.py", "import idle_lib\n"));
        TestManifest manifest = backend.Manifest(venv: backend.Absolute("backend/.venv"));
        _ = TestedBackend.Run(manifest);
        Assert.Equal("quartz-driver used loaded app/db.py(4)", Verdicts(backend)[1]);
        backend.Write("backend/app/db.py", "import os\n");

        _ = TestedBackend.Run(manifest, [.. TestDiscovery.Discover(manifest).Where(test => test.Target == "app.other")]);

        Assert.Equal("quartz-driver unused", Verdicts(backend)[1]);
        LoadRecord record = LoadRecord.Read(backend.Absolute("obj/imports-used.json"))!;
        Assert.True(record.IsComplete);
        Assert.Contains(record.Modules, module => module.Module == "app.db" && module.Loads.Count == 3);

        // What is no longer there is forgotten.
        File.Delete(System.IO.Path.Combine(backend.Backend, "app", "db.py"));
        _ = TestedBackend.Run(manifest, [.. TestDiscovery.Discover(manifest).Where(test => test.Target == "app.other")]);
        Assert.DoesNotContain(LoadRecord.Read(backend.Absolute("obj/imports-used.json"))!.Modules, module => module.Module == "app.db");
    }
}
