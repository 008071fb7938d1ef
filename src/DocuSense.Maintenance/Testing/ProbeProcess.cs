using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Testing;

/// <summary>An interpreter that runs the probe, and the lines between it and us. Ending it ends all that it started.</summary>
internal sealed class ProbeProcess : IDisposable
{
    private const int LongestLine = 8 << 20;
    private const int OutputLimit = 32768;

    private readonly BoundedOutput _errors = new(OutputLimit);
    private readonly BoundedOutput _noise = new(OutputLimit);
    private readonly BlockingCollection<byte[]> _lines = [];
    private ChildProcess? _child;
    private string _greeting = "";

    private ProbeProcess()
    {
    }

    /// <summary>What the interpreter says its version is, <c>3.11.7</c>; null until it has said so.</summary>
    public string? Version { get; private set; }

    /// <summary>What it printed to standard error.</summary>
    public string Errors => _errors.ToString();

    /// <summary>What was printed before the probe had the word, and standard error.</summary>
    public string Noise => (_noise + "\n" + _errors).Trim();

    /// <summary>The exit code; a process that does not end in time is ended, and has none.</summary>
    public int? TryExit(TimeSpan limit)
    {
        int? code = _child!.Wait(limit);
        if (code is null)
            _child.Kill();
        return code;
    }

    /// <summary>Starts an interpreter with the probe and its settings.</summary>
    /// <param name="launch">What to start and where.</param>
    /// <param name="settings">Writes the members of the settings' object.</param>
    /// <exception cref="PythonStartException">It cannot be started; the message says why.</exception>
    public static ProbeProcess Start(PythonLaunch launch, Action<Utf8JsonWriter> settings)
    {
        var python = new ProbeProcess();
        IReadOnlyList<string> Arguments(string mark)
        {
            python._greeting = mark + " ";
            return ["-c", ProbeSource.Bootstrap(mark)];
        }

        // Nothing is written into the source tree, not by what a module starts either.
        IEnumerable<KeyValuePair<string, string?>> variables = launch.Variables.Select(static variable => new KeyValuePair<string, string?>(variable.Key, variable.Value))
            .Concat([new("PYTHONDONTWRITEBYTECODE", "1")]);
        var lines = new LineSplitter(LongestLine, python.Take);
        try
        {
            python._child = ChildProcess.Start(launch.Interpreter!, Arguments, launch.Folder, variables, (buffer, count) =>
            {
                // At the end there may be the beginning of a line, which means nothing.
                if (buffer is null)
                    python._lines.CompleteAdding();
                else
                    lines.Add(buffer, count);
            }, (buffer, count) =>
            {
                if (buffer is not null)
                    python._errors.Add(buffer, count);
            });
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            throw new PythonStartException($"The interpreter '{launch.Interpreter}' cannot be started ({exception.Message.TrimEnd('.')}).", exception);
        }

        byte[] message = Message(settings);
        try
        {
            Stream input = python._child.Input;
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
        _lines.TryTake(out byte[]? line, limit < TimeSpan.Zero ? Timeout.Infinite : (int)Math.Min(int.MaxValue, limit.TotalMilliseconds), cancellationToken) ? line : null;

    /// <summary>Whether the probe has closed its end.</summary>
    public bool IsOver => _lines.IsCompleted;

    /// <summary>Waits for the rest of standard error, but not for what a descendant holds open.</summary>
    public void WaitForErrors() => _child!.WaitForErrors(TimeSpan.FromMilliseconds(500));

    /// <summary>Ends the process and everything that it started: the probe sees the end of its input, ends what it has started, and goes.</summary>
    public void Dispose() => _child!.Dispose();

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        _child!.Kill();
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

    private void Take(byte[] line)
    {
        if (Version is not null)
        {
            _lines.Add(line);
            return;
        }

        // Whatever start-up code of the environment prints comes before the mark.
        string text = Encoding.UTF8.GetString(line).TrimEnd('\r');
        if (text.StartsWith(_greeting, StringComparison.Ordinal))
            Version = text.Substring(_greeting.Length);
        else if (text.Length > 0)
            _noise.AddLine(text);
    }
}

/// <summary>An interpreter that cannot be started.</summary>
internal sealed class PythonStartException(string message, Exception? inner = null) : Exception(message, inner);
