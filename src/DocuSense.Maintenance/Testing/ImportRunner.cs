using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DocuSense.Maintenance.Testing;

/// <summary>Imports modules, each in a process of its own: forked from a warm one where the system can, else a fresh one, as many at once as there are processors.</summary>
internal sealed class ImportRunner(TestManifest manifest, PythonLaunch launch, CancellationToken cancellationToken)
{
    /// <summary>The longest that an interpreter may take to start; more than the slowest disk and virus scanner need.</summary>
    internal static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>What a process may take beyond the limit of its module, to tell where it was and to end.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(2);

    /// <summary>Parallel imports.</summary>
    public int Parallelism { get; } = manifest.Parallelism > 0 ? manifest.Parallelism : Environment.ProcessorCount;

    private bool Forks => !manifest.ForcesFreshProcesses && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Imports all modules.</summary>
    /// <param name="targets">What to import.</param>
    /// <param name="preload">What the warm process imports first.</param>
    /// <param name="onEnd">Is told each, as it ends, one at a time.</param>
    /// <exception cref="PythonStartException">The interpreter does not start, or runs no probe.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(IReadOnlyList<ImportTarget> targets, PreloadPlan preload, Action<ImportTarget, ImportObservation> onEnd)
    {
        if (targets.Count == 0)
            return;
        if (!Forks)
        {
            RunFresh(targets, onEnd);
            return;
        }

        // Where something of what was imported beforehand plays a part in a failure, that is not the module's fault: failures are seen once more from cold.
        var doubtful = new List<ImportTarget>();
        bool isWarm = RunForked(targets, preload, (target, seen, warm) =>
        {
            if (warm && !(seen.IsDone && seen.IsOk))
                doubtful.Add(target);
            else
                onEnd(target, seen);
        });
        if (isWarm && doubtful.Count > 0)
            RunForked(doubtful, PreloadPlan.None, (target, seen, _) => onEnd(target, seen));
    }

    /// <summary>Runs all; gives whether anything was imported beforehand. Whatever a lost process leaves undone is begun again in fresh ones.</summary>
    private bool RunForked(IReadOnlyList<ImportTarget> targets, PreloadPlan preload, Action<ImportTarget, ImportObservation, bool> onEnd)
    {
        while (true)
        {
            var open = new Dictionary<int, ImportObservation>();
            for (int index = 0; index < targets.Count; index++)
                open.Add(index, new ImportObservation());
            using ProbeProcess python = ProbeProcess.Start(launch, writer => WriteSettings(writer, "tests", targets, preload));
            string? refused = null;
            try
            {
                refused = Follow(python, targets, open, preload.Requests.Count > 0, onEnd);
            }
            catch (OperationCanceledException)
            {
                python.Kill();
                throw;
            }

            if (refused is not null)
            {
                preload = preload.Without(refused);
                continue;
            }

            if (open.Count > 0 && python.Version is null)
                throw NoProbe(python);
            if (open.Count > 0)
            {
                python.Dispose();
                RunFresh([.. open.Keys.Select(index => targets[index])], (target, seen) => onEnd(target, seen, false));
            }

            return preload.Requests.Count > 0;
        }
    }

    /// <summary>Reads until the probe is done; gives the name of what it refuses to share.</summary>
    private string? Follow(
        ProbeProcess python, IReadOnlyList<ImportTarget> targets, Dictionary<int, ImportObservation> open, bool warm, Action<ImportTarget, ImportObservation, bool> onEnd)
    {
        // Each module has its limit, so that there is a longest time without any word; importing beforehand has as long as all of it may take.
        TimeSpan silence = StartLimit + manifest.ImportTimeout + _grace;
        string root = manifest.Backend;
        while (python.ReadLine(silence, cancellationToken) is { } line)
        {
            if (line.Length > 0 && line[0] == (byte)'{')
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement message = document.RootElement;
                if (message.TryGetProperty("root", out JsonElement resolved))
                    root = resolved.GetString()!;
                else if (message.TryGetProperty("refused", out JsonElement name))
                    return name.GetString();
                else if (message.TryGetProperty("over", out _))
                    return null;
                continue;
            }

            int space = Array.IndexOf(line, (byte)' ');
            if (space <= 0 || !int.TryParse(System.Text.Encoding.ASCII.GetString(line, 0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || !open.TryGetValue(index, out ImportObservation? seen))
                continue;
            seen.Take(line.AsMemory(space + 1), root);
            if (seen.IsOver)
            {
                open.Remove(index);
                onEnd(targets[index], seen, warm);
            }
        }

        return warm && open.Count == targets.Count && python.Version is not null ? preloadLost : null;
    }

    /// <summary>No name of a module: the process was lost while it imported beforehand, so nothing is.</summary>
    private const string preloadLost = "";

    private void RunFresh(IReadOnlyList<ImportTarget> targets, Action<ImportTarget, ImportObservation> onEnd)
    {
        var queue = new ConcurrentQueue<ImportTarget>(targets);
        var gate = new object();
        Exception? failure = null;
        var threads = new List<Thread>();
        for (int number = 0; number < Math.Min(Parallelism, targets.Count); number++)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    while (Volatile.Read(ref failure) is null && queue.TryDequeue(out ImportTarget? target))
                    {
                        ImportObservation seen = RunOne(target);
                        lock (gate)
                            onEnd(target, seen);
                    }
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, exception, null);
                }
            }) { IsBackground = true, Name = "DocuSense import" };
            threads.Add(thread);
            thread.Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
    }

    /// <summary>One module in a fresh interpreter.</summary>
    private ImportObservation RunOne(ImportTarget target)
    {
        var seen = new ImportObservation();
        var clock = Stopwatch.StartNew();
        using ProbeProcess python = ProbeProcess.Start(launch, writer => WriteSettings(writer, "test", [target], PreloadPlan.None));
        bool timedOut = false;
        try
        {
            string root = manifest.Backend;
            bool hasBegun = false;
            var limit = Stopwatch.StartNew();
            while (true)
            {
                TimeSpan left = (hasBegun ? manifest.ImportTimeout + _grace : StartLimit) - limit.Elapsed;
                byte[]? line = left <= TimeSpan.Zero ? null : python.ReadLine(left, cancellationToken);
                if (line is null)
                {
                    timedOut = !python.IsOver && !seen.IsDone;
                    break;
                }

                if (!hasBegun && line.Length > 0 && line[0] == (byte)'{')
                {
                    using JsonDocument document = JsonDocument.Parse(line);
                    root = document.RootElement.GetProperty("root").GetString()!;
                    hasBegun = true;
                    limit.Restart();
                    continue;
                }

                seen.Take(line, root);
                if (seen.IsDone)
                    break;
            }

            if (python.Version is null)
                throw NoProbe(python);
        }
        catch (OperationCanceledException)
        {
            python.Kill();
            throw;
        }

        if (timedOut)
            python.Kill();
        int? exit = timedOut ? null : python.TryExit(seen.IsDone ? _grace : StartLimit);
        python.WaitForErrors();
        seen.End(exit, timedOut, clock.Elapsed.TotalSeconds, python.Errors);
        return seen;
    }

    /// <summary>Why an interpreter that started never ran the probe.</summary>
    internal static PythonStartException NoProbe(ProbeProcess python)
    {
        string noise = python.Noise;
        return new PythonStartException(
            "The interpreter ended, or did not come far enough to run anything." + (noise.Length == 0 ? "" : " It printed: " + ImportJudge.Shorten(noise, 1000)));
    }

    private void WriteSettings(Utf8JsonWriter writer, string mode, IReadOnlyList<ImportTarget> targets, PreloadPlan preload)
    {
        writer.WriteString("mode", mode);
        WriteProject(writer, manifest, launch);
        writer.WriteNumber("limit", manifest.ImportTimeout.TotalSeconds);
        writer.WriteNumber("parallel", Parallelism);
        if (manifest.MemoryLimit is > 0)
            writer.WriteNumber("memory", manifest.MemoryLimit.Value);
        writer.WriteStartArray("preload");
        foreach (PreloadRequest request in preload.Requests)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(request.Module);
            writer.WriteStartArray();
            foreach (string name in request.Names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (mode == "test")
        {
            writer.WritePropertyName("test");
            WriteTest(writer, targets[0], 0);
            return;
        }

        WriteGroups(writer, targets, preload);
        writer.WriteStartArray("tests");
        for (int index = 0; index < targets.Count; index++)
            WriteTest(writer, targets[index], index);
        writer.WriteEndArray();
    }

    private void WriteGroups(Utf8JsonWriter writer, IReadOnlyList<ImportTarget> targets, PreloadPlan preload)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < targets.Count; index++)
            places[targets[index].Case.Id] = index;
        writer.WriteStartArray("groups");
        foreach (StemGroup group in preload.Groups)
        {
            writer.WriteStartObject();
            WriteStrings(writer, "core", group.Core);
            WriteStrings(writer, "own", group.Own);
            WritePath(writer, group.Root);
            writer.WriteStartArray("tests");
            foreach (ImportTarget member in group.Members)
            {
                if (places.TryGetValue(member.Case.Id, out int place))
                    writer.WriteNumberValue(place);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>Writes which folder is the project's, and what in it is not.</summary>
    internal static void WriteProject(Utf8JsonWriter writer, TestManifest manifest, PythonLaunch launch)
    {
        writer.WriteString("project", manifest.Backend);
        writer.WriteStartArray("outside");
        if (launch.Environment is { } environment)
            writer.WriteStringValue(environment.Root);
        writer.WriteEndArray();
    }

    private void WriteTest(Utf8JsonWriter writer, ImportTarget target, int index)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", index);
        writer.WriteString("name", target.Module.Name);
        if (target.Module.IsScript)
            writer.WriteString("file", target.File.Path);
        else
            writer.WriteNull("file");
        WritePath(writer, target.Module.Root);
        writer.WriteEndObject();
    }

    /// <summary>Writes what comes in front of <c>sys.path</c>; the folder that the interpreter is started in is on it as it is.</summary>
    private void WritePath(Utf8JsonWriter writer, string moduleRoot)
    {
        string root = moduleRoot.Length == 0 ? manifest.Backend : Path.Combine(manifest.Backend, moduleRoot.Replace('/', Path.DirectorySeparatorChar));
        WriteStrings(writer, "path", string.Equals(root, manifest.StartFolder, FilePaths.Comparison) ? [] : [root]);
    }
}
