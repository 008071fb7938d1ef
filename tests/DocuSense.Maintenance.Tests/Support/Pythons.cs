using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DocuSense.Maintenance.Tests.Support;

/// <summary>A real interpreter on this machine: the oracle of the differential tests.</summary>
public sealed record Python(string Executable, string FullVersion, string Prefix)
{
    public int Minor { get; } = int.Parse(FullVersion.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs a script with this interpreter.</summary>
    /// <param name="arguments">Arguments, passed as a list.</param>
    /// <param name="input">Text for its standard input, or null.</param>
    /// <returns>Exit code, standard output and standard error.</returns>
    public (int ExitCode, string Output, string Error) Run(IEnumerable<string> arguments, string? input = null, TimeSpan? timeout = null, string? workingDirectory = null) =>
        Execute(Executable, arguments, input, timeout ?? TimeSpan.FromMinutes(10), workingDirectory);

    internal static (int ExitCode, string Output, string Error) Execute(
        string file, IEnumerable<string> arguments, string? input, TimeSpan timeout, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            StandardErrorEncoding = new System.Text.UTF8Encoding(false),
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} did not end within {timeout}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>Finds the interpreters of this machine, Python 3.8 and later, oldest first, one for each minor version and prefix.</summary>
public static class Pythons
{
    private static readonly Lazy<IReadOnlyList<Python>> _all = new(Find);

    public static IReadOnlyList<Python> All => _all.Value;

    /// <summary>The newest interpreter, or null.</summary>
    public static Python? Newest => All.Count == 0 ? null : All[^1];

    /// <summary>The interpreter with the most installed packages, or null: the best material for tests.</summary>
    public static Python? Richest => All.MaxBy(python => SitePackages(python) is string folder ? Directory.GetDirectories(folder).Length : 0);

    /// <summary>The interpreter's own site-packages folder, or null.</summary>
    public static string? SitePackages(Python python)
    {
        string folder = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Path.Combine(python.Prefix, "Lib", "site-packages")
            : Path.Combine(python.Prefix, "lib", $"python3.{python.Minor}", "site-packages");
        return Directory.Exists(folder) ? folder : null;
    }

    private static List<Python> Find()
    {
        var found = new List<Python>();
        foreach (string candidate in Candidates().Distinct(StringComparer.Ordinal))
        {
            try
            {
                (int exit, string output, _) = Python.Execute(candidate,
                    ["-I", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.prefix); print(sys.executable)"], null, TimeSpan.FromSeconds(30));
                string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                if (exit == 0 && lines.Length == 3 && System.Version.TryParse(lines[0], out System.Version? version)
                    && version >= new System.Version(3, 8) && !found.Exists(python => python.Prefix == lines[1]))
                {
                    found.Add(new Python(lines[2], lines[0], lines[1]));
                }
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or TimeoutException or IOException)
            {
                // Not an interpreter that runs here.
            }
        }

        return [.. found.OrderBy(python => python.Minor).ThenBy(python => python.FullVersion, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Candidates()
    {
        string? named = Environment.GetEnvironmentVariable("DOCUSENSE_TEST_PYTHONS");
        if (!string.IsNullOrEmpty(named))
            return named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

        bool windows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        string pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        IEnumerable<string> versions = Directory.Exists(pyenv)
            ? Directory.GetDirectories(pyenv).Order(StringComparer.Ordinal).Select(folder => windows ? Path.Combine(folder, "python.exe") : Path.Combine(folder, "bin", "python3"))
            : [];
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => !folder.Contains("WindowsApps", StringComparison.OrdinalIgnoreCase) && !folder.Contains("shims", StringComparison.Ordinal))
            .SelectMany(folder => windows ? [Path.Combine(folder, "python.exe")] : new[] { Path.Combine(folder, "python3"), Path.Combine(folder, "python") });
        return versions.Concat(path).Where(File.Exists);
    }
}

/// <summary>A test that needs a real Python; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (Pythons.All.Count == 0)
            Skip = NoPython;
    }

    internal static string NoPython => "No Python 3.8 or later was found on this machine.";
}

/// <summary>A theory that needs a real Python; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        if (Pythons.All.Count == 0)
            Skip = PythonFactAttribute.NoPython;
    }
}
