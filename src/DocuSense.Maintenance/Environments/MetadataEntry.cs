namespace DocuSense.Maintenance.Environments;

/// <summary>The forms in which a distribution's metadata is installed.</summary>
internal enum MetadataForm
{
    /// <summary>A <c>*.dist-info</c> folder (PEP 376).</summary>
    DistInfo,

    /// <summary>A <c>*.egg-info</c> folder of setuptools.</summary>
    EggInfoFolder,

    /// <summary>A single <c>*.egg-info</c> file of distutils.</summary>
    EggInfoFile,

    /// <summary>The <c>EGG-INFO</c> folder of an unpacked <c>.egg</c>.</summary>
    Egg,
}

/// <summary>A metadata folder or file found on the path, before it is read.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="FileName">The name that carries the distribution's name and version.</param>
/// <param name="Form">How it is installed.</param>
/// <param name="Site">What it lies in.</param>
internal sealed record MetadataEntry(string Path, string FileName, MetadataForm Form, SiteFolder Site)
{
    /// <summary>METADATA, PKG-INFO or the file itself.</summary>
    public string MetadataFile => Form switch
    {
        MetadataForm.DistInfo => System.IO.Path.Combine(Path, "METADATA"),
        MetadataForm.EggInfoFile => Path,
        _ => System.IO.Path.Combine(Path, "PKG-INFO"),
    };

    /// <summary>Name and version as the file name tells them: <c>name-1.0.dist-info</c>, <c>name-1.0-py3.8.egg-info</c>; the version may be missing.</summary>
    public static (string Name, string? Version) Split(string fileName)
    {
        int dot = fileName.LastIndexOf('.');
        string stem = dot > 0 ? fileName.Substring(0, dot) : fileName;
        bool egg = fileName.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".egg", StringComparison.OrdinalIgnoreCase);
        int python = egg ? stem.IndexOf("-py", StringComparison.Ordinal) : -1;
        if (python > 0 && python + 3 < stem.Length && stem[python + 3] is >= '0' and <= '9')
            stem = stem.Substring(0, python);
        // A name keeps no dash in a sound file name; in an old one the version begins at the last dash before a digit.
        int dash = stem.LastIndexOf('-');
        while (dash > 0 && (dash + 1 >= stem.Length || stem[dash + 1] is < '0' or > '9'))
            dash = stem.LastIndexOf('-', dash - 1);
        return dash <= 0 ? (stem, null) : (stem.Substring(0, dash), stem.Substring(dash + 1));
    }
}
