using System.Runtime.InteropServices;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Processes;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>A Python that an environment can be made with.</summary>
/// <param name="Path">Absolute path of the interpreter.</param>
/// <param name="Version">Its full version.</param>
internal sealed record Interpreter(string Path, PackageVersion Version);

/// <summary>Finds the Python to make an environment with: the one that is named, or the first that the project allows.</summary>
internal sealed class InterpreterFinder(Func<string, string?> variable, string? home, CancellationToken cancellationToken)
{
    private const string Question =
        "import sys, importlib.util as u; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable); print(all(u.find_spec(m) for m in ('venv', 'ensurepip')))";

    private static readonly bool _isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    private readonly List<string> _refused = [];

    /// <summary>The Python to use.</summary>
    /// <param name="named">What <c>DocuSensePython</c> says: a path, a command, or a version (<c>3.11</c>); null to look for one.</param>
    /// <param name="backend">Absolute path of the backend, whose <c>.python-version</c> counts.</param>
    /// <param name="requires">The versions that the project allows, or null for any.</param>
    /// <exception cref="MaintenanceException">DSM5006: there is none.</exception>
    public Interpreter Find(string? named, string backend, RequiresPython? requires)
    {
        if (named is { Length: > 0 })
            return FindNamed(named, backend, requires);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string candidate in Candidates(Pinned(backend)))
        {
            if (seen.Add(candidate) && Ask(candidate) is { } found && Allows(found, requires))
                return found;
        }

        string wanted = requires is null ? "with the modules venv and ensurepip" : $"that requires-python '{requires.Text}' allows";
        string seenOnes = _refused.Count == 0 ? "none was found" : "found: " + string.Join(", ", _refused);
        throw new MaintenanceException("DSM5006", $"No Python {wanted} was found to make the environment with ({seenOnes}); install one, or name it in DocuSensePython.") { File = requires?.File };
    }

    private Interpreter FindNamed(string named, string backend, RequiresPython? requires)
    {
        foreach (string candidate in IsVersion(named) ? Candidates(named) : Named(named, backend))
        {
            if (Ask(candidate) is not { } found || IsVersion(named) && !IsOf(found, named))
                continue;
            if (requires is not null && !requires.Specifier.Contains(found.Version, prereleases: true))
                throw new MaintenanceException("DSM5006", $"DocuSensePython names Python {found.Version} ('{found.Path}'), which requires-python '{requires.Text}' does not allow.") { File = requires.File };
            return found;
        }

        throw new MaintenanceException("DSM5006", $"DocuSensePython names '{named}', which is not a Python 3.7 or later with venv and ensurepip on this machine; correct it, or install that Python.");
    }

    private IEnumerable<string> Named(string named, string backend)
    {
        if (named.IndexOfAny(['/', '\\']) >= 0)
            return [Path.GetFullPath(Path.Combine(backend, named))];
        return OnPath([named, named + ".exe"]);
    }

    private bool Allows(Interpreter found, RequiresPython? requires)
    {
        if (requires is null || requires.Specifier.Contains(found.Version, prereleases: true))
            return true;
        _refused.Add($"{found.Version} in '{found.Path}'");
        return false;
    }

    /// <summary>In order: what <c>.python-version</c> says, PATH, the Windows launcher's, pyenv's, newest first.</summary>
    private IEnumerable<string> Candidates(string? version)
    {
        if (version is not null)
        {
            foreach (string path in OnPath(["python" + version]))
                yield return path;
            foreach (string path in Pyenv(version))
                yield return path;
        }

        foreach (string path in OnPath(_isWindows ? ["python.exe", "python3.exe"] : ["python3", "python"]))
            yield return path;
        foreach (string path in _isWindows ? Launcher() : NamedByVersion())
            yield return path;
        foreach (string path in Pyenv(null))
            yield return path;
    }

    private IEnumerable<string> NamedByVersion()
    {
        for (int minor = 20; minor >= 7; minor--)
        {
            foreach (string path in OnPath(["python3." + minor.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                yield return path;
        }
    }

    private IEnumerable<string> OnPath(string[] names)
    {
        foreach (string folder in (variable("PATH") ?? "").Split(Path.PathSeparator))
        {
            // pyenv's shims start a shell; Windows' aliases open the store.
            if (folder.Trim('"', ' ') is not { Length: > 0 } clean || clean.IndexOf("WindowsApps", StringComparison.OrdinalIgnoreCase) >= 0
                || clean.TrimEnd('/', '\\').EndsWith("shims", StringComparison.Ordinal) || !Path.IsPathRooted(clean))
            {
                continue;
            }

            foreach (string name in names)
            {
                string path = Path.Combine(clean, name);
                if (File.Exists(path))
                    yield return path;
            }
        }
    }

    private List<string> Pyenv(string? version)
    {
        string? root = variable("PYENV_ROOT") ?? (home is null ? null : Path.Combine(home, ".pyenv"));
        string? versions = root is null ? null : Path.Combine(root, _isWindows ? Path.Combine("pyenv-win", "versions") : "versions");
        var found = new List<(PackageVersion Version, string Path)>();
        if (versions is null || !Directory.Exists(versions))
            return [];
        foreach (string folder in Directory.GetDirectories(versions))
        {
            string name = Path.GetFileName(folder);
            if (PackageVersion.TryParse(name, out PackageVersion? parsed) && (version is null || name == version || name.StartsWith(version + ".", StringComparison.Ordinal)))
                found.Add((parsed, _isWindows ? Path.Combine(folder, "python.exe") : Path.Combine(folder, "bin", "python3")));
        }

        found.Sort(static (left, right) => right.Version.CompareTo(left.Version));
        return found.ConvertAll(static item => item.Path);
    }

    /// <summary>What the launcher of Windows (PEP 397) lists: <c> -V:3.11 *        C:\Python311\python.exe</c>.</summary>
    private List<string> Launcher()
    {
        var found = new List<string>();
        foreach (string launcher in OnPath(["py.exe"]).Take(1))
        {
            if (Start(launcher, ["-0p"]) is not { Succeeded: true } listed)
                continue;
            foreach (string line in listed.Output.Split('\n'))
            {
                int drive = line.IndexOf(":\\", StringComparison.Ordinal);
                if (drive > 0)
                    found.Add(line.Substring(drive - 1).Trim());
            }
        }

        return found;
    }

    private Interpreter? Ask(string candidate)
    {
        if (!File.Exists(candidate) || Start(candidate, ["-I", "-c", Question]) is not { Succeeded: true } answer)
            return null;
        string[] lines = answer.Output.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length != 3 || !PackageVersion.TryParse(lines[0], out PackageVersion? version))
            return null;
        if (lines[2] == "True" && version >= PackageVersion.Parse("3.7"))
            return new Interpreter(lines[1].Length > 0 ? lines[1] : candidate, version);
        _refused.Add($"{version} in '{candidate}', {(lines[2] == "True" ? "too old" : "without venv or ensurepip")}");
        return null;
    }

    private ProcessOutcome? Start(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            return ProcessRunner.Run(new ProcessRequest { Program = program, Arguments = arguments, TimeLimit = TimeSpan.FromSeconds(20), OutputLimit = 1 << 16 }, cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The version that pyenv's <c>.python-version</c> asks for, in the backend or a folder above it.</summary>
    private static string? Pinned(string backend)
    {
        foreach (string folder in Enumerable.Reverse(Sources.Listing.Repository.FoldersDownTo(backend)))
        {
            string path = Path.Combine(folder, ".python-version");
            try
            {
                if (!File.Exists(path))
                    continue;
                string line = File.ReadAllText(path).Split('\n')[0].Trim();
                return IsVersion(line) ? line : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsVersion(string text) => text.Length > 0 && text[0] is >= '0' and <= '9' && PackageVersion.TryParse(text, out _);

    private static bool IsOf(Interpreter found, string version)
    {
        string text = found.Version.ToString();
        return text == version || text.StartsWith(version + ".", StringComparison.Ordinal);
    }
}
