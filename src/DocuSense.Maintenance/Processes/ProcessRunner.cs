using System.Diagnostics;
using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>Runs programs: arguments as a list, output bounded and without secrets, a time limit, and nothing left running after it.</summary>
public static class ProcessRunner
{
    private const int LongestLine = 1 << 16;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends the program and everything it has started.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; no process of the run remains.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static ProcessOutcome Run(ProcessRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        var output = new BoundedText(request.OutputLimit);
        var error = new BoundedText(request.OutputLimit);
        using Process process = Start(request);
        Task readOutput = Task.Run(() => Read(process.StandardOutput, output, request), CancellationToken.None);
        Task readError = Task.Run(() => Read(process.StandardError, error, request), CancellationToken.None);
        if (!request.HoldsInput)
            process.StandardInput.Close();

        bool timedOut = false;
        using (cancellationToken.Register(static state => ProcessTree.Kill((Process)state!), process))
        {
            TimeSpan left = request.TimeLimit;
            if (!process.WaitForExit((int)Math.Min(int.MaxValue, Math.Max(0, left.TotalMilliseconds))))
            {
                timedOut = true;
                ProcessTree.Kill(process);
                process.WaitForExit();
            }
        }

        // What a process leaves behind may hold the pipes open for ever; what it printed is there by then.
        Task.WaitAll([readOutput, readError], TimeSpan.FromSeconds(10));
        if (request.HoldsInput)
            CloseQuietly(process);
        cancellationToken.ThrowIfCancellationRequested();
        lock (output)
        {
            lock (error)
                return new ProcessOutcome(timedOut ? -1 : process.ExitCode, output.ToString(), error.ToString(), timedOut, clock.Elapsed);
        }
    }

    private static Process Start(ProcessRequest request)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(request.Program, CommandLineText.Join(request.Arguments))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            WorkingDirectory = request.WorkingFolder ?? "",
        };
        foreach (KeyValuePair<string, string?> variable in request.Variables)
        {
            if (variable.Value is null)
                start.Environment.Remove(variable.Key);
            else
                start.Environment[variable.Key] = variable.Value;
        }

        return Process.Start(start) ?? throw new System.ComponentModel.Win32Exception($"'{request.Program}' could not be started.");
    }

    private static void Read(StreamReader reader, BoundedText text, ProcessRequest request)
    {
        try
        {
            // Lines are made here, as a program may print for ever and never end one.
            var line = new StringBuilder();
            var buffer = new char[4096];
            for (int count; (count = reader.Read(buffer, 0, buffer.Length)) > 0;)
            {
                for (int index = 0; index < count; index++)
                {
                    if (buffer[index] == '\n' || line.Length == LongestLine)
                        Add(line, text, request);
                    if (buffer[index] is not ('\n' or '\r'))
                        line.Append(buffer[index]);
                }
            }

            if (line.Length > 0)
                Add(line, text, request);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The pipe went with the process.
        }
    }

    private static void Add(StringBuilder line, BoundedText text, ProcessRequest request)
    {
        string shown = request.Secrets.Redact(line.ToString());
        line.Clear();
        lock (text)
            text.Add(shown);
        request.OnLine?.Invoke(shown);
    }

    private static void CloseQuietly(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }
}
