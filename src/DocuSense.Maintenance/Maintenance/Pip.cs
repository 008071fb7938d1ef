using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>The pip of one environment: the resolver and installer of all verbs.</summary>
internal sealed class Pip(string python, EnvironmentLock held, PipInputs inputs, TimeSpan timeLimit, Action<string> onLine, CancellationToken cancellationToken)
{
    /// <summary>The oldest pip that can tell what it would do (<c>--dry-run --report</c>).</summary>
    public const string OldestForPlans = "22.2";

    private int _files;

    /// <summary>Runs pip.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="MaintenanceException">DSM5004: the environment's Python cannot be started.</exception>
    public ProcessOutcome Run(params string[] arguments) => Run("pip", arguments);

    /// <summary>Runs a module of the environment's Python.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="MaintenanceException">DSM5004: the environment's Python cannot be started.</exception>
    public ProcessOutcome Run(string module, IReadOnlyList<string> arguments)
    {
        try
        {
            return PythonProcess.Run(python, held.BusyFile, module, arguments, inputs.Variables, inputs.Secrets, onLine, timeLimit, cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new MaintenanceException("DSM5004", $"'{python}' cannot be started ({exception.Message.TrimEnd('.')}); rebuild the environment with -t:DocuSenseRestore -p:DocuSenseForce=true.", exception);
        }
    }

    /// <summary>Runs pip where failure is not an option.</summary>
    /// <param name="what">What it is for, as the beginning of a sentence: <c>The requirements could not be installed</c>.</param>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="MaintenanceException">It failed; the code tells how.</exception>
    public ProcessOutcome Require(string what, params string[] arguments)
    {
        ProcessOutcome outcome = Run(arguments);
        return outcome.Succeeded ? outcome : throw PipProblem.Of(outcome).ToException(what);
    }

    /// <summary>What pip would install, or why it cannot.</summary>
    public (List<PipInstall>? Installs, PipProblem? Problem) Plan(params string[] arguments)
    {
        string report = NewFile("report.json");
        ProcessOutcome outcome = Ask(["install", "--dry-run", "--quiet", "--report", report, .. arguments], out PipProblem? unreachable);
        if (unreachable is not null)
            return (null, unreachable);
        if (!outcome.Succeeded)
            return (null, PipProblem.Of(outcome));
        try
        {
            return (PipReport.Read(File.ReadAllBytes(report)), null);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, new PipProblem(PipProblemKind.Other, "its report cannot be read: " + exception.Message.TrimEnd('.')));
        }
    }

    /// <summary>
    /// Runs pip where an answer without the index would be a wrong one. pip passes over pages that it cannot fetch, calls that a success, and says so in
    /// its log alone; a page that does not exist is another matter, as not every distribution is on every index.
    /// </summary>
    public ProcessOutcome Ask(string[] arguments, out PipProblem? unreachable)
    {
        string log = NewFile("log.txt");
        ProcessOutcome outcome = Run([.. arguments, "--log", log]);
        unreachable = null;
        if (!File.Exists(log))
            return outcome;
        foreach (string line in File.ReadLines(log))
        {
            int at = line.IndexOf("Could not fetch URL", StringComparison.Ordinal);
            if (at >= 0 && line.IndexOf("404 Client Error", StringComparison.Ordinal) < 0)
            {
                string text = inputs.Secrets.Redact(line.Substring(at)).Replace(" - skipping", "");
                unreachable = new PipProblem(PipProblemKind.Unreachable, text.Length > 300 ? text.Substring(0, 300) + "…" : text);
                break;
            }
        }

        return outcome;
    }

    /// <summary>Writes a file for pip to read; it goes with the run.</summary>
    public string Write(string name, IEnumerable<string> lines)
    {
        string path = NewFile(name);
        File.WriteAllText(path, string.Concat(lines.Select(static line => line + "\n")), new UTF8Encoding(false));
        return path;
    }

    /// <summary>The path of a file that does not exist yet; it goes with the run.</summary>
    public string NewFile(string name) => Path.Combine(held.Folder, "pip" + (_files++).ToString(System.Globalization.CultureInfo.InvariantCulture) + "-" + name);
}
