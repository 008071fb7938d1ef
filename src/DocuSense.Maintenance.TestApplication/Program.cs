using System.Runtime.InteropServices;
using System.Runtime.Loader;
using DocuSense.Maintenance.TestApplication;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Helpers;

// The test application of every wrapper project: "dotnet exec … --source bin/Debug/net10.0/Backend.dll", and what dotnet test adds.
// The package holds the engine once, beside the tasks, and compiled ahead of time for some systems.
AssemblyLoadContext.Default.Resolving += static (context, name) =>
{
    string tasks = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "tasks", "net10.0"));
    string file = name.Name + ".dll";
    string here = Path.Combine(tasks, RuntimeInformation.RuntimeIdentifier, file);
    string path = File.Exists(here) ? here : Path.Combine(tasks, file);
    return name.Name == "DocuSense.Maintenance" && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
};
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(ReportPlace.AddTo(args)).ConfigureAwait(false);
builder.CommandLine.AddProvider(() => new PythonTestOptions());
builder.AddTreeNodeFilterService(new Identity());
builder.AddTrxReportProvider();
builder.RegisterTestFramework(_ => new PythonTestCapabilities(), (_, services) => new PythonTestFramework(services));
using ITestApplication application = await builder.BuildAsync().ConfigureAwait(false);
return await application.RunAsync().ConfigureAwait(false);
