using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>A place in the project; the file relative to the backend, with forward slashes.</summary>
internal readonly record struct ProjectPlace(string File, int Line, int Column = 0);

/// <summary>One exception of a chain.</summary>
internal sealed record PythonError(string Type, string Text, IReadOnlyList<ProjectPlace> Frames, ProjectPlace? Syntax);

/// <summary>Something a module did when it was imported.</summary>
internal sealed record ImportAct(string What, string Detail, ProjectPlace Place);

/// <summary>What one of the project's modules that were loaded took, in seconds, and its file, relative to the backend.</summary>
internal sealed record ModuleTime(string Name, double Self, double Cumulative, string File);

/// <summary>
/// A foreign package that was loaded: its modules' own seconds, their number, the import in the project that asked for it first, or else what was imported, and the module
/// of others whose code did it: null where the project's own did, empty where it has no name.
/// </summary>
internal sealed record LoadedPackage(string Name, double Seconds, int Modules, ProjectPlace? Place, string? Through, string? By);

/// <summary>What was seen of the import of one module: the lines of the probe, put together.</summary>
internal sealed class ImportObservation
{
    /// <summary>Whether the import ended, well or with an exception.</summary>
    public bool IsDone { get; private set; }

    public bool IsOk { get; private set; }

    /// <summary>Whether it ended with SystemExit.</summary>
    public bool HasExited { get; private set; }

    /// <summary>The exception and what it came from; empty for none.</summary>
    public IReadOnlyList<PythonError> Errors { get; private set; } = [];

    public List<ImportAct> Acts { get; } = [];

    /// <summary>Threads left running: whether each keeps the interpreter from ending, and its name.</summary>
    public List<(bool KeepsAlive, string Name)> Threads { get; } = [];

    /// <summary>The time the import takes in a process of its own.</summary>
    public double Seconds { get; private set; }

    public List<ModuleTime> Own { get; } = [];

    public List<LoadedPackage> Loaded { get; } = [];

    /// <summary>The file that was imported: relative to the backend, or absolute where it is not the project's; null where not known.</summary>
    public string? File { get; private set; }

    /// <summary>The places in the project where it was when it crashed or was stopped, innermost first.</summary>
    public List<ProjectPlace> Stopped { get; } = [];

    /// <summary>What the interpreter itself said of a crash.</summary>
    public string? Fatal { get; private set; }

    public int? ExitCode { get; private set; }

    public int? Signal { get; private set; }

    public bool TimedOut { get; private set; }

    public string Output { get; private set; } = "";

    /// <summary>Whether the process has ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Wall time of the process.</summary>
    public double ProcessSeconds { get; private set; }

    /// <summary>Takes a line: JSON of the probe, or text of the interpreter's fault handler.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="root">The backend as the interpreter resolves it, for what the fault handler names.</param>
    public void Take(ReadOnlyMemory<byte> line, string root)
    {
        if (line.Length == 0)
            return;
        if (line.Span[0] == (byte)'{')
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Take(document.RootElement);
                return;
            }
            catch (JsonException)
            {
                // Cut off when the process ended.
                return;
            }
        }

        TakeFault(Encoding.UTF8.GetString(line.ToArray()), root);
    }

    /// <summary>Notes the end of a process that the driver itself watched.</summary>
    public void End(int? exitCode, bool timedOut, double seconds, string output)
    {
        IsOver = true;
        // A process that a signal ended has 128 and the signal's number as its exit code in .NET.
        Signal = exitCode is > 128 and < 160 ? exitCode - 128 : null;
        ExitCode = Signal is null ? exitCode : null;
        TimedOut = timedOut;
        ProcessSeconds = seconds;
        Output = output;
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("act", out JsonElement act))
        {
            Acts.Add(new ImportAct(act.GetString()!, message.GetProperty("detail").GetString()!, Place(message.GetProperty("file"), message.GetProperty("line"))));
        }
        else if (message.TryGetProperty("end", out JsonElement end))
        {
            IsOver = true;
            ExitCode = end.ValueKind == JsonValueKind.Number ? end.GetInt32() : null;
            Signal = message.GetProperty("signal").ValueKind == JsonValueKind.Number ? message.GetProperty("signal").GetInt32() : null;
            TimedOut = message.GetProperty("timeout").GetBoolean();
            ProcessSeconds = message.GetProperty("seconds").GetDouble();
            Output = message.GetProperty("output").GetString()!;
        }
        else if (message.TryGetProperty("done", out _))
        {
            TakeReport(message);
        }
    }

    private void TakeReport(JsonElement report)
    {
        IsDone = true;
        IsOk = report.GetProperty("ok").GetBoolean();
        HasExited = report.TryGetProperty("exit", out _);
        Seconds = report.GetProperty("seconds").GetDouble();
        File = report.TryGetProperty("file", out JsonElement file) ? file.GetString() : null;
        if (report.TryGetProperty("error", out JsonElement error))
            Errors = ErrorsOf(error);
        if (report.TryGetProperty("threads", out JsonElement threads))
        {
            foreach (JsonElement thread in threads.EnumerateArray())
                Threads.Add((thread[0].GetBoolean(), thread[1].GetString()!));
        }

        foreach (JsonElement own in report.GetProperty("own").EnumerateArray())
            Own.Add(new ModuleTime(own[0].GetString()!, own[1].GetDouble(), own[2].GetDouble(), own[3].GetString()!));
        foreach (JsonProperty loaded in report.GetProperty("loaded").EnumerateObject())
        {
            JsonElement value = loaded.Value;
            Loaded.Add(new LoadedPackage(loaded.Name, value[0].GetDouble(), value[1].GetInt32(), value[2].ValueKind == JsonValueKind.String ? Place(value[2], value[3]) : null,
                value[4].GetString(), value[5].GetString()));
        }
    }

    /// <summary>The exceptions of a chain as the probe writes them.</summary>
    public static IReadOnlyList<PythonError> ErrorsOf(JsonElement chain)
    {
        var errors = new List<PythonError>();
        foreach (JsonElement entry in chain.EnumerateArray())
        {
            var frames = new List<ProjectPlace>();
            foreach (JsonElement frame in entry.GetProperty("frames").EnumerateArray())
                frames.Add(Place(frame[0], frame[1]));
            ProjectPlace? syntax = entry.TryGetProperty("syntax", out JsonElement place)
                ? new ProjectPlace(place[0].GetString()!, place[1].GetInt32(), place[2].GetInt32())
                : null;
            errors.Add(new PythonError(entry.GetProperty("type").GetString()!, entry.GetProperty("text").GetString()!, frames, syntax));
        }

        return errors;
    }

    private static ProjectPlace Place(JsonElement file, JsonElement line) => new(file.GetString()!, line.GetInt32());

    /// <summary>A line of <c>faulthandler</c>: a headline, or <c>File "…", line 4 in name</c>.</summary>
    private void TakeFault(string line, string root)
    {
        string text = line.Trim();
        if (!text.StartsWith("File \"", StringComparison.Ordinal))
        {
            if (text.StartsWith("Current thread ", StringComparison.Ordinal))
                Stopped.Clear();
            if (text.StartsWith("Fatal Python error: ", StringComparison.Ordinal))
                Fatal = text.Substring(20);
            return;
        }

        int quote = text.LastIndexOf("\", line ", StringComparison.Ordinal);
        if (quote < 0)
            return;
        string path = Unescape(text.Substring(6, quote - 6));
        string number = text.Substring(quote + 8);
        int space = number.IndexOf(' ');
        if (FilePaths.IsInside(path, root) && path.IndexOf("site-packages", StringComparison.Ordinal) < 0
            && int.TryParse(space < 0 ? number : number.Substring(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int at) && Stopped.Count < 50)
        {
            Stopped.Add(new ProjectPlace(FilePaths.Relative(path, root), at));
        }
    }

    /// <summary>The fault handler writes ASCII: <c>\xe9</c>, <c>\u0153</c>, <c>\U0001f600</c>.</summary>
    private static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0)
            return text;
        var result = new StringBuilder();
        for (int index = 0; index < text.Length; index++)
        {
            int digits = text[index] != '\\' || index + 1 >= text.Length ? 0 : text[index + 1] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0 && index + 2 + digits <= text.Length
                && int.TryParse(text.Substring(index + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) && code is < 0xD800 or (> 0xDFFF and <= 0x10FFFF))
            {
                result.Append(char.ConvertFromUtf32(code));
                index += 1 + digits;
                continue;
            }

            result.Append(text[index]);
        }

        return result.ToString();
    }
}
