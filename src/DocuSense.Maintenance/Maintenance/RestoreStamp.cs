using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Remembers the state in which an environment held everything that the requirements ask for, so that finding that out again costs a few file times.</summary>
internal static class RestoreStamp
{
    private const string FileName = "restore.cache";

    /// <summary>Whether nothing has changed since the environment was last complete.</summary>
    public static bool IsCurrent(MaintenanceOptions options)
    {
        if (options.Check.OutputFolder is not { } folder)
            return false;
        try
        {
            string path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
                return false;
            string[] lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
            string environment = lines[0];
            if (lines.Length < 3 || File.Exists(Path.Combine(EnvironmentLock.FolderOf(environment), Journal.ActiveName)) || lines[1] != Key(options))
                return false;
            for (int index = 2; index < lines.Length - 1; index++)
            {
                string[] parts = lines[index].Split(['\t'], 3);
                if (parts.Length != 3 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long length)
                    || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ticks) || !new Stamp(parts[2], length, ticks).IsCurrent)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Remembers the present state. Where it cannot be written, the next run looks again.</summary>
    public static void Write(MaintenanceOptions options, ManifestSet manifests, string root)
    {
        if (options.Check.OutputFolder is not { } folder)
            return;
        var text = new StringBuilder();
        text.Append(root).Append('\n').Append(Key(options)).Append('\n');
        foreach (string file in manifests.Files)
            Add(file);
        EnvironmentLayout layout = EnvironmentLayout.Read(root, null);
        Add(Path.Combine(root, "pyvenv.cfg"));
        if (layout.Interpreter is { } interpreter)
            Add(interpreter);
        foreach (string site in layout.SitePackages)
            Add(site);
        try
        {
            AtomicFile.Write(Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The stamp only saves time.
        }

        void Add(string path)
        {
            Stamp stamp = Stamp.Take(path);
            text.Append(stamp.Length.ToString(CultureInfo.InvariantCulture)).Append('\t').Append(stamp.Ticks.ToString(CultureInfo.InvariantCulture)).Append('\t').Append(path).Append('\n');
        }
    }

    /// <summary>What was asked, and the names of the files that may be manifests, so that a new one is seen.</summary>
    private static string Key(MaintenanceOptions options)
    {
        CheckOptions check = options.Check;
        string key = string.Join("|", check.ToolVersion, check.Backend, check.Environment, options.Python, string.Join(";", check.Manifests), string.Join(";", options.Groups),
            string.Join(";", ManifestFinder.RequirementsFiles(check.Backend)), string.Join(";", ManifestFinder.ConstraintsFiles(check.Backend)));
        return Journal.Hash(Encoding.UTF8.GetBytes(key));
    }
}
