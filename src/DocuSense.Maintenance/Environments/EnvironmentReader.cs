namespace DocuSense.Maintenance.Environments;

/// <summary>Finds and reads virtual environments. Reads files only: starts no process.</summary>
public static class EnvironmentReader
{
    /// <summary>The environment of a backend.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="environment">
    /// Absolute path of the environment (<c>DocuSenseVenv</c>), or null to look for <c>venv</c>, <c>.venv</c> and <c>env</c> in the backend
    /// and above it, up to the repository's root. A base interpreter's prefix (no <c>pyvenv.cfg</c>, but <c>lib/pythonX.Y</c>) is accepted when named.
    /// </param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The environment, broken ones included (see its problems); null where there is none.</returns>
    public static PythonEnvironment? Find(string backend, string? environment, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
