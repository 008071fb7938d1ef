using System.Globalization;
using System.IO.Compression;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>A folder with projects as a user writes them, and the real <c>dotnet</c> to build them.</summary>
public sealed class Workspace
{
    private int _logs;

    public Workspace()
    {
        Folder = Directory.CreateDirectory(Path.Combine(PackedPackage.Instance.Home, "œuvres", Guid.NewGuid().ToString("N")[..8])).FullName;
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PackedPackage.Instance.Packages}" /></config>
              <packageSources><clear /><add key="local" value="{PackedPackage.Instance.Feed}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        // No test here is about a missing environment, and none needs a Python.
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <NoWarn>$(NoWarn);DSM1001</NoWarn>
                <TreatWarningsAsErrors Condition="'$(TreatWarningsAsErrors)' == ''">false</TreatWarningsAsErrors>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    public string Folder { get; }

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public Workspace Write(string relative, string text)
    {
        string path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A project that only watches: the whole file as in the manual, but for the version.</summary>
    public Workspace Wrapper(string relative, string properties = "", string items = "", string backend = "backend") => Write(relative, $"""
        <Project Sdk="DocuSense.Maintenance.Build/{PackedPackage.Instance.Version}">
          <PropertyGroup>
            <DocuSenseBackend>{backend}</DocuSenseBackend>
            {properties}
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """);

    /// <summary>A class library that references the package.</summary>
    public Workspace Library(string relative, string properties = "<DocuSenseBackend>backend</DocuSenseBackend>", string items = "", string? reference = null,
        string frameworks = "<TargetFramework>net10.0</TargetFramework>") => Write(relative, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {frameworks}
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {reference ?? $"""<PackageReference Include="DocuSense.Maintenance.Build" Version="{PackedPackage.Instance.Version}" />"""}
            {items}
          </ItemGroup>
        </Project>
        """);

    /// <summary>Runs <c>dotnet</c> with a binary log, and reads the log.</summary>
    public BuildRun Build(params string[] arguments) => Run(["build", .. arguments]);

    public BuildRun Run(params IEnumerable<string> arguments)
    {
        string log = PathOf($"{Interlocked.Increment(ref _logs)}.binlog");
        DotnetRun run = Dotnet.Run(Folder, [.. arguments, "-nodeReuse:false", $"-bl:{log}"]);
        return BuildRun.Read(run, log, Folder);
    }
}

/// <summary>A build as its binary log tells it.</summary>
/// <param name="ExitCode">Of the command.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Findings">Each warning and error with a code of ours, as <c>error DSM2008 backend/requirements.txt(4,4)</c>, in order.</param>
/// <param name="Others">Every other warning and error.</param>
/// <param name="Messages">The text of each message of ours.</param>
/// <param name="Checks">How often the check's task ran.</param>
/// <param name="Begun">How often a check was begun for it beforehand.</param>
/// <param name="Warnings">Our warnings in full.</param>
/// <param name="Embedded">Names of the files in the log.</param>
public sealed record BuildRun(
    int ExitCode, string Output, IReadOnlyList<string> Findings, IReadOnlyList<string> Others, IReadOnlyList<string> Messages, int Checks, int Begun,
    IReadOnlyList<BuildWarningEventArgs> Warnings, IReadOnlyList<string> Embedded)
{
    internal static BuildRun Read(DotnetRun run, string log, string folder)
    {
        List<string> findings = [], others = [], messages = [], embedded = [];
        List<BuildWarningEventArgs> warnings = [];
        int checks = 0, begun = 0;
        if (File.Exists(log))
        {
            var reader = new BinLogReader();
            reader.OnBlobRead += (kind, bytes) => embedded.AddRange(FilesOf(bytes));
            foreach (Microsoft.Build.Logging.Record record in reader.ReadRecords(log))
            {
                switch (record.Args)
                {
                    case BuildErrorEventArgs error:
                        Add("error", error.Code, error.File, error.LineNumber, error.ColumnNumber, error.Message);
                        break;
                    case BuildWarningEventArgs warning:
                        if (IsOurs(warning.Code))
                            warnings.Add(warning);
                        Add("warning", warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber, warning.Message);
                        break;
                    case TaskStartedEventArgs { TaskName: "CheckPythonBackend" }:
                        checks++;
                        break;
                    case TaskStartedEventArgs { TaskName: "BeginPythonBackendCheck" }:
                        begun++;
                        break;
                    case BuildMessageEventArgs message when message.Message?.StartsWith("DocuSense:", StringComparison.Ordinal) == true:
                        messages.Add(message.Message);
                        break;
                }
            }
        }

        return new BuildRun(run.ExitCode, run.Output, findings, others, messages, checks, begun, warnings, embedded);

        void Add(string severity, string? code, string? file, int line, int column, string? text)
        {
            if (!IsOurs(code))
                others.Add($"{severity} {code}: {text}");
            else if (Path.IsPathFullyQualified(file ?? ""))
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"{severity} {code} {Path.GetRelativePath(folder, file!).Replace('\\', '/')}({line},{column})"));
            else
                findings.Add($"{severity} {code} without a full path: {file}");
        }
    }

    private static IEnumerable<string> FilesOf(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private static bool IsOurs(string? code) => code?.StartsWith("DSM", StringComparison.Ordinal) == true;
}
