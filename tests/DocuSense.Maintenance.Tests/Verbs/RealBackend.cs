using System.Security.Cryptography;
using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>A backend with a real environment, whose pip installs from an index of the test's own.</summary>
public sealed class RealBackend : TemporaryFolder
{
    private readonly List<string> _lines = [];

    public RealBackend(PackageIndex index, Python? python = null)
    {
        Index = index;
        Python = python ?? Pythons.Newest!;
        Directory.CreateDirectory(Absolute("backend/.git"));
    }

    public PackageIndex Index { get; }

    public Python Python { get; }

    public string Backend => Absolute("backend");

    public string Environment => Absolute("backend/.venv");

    /// <summary>What the last verb told, details included.</summary>
    public string Log
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public string Interpreter => OperatingSystem.IsWindows() ? Path + @"\backend\.venv\Scripts\python.exe" : Absolute("backend/.venv/bin/python");

    /// <summary>Writes a requirements file that names the index.</summary>
    public RealBackend Requirements(string text, string name = "requirements.txt")
    {
        Write("backend/" + name, text);
        return this;
    }

    public RealBackend Source(string name, string text)
    {
        Write("backend/" + name, text);
        return this;
    }

    public MaintenanceOptions Options() => VerbRunner.Options(Backend, Absolute("obj")) with { Python = Python.Executable, Variable = Variable };

    public MaintenanceResult Run(string verb, Func<MaintenanceOptions, MaintenanceOptions>? change = null, CancellationToken cancellationToken = default)
    {
        lock (_lines)
            _lines.Clear();
        MaintenanceOptions options = Options();
        return VerbRunner.Run(verb, change?.Invoke(options) ?? options, progress =>
        {
            lock (_lines)
                _lines.Add(progress.Text);
        }, cancellationToken);
    }

    /// <summary>Runs pip by hand.</summary>
    public RealBackend Pip(params string[] arguments)
    {
        (int exit, string output, string error) = Python.Execute(Interpreter, ["-m", "pip", .. arguments, "-q", "--index-url", Index.Url], null, TimeSpan.FromMinutes(3));
        Assert.True(exit == 0, output + error);
        return this;
    }

    /// <summary>Each installed distribution with its version, in order, pip and its companions left out.</summary>
    public string Installed()
    {
        var found = new List<string>();
        foreach (string folder in Directory.EnumerateDirectories(Environment, "*.dist-info", SearchOption.AllDirectories))
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(folder);
            if (!name.StartsWith("pip-", StringComparison.Ordinal) && !name.StartsWith("setuptools-", StringComparison.Ordinal))
                found.Add(name.Replace('-', ' '));
        }

        found.Sort(StringComparer.Ordinal);
        return string.Join(", ", found.Distinct());
    }

    /// <summary>A fingerprint of every file, link and folder of a tree, what Python and pip write by themselves left out.</summary>
    public static string Fingerprint(string folder)
    {
        if (!Directory.Exists(folder))
            return "nothing";
        var lines = new List<string>();
        Add(new DirectoryInfo(folder), "");
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);

        void Add(DirectoryInfo current, string prefix)
        {
            foreach (FileSystemInfo entry in current.EnumerateFileSystemInfos())
            {
                // What Python and pip write by themselves.
                if (entry.Name == "__pycache__" || entry.Name.StartsWith("pip-selfcheck", StringComparison.Ordinal))
                    continue;
                string path = prefix + entry.Name;
                if (entry.LinkTarget is { } target)
                    lines.Add($"{path} -> {target}");
                else if (entry is DirectoryInfo inner)
                    Add(inner, path + "/");
                else
                    lines.Add($"{path} {(OperatingSystem.IsWindows() ? "" : (int)entry.UnixFileMode)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry.FullName)))}");
            }
        }
    }

    /// <summary>The environment, and every requirements file of the backend.</summary>
    public string State()
    {
        var text = new StringBuilder(Fingerprint(Environment));
        foreach (string file in Directory.GetFiles(Backend, "*.txt").Order(StringComparer.Ordinal))
            text.Append('\n').Append(System.IO.Path.GetFileName(file)).Append('\n').Append(File.ReadAllText(file));
        return text.ToString();
    }

    /// <summary>What lies beside the environment that should not outlast a run.</summary>
    public string[] LeftOvers() => [.. Directory.GetFileSystemEntries(Backend, "*.docusense*").Concat(Directory.GetFileSystemEntries(Backend, "*.tmp"))];

    private string? Variable(string name) => System.Environment.GetEnvironmentVariable(name);
}
