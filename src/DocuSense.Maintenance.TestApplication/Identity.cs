using Microsoft.Testing.Extensions.TrxReport.Abstractions;
using Microsoft.Testing.Platform.Capabilities.TestFramework;
using Microsoft.Testing.Platform.Extensions;

namespace DocuSense.Maintenance.TestApplication;

/// <summary>What the platform calls us.</summary>
internal class Identity : IExtension
{
    public string Uid => "DocuSense.Maintenance";

    public string Version => typeof(Identity).Assembly.GetName().Version!.ToString(3);

    public string DisplayName => "DocuSense.Maintenance";

    public string Description => "The environment, the modules and the API of a Python backend";

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);
}

/// <summary>What the framework can do besides running tests: write TRX.</summary>
internal sealed class PythonTestCapabilities : ITestFrameworkCapabilities
{
    public IReadOnlyCollection<ITestFrameworkCapability> Capabilities { get; } = [new Trx()];

    private sealed class Trx : ITrxReportCapability
    {
        public bool IsSupported => true;

        // Every result carries what the report needs, whether it is asked for or not.
        public void Enable()
        {
        }
    }
}
