using System.Text;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>pip's configuration files, which may name indexes with credentials. They are read only to know what must not be shown.</summary>
internal static class PipConfiguration
{
    private const int LargestFile = 1 << 20;

    /// <summary>The content of each configuration file that pip would read.</summary>
    /// <param name="environment">Absolute path of the environment.</param>
    /// <param name="variable">Gives the value of an environment variable.</param>
    /// <param name="home">The user's home folder; null for none.</param>
    public static IEnumerable<string> Texts(string environment, Func<string, string?> variable, string? home)
    {
        foreach (string path in Paths(environment, variable, home))
        {
            string? text = null;
            try
            {
                var file = new FileInfo(path);
                if (file.Exists && file.Length <= LargestFile)
                    text = File.ReadAllText(path, Encoding.UTF8);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
            {
                // What this program cannot read, pip cannot print either.
            }

            if (text is not null)
                yield return text;
        }
    }

    private static IEnumerable<string> Paths(string environment, Func<string, string?> variable, string? home)
    {
        if (variable("PIP_CONFIG_FILE") is { Length: > 0 } named)
            yield return named;
        foreach (string name in (string[])["pip.conf", "pip.ini"])
        {
            yield return Path.Combine(environment, name);
            foreach (string? folder in (string?[])[variable("XDG_CONFIG_HOME"), variable("APPDATA"), variable("ProgramData"), .. (variable("XDG_CONFIG_DIRS") ?? "/etc/xdg").Split(Path.PathSeparator)])
            {
                if (folder is { Length: > 0 })
                    yield return Path.Combine(folder, "pip", name);
            }

            yield return Path.Combine("/etc", name);
            if (home is null)
                continue;
            foreach (string folder in (string[])[Path.Combine(".config", "pip"), ".pip", "pip", Path.Combine("Library", "Application Support", "pip")])
                yield return Path.Combine(home, folder, name);
        }
    }
}
