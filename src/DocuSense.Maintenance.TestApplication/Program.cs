using System.Runtime.Loader;
using DocuSense.Maintenance.TestApplication;
using Microsoft.Testing.Extensions;
using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Helpers;

// The test application of every wrapper project: "dotnet exec … --source bin/Debug/net10.0/Backend.dll", and what dotnet test adds.
// The package holds the engine once, beside the tasks.
AssemblyLoadContext.Default.Resolving += static (context, name) =>
{
    string beside = Path.Combine(AppContext.BaseDirectory, "..", "..", "tasks", "net10.0", name.Name + ".dll");
    return name.Name == "DocuSense.Maintenance" && File.Exists(beside) ? context.LoadFromAssemblyPath(Path.GetFullPath(beside)) : null;
};
ITestApplicationBuilder builder = await TestApplication.CreateBuilderAsync(ReportPlace.AddTo(args)).ConfigureAwait(false);
builder.CommandLine.AddProvider(() => new PythonTestOptions());
builder.AddTreeNodeFilterService(new Identity());
builder.AddTrxReportProvider();
builder.RegisterTestFramework(_ => new PythonTestCapabilities(), (_, services) => new PythonTestFramework(services));
using ITestApplication application = await builder.BuildAsync().ConfigureAwait(false);
return await application.RunAsync().ConfigureAwait(false);
