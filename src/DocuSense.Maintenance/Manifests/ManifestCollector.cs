namespace DocuSense.Maintenance.Manifests;

/// <summary>Gathers what the readers of the several kinds of manifest find.</summary>
internal sealed class ManifestCollector(string backend, CancellationToken cancellationToken)
{
    private readonly List<ManifestRequirement> _requirements = [];
    private readonly List<ManifestProblem> _problems = [];
    private readonly List<string> _files = [];
    private readonly HashSet<string> _knownFiles = new(ManifestFile.PathComparer);

    public string Backend { get; } = backend;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public RequiresPython? RequiresPython { get; set; }

    public string? ProjectName { get; set; }

    public void Add(ManifestRequirement requirement) => _requirements.Add(requirement);

    public void Add(ManifestProblemKind kind, string file, SourceSpan span, string message, string? text = null) =>
        _problems.Add(new ManifestProblem(kind, file, span, message) { Text = text });

    /// <summary>Notes that a file was read or looked for.</summary>
    public void AddFile(string path)
    {
        if (_knownFiles.Add(path))
            _files.Add(path);
    }

    public ManifestSet ToSet() => new()
    {
        Requirements = _requirements,
        Problems = _problems,
        Files = _files,
        RequiresPython = RequiresPython,
        ProjectName = ProjectName,
    };
}
