using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>An interpreter that runs the probe, and the lines between it and us. Ending it ends all that it started.</summary>
internal sealed class PythonProcess : IDisposable
{
    private const int MaximumLine = 8 << 20;

    private readonly Process _process;
    private readonly string _mark = "docusense-" + Guid.NewGuid().ToString("N");
    private readonly BoundedOutput _errors = new();
    private readonly BoundedOutput _noise = new();
    private readonly System.Collections.Concurrent.BlockingCollection<byte[]> _lines = [];
    private readonly ManualResetEventSlim _errorsRead = new();
    private int _ended;

    private PythonProcess(Process process) => _process = process;

    /// <summary>What the interpreter says its version is, <c>3.11.7</c>; null until it has said so.</summary>
    public string? Version { get; private set; }

    /// <summary>What it printed to standard error.</summary>
    public string Errors => _errors.ToString();

    /// <summary>What was printed before the probe had the word, and standard error.</summary>
    public string Noise => (_noise + "\n" + _errors).Trim();

    /// <summary>The exit code; a process that does not end in time is ended, and has none.</summary>
    public int? TryExit(TimeSpan limit)
    {
        try
        {
            if (_process.WaitForExit((int)limit.TotalMilliseconds))
                return _process.ExitCode;
            ProcessTree.Kill(_process, _mark);
        }
        catch (InvalidOperationException)
        {
            // It never started, or is no longer ours.
        }

        return null;
    }

    /// <summary>Starts an interpreter with the probe and its settings.</summary>
    /// <param name="launch">What to start and where.</param>
    /// <param name="settings">Writes the members of the settings' object.</param>
    /// <exception cref="PythonStartException">It cannot be started; the message says why.</exception>
    public static PythonProcess Start(PythonLaunch launch, Action<Utf8JsonWriter> settings)
    {
        var process = new Process();
        var python = new PythonProcess(process);
        ProcessStartInfo start = process.StartInfo;
        start.FileName = launch.Interpreter!;
        start.Arguments = "-c \"" + ProbeSource.Bootstrap(python._mark) + "\"";
        start.WorkingDirectory = launch.Folder;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (KeyValuePair<string, string> variable in launch.Variables)
        {
            if (variable.Key.Length > 0 && variable.Key.IndexOf('=') < 0)
                start.Environment[variable.Key] = variable.Value;
        }

        // Nothing is written into the source tree, not by what a module starts either.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment[ProcessTree.Variable] = python._mark;
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            process.Dispose();
            throw new PythonStartException($"The interpreter '{launch.Interpreter}' cannot be started ({exception.Message.TrimEnd('.')}).", exception);
        }

        python.Begin();
        byte[] message = Message(settings);
        try
        {
            Stream input = process.StandardInput.BaseStream;
            input.Write(ProbeSource.Bytes, 0, ProbeSource.Bytes.Length);
            input.Write(message, 0, message.Length);
            input.Flush();
        }
        catch (IOException)
        {
            // It ended before it listened; its exit tells why.
        }

        return python;
    }

    /// <summary>The next line of the probe; null when there will be no more, or none came in time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public byte[]? ReadLine(TimeSpan limit, CancellationToken cancellationToken) =>
        _lines.TryTake(out byte[]? line, limit < TimeSpan.Zero ? System.Threading.Timeout.Infinite : (int)Math.Min(int.MaxValue, limit.TotalMilliseconds), cancellationToken) ? line : null;

    /// <summary>Whether the probe has closed its end.</summary>
    public bool IsOver => _lines.IsCompleted;

    /// <summary>Waits for the rest of standard error, but not for what a descendant holds open.</summary>
    public void WaitForErrors() => _errorsRead.Wait(500);

    /// <summary>Ends the process and everything that it started.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        try
        {
            // The probe sees the end of its input, ends what it has started, and goes.
            _process.StandardInput.BaseStream.Dispose();
            if (!_process.WaitForExit(5000))
                ProcessTree.Kill(_process, _mark);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            ProcessTree.Kill(_process, _mark);
        }

        ProcessTree.Sweep(_mark);
        _process.Dispose();
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        ProcessTree.Kill(_process, _mark);
        Dispose();
    }

    private static byte[] Message(Action<Utf8JsonWriter> settings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            settings(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private void Begin()
    {
        Read(_process.StandardOutput.BaseStream, ReadLines);
        Read(_process.StandardError.BaseStream, stream =>
        {
            byte[] buffer = new byte[65536];
            int count;
            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
                _errors.Add(buffer, count);
        });
    }

    /// <summary>Reads a pipe in a thread of its own, which ends with the pipe.</summary>
    private void Read(Stream stream, Action<Stream> read)
    {
        bool isErrors = stream != _process.StandardOutput.BaseStream;
        var thread = new Thread(() =>
        {
            try
            {
                read(stream);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // Closed while it was read: there is nothing more to be had.
            }
            finally
            {
                if (isErrors)
                    _errorsRead.Set();
                else
                    _lines.CompleteAdding();
            }
        }) { IsBackground = true, Name = "DocuSense " + (isErrors ? "stderr" : "probe") };
        thread.Start();
    }

    private void ReadLines(Stream stream)
    {
        byte[] buffer = new byte[65536];
        using var line = new MemoryStream();
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            int start = 0;
            while (start < count)
            {
                int end = Array.IndexOf(buffer, (byte)'\n', start, count - start);
                int length = (end < 0 ? count : end) - start;
                if (line.Length + length <= MaximumLine)
                    line.Write(buffer, start, length);
                start += length + 1;
                if (end < 0)
                    break;
                Take(line.ToArray());
                line.SetLength(0);
            }
        }
    }

    private void Take(byte[] line)
    {
        if (Version is not null)
        {
            _lines.Add(line);
            return;
        }

        // Whatever start-up code of the environment prints comes before the mark.
        string text = Encoding.UTF8.GetString(line).TrimEnd('\r');
        if (text.StartsWith(_mark + " ", StringComparison.Ordinal))
            Version = text.Substring(_mark.Length + 1);
        else if (text.Length > 0)
            _noise.Add([.. line, (byte)'\n'], line.Length + 1);
    }
}

/// <summary>An interpreter that cannot be started.</summary>
internal sealed class PythonStartException(string message, Exception? inner = null) : Exception(message, inner);
