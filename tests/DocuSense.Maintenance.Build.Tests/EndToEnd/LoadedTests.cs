using System.Diagnostics;
using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>What the import tests saw being loaded counts for the check, until what loaded it changes.</summary>
public sealed class LoadedTests
{
    [PythonFact]
    public void A_requirement_that_the_tests_saw_being_loaded_is_not_unused()
    {
        Workspace workspace = new Workspace()
            .Write("backend/requirements.txt", "engine-lib\nquartz-driver\n")
            .Write("backend/app/__init__.py", "")
            .Write("backend/app/db.py", "import engine_lib\n\nengine_lib.connect()\n")
            .Wrapper("Backend.csproj");
        using (var python = Process.Start(PythonFactAttribute.Interpreter!, ["-m", "venv", "--without-pip", workspace.PathOf("backend/.venv")]))
            Assert.True(python.WaitForExit(TimeSpan.FromMinutes(2)) && python.ExitCode == 0);
        Install(workspace, "engine-lib", "import importlib\n\ndef connect():\n    return importlib.import_module('_'.join(['quartz', 'driver']))\n");
        Install(workspace, "quartz-driver", "");

        string[] Unused(BuildRun run) => [.. run.Findings.Where(static finding => finding.Contains("DSM3", StringComparison.Ordinal))];
        BuildRun before = workspace.Build();
        BuildRun tests = workspace.Build("-t:DocuSenseTest", "-p:DocuSenseTestFilter=import");
        BuildRun after = workspace.Build();
        BuildRun again = workspace.Build();
        DotnetRun why = Dotnet.Run(workspace.Folder, "build", "-t:DocuSenseWhy", "-p:DocuSensePackage=quartz-driver", "-nodeReuse:false");
        workspace.Write("backend/app/db.py", "import engine_lib\n");
        BuildRun changed = workspace.Build();

        Assert.Equal(["warning DSM3001 backend/requirements.txt(2,1)"], Unused(before));
        Assert.True(tests.ExitCode == 0, tests.Output);
        Assert.Empty(Unused(after));
        Assert.Empty(Unused(again));
        Assert.Contains("app/db.py(3,1): has engine-lib load quartz_driver, as the import tests saw", why.Output, StringComparison.Ordinal);
        Assert.Equal(["warning DSM3001 backend/requirements.txt(2,1)"], Unused(changed));
    }

    private static void Install(Workspace workspace, string name, string text)
    {
        string site = Directory.GetDirectories(workspace.PathOf("backend/.venv"), "site-packages", SearchOption.AllDirectories)[0];
        string module = name.Replace('-', '_');
        workspace.Write(Path.Combine(site, module, "__init__.py"), text)
            .Write(Path.Combine(site, module + "-1.0.dist-info", "METADATA"), $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            .Write(Path.Combine(site, module + "-1.0.dist-info", "RECORD"), $"{module}/__init__.py,,\n{module}-1.0.dist-info/METADATA,,\n");
    }
}
