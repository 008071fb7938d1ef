using System.Diagnostics;

namespace DocuSense.Maintenance.Processes;

/// <summary>Takes bytes that a process printed; null at the end of the stream.</summary>
internal delegate void OutputHandler(byte[]? buffer, int count);

/// <summary>
/// A program that was started: never through a shell, its arguments as a list, both output streams read all the time, and nothing of it left once it is ended or disposed of.
/// Everything that starts programs does so here.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Process _process = new();
    private readonly ManualResetEventSlim _outputRead = new();
    private readonly ManualResetEventSlim _errorRead = new();
    private int _disposed;

    private ChildProcess()
    {
    }

    /// <summary>The value of <see cref="ProcessTree.Variable"/> in the environment of the program, and of all that it starts and that keeps it.</summary>
    public string Mark { get; } = "docusense-" + Guid.NewGuid().ToString("N");

    /// <summary>The program's input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or a name to be looked up on PATH.</param>
    /// <param name="arguments">Each as the program will receive it; they are given the mark of the process.</param>
    /// <param name="folder">Absolute path of the folder to run in; null for that of this process.</param>
    /// <param name="variables">Variables that differ from this process's own; null removes one.</param>
    /// <param name="onOutput">Is handed what it prints, from a thread of its own.</param>
    /// <param name="onError">Is handed what it prints to its error stream, from another thread.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static ChildProcess Start(string program, Func<string, IReadOnlyList<string>> arguments, string? folder, IEnumerable<KeyValuePair<string, string?>> variables,
        OutputHandler onOutput, OutputHandler onError)
    {
        var child = new ChildProcess();
        ProcessStartInfo start = child._process.StartInfo;
        start.FileName = program;
        start.Arguments = CommandLineText.Join(arguments(child.Mark));
        start.WorkingDirectory = folder ?? "";
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (KeyValuePair<string, string?> variable in variables)
        {
            if (variable.Value is null)
                start.Environment.Remove(variable.Key);
            else if (variable.Key.Length > 0 && variable.Key.IndexOf('=') < 0)
                start.Environment[variable.Key] = variable.Value;
        }

        start.Environment[ProcessTree.Variable] = child.Mark;
        try
        {
            if (!child._process.Start())
                throw new System.ComponentModel.Win32Exception($"'{program}' could not be started.");
        }
        catch
        {
            child._process.Dispose();
            throw;
        }

        Read(child._process.StandardOutput.BaseStream, onOutput, child._outputRead, "output");
        Read(child._process.StandardError.BaseStream, onError, child._errorRead, "errors");
        return child;
    }

    /// <summary>The exit code; null where it does not end within the limit.</summary>
    public int? Wait(TimeSpan limit)
    {
        try
        {
            return _process.WaitForExit(Milliseconds(limit)) ? _process.ExitCode : null;
        }
        catch (InvalidOperationException)
        {
            // It is no longer ours.
            return null;
        }
    }

    /// <summary>Waits until both streams are read to their ends; what the program has left behind may hold them open for ever.</summary>
    public void WaitForOutput(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        if (_outputRead.Wait(Milliseconds(limit)))
            WaitForErrors(limit - clock.Elapsed);
    }

    /// <summary>The same of the error stream alone.</summary>
    public void WaitForErrors(TimeSpan limit) => _errorRead.Wait(Milliseconds(limit));

    /// <summary>Closes the program's input: whoever waits for more learns that there is none.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // Nobody reads it any more.
        }
    }

    /// <summary>Ends the program at once, with everything that it has started.</summary>
    public void Kill() => ProcessTree.Kill(_process, Mark);

    /// <summary>Closes the input, gives the program a little time to end by itself, and ends what is left of it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        CloseInput();
        if (Wait(_patience) is null)
            Kill();
        ProcessTree.Sweep(Mark);
        _process.Dispose();
    }

    private static int Milliseconds(TimeSpan limit) => (int)Math.Min(int.MaxValue, Math.Max(0, limit.TotalMilliseconds));

    /// <summary>Reads a pipe in a thread of its own, which ends with the pipe.</summary>
    private static void Read(Stream stream, OutputHandler handler, ManualResetEventSlim read, string name)
    {
        var thread = new Thread(() =>
        {
            try
            {
                byte[] buffer = new byte[65536];
                int count;
                while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
                    handler(buffer, count);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // Closed while it was read: there is nothing more to be had.
            }
            finally
            {
                handler(null, 0);
                read.Set();
            }
        }) { IsBackground = true, Name = "DocuSense " + name };
        thread.Start();
    }
}
