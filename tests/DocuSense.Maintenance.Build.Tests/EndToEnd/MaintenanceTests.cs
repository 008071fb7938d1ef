using System.Diagnostics;
using DocuSense.Maintenance.Build.Tests.Support;

namespace DocuSense.Maintenance.Build.Tests.EndToEnd;

/// <summary>The maintenance targets of the packed package, run by the real <c>dotnet</c>.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public void Restore_plans_makes_the_environment_and_then_starts_nothing()
    {
        if (!HasPython())
            return;
        // No index is needed: the backend requires nothing that is not there.
        Workspace workspace = new Workspace().Write("backend/requirements.txt", "pip\n").Write("backend/app.py", "import json\n").Wrapper("Backend.csproj");

        BuildRun dry = workspace.Build("Backend.csproj", "-t:DocuSenseRestore", "-p:DocuSenseDryRun=true");
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains(dry.Messages, message => message.Contains("create", StringComparison.Ordinal));
        Assert.False(Directory.Exists(workspace.PathOf("backend/.venv")));

        BuildRun made = workspace.Build("Backend.csproj", "-t:DocuSenseRestore");
        Assert.Equal(0, made.ExitCode);
        Assert.True(File.Exists(workspace.PathOf("backend/.venv/pyvenv.cfg")), made.Output);

        // In a build, before the check, and with nothing to do.
        BuildRun built = workspace.Build("Backend.csproj", "-p:DocuSenseRestoreOnBuild=true");
        Assert.Equal(0, built.ExitCode);
        Assert.Equal("DocuSense: restore: nothing has changed since the last restore", built.Messages[0]);
        Assert.Equal(1, built.Checks);
    }

    [Fact]
    public void A_verb_runs_where_the_build_fails_and_returns_its_plan()
    {
        Workspace workspace = new Workspace().Faulty().Write("backend/requirements.txt", "flask>=3.0\nnot a requirement\n").Wrapper("Backend.csproj");
        Assert.NotEqual(0, workspace.Build("Backend.csproj").ExitCode);

        DotnetRun run = Dotnet.Run(workspace.Folder, "build", "Backend.csproj", "-t:DocuSenseRestore", "-p:DocuSenseDryRun=true", "-getTargetResult:DocuSenseRestore", "-nodeReuse:false");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"Identity\": \"flask\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Kind\": \"CreateEnvironment\"", run.Output, StringComparison.Ordinal);
    }

    private static bool HasPython()
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "python" : "python3", ["-c", "import venv, ensurepip"]) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
