using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>
/// What is to be tested and how: the project's properties and items, written by the build as <c>obj/docusense/tests.json</c> and read by whatever runs the tests.
/// All paths are absolute.
/// </summary>
public sealed class TestManifest
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "tests.json";

    /// <summary>The backend's folder (<c>DocuSenseBackend</c>).</summary>
    public required string Backend { get; init; }

    /// <summary>The virtual environment (<c>DocuSenseVenv</c>), or null to look for it as the check does.</summary>
    public string? Venv { get; init; }

    /// <summary>An interpreter to use instead of the environment's (<c>DocuSenseTestPython</c>), or null.</summary>
    public string? Python { get; init; }

    /// <summary>The folder that the application is started in (<c>DocuSenseWorkingDirectory</c>); null for the backend's folder.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The project file that asks: the place of failures that have no file of their own; null where there is none.</summary>
    public string? ProjectFile { get; init; }

    /// <summary>The longest that the import of one module may take (<c>DocuSenseImportTimeout</c>).</summary>
    public TimeSpan ImportTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the import of one module should take at most (<c>DocuSenseImportTimeBudget</c>); null for no such wish.</summary>
    public TimeSpan? ImportTimeBudget { get; init; }

    /// <summary>The most memory, in bytes, that one module's process may have where the system can limit it (<c>DocuSenseImportMemoryLimit</c>); null for as much as the machine has.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How many modules are imported at once; 0 for as many as there are processors.</summary>
    public int Parallelism { get; init; }

    /// <summary>Globs relative to the backend of files that are no part of it (<c>DocuSenseExclude</c>).</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Globs relative to the backend of modules that are not imported (<c>DocuSenseImportExclude</c>); each is a skipped test.</summary>
    public IReadOnlyList<string> ImportExclude { get; init; } = [];

    /// <summary>Globs relative to the backend of modules that are imported although a rule leaves them out (<c>DocuSenseImportInclude</c>).</summary>
    public IReadOnlyList<string> ImportInclude { get; init; } = [];

    /// <summary>The manifests (<c>DocuSenseRequirements</c>); empty to look for them.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>Findings that the project accepts (<c>DocuSenseSuppress</c>).</summary>
    public IReadOnlyList<Analysis.Suppression> Suppressions { get; init; } = [];

    /// <summary>Environment variables of the application (<c>DocuSenseEnvironment</c>), in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>A file of <c>NAME=value</c> lines (<c>DocuSenseEnvironmentFile</c>); what <see cref="Environment"/> says goes before it. Null for none.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>The probes of the API (<c>DocuSenseApi</c>); empty for one of the application that can be recognised.</summary>
    public IReadOnlyList<ApiProbe> Apis { get; init; } = [];

    /// <summary>Whether an application is looked for where <see cref="Apis"/> is empty (<c>DocuSenseApiProbe</c>).</summary>
    public bool FindsApi { get; init; } = true;

    /// <summary>Where the import profile is written (<c>imports-profile.json</c>); null for nowhere.</summary>
    public string? ProfilePath { get; init; }

    /// <summary>Where the modules and distributions that were really loaded are written (<c>imports-used.json</c>); null for nowhere.</summary>
    public string? UsedPath { get; init; }

    /// <summary>Whether each module gets a fresh process even where a warm one could be forked; for tests of what other systems do.</summary>
    internal bool ForcesFreshProcesses { get; init; }

    /// <summary>The folder that the application is started in.</summary>
    internal string StartFolder => WorkingDirectory ?? Backend;

    /// <summary>Reads a manifest that <see cref="Write"/> wrote.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="FormatException">It is not such a manifest; the message says what is wrong.</exception>
    public static TestManifest Read(string path) => TestManifestFile.Parse(File.ReadAllBytes(path), path);

    /// <summary>Writes the manifest, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, TestManifestFile.Serialize(this));
}

/// <summary>One request to the running application, and the answer it must give (<c>DocuSenseApi</c>).</summary>
public sealed record ApiProbe
{
    /// <summary>The application as a server takes it, <c>app.main:app</c>; null where a command starts it.</summary>
    public string? Application { get; init; }

    /// <summary>The command that starts the application; <c>{port}</c> and <c>{host}</c> in it are replaced. Null to start <see cref="Application"/>.</summary>
    public string? Command { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The path with its query; it begins with a slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The expected status; 0 for any that is not a server error (below 500).</summary>
    public int Status { get; init; }

    /// <summary>The expected answer: JSON that must be contained in the answer's, or, where it is not JSON, text. Null for any.</summary>
    public string? Body { get; init; }

    /// <summary>The longest that the application may take until it answers at all, and again for the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The file that declares the probe, and the line in it; null and 0 where not known.</summary>
    public string? File { get; init; }

    public int Line { get; init; }
}
