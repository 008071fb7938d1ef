namespace DocuSense.Maintenance.Tests.Environments;

/// <summary>A temporary folder to build environments in.</summary>
internal sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        // The real path: a temporary folder behind a link would make every expectation below ambiguous.
        Root = Path.Combine(Path.GetTempPath(), "docusense é " + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string this[params string[] parts] => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file, with the folders it needs.</summary>
    /// <param name="path">Relative to the root, forward slashes.</param>
    public string Write(string path, string text = "")
    {
        string full = Path.GetFullPath(Path.Combine(Root, path));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Folder(string path)
    {
        string full = Path.GetFullPath(Path.Combine(Root, path));
        Directory.CreateDirectory(full);
        return full;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A scanner may hold a file; the system clears its temporary folder.
        }
    }
}

/// <summary>An environment of files alone, in the POSIX layout, with a base interpreter beside it.</summary>
internal sealed class FakeEnvironment
{
    public FakeEnvironment(Sandbox sandbox, string name = "venv", string version = "3.11.7")
    {
        Sandbox = sandbox;
        Name = name;
        Minor = version[..version.LastIndexOf('.')];
        Root = sandbox.Folder(name);
        sandbox.Write("base/bin/python3", "base interpreter");
        sandbox.Write($"base/lib/python{Minor}/os.py", "");
        sandbox.Write($"{name}/bin/python", "interpreter");
        Site = sandbox.Folder($"{name}/lib/python{Minor}/site-packages");
        sandbox.Write($"{name}/pyvenv.cfg", $"home = {sandbox["base", "bin"]}\ninclude-system-site-packages = false\nversion = {version}\n");
    }

    public Sandbox Sandbox { get; }

    public string Name { get; }

    public string Minor { get; }

    public string Root { get; }

    public string Site { get; }

    /// <summary>Writes a file below site-packages.</summary>
    public string Write(string path, string text = "") => Sandbox.Write($"{Name}/lib/python{Minor}/site-packages/{path}", text);

    /// <summary>Installs a distribution: its files, METADATA, INSTALLER and RECORD.</summary>
    public void Install(string name, string version, string[] files, string metadata = "", string installer = "pip", string? text = null)
    {
        string info = $"{name.Replace('-', '_')}-{version}.dist-info";
        var record = new System.Text.StringBuilder();
        foreach (string file in files)
        {
            Write(file, text ?? "x = 1\n");
            record.Append(file).Append(",sha256=abc,").Append((text ?? "x = 1\n").Length).Append('\n');
        }

        Write($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}\nDescription\n");
        if (installer.Length > 0)
            Write($"{info}/INSTALLER", installer + "\n");
        Write($"{info}/RECORD", record.Append($"{info}/METADATA,,\n{info}/RECORD,,\n").ToString());
    }

    public DocuSense.Maintenance.Environments.PythonEnvironment Read(
        DocuSense.Maintenance.Environments.EnvironmentDetail detail = DocuSense.Maintenance.Environments.EnvironmentDetail.Full) =>
        DocuSense.Maintenance.Environments.EnvironmentReader.Find(Sandbox.Root, Root, detail)!;

    public DocuSense.Maintenance.Environments.InstalledDistribution Single(string name) => Read().Distributions.Single(distribution => distribution.NormalizedName == name);
}
