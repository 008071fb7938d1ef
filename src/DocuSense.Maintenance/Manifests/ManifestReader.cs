namespace DocuSense.Maintenance.Manifests;

/// <summary>Finds and reads the manifests of a backend. Reads files only.</summary>
public static class ManifestReader
{
    /// <summary>Reads the named manifests, or where none is named those the backend has.</summary>
    /// <param name="backend">Absolute path of the backend's folder.</param>
    /// <param name="manifests">Absolute paths; empty for the default: every requirements*.txt, requirements/*.txt, pyproject.toml and setup.cfg of the backend.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static ManifestSet Read(string backend, IReadOnlyList<string> manifests, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
