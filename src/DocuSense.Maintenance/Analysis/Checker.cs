using DocuSense.Maintenance.Analysis.Rules;

namespace DocuSense.Maintenance.Analysis;

/// <summary>The static check: observes, analyses, and remembers what it found.</summary>
public static class Checker
{
    /// <summary>Checks a backend, or replays the last check's findings where nothing has changed since.</summary>
    /// <remarks>Reads files only. Writes only below <see cref="CheckOptions.OutputFolder"/>, each file whole or not at all.</remarks>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Run(CheckOptions options, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(options.Backend))
            return NoBackend(options);
        try
        {
            return ReplayOrRun(options, cancellationToken);
        }
        finally
        {
            Environments.RecordRoom.Release();
            Sources.SourceBuffer.Release();
        }
    }

    /// <summary>What a check found a moment ago, where that still holds; otherwise checks again.</summary>
    /// <param name="options">What it was asked.</param>
    /// <param name="earlier">What it found.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Confirm(CheckOptions options, CheckResult earlier, CancellationToken cancellationToken = default) =>
        earlier.Inputs is { } inputs && Directory.Exists(options.Backend) && ResultCache.Holds(options, inputs, cancellationToken) ? earlier : Run(options, cancellationToken);

    private static CheckResult ReplayOrRun(CheckOptions options, CancellationToken cancellationToken)
    {
        if (ResultCache.Replay(options, out FreshListing? listed, cancellationToken) is { } replayed)
            return replayed;

        using var pause = CollectionPause.Begin();
        DateTime started = listed?.Started ?? DateTime.UtcNow;
        var distributionsRead = Task.Run(() => DistributionCache.Read(options), CancellationToken.None);
        ScanCache remembered = ScanCache.Read(options);
        DistributionCache distributions = distributionsRead.GetAwaiter().GetResult();
        if (options.OutputFolder is null)
            return Analyse(Observer.Observe(options, remembered, distributions, listed?.Listing, null, cancellationToken));

        using var facts = new AnalysisComposer(Path.Combine(options.OutputFolder, AnalysisFile.Name));
        Snapshot snapshot = Observer.Observe(options, remembered, distributions, listed?.Listing, facts.AddImports, cancellationToken);

        // What was observed is written while it is judged.
        Task<CheckDependencies> written = Task.Run(() =>
        {
            distributions.Write(options, snapshot.Environment, started.Ticks);
            return ResultCache.DependenciesOf(options, snapshot, remembered.Write(snapshot, started.Ticks), started.Ticks);
        }, CancellationToken.None);
        try
        {
            facts.AddFacts(snapshot);
            CheckResult result = Analyse(snapshot);
            return Remember(options, result, () =>
            {
                Task replaced = facts.Finish(snapshot, result.Diagnostics);
                ResultFile last = ResultCache.Of(options, snapshot, written.GetAwaiter().GetResult(), result);

                // Last, as it vouches for the others.
                replaced.GetAwaiter().GetResult();
                last.Write(options.OutputFolder);
                AtomicFile.RemoveAbandoned(options.OutputFolder, _ownFiles);
                return last;
            });
        }
        finally
        {
            // Nothing is written any more once the check is over.
            ((IAsyncResult)written).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>Observes and judges a backend anew, and writes nothing: for those who need the facts besides the findings.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The facts, null where there is no such folder, and the findings.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static (Snapshot? Snapshot, CheckResult Result) Examine(CheckOptions options, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(options.Backend))
            return (null, NoBackend(options));
        Snapshot snapshot = Observer.Observe(options, ScanCache.Read(options), cancellationToken);
        return (snapshot, Analyse(snapshot));
    }

    /// <summary>Judges a snapshot. Pure.</summary>
    public static CheckResult Analyse(Snapshot snapshot)
    {
        var findings = new DiagnosticList();
        foreach (IRule rule in AllRules.InOrder)
            rule.Analyse(snapshot, findings);

        (IReadOnlyList<Diagnostic> shown, IReadOnlyList<SuppressedDiagnostic> suppressed) = SuppressionFilter.Apply(snapshot, findings.Items);
        Diagnostic[] ordered = [.. shown];
        Array.Sort(ordered, Compare);
        return new CheckResult
        {
            Diagnostics = ordered,
            SourceFileCount = snapshot.Sources.Count,
            RequirementCount = snapshot.Manifests.Requirements.Count,
            DistributionCount = snapshot.Environment?.Distributions.Count ?? 0,
            Suppressed = suppressed,
        };
    }

    private static readonly string[] _ownFiles = [AnalysisFile.Name, ResultFile.FileName, ScanCache.FileName, DistributionCache.FileName, InstalledCode.FileName];

    private static CheckResult NoBackend(CheckOptions options)
    {
        var missing = new DiagnosticList();
        missing.Add("DSM9001", options.ProjectFile, SourceSpan.Start, $"The backend folder '{options.Backend}' does not exist; correct DocuSenseBackend.");
        return new CheckResult { Diagnostics = missing.Items };
    }

    private static CheckResult Remember(CheckOptions options, CheckResult result, Func<ResultFile> write)
    {
        try
        {
            return result with { Inputs = write() };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var findings = new DiagnosticList();
            findings.Add("DSM9006", options.ProjectFile, SourceSpan.Start,
                $"The facts could not be written to '{options.OutputFolder}' ({exception.Message.TrimEnd('.')}); every build will check anew until they can.");
            return result with { Diagnostics = [.. result.Diagnostics, .. findings.Items] };
        }
    }

    /// <summary>By file, place, code and message, ordinally: the same findings always come in the same order.</summary>
    private static int Compare(Diagnostic left, Diagnostic right)
    {
        int order = string.CompareOrdinal(left.File, right.File);
        if (order == 0)
            order = left.Span.Line.CompareTo(right.Span.Line);
        if (order == 0)
            order = left.Span.Column.CompareTo(right.Span.Column);
        if (order == 0)
            order = string.CompareOrdinal(left.Code, right.Code);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }

    /// <summary>Apart, so that a replay makes none of them.</summary>
    private static class AllRules
    {
        public static IRule[] InOrder { get; } =
        [
            new EnvironmentRule(),
            new InstallationRule(),
            new ConflictRule(),
            new WheelRule(),
            new ManifestRule(),
            new InstalledRequirementRule(),
            new RepeatedRequirementRule(),
            new UnusedRule(),
            new UnknownRule(),
            new MissingRule(),
            new NeededRule(),
            new DevelopmentImportRule(),
            new HidingModuleRule(),
            new GroupRule(),
            new SourceRule(),
        ];
    }
}
