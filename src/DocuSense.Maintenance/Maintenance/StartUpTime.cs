using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// How long an application takes to be imported by a fresh interpreter, as a server does when it starts: measured in two environments in turn, so that
/// whatever else the machine does weighs on both alike.
/// </summary>
internal sealed class StartUpTime
{
    private const int Rounds = 5;

    private readonly MaintenanceOptions _options;
    private readonly string? _root;
    private readonly CancellationToken _cancellationToken;

    private StartUpTime(MaintenanceOptions options, string module, string? root, CancellationToken cancellationToken)
    {
        _options = options;
        Module = module;
        _root = root;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The application's module.</summary>
    public string Module { get; }

    /// <summary>The application of a backend: the one that its project names for the tests of the API, or that can be recognised; null where there is none.</summary>
    public static StartUpTime? Of(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        TestManifest manifest = ImportVerification.Manifest(options, options.Check.Environment ?? "", findsApi: true);
        foreach (ApiTarget target in ApiTargets.List(manifest, ImportTargets.List(manifest, cancellationToken)))
        {
            string module = target.Probe.Application?.Split(':')[0].Trim() ?? "";
            if (module.Length > 0 && Array.TrueForAll(module.Split('.'), ModuleNaming.IsIdentifier))
                return new StartUpTime(options, module, target.Root, cancellationToken);
        }

        return null;
    }

    /// <summary>Measures.</summary>
    /// <param name="first">Absolute path of an environment.</param>
    /// <param name="second">Absolute path of another.</param>
    /// <returns>The median of each; null where the application cannot be imported.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public (TimeSpan First, TimeSpan Second)? Measure(string first, string second)
    {
        TestManifest[] manifests = [ImportVerification.Manifest(_options, first, findsApi: true), ImportVerification.Manifest(_options, second, findsApi: true)];
        PythonLaunch[] launches = Array.ConvertAll(manifests, manifest => PythonLaunch.Create(manifest, _cancellationToken));
        var times = new List<TimeSpan>[] { [], [] };
        // The first round fills the system's caches, and does not count.
        for (int round = 0; round <= Rounds; round++)
        {
            for (int side = 0; side < 2; side++)
            {
                if (Import(launches[side], manifests[side].ImportTimeout) is not { } time)
                    return null;
                if (round > 0)
                    times[side].Add(time);
            }
        }

        return (Median(times[0]), Median(times[1]));
    }

    private TimeSpan? Import(PythonLaunch launch, TimeSpan limit)
    {
        if (launch.Interpreter is not { } interpreter)
            return null;
        if (_root is not null && _root != launch.Folder)
            launch = launch.WithPath(_root);
        var variables = new Dictionary<string, string?>();
        foreach (KeyValuePair<string, string> variable in launch.Variables)
            variables[variable.Key] = variable.Value;
        // Nothing is written into the source tree.
        variables["PYTHONDONTWRITEBYTECODE"] = "1";
        try
        {
            ProcessOutcome outcome = ProcessRunner.Run(new ProcessRequest
            {
                Program = interpreter,
                Arguments = ["-c", "import " + Module],
                WorkingFolder = launch.Folder,
                Variables = variables,
                TimeLimit = limit,
                OutputLimit = 1 << 16,
            }, _cancellationToken);
            return outcome.Succeeded ? outcome.Duration : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
