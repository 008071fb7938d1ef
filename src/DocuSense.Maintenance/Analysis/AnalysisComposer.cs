using System.Text.Json;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Analysis;

/// <summary>Composes <c>analysis.json</c> beside other work: each part as soon as it is known, in the order of the file, which is replaced in the end.</summary>
/// <param name="path">The file.</param>
internal sealed class AnalysisComposer(string path) : IDisposable
{
    private readonly PieceStream _stream = new();
    private Utf8JsonWriter? _writer;
    private FileReplacement? _file;
    private Task _composed = Task.CompletedTask;

    /// <summary>Begins with what the sources import.</summary>
    public void AddImports(IReadOnlyList<ScannedFile> sources) => Then(() =>
    {
        _writer = AnalysisFile.Begin(_stream);
        AnalysisFile.WriteImports(_writer, sources);

        // The largest part by far.
        _writer.Flush();
        _file = new FileReplacement(path);
        _file.Append(_stream);
    });

    /// <summary>Goes on with what was observed and judged.</summary>
    /// <param name="snapshot">Nothing that is derived from it only when it is asked for is used but its usage, which is judged before this returns.</param>
    public void AddFacts(Snapshot snapshot)
    {
        UsageAnalysis usage = snapshot.Usage;
        Then(() => AnalysisFile.WriteFacts(_writer!, snapshot, usage));
    }

    /// <summary>Ends with the findings, and replaces the file.</summary>
    /// <returns>Fails with what <see cref="FileReplacement"/> throws.</returns>
    public Task Finish(Snapshot snapshot, IReadOnlyList<Diagnostic> diagnostics)
    {
        Then(() =>
        {
            AnalysisFile.End(_writer!, _stream, snapshot, diagnostics);
            _file!.Append(_stream);
            _file.Commit();
        });
        return _composed;
    }

    /// <summary>Waits for what is being composed, and drops it.</summary>
    public void Dispose()
    {
        ((IAsyncResult)_composed).AsyncWaitHandle.WaitOne();
        _writer?.Dispose();
        _file?.Dispose();
        _stream.Dispose();
    }

    private void Then(Action write) => _composed = _composed.ContinueWith(
        before =>
        {
            before.GetAwaiter().GetResult();
            write();
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
