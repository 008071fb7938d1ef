namespace DocuSense.Maintenance.Manifests;

/// <summary>Finds the distribution name of a project in a local folder.</summary>
internal static class ProjectFolder
{
    /// <summary>The name its <c>pyproject.toml</c> or <c>setup.cfg</c> states; null where neither does.</summary>
    public static string? Name(ManifestCollector collector, string folder)
    {
        string pyproject = Path.Combine(folder, "pyproject.toml");
        collector.AddFile(pyproject);
        if (ManifestFile.TryRead(pyproject, out _, out _) is byte[] bytes && TextDecoding.Decode(bytes).Text is string text)
        {
            TomlValue root = TomlDocument.Parse(text).Root;
            TomlValue? name = root["project"]?["name"] ?? root["tool"]?["poetry"]?["name"];
            if (name is { Kind: TomlKind.String })
                return name.Text;
        }

        string setup = Path.Combine(folder, "setup.cfg");
        collector.AddFile(setup);
        return ManifestFile.TryRead(setup, out _, out _) is byte[] other && TextDecoding.Decode(other).Text is string ini
            ? SetupCfgReader.Name(IniDocument.Parse(ini))
            : null;
    }
}
