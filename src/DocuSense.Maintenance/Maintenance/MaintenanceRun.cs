using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>What is told while a verb works.</summary>
/// <param name="Text">One line, fit to be shown.</param>
/// <param name="IsDetail">Whether it is of interest only to those who look closely.</param>
public readonly record struct MaintenanceProgress(string Text, bool IsDetail);

/// <summary>One run of a verb: the lock it holds, what it has found to say, and the steps that all verbs share.</summary>
internal sealed class MaintenanceRun
{
    private readonly Action<MaintenanceProgress> _progress;
    private readonly DiagnosticList _diagnostics = new();
    private PipInputs? _inputs;

    private MaintenanceRun(string verb, MaintenanceOptions options, EnvironmentLock held, Action<MaintenanceProgress> progress, CancellationToken cancellationToken)
    {
        Verb = verb;
        Asked = options;
        Lock = held;
        bool isNamed = options.Check.Environment is not null || Directory.Exists(held.Environment);
        Options = options with { Check = options.Check with { Environment = isNamed ? held.Environment : null } };
        _progress = progress;
        CancellationToken = cancellationToken;
    }

    public string Verb { get; }

    /// <summary>The options as they were given.</summary>
    public MaintenanceOptions Asked { get; }

    /// <summary>The options, the environment being named.</summary>
    public MaintenanceOptions Options { get; }

    public EnvironmentLock Lock { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>Absolute path of the environment.</summary>
    public string Environment => Lock.Environment;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics.Items;

    /// <summary>Runs a verb from end to end: guard, lock, recovery, work; whatever goes wrong becomes a finding.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and what it had begun was undone.</exception>
    public static MaintenanceResult Execute(string verb, MaintenanceOptions options, Action<MaintenanceProgress> progress,
        Func<MaintenanceRun, MaintenanceResult> work, CancellationToken cancellationToken)
    {
        MaintenanceRun? run = null;
        try
        {
            if (!Directory.Exists(options.Check.Backend))
                throw new MaintenanceException("DSM9001", $"The backend folder '{options.Check.Backend}' does not exist; correct DocuSenseBackend.") { File = options.Check.ProjectFile };
            string environment = EnvironmentGuard.Locate(options.Check.Backend, options.Check.Environment);
            using EnvironmentLock held = EnvironmentLock.Take(environment, "DocuSense" + verb, options.LockLimit, text => progress(new MaintenanceProgress(text, false)), cancellationToken);
            run = new MaintenanceRun(verb, options, held, progress, cancellationToken);
            return run.Work(work);
        }
        catch (MaintenanceException exception)
        {
            return Failed(verb, run, exception.Code, exception.File ?? options.Check.ProjectFile, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(verb, run, "DSM5009", options.Check.ProjectFile, $"{verb} could not be completed: {exception.Message.TrimEnd('.')}. Nothing was left changed.");
        }
    }

    /// <summary>Adds a finding.</summary>
    public void Report(string code, string message, string? file = null, string? package = null, Severity? severity = null) =>
        _diagnostics.Add(code, file ?? Options.Check.ProjectFile, SourceSpan.Start, message, package, severity);

    /// <summary>Tells what is being done.</summary>
    public void Tell(string text) => _progress(new MaintenanceProgress(text, IsDetail: false));

    /// <summary>Tells a detail of what is being done.</summary>
    public void TellDetail(string text) => _progress(new MaintenanceProgress(text, IsDetail: true));

    /// <summary>Tells the steps of a plan.</summary>
    public void Tell(Plan plan)
    {
        foreach (PlanStep step in plan.Steps)
            Tell("  " + step);
    }

    /// <summary>The backend as it is now, read from files.</summary>
    public Snapshot Observe() => Observer.Observe(Options.Check, ScanCache.Read(Options.Check), CancellationToken);

    /// <summary>What the manifests tell pip.</summary>
    public PipInputs Inputs(ManifestSet manifests) => _inputs ??= PipInputs.Read(Options, manifests, Environment);

    /// <summary>The pip of an interpreter.</summary>
    public Pip Pip(string python, ManifestSet manifests) => new(python, Lock, Inputs(manifests), Options.TimeLimit, line =>
    {
        if (line.Length > 0)
            TellDetail("pip: " + line);
    }, CancellationToken);

    /// <summary>Begins the transaction of the verb.</summary>
    /// <param name="verb">The target's name, for those who find the journal.</param>
    /// <param name="use">How the environment is treated.</param>
    /// <param name="snapshot">The backend as it is.</param>
    public Transaction Begin(string verb, EnvironmentUse use, Snapshot snapshot)
    {
        if (use == EnvironmentUse.Copy)
            Tell($"Copying the environment, {PlanStep.Size(FolderTree.Measure(Environment))}, so that every change can be undone.");
        return Transaction.Begin(Lock, verb, use, snapshot.Environment?.Distributions ?? [], CancellationToken);
    }

    /// <summary>The environment's interpreter.</summary>
    /// <exception cref="MaintenanceException">DSM1002: there is none.</exception>
    public string Interpreter()
    {
        EnvironmentLayout layout = EnvironmentLayout.Read(Environment, null);
        return layout.Interpreter is { } python && File.Exists(python)
            ? python
            : throw new MaintenanceException("DSM1002", $"The environment '{Environment}' has no interpreter that works; rebuild it with -t:DocuSenseRestore -p:DocuSenseForce=true.");
    }

    /// <summary>The environment, which there has to be.</summary>
    /// <exception cref="MaintenanceException">DSM1001: there is none.</exception>
    public PythonEnvironment Existing(Snapshot snapshot) => snapshot.Environment is { } environment && Directory.Exists(Environment)
        ? environment
        : throw new MaintenanceException("DSM1001", $"There is no environment in '{Environment}'; make one with -t:DocuSenseRestore.");

    /// <summary>What does not work now, by every verification.</summary>
    public IReadOnlyList<Failure> Verify(string? environment = null)
    {
        var failures = new List<Failure>();
        foreach (IVerification verification in Options.Verifications)
        {
            TellDetail($"Verifying: {verification.Name}");
            failures.AddRange(verification.Observe(Options, environment ?? Environment, CancellationToken));
        }

        return failures;
    }

    /// <summary>The failures that were not there before.</summary>
    public static List<Failure> Worse(IReadOnlyList<Failure> before, IReadOnlyList<Failure> after)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (Failure failure in before)
            known.Add(failure.Key);
        var worse = new List<Failure>();
        foreach (Failure failure in after)
        {
            if (!known.Contains(failure.Key))
                worse.Add(failure);
        }

        return worse;
    }

    /// <summary>A few failures as a clause: the first ones in full, the others counted.</summary>
    public static string Explain(IReadOnlyList<Failure> failures)
    {
        const int Most = 3;
        string text = string.Join(" ", failures.Take(Most).Select(static failure => failure.Text.Replace("\r", "").Replace('\n', ' ').TrimEnd('.', ' ') + "."));
        return failures.Count > Most ? $"{text} And {failures.Count - Most} more." : text;
    }

    /// <summary>The result, with what there is to say so far.</summary>
    public MaintenanceResult Result(Plan plan, string summary, bool applied = false, bool upToDate = false, long bytesFreed = 0) => new()
    {
        Verb = Verb,
        Plan = plan,
        Summary = summary,
        Applied = applied,
        UpToDate = upToDate,
        BytesFreed = bytesFreed,
        Diagnostics = Diagnostics,
    };

    private MaintenanceResult Work(Func<MaintenanceRun, MaintenanceResult> work)
    {
        if (Options.DryRun && Journal.Read(Lock.Folder) is { } interrupted)
        {
            Report("DSM5007", $"{interrupted.Verb} was interrupted; the next run that is no dry run undoes it first, so there is no plan yet.", severity: Severity.Warning);
            return Result(new Plan(Verb, []), "an interrupted run is to be undone first");
        }

        if (Recovery.Run(Lock) is { } undone)
            Report("DSM5007", undone, severity: Severity.Warning);
        EnvironmentGuard.Check(Environment);
        return work(this);
    }

    private static MaintenanceResult Failed(string verb, MaintenanceRun? run, string code, string? file, string message)
    {
        var diagnostics = new DiagnosticList();
        // What stops a verb is an error for it; only an index that is out of reach is nobody's fault.
        diagnostics.Add(code, file, SourceSpan.Start, message, severity: code == "DSM5002" ? null : Severity.Error);
        return new MaintenanceResult
        {
            Verb = verb,
            Plan = new Plan(verb, []),
            Summary = "nothing was changed",
            Diagnostics = [.. run?.Diagnostics ?? [], .. diagnostics.Items],
        };
    }
}
