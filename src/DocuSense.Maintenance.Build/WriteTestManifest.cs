using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Testing;
using Microsoft.Build.Framework;
using Diagnostic = DocuSense.Maintenance.Analysis.Diagnostic;

namespace DocuSense.Maintenance.Build;

/// <summary>Writes what a project says about its tests into the file that whatever runs them reads. Lists no test and runs none.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteTestManifest : Microsoft.Build.Utilities.Task
{
    /// <summary>The file to write.</summary>
    [Required]
    public string ManifestFile { get; set; } = "";

    /// <summary>The backend's folder, absolute or relative to the project.</summary>
    [Required]
    public string BackendPath { get; set; } = "";

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Absolute path of the project file.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The folder that runs write their profiles to.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The virtual environment's folder; empty to look for it.</summary>
    public string? Venv { get; set; }

    /// <summary>The interpreter; empty for the environment's.</summary>
    public string? Python { get; set; }

    /// <summary>The manifests; none to look for them.</summary>
    public ITaskItem[] Requirements { get; set; } = [];

    /// <summary>Globs relative to the backend, separated by semicolons, of what is no part of it.</summary>
    public string? Exclude { get; set; }

    /// <summary>The folder that the application is started in; empty for the backend's.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>The longest that one import may take, in seconds.</summary>
    public string? ImportTimeout { get; set; }

    /// <summary>What one import should take at most, in seconds; empty for no such wish.</summary>
    public string? ImportTimeBudget { get; set; }

    /// <summary>The most memory that one import may take, in MiB; empty for no limit.</summary>
    public string? ImportMemoryLimit { get; set; }

    /// <summary>How many modules are imported at once; empty for as many as there are processors.</summary>
    public string? ImportParallelism { get; set; }

    /// <summary>Globs relative to the backend, separated by semicolons, of modules that are not imported.</summary>
    public string? ImportExclude { get; set; }

    /// <summary>Globs relative to the backend, separated by semicolons, of modules that are imported although a rule leaves them out.</summary>
    public string? ImportInclude { get; set; }

    /// <summary>Environment variables of the application: the name, with metadata Value.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary>A file of such variables; empty for none.</summary>
    public string? EnvironmentFile { get; set; }

    /// <summary>Probes of the API: the application, with metadata Method, Path, Status, Body, Timeout and Command.</summary>
    public ITaskItem[] Apis { get; set; } = [];

    /// <summary>Accepted findings: the code, with metadata Package, Path, Justification and Expires.</summary>
    public ITaskItem[] Suppressions { get; set; } = [];

    /// <summary>Whether an application is looked for where no probe is declared.</summary>
    public string? ApiProbe { get; set; }

    /// <summary>As in the project.</summary>
    public string? TreatWarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>As in the project.</summary>
    public string? NoWarn { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var report = new FindingLog(Log, new SeverityPolicy(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors), ProjectFile);
        try
        {
            Manifest(new SettingReader(report.Add)).Write(Absolute(ManifestFile)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An older list would be tested instead, and perhaps pass.
            report.Add(new Diagnostic
            {
                Code = "DSM9009",
                Severity = Severity.Error,
                Message = $"The list of tests could not be written: {exception.Message.TrimEnd('.')}. No test can be run.",
            });
        }

        return !Log.HasLoggedErrors;
    }

    internal TestManifest Manifest(SettingReader settings) => new()
    {
        Backend = Absolute(BackendPath) ?? ProjectDirectory,
        ProjectFile = ProjectFile,
        Venv = Absolute(Venv),
        Python = Absolute(Python),
        WorkingDirectory = Absolute(WorkingDirectory),
        Requirements = [.. Requirements.Select(item => Absolute(item.ItemSpec)).OfType<string>()],
        Exclude = ProjectPaths.List(Exclude),
        ImportTimeout = settings.Seconds("DocuSenseImportTimeout", ImportTimeout) ?? TimeSpan.FromSeconds(30),
        ImportTimeBudget = settings.Seconds("DocuSenseImportTimeBudget", ImportTimeBudget),
        MemoryLimit = settings.Number("DocuSenseImportMemoryLimit", ImportMemoryLimit, 1, 1 << 30) * 1024L * 1024L,
        Parallelism = settings.Number("DocuSenseImportParallelism", ImportParallelism, 1, 1024) ?? 0,
        ImportExclude = ProjectPaths.List(ImportExclude),
        ImportInclude = ProjectPaths.List(ImportInclude),
        Environment = Variables(settings),
        EnvironmentFile = Absolute(EnvironmentFile),
        Apis = [.. Apis.Select(item => settings.Probe(item))],
        Suppressions = [.. Suppressions.Select(CheckTask.Suppression)],
        FindsApi = settings.IsOn("DocuSenseApiProbe", ApiProbe),
        ProfilePath = Path.Combine(Absolute(OutputFolder)!, "imports-profile.json"),
        UsedPath = Path.Combine(Absolute(OutputFolder)!, "imports-used.json"),
    };

    /// <summary>In a loop: queries over values are compiled anew in every build.</summary>
    private List<KeyValuePair<string, string>> Variables(SettingReader settings)
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (ITaskItem item in EnvironmentVariables)
        {
            if (settings.Variable(item) is { } variable)
                variables.Add(variable);
        }

        return variables;
    }

    private string? Absolute(string? path) => ProjectPaths.Absolute(ProjectDirectory, path);
}
