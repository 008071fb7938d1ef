using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>Turns what was seen of an import into a result. Pure.</summary>
internal sealed class ImportJudge(TestManifest manifest, DistributionNames distributions)
{
    private const int MaximumFrames = 20;

    private static readonly Dictionary<int, string> _signals = new()
    {
        [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM", [24] = "SIGXCPU",
    };

    /// <summary>The result of one import.</summary>
    public TestResult Judge(ImportTarget target, ImportObservation seen)
    {
        if (seen.IsDone)
            return seen.IsOk ? Imported(target, seen) : Raised(target, seen);
        if (seen.TimedOut)
            return Stopped(target, seen);

        // The module closed the descriptor of the probe, which then tells the outcome by its exit code.
        if (seen.ExitCode == 96)
            return Result(target, seen, TestOutcome.Passed, null, null, [], default);
        return seen.ExitCode == 97
            ? Result(target, seen, TestOutcome.Failed, "DSM4001", "The import failed, and the module had closed every file of the process, so that nothing more is known.", [], Own(target))
            : Crashed(target, seen);
    }

    /// <summary>A text cut to a length, at its end.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : text.Substring(0, length) + " …";

    private TestResult Imported(ImportTarget target, ImportObservation seen)
    {
        List<string> kept = [];
        foreach ((bool keepsAlive, string name) in seen.Threads)
        {
            if (keepsAlive)
                kept.Add($"'{name}'");
        }

        if (kept.Count > 0)
        {
            return Result(target, seen, TestOutcome.Failed, "DSM4004",
                $"Importing it leaves {(kept.Count == 1 ? "a thread" : "threads")} behind that never ended ({string.Join(", ", kept)}); start it from a function, or make it a daemon.", [], Own(target));
        }

        if (manifest.ImportTimeBudget is { } budget && seen.Seconds > budget.TotalSeconds)
            return Result(target, seen, TestOutcome.Passed, "DSM4005", Slow(seen, budget), [], Own(target));
        if (seen.Acts.Count > 0 || seen.Threads.Count > 0)
        {
            ImportAct? act = seen.Acts.Count > 0 ? seen.Acts[0] : null;
            string what = act is null ? $"leaves a thread running ({seen.Threads[0].Name})" : Describe(act);
            return Result(target, seen, TestOutcome.Passed, "DSM4004",
                $"Importing it {what}; do this in a function, or behind 'if __name__ == \"__main__\"'.", [], act?.Place ?? Own(target));
        }

        string? note = seen.File is { } file && !target.Module.IsScript && file != target.File.RelativePath
            ? $"'import {target.Module.Name}' gives '{file}', not this file."
            : null;
        return Result(target, seen, TestOutcome.Passed, null, note, [], default);
    }

    private TestResult Raised(ImportTarget target, ImportObservation seen)
    {
        PythonError error = seen.Errors.Count > 0 ? seen.Errors[0] : new PythonError("BaseException", "", [], null);
        // What a person would mend lies where the chain of exceptions began, as far as that is in the project.
        ProjectPlace place = default;
        List<ProjectPlace> frames = [];
        for (int index = seen.Errors.Count - 1; index >= 0; index--)
        {
            PythonError cause = seen.Errors[index];
            if (cause.Syntax is { } syntax)
                Add(frames, syntax);
            foreach (ProjectPlace frame in cause.Frames)
                Add(frames, frame);
        }

        place = error.Syntax ?? (error.Frames.Count > 0 ? error.Frames[0] : frames.Count > 0 ? frames[0] : Own(target));
        if (seen.HasExited)
        {
            string with = error.Text.Length == 0 ? "" : $" with '{Shorten(error.Text, 100)}'";
            return Result(target, seen, TestOutcome.Failed, "DSM4004",
                $"Importing it ends the interpreter: sys.exit is called{with}. Do this in a function, or behind 'if __name__ == \"__main__\"'.", frames, place);
        }

        if (error.Type == "EOFError" && seen.Acts.Find(static act => act.What == "reads standard input") is { } input)
        {
            return Result(target, seen, TestOutcome.Failed, "DSM4004",
                "Importing it reads standard input, which is empty here. Do this in a function, or behind 'if __name__ == \"__main__\"'.", frames, input.Place);
        }

        var message = new StringBuilder(Text(error));
        for (int index = 1; index < seen.Errors.Count; index++)
            message.Append("\ncaused by ").Append(Text(seen.Errors[index]));
        return Result(target, seen, TestOutcome.Failed, "DSM4001", message.ToString(), frames, place);
    }

    private TestResult Stopped(ImportTarget target, ImportObservation seen)
    {
        string limit = Seconds(manifest.ImportTimeout.TotalSeconds);
        ProjectPlace place = seen.Stopped.Count > 0 ? seen.Stopped[0] : Own(target);
        if (seen.Acts.Find(static act => act.What == "opens a socket to listen on") is { } server)
        {
            return Result(target, seen, TestOutcome.Failed, "DSM4004",
                $"Importing it starts a server ({server.Detail}) and does not end within {limit}. Start it in a function, or behind 'if __name__ == \"__main__\"'.", seen.Stopped, server.Place);
        }

        string act = seen.Acts.Count == 0 ? "" : $" It {Describe(seen.Acts[seen.Acts.Count - 1])}.";
        return Result(target, seen, TestOutcome.Failed, "DSM4002",
            $"The import did not end within {limit} (DocuSenseImportTimeout) and was stopped.{act}", seen.Stopped, place);
    }

    private TestResult Crashed(ImportTarget target, ImportObservation seen)
    {
        string how = seen.Signal is { } signal
            ? "was ended by " + (_signals.TryGetValue(signal, out string? name) ? name : "signal " + signal.ToString(CultureInfo.InvariantCulture))
            : seen.ExitCode is { } code ? string.Format(CultureInfo.InvariantCulture, "ended with exit code {0}", code) : "ended";
        string fatal = seen.Fatal is null ? seen.Signal == 9 ? " (perhaps for want of memory)" : "" : $" ({seen.Fatal})";
        ProjectPlace place = seen.Stopped.Count > 0 ? seen.Stopped[0] : seen.Acts.Count > 0 ? seen.Acts[seen.Acts.Count - 1].Place : Own(target);
        return Result(target, seen, TestOutcome.Failed, "DSM4003", $"The interpreter {how}{fatal} while the module was imported.", seen.Stopped, place);
    }

    /// <summary>Names the distributions that cost most, dearest first.</summary>
    private string Slow(ImportObservation seen, TimeSpan budget)
    {
        var costs = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (LoadedPackage loaded in seen.Loaded)
        {
            string name = distributions.Of(loaded.Name) ?? "the standard library";
            costs[name] = (costs.TryGetValue(name, out double sum) ? sum : 0) + loaded.Seconds;
        }

        double own = 0;
        foreach (ModuleTime module in seen.Own)
            own += module.Self;
        costs["the project's own modules"] = own;
        var dearest = new List<string>();
        foreach (KeyValuePair<string, double> cost in costs.OrderByDescending(static cost => cost.Value).Take(3))
            dearest.Add($"{cost.Key} {Seconds(cost.Value)}");
        return $"The import takes {Seconds(seen.Seconds)}, more than {Seconds(budget.TotalSeconds)} (DocuSenseImportTimeBudget): {string.Join(", ", dearest)}. Import late what costs most.";
    }

    private TestResult Result(ImportTarget target, ImportObservation seen, TestOutcome outcome, string? code, string? message, List<ProjectPlace> frames, ProjectPlace place)
    {
        var trace = new StringBuilder();
        for (int index = 0; index < Math.Min(frames.Count, MaximumFrames); index++)
            trace.Append(index == 0 ? "" : "\n").Append("   at ").Append(frames[index].File).Append(":line ").Append(frames[index].Line.ToString(CultureInfo.InvariantCulture));
        string? file = place.File is null ? target.File.Path : Path.Combine(manifest.Backend, place.File.Replace('/', Path.DirectorySeparatorChar));
        string output = seen.Output.TrimEnd();
        return new TestResult(target.Case, outcome, TimeSpan.FromSeconds(seen.IsDone ? seen.Seconds : seen.ProcessSeconds), message, trace.Length == 0 ? null : trace.ToString(),
            output.Length == 0 ? null : output, code, file, Math.Max(1, place.Line), Math.Max(code is null ? 0 : 1, place.Column));
    }

    private static ProjectPlace Own(ImportTarget target) => new(target.File.RelativePath, 1);

    private static void Add(List<ProjectPlace> frames, ProjectPlace place)
    {
        foreach (ProjectPlace known in frames)
        {
            if (known.File == place.File && known.Line == place.Line)
                return;
        }

        frames.Add(place);
    }

    /// <summary>As Python prints it: the type, and the text where there is one.</summary>
    public static string Text(PythonError error) => error.Text.Length == 0 ? error.Type : $"{error.Type}: {error.Text}";

    private static string Describe(ImportAct act) => act.Detail.Length == 0 ? act.What : $"{act.What} ({act.Detail})";

    private static string Seconds(double seconds) => seconds < 1
        ? string.Format(CultureInfo.InvariantCulture, "{0:0} ms", seconds * 1000)
        : string.Format(CultureInfo.InvariantCulture, "{0:0.##} s", seconds);
}
