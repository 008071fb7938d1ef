using System.Diagnostics;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>A verb in a process of its own, which may be killed or get variables of its own.</summary>
internal static class ChildRun
{
    /// <summary>Runs a verb; requirements follow an update, and an optimisation writes the original.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="killAfter">When to kill the process alone; what it has started has to notice by itself. Null to let it end.</param>
    /// <param name="from">A file from whose appearance on the time counts; null for the start.</param>
    /// <param name="prefix">Shell commands before it, on Unix.</param>
    /// <param name="variables">Environment variables.</param>
    /// <param name="switches">What to switch on.</param>
    public static (int Exit, string Output) Run(RealBackend backend, string verb, TimeSpan? killAfter = null, string? from = null, string? prefix = null,
        IReadOnlyDictionary<string, string>? variables = null, string[]? switches = null)
    {
        string[] arguments = ["exec", typeof(Program).Assembly.Location, verb, backend.Backend, backend.Absolute("obj"), .. switches ?? ["requirements", "in-place"]];
        var start = new ProcessStartInfo(prefix is null ? "dotnet" : "sh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = backend.Path };
        foreach (string argument in prefix is null ? arguments : ["-c", prefix + "exec dotnet \"$@\"", "sh", .. arguments])
            start.ArgumentList.Add(argument);
        foreach (KeyValuePair<string, string> variable in variables ?? new Dictionary<string, string>())
            start.Environment[variable.Key] = variable.Value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (from is not null && !File.Exists(from) && !process.HasExited)
            Thread.Sleep(1);
        if (killAfter is { } delay && !process.WaitForExit(delay))
            process.Kill();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)));
        return (process.ExitCode, killAfter is null ? output.Result + error.Result : "");
    }
}
