using System.Diagnostics;

namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>What a run of the real <c>dotnet</c> left: exit code and everything it printed.</summary>
public sealed record DotnetRun(int ExitCode, string Output);

/// <summary>Runs the real <c>dotnet</c>, free of what the test run itself has put into the environment.</summary>
public static class Dotnet
{
    public static DotnetRun Run(string folder, params IEnumerable<string> arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs it with further environment variables.</summary>
    public static DotnetRun Run(string folder, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, variables, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end.");
        }

        return new DotnetRun(process.ExitCode, output.Result + error.Result);
    }

    public static Process Start(string folder, params IEnumerable<string> arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Starts it, on Unix, so that an interrupt reaches it: a shell that runs these tests in the background has them all ignore it.</summary>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="python">Absolute path of a Python, which gives the signal its meaning back.</param>
    /// <param name="arguments">The arguments.</param>
    public static Process StartInterruptible(string folder, string python, params IEnumerable<string> arguments) => Start(folder, new Dictionary<string, string>(),
        ["-c", "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp('dotnet', ['dotnet'] + sys.argv[1:])", .. arguments], python);

    private static Process Start(string folder, IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments, string program = "dotnet")
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // A build started by dotnet test would otherwise inherit that one's MSBuild and its settings.
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (KeyValuePair<string, string> variable in variables)
            start.Environment[variable.Key] = variable.Value;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "CI" or "DOTNET_HOST_PATH" or "NUGET_PACKAGES" or "Configuration" or "Platform";
}
