using System.Diagnostics;
using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>Runs programs: arguments as a list, output bounded and without secrets, a time limit, and nothing left running after it.</summary>
public static class ProcessRunner
{
    private const int LongestLine = 1 << 16;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends the program and everything it has started.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; no process of the run remains.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static ProcessOutcome Run(ProcessRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        var output = new BoundedOutput(request.OutputLimit);
        var error = new BoundedOutput(request.OutputLimit);
        using var child = ChildProcess.Start(request.Program, _ => request.Arguments, request.WorkingFolder, request.Variables, Reader(output, request), Reader(error, request));
        if (!request.HoldsInput)
            child.CloseInput();

        int? exit;
        using (cancellationToken.Register(static state => ((ChildProcess)state!).Kill(), child))
        {
            exit = child.Wait(request.TimeLimit);
            if (exit is null)
            {
                child.Kill();
                _ = child.Wait(TimeSpan.MaxValue);
            }
        }

        // What a process leaves behind may hold the pipes open for ever; what it printed is there by then.
        child.WaitForOutput(TimeSpan.FromSeconds(10));
        cancellationToken.ThrowIfCancellationRequested();
        return new ProcessOutcome(exit ?? -1, output.ToString(), error.ToString(), exit is null, clock.Elapsed);
    }

    /// <summary>Secrets are taken out line by line, before anything is kept or shown.</summary>
    private static OutputHandler Reader(BoundedOutput text, ProcessRequest request)
    {
        var lines = new LineSplitter(LongestLine, line =>
        {
            string shown = request.Secrets.Redact(_utf8.GetString(line).TrimEnd('\r'));
            text.AddLine(shown);
            request.OnLine?.Invoke(shown);
        });
        return (buffer, count) =>
        {
            if (buffer is null)
                lines.End();
            else
                lines.Add(buffer, count);
        };
    }
}
