using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Manifests;

namespace DocuSense.Maintenance.Testing;

/// <summary>Starts an application, asks it once, and ends it with everything it started.</summary>
internal sealed class ApiTest(TestManifest manifest, PythonLaunch launch, CancellationToken cancellationToken)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The result of one probe.</summary>
    public TestResult Run(ApiTarget target)
    {
        var clock = Stopwatch.StartNew();
        ApiProbe probe = target.Probe;
        PythonLaunch start = target.Root is { } root && !string.Equals(root, manifest.StartFolder, FilePaths.Comparison) ? launch.WithPath(root) : launch;
        ApiAnswer answer;
        try
        {
            answer = Ask(probe, start);
        }
        catch (PythonStartException exception)
        {
            answer = ApiAnswer.NotStarted(exception.Message);
        }

        if (answer.Problem is { } problem)
            return Failure(target, clock.Elapsed, "DSM4101", problem, answer);
        return ApiExpectation.Problem(probe, answer.Status, answer.Body) is { } difference
            ? Failure(target, clock.Elapsed, "DSM4102", difference, answer)
            : new TestResult(target.Case, TestOutcome.Passed, clock.Elapsed, null, null, null, null, target.Case.File, target.Case.Line, 0);
    }

    private TestResult Failure(ApiTarget target, TimeSpan duration, string code, string message, ApiAnswer answer)
    {
        IReadOnlyList<ProjectPlace> frames = answer.Frames;
        var trace = new StringBuilder();
        foreach (ProjectPlace frame in frames)
            trace.Append(trace.Length == 0 ? "" : "\n").Append("   at ").Append(frame.File).Append(":line ").Append(frame.Line.ToString(CultureInfo.InvariantCulture));
        string? file = frames.Count > 0 ? Path.Combine(manifest.Backend, frames[0].File.Replace('/', Path.DirectorySeparatorChar)) : target.Case.File;
        string log = answer.Log.TrimEnd();
        return new TestResult(target.Case, TestOutcome.Failed, duration, message, trace.Length == 0 ? null : trace.ToString(), log.Length == 0 ? null : log, code, file,
            frames.Count > 0 ? Math.Max(1, frames[0].Line) : target.Case.Line, frames.Count > 0 ? Math.Max(1, frames[0].Column) : Math.Min(1, target.Case.Line));
    }

    private ApiAnswer Ask(ApiProbe probe, PythonLaunch start)
    {
        int port = FreePort();
        string number = port.ToString(CultureInfo.InvariantCulture);
        if (probe.Command is { } command)
        {
            if (ShellWords.Split(command, 0, out _, out string? error) is not { Count: > 0 } words)
                return ApiAnswer.NotStarted($"The command '{command}' cannot be read ({error ?? "it is empty"}).");
            List<string> arguments = [.. words.Select(word => word.Value.Replace("{port}", number).Replace("{host}", "127.0.0.1"))];
            if (arguments[0] is "python" or "python3")
                arguments[0] = start.Interpreter!;
            return AskServer(probe, start.With("PORT", number), port, writer => WriteServe(writer, arguments));
        }

        string application = probe.Application ?? "app.main:app";
        (bool isAsgi, bool hasUvicorn, ApiAnswer? failure) = Look(probe, start, application);
        if (failure is not null)
            return failure;
        if (!isAsgi)
            return AskServer(probe, start, port, writer => WriteApplication(writer, "wsgi", application, probe, port));
        if (!hasUvicorn)
            return AskInProcess(probe, start, application);
        bool isFactory = application.EndsWith("()", StringComparison.Ordinal);
        List<string> uvicorn = [start.Interpreter!, "-m", "uvicorn", isFactory ? application.Substring(0, application.Length - 2) : application, "--host", "127.0.0.1", "--port", number];
        if (isFactory)
            uvicorn.Add("--factory");
        return AskServer(probe, start, port, writer => WriteServe(writer, uvicorn));
    }

    /// <summary>Imports the application once in a process of its own, to know its kind, and to say with its place why it cannot be imported.</summary>
    private (bool IsAsgi, bool HasUvicorn, ApiAnswer? Failure) Look(ApiProbe probe, PythonLaunch start, string application)
    {
        using ProbeProcess python = ProbeProcess.Start(start, writer => WriteApplication(writer, "look", application, probe, 0));
        JsonElement? answer = Read(python, probe.Timeout + ImportRunner.StartLimit, static message => message.TryGetProperty("asgi", out _) || message.TryGetProperty("error", out _));
        if (answer is not { } seen)
            return (false, false, ApiAnswer.NotStarted($"'{application}' could not be imported within {Seconds(probe.Timeout)}, or ended the interpreter.", Log(python)));
        if (seen.TryGetProperty("error", out JsonElement error))
            return (false, false, Failed(application, error, Log(python)));
        return (seen.GetProperty("asgi").GetBoolean(), seen.GetProperty("uvicorn").GetBoolean(), null);
    }

    private static ApiAnswer Failed(string application, JsonElement error, string log)
    {
        IReadOnlyList<PythonError> errors = ImportObservation.ErrorsOf(error);
        var frames = new List<ProjectPlace>();
        foreach (PythonError one in errors)
        {
            if (one.Syntax is { } syntax)
                frames.Add(syntax);
            frames.AddRange(one.Frames);
        }

        return new ApiAnswer($"'{application}' does not start: {(errors.Count == 0 ? "an unknown error" : ImportJudge.Text(errors[0]))}", 0, "", log, frames);
    }

    /// <summary>An ASGI application without a server.</summary>
    private ApiAnswer AskInProcess(ApiProbe probe, PythonLaunch start, string application)
    {
        using ProbeProcess python = ProbeProcess.Start(start, writer => WriteApplication(writer, "asgi", application, probe, 0));
        JsonElement? answer = Read(python, probe.Timeout + probe.Timeout, static message => message.TryGetProperty("status", out _) || message.TryGetProperty("error", out _));
        string log = Log(python);
        if (answer is not { } seen)
            return ApiAnswer.NotStarted($"'{application}' did not answer within {Seconds(probe.Timeout + probe.Timeout)}.", log);
        if (seen.TryGetProperty("error", out JsonElement error))
            return Failed(application, error, log);
        return seen.GetProperty("status").ValueKind == JsonValueKind.Number
            ? new ApiAnswer(null, seen.GetProperty("status").GetInt32(), seen.GetProperty("body").GetString()!, log, [])
            : ApiAnswer.NotStarted($"'{application}' sent no answer.", log);
    }

    /// <summary>Starts a server, waits until it takes connections, asks, and ends it.</summary>
    private ApiAnswer AskServer(ApiProbe probe, PythonLaunch start, int port, Action<Utf8JsonWriter> settings)
    {
        using ProbeProcess python = ProbeProcess.Start(start, settings);
        try
        {
            var clock = Stopwatch.StartNew();
            while (!Accepts(port))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (clock.Elapsed > probe.Timeout + _pause)
                    return ApiAnswer.NotStarted($"The application took no connection within {Seconds(probe.Timeout)}.", Log(python));
                if (python.ReadLine(_pause, cancellationToken) is not { } line)
                {
                    if (python.IsOver)
                        return ApiAnswer.NotStarted("The application ended before it took a connection.", Log(python));
                    continue;
                }

                if (line.Length == 0 || line[0] != (byte)'{')
                    continue;
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement message = document.RootElement;
                if (message.TryGetProperty("error", out JsonElement error))
                    return Failed(probe.Application ?? "", error, Log(python));
                if (message.TryGetProperty("failed", out JsonElement reason))
                    return ApiAnswer.NotStarted($"The command cannot be started: {reason.GetString()}.", Log(python));
                if (message.TryGetProperty("exited", out JsonElement code))
                    return ApiAnswer.NotStarted($"The application ended with exit code {code.GetInt32()} before it took a connection.", Log(python));
            }

            return Request(probe, port) with { Log = Log(python) };
        }
        catch (OperationCanceledException)
        {
            python.Kill();
            throw;
        }
    }

    private ApiAnswer Request(ApiProbe probe, int port)
    {
        using var handler = new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(probe.Timeout);
        string address = string.Format(CultureInfo.InvariantCulture, "http://127.0.0.1:{0}{1}{2}", port, probe.Path.StartsWith("/", StringComparison.Ordinal) ? "" : "/", probe.Path);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(probe.Method.ToUpperInvariant()), address);
            using HttpResponseMessage response = client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token).GetAwaiter().GetResult();
            byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            return new ApiAnswer(null, (int)response.StatusCode, Encoding.UTF8.GetString(body), "", []);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ApiAnswer.NotStarted($"The application took the connection and did not answer within {Seconds(probe.Timeout)}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or FormatException or ArgumentException)
        {
            return ApiAnswer.NotStarted($"The application did not answer '{probe.Method} {probe.Path}': {(exception.InnerException ?? exception).Message.TrimEnd('.')}.");
        }
    }

    private JsonElement? Read(ProbeProcess python, TimeSpan limit, Func<JsonElement, bool> isWanted)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < limit && python.ReadLine(limit - clock.Elapsed, cancellationToken) is { } line)
            {
                if (line.Length == 0 || line[0] != (byte)'{')
                    continue;
                using JsonDocument document = JsonDocument.Parse(line);
                if (isWanted(document.RootElement))
                    return document.RootElement.Clone();
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            python.Kill();
            throw;
        }
    }

    /// <summary>Ends the process and gives what it printed.</summary>
    private static string Log(ProbeProcess python)
    {
        python.Dispose();
        python.WaitForErrors();
        return python.Errors;
    }

    private static void WriteServe(Utf8JsonWriter writer, List<string> arguments)
    {
        writer.WriteString("mode", "serve");
        writer.WriteStartArray("command");
        foreach (string argument in arguments)
            writer.WriteStringValue(argument);
        writer.WriteEndArray();
    }

    private void WriteApplication(Utf8JsonWriter writer, string mode, string application, ApiProbe probe, int port)
    {
        writer.WriteString("mode", mode);
        ImportRunner.WriteProject(writer, manifest, launch);
        writer.WriteString("application", application);
        writer.WriteString("method", probe.Method.ToUpperInvariant());
        writer.WriteString("path", probe.Path);
        writer.WriteNumber("port", port);
    }

    /// <summary>A port that nothing listens on; another program might take it before the application does, which then says so.</summary>
    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Seconds(TimeSpan time) => string.Format(CultureInfo.InvariantCulture, "{0:0.##} s", time.TotalSeconds);
}

/// <summary>What an application answered, or why it did not.</summary>
internal sealed record ApiAnswer(string? Problem, int Status, string Body, string Log, IReadOnlyList<ProjectPlace> Frames)
{
    public static ApiAnswer NotStarted(string problem, string log = "") => new(problem, 0, "", log, []);
}
