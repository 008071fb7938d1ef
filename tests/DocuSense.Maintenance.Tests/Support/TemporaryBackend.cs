using System.Globalization;
using DocuSense.Maintenance.Analysis;

namespace DocuSense.Maintenance.Tests.Support;

/// <summary>A Python backend made for one test: sources, manifests, and a simulated environment with distributions in it.</summary>
public sealed class TemporaryBackend : TemporaryFolder
{
    private string? _sitePackages;

    public TemporaryBackend(params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(Absolute("backend/.git"));
        foreach ((string path, string text) in files)
            WriteSource(path, text);
    }

    public string Backend => Absolute("backend");

    public string Output => Absolute("obj/docusense");

    public List<Suppression> Suppressions { get; } = [];

    public string WriteSource(string relativePath, string text) => Write("backend/" + relativePath, text);

    /// <summary>Makes a virtual environment that looks whole, with pip in it.</summary>
    public TemporaryBackend WithEnvironment(string version = "3.11.7", bool pip = true)
    {
        string python = "python" + string.Join('.', version.Split('.').Take(2));
        string interpreter = Write($"base/bin/{python}", "");
        WriteSource(".venv/pyvenv.cfg", $"home = {Absolute("base/bin")}\ninclude-system-site-packages = false\nversion = {version}\n");
        Directory.CreateDirectory(Absolute("backend/.venv/bin"));
        foreach (string name in (string[])["python", "python3", python])
        {
            if (OperatingSystem.IsWindows())
                File.Copy(interpreter, Absolute("backend/.venv/bin/" + name));
            else
                File.CreateSymbolicLink(Absolute("backend/.venv/bin/" + name), interpreter);
        }

        _sitePackages = $"backend/.venv/lib/{python}/site-packages";
        Directory.CreateDirectory(Absolute(_sitePackages));
        return pip ? Install("pip", "24.0") : this;
    }

    /// <summary>Installs a simulated distribution.</summary>
    /// <param name="metadata">Further METADATA lines.</param>
    /// <param name="modules">Files of the package, relative to site-packages; by default one package named after the distribution.</param>
    /// <param name="entryPoints">The content of <c>entry_points.txt</c>.</param>
    public TemporaryBackend Install(string name, string version, string[]? metadata = null, string[]? modules = null, string? entryPoints = null)
    {
        string folder = $"{name.Replace('-', '_')}-{version}.dist-info";
        modules ??= [name.Replace('-', '_').ToLowerInvariant() + "/__init__.py"];
        var record = new List<string>();
        void Add(string path, string text)
        {
            Write($"{_sitePackages}/{path}", text);
            record.Add(string.Create(CultureInfo.InvariantCulture, $"{path},,{text.Length}"));
        }

        foreach (string module in modules)
            Add(module, "");
        Add(folder + "/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{string.Concat((metadata ?? []).Select(line => line + "\n"))}\nText.\n");
        Add(folder + "/INSTALLER", "pip\n");
        if (entryPoints is not null)
            Add(folder + "/entry_points.txt", entryPoints);
        record.Add(folder + "/RECORD,,");
        Write($"{_sitePackages}/{folder}/RECORD", string.Join('\n', record) + "\n");
        return this;
    }

    public CheckOptions Options() => new()
    {
        Backend = Backend,
        ProjectFile = Absolute("wrapper.csproj"),
        Suppressions = Suppressions,
        OutputFolder = Output,
        ToolVersion = "test",
        Today = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    public CheckResult Check() => Checker.Run(Options());

    /// <summary>The findings as a build log shows them, paths relative to the backend, without messages: <c>app/x.py(1,8): error DSM3002 bcrypt</c>.</summary>
    public string[] Findings() => [.. Check().Diagnostics.Select(Describe)];

    private string Describe(Diagnostic diagnostic)
    {
        string file = diagnostic.File is null ? "" : System.IO.Path.GetRelativePath(Backend, diagnostic.File).Replace('\\', '/');
        string package = diagnostic.Package is null ? "" : " " + diagnostic.Package;
        return $"{file}({diagnostic.Span.Line},{diagnostic.Span.Column}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Code}{package}";
    }
}
