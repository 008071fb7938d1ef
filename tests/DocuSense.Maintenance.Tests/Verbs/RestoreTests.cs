using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Restore against the real venv and pip.</summary>
public sealed class RestoreTests
{
    [PythonFact]
    public void Makes_the_environment_installs_and_then_starts_nothing()
    {
        using var index = new PackageIndex().Add(TestWheel.Make("alpha", "1.0", requires: ["beta>=1"]), TestWheel.Make("alpha", "2.0"), TestWheel.Make("beta", "1.5"));
        using var backend = new RealBackend(index).Source("main.py", "import alpha\n")
            .Requirements($"--index-url {index.Url}\nalpha<2  # the old one\n-c limits.txt\n");
        backend.Write("backend/limits.txt", "beta<2\n");

        MaintenanceResult dry = backend.Run("restore", options => options with { DryRun = true });
        Assert.False(dry.Applied);
        Assert.False(Directory.Exists(backend.Environment));
        Assert.Equal([PlanStepKind.CreateEnvironment, PlanStepKind.Install], dry.Plan.Steps.Select(step => step.Kind));

        MaintenanceResult made = backend.Run("restore");
        Assert.True(made.Applied, string.Join('\n', made.Diagnostics) + backend.Log);
        Assert.Equal("alpha 1.0, beta 1.5", backend.Installed());
        Assert.Empty(backend.LeftOvers());

        int requests = index.Requests;
        string state = backend.State();
        MaintenanceResult again = backend.Run("restore", options => options with { Python = "/nowhere" });
        Assert.True(again.UpToDate);
        again = backend.Run("restore");
        Assert.True(again.UpToDate);
        Assert.Equal("", backend.Log);
        Assert.Equal(requests, index.Requests);
        Assert.Equal(state, backend.State());
    }
}
