using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>A wheel made for a test: one package with the given code, or the given files.</summary>
public sealed record TestWheel(string Name, string Version, byte[] Content, string Metadata)
{
    public string FileName => $"{Name.Replace('-', '_')}-{Version}-py3-none-any.whl";

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>Whether it was withdrawn (PEP 592).</summary>
    public bool IsYanked { get; init; }

    /// <summary>What the index says its hash is; null for the truth.</summary>
    public string? StatedSha256 { get; init; }

    /// <summary>What the index sends instead of the file; null for the file.</summary>
    public byte[]? SentContent { get; init; }

    /// <summary>Whether the index has the metadata beside the file (PEP 658).</summary>
    public bool HasMetadataFile { get; init; } = true;

    /// <summary>A real wheel under another version.</summary>
    /// <param name="path">Absolute path of the wheel.</param>
    /// <param name="name">Its distribution.</param>
    /// <param name="version">The version it is to have.</param>
    public static TestWheel Repacked(string path, string name, string version)
    {
        string former = Path.GetFileName(path).Split('-')[1];
        string metadata = "";
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using ZipArchive original = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in original.Entries)
            {
                using var content = new MemoryStream();
                using (Stream source = entry.Open())
                    source.CopyTo(content);
                byte[] bytes = content.ToArray();
                bool isMetadata = entry.FullName == $"{name}-{former}.dist-info/METADATA";
                if (isMetadata || entry.FullName == $"{name}-{former}.dist-info/RECORD")
                    bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace($"\nVersion: {former}", $"\nVersion: {version}", StringComparison.Ordinal).Replace($"{name}-{former}.dist-info", $"{name}-{version}.dist-info", StringComparison.Ordinal));
                if (isMetadata)
                    metadata = Encoding.UTF8.GetString(bytes);
                using Stream target = zip.CreateEntry(entry.FullName.Replace($"{name}-{former}.dist-info", $"{name}-{version}.dist-info", StringComparison.Ordinal)).Open();
                target.Write(bytes);
            }
        }

        return new TestWheel(name, version, stream.ToArray(), metadata);
    }

    /// <summary>Makes a wheel.</summary>
    /// <param name="code">The content of the package's <c>__init__.py</c>.</param>
    /// <param name="requires">Its requirements.</param>
    /// <param name="size">Bytes of ballast in the package.</param>
    /// <param name="zeros">Bytes that are small in the wheel, and large once installed.</param>
    /// <param name="classifiers">Trove classifiers.</param>
    /// <param name="script">Whether it installs a command of its name.</param>
    /// <param name="extras">Names of the extras it offers.</param>
    public static TestWheel Make(string name, string version, string code = "", string[]? requires = null, int size = 0, string[]? classifiers = null, string[]? extras = null, bool script = false, int zeros = 0)
    {
        string package = name.Replace('-', '_');
        string info = $"{package}-{version}.dist-info";
        var metadata = new StringBuilder($"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n");
        foreach (string classifier in classifiers ?? [])
            metadata.Append("Classifier: ").Append(classifier).Append('\n');
        foreach (string extra in extras ?? [])
            metadata.Append("Provides-Extra: ").Append(extra).Append('\n');
        foreach (string requirement in requires ?? [])
            metadata.Append("Requires-Dist: ").Append(requirement).Append('\n');
        var files = new List<(string Path, byte[] Content)>
        {
            (package + "/__init__.py", Encoding.UTF8.GetBytes($"__version__ = '{version}'\n{code}\n")),
            (info + "/METADATA", Encoding.UTF8.GetBytes(metadata.ToString())),
            (info + "/WHEEL", Encoding.UTF8.GetBytes("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")),
        };
        if (script)
            files.Add((info + "/entry_points.txt", Encoding.UTF8.GetBytes($"[console_scripts]\n{name} = {package}:main\n")));
        if (zeros > 0)
            files.Add((package + "/zeros.bin", new byte[zeros]));
        if (size > 0)
        {
            byte[] ballast = new byte[size];
            new Random(name.GetHashCode(StringComparison.Ordinal)).NextBytes(ballast);
            files.Add((package + "/ballast.bin", ballast));
        }

        var record = new StringBuilder();
        foreach ((string path, byte[] content) in files)
            record.Append(path).Append(",sha256=").Append(Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_')).Append(',').Append(content.Length).Append('\n');
        record.Append(info).Append("/RECORD,,\n");
        files.Add((info + "/RECORD", Encoding.UTF8.GetBytes(record.ToString())));

        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(path);
                entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream target = entry.Open();
                target.Write(content);
            }
        }

        return new TestWheel(name, version, stream.ToArray(), metadata.ToString());
    }
}
