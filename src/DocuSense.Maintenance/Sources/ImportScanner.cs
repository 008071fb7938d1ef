using System.Runtime.CompilerServices;
using DocuSense.Maintenance.Sources.Scanning;

namespace DocuSense.Maintenance.Sources;

/// <summary>Finds every import of Python source text without running Python.</summary>
public static class ImportScanner
{
    private static readonly ScanResult s_nothing = new([], [], true);

    /// <summary>Scans the bytes of a <c>.py</c> or <c>.pyi</c> file, encoding declaration and BOM honoured.</summary>
    public static ScanResult Scan(ReadOnlyMemory<byte> source, bool isStub = false, CancellationToken cancellationToken = default)
    {
        ScanBuffers buffers = ScanBuffers.Rent();
        try
        {
            SourceText text = SourceText.Read(source, buffers);
            ReadOnlySpan<byte> bytes = text.Bytes.Span;
            buffers.KeepComments = text.Strays is not null;
            bool complete = text.IsComplete & Walk(bytes, text.Survey, buffers, isStub, notebook: false, cancellationToken);
            if (text.Problem is not null)
                buffers.Problems.Push() = new RawProblem { Start = text.ProblemOffset, End = text.ProblemOffset, Message = text.Problem };
            else if (text.Strays is not null)
                AddStray(text, buffers);
            int zero = text.Survey.FirstNull;
            if (zero >= 0)
                buffers.Problems.Push() = new RawProblem { Start = zero, End = zero + 1, Message = "Source code cannot contain null bytes" };
            if (complete && buffers.Imports.Count == 0 && buffers.Problems.Count == 0)
                return s_nothing;
            return new ScanResult(ScanResults.Imports(bytes, buffers, -1), ScanResults.Problems(bytes, buffers), complete);
        }
        finally
        {
            buffers.Return();
        }
    }

    /// <summary>Scans the code cells of a Jupyter notebook (<c>.ipynb</c>).</summary>
    public static ScanResult ScanNotebook(ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        NotebookScan.Run(json, cancellationToken);

    /// <summary>Notes the first byte that is no text and stands outside comments.</summary>
    private static void AddStray(SourceText text, ScanBuffers buffers)
    {
        int comment = 0;
        foreach (int stray in text.Strays!)
        {
            while (comment < buffers.Comments.Count && buffers.Comments.Items[comment].End <= stray)
                comment++;
            if (comment < buffers.Comments.Count && buffers.Comments.Items[comment].Start <= stray)
                continue;
            string message = stray == text.Strays[0] ? $"Byte 0x{text.FirstStray:X2} is not UTF-8, and no other encoding is declared" : "A byte is not UTF-8, and no other encoding is declared";
            buffers.Problems.Push() = new RawProblem { Start = stray, End = stray, Message = message };
            return;
        }
    }

    /// <summary>Walks over a text, a second time where it turned out to give a function that imports a name of its own; false where a part was not understood.</summary>
    internal static bool Walk(ReadOnlySpan<byte> text, in SourceSurvey survey, ScanBuffers buffers, bool isStub, bool notebook, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var walker = new SourceWalker(text, survey, buffers, isStub, notebook, cancellationToken);
            walker.Run();
            if (!walker.AliasFound)
                return walker.IsComplete;
            // All aliases are known now, so that this happens once.
            buffers.Clear();
        }
    }
}
