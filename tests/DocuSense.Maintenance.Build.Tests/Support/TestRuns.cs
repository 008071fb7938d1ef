using System.Reflection;
using System.Xml.Linq;

namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>The two platforms of <c>dotnet test</c>.</summary>
public enum Runner
{
    VSTest,
    Platform,
}

/// <summary>Runs <c>dotnet test</c> in a workspace.</summary>
public static class TestRuns
{
    /// <summary>Writes the <c>global.json</c> that chooses the runner.</summary>
    public static Workspace Uses(this Workspace workspace, Runner runner) =>
        runner == Runner.VSTest ? workspace : workspace.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");

    public static DotnetRun Test(this Workspace workspace, Runner runner, string project, params IEnumerable<string> arguments) =>
        Dotnet.Run(workspace.Folder, runner == Runner.VSTest ? ["test", project, .. arguments] : ["test", "--project", project, .. arguments]);

    /// <summary>Lets the workspace see the packages that these very tests were restored with; no index is asked.</summary>
    public static Workspace WithRestoredPackages(this Workspace workspace) => workspace.Write("nuget.config",
        File.ReadAllText(workspace.PathOf("nuget.config")).Replace("<fallbackPackageFolders><clear />",
            $"""<fallbackPackageFolders><clear /><add key="restored" value="{Metadata("NuGetPackageRoot")}" />""", StringComparison.Ordinal));

    /// <summary>An xUnit project with the versions of this repository.</summary>
    public static Workspace XUnit(this Workspace workspace, string relative, string items) => workspace.Write(relative, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{Metadata("Microsoft.NET.Test.Sdk")}" />
            <PackageReference Include="xunit" Version="{Metadata("xunit")}" />
            <PackageReference Include="xunit.runner.visualstudio" Version="{Metadata("xunit.runner.visualstudio")}" />
            {items}
          </ItemGroup>
        </Project>
        """);

    private static string Metadata(string key) =>
        typeof(TestRuns).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

/// <summary>What a TRX report says.</summary>
public sealed class TrxResults
{
    private static readonly XNamespace _space = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private readonly List<XElement> _results;

    private TrxResults(string file) => _results = [.. XDocument.Load(file).Descendants(_space + "UnitTestResult")];

    /// <summary>Each test's outcome and name, as <c>Passed import app</c>.</summary>
    public IEnumerable<string> Outcomes => _results.Select(result => $"{result.Attribute("outcome")!.Value} {result.Attribute("testName")!.Value}");

    /// <summary>The newest report below a folder.</summary>
    public static TrxResults In(string folder) =>
        new(Directory.GetFiles(folder, "*.trx", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).Last());

    public string Message(string test) => Text(test, "Message");

    public string StackTrace(string test) => Text(test, "StackTrace");

    public string Output(string test) => Text(test, "StdOut");

    private string Text(string test, string element) =>
        string.Concat(_results.Single(result => result.Attribute("testName")!.Value == test).Descendants(_space + element).Select(found => found.Value));
}
