namespace DocuSense.Maintenance.Maintenance;

/// <summary>The verbs that change an environment or requirements. Each plans first, and applies its plan whole or not at all.</summary>
public static class MaintenanceVerbs
{
    /// <summary>Makes the environment where there is none, and installs the requirements. Where nothing is to be done no process is started.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is told what is being done, from any thread.</param>
    /// <param name="cancellationToken">Ends the run, every process of it included, and undoes what it began.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and everything is as it was.</exception>
    public static MaintenanceResult Restore(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default)
    {
        if (!options.Force && RestoreStamp.IsCurrent(options))
        {
            return new MaintenanceResult
            {
                Verb = "Restore",
                Plan = new Plan("Restore", []),
                Summary = "nothing has changed since the last restore",
                UpToDate = true,
                Diagnostics = [],
            };
        }

        return MaintenanceRun.Execute("Restore", options, progress, RestoreVerb.Run, cancellationToken);
    }

    /// <summary>Updates pip and everything that can be updated together.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is told what is being done, from any thread.</param>
    /// <param name="cancellationToken">Ends the run, every process of it included, and undoes what it began.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and everything is as it was.</exception>
    public static MaintenanceResult Update(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default) =>
        MaintenanceRun.Execute("Update", options, progress, UpdateVerb.Run, cancellationToken);

    /// <summary>Removes what nothing requires.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is told what is being done, from any thread.</param>
    /// <param name="cancellationToken">Ends the run, every process of it included, and undoes what it began.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and everything is as it was.</exception>
    public static MaintenanceResult Clean(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default) =>
        MaintenanceRun.Execute("Clean", options, progress, CleanVerb.Run, cancellationToken);

    /// <summary>Writes the requirements that are used, proven in an environment of their own.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is told what is being done, from any thread.</param>
    /// <param name="cancellationToken">Ends the run, every process of it included, and undoes what it began.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and everything is as it was.</exception>
    public static MaintenanceResult Optimize(MaintenanceOptions options, Action<MaintenanceProgress> progress, CancellationToken cancellationToken = default) =>
        MaintenanceRun.Execute("Optimize", options, progress, OptimizeVerb.Run, cancellationToken);
}
