using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Scans the code cells of a notebook. Lines that IPython reads itself (magics, shell commands, help) are passed over.</summary>
internal static class NotebookScan
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 1 << 20, CommentHandling = JsonCommentHandling.Skip };

    // The cell magics whose body is Python.
    private static readonly string[] s_python = ["time", "timeit", "capture", "prun", "python", "python3", "pypy", "debug", "snakeviz", "memit", "mprun"];

    public static ScanResult Run(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> bytes = json.Span;
        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
            bytes = bytes.Slice(3);
        List<(int Index, byte[] Source)> cells;
        try
        {
            cells = NotebookCells.Read(bytes, s_options, out string? language);
            if (language is not null && language.IndexOf("python", StringComparison.OrdinalIgnoreCase) < 0)
                return new ScanResult([], [], true);
        }
        catch (JsonException exception)
        {
            int line = (int)Math.Min(exception.LineNumber ?? 0, int.MaxValue - 1) + 1;
            int column = (int)Math.Min(exception.BytePositionInLine ?? 0, int.MaxValue - 1) + 1;
            return new ScanResult([], [new SourceProblem(new SourceSpan(line, column, line, column), "Not a notebook: the file is not valid JSON")], false);
        }
        catch (InvalidOperationException)
        {
            // A string of the JSON is not valid UTF-8 or UTF-16.
            return new ScanResult([], [new SourceProblem(SourceSpan.Start, "Not a notebook: a text in it is not valid Unicode")], false);
        }
        return Scan(cells, cancellationToken);
    }

    /// <summary>The Python of a notebook's code cells, one after the other, without the lines that IPython reads itself; empty for what is no such notebook.</summary>
    /// <param name="json">The file.</param>
    internal static byte[] CodeOf(ReadOnlySpan<byte> json)
    {
        if (json.Length >= 3 && json[0] == 0xEF && json[1] == 0xBB && json[2] == 0xBF)
            json = json.Slice(3);
        List<(int Index, byte[] Source)> cells;
        try
        {
            cells = NotebookCells.Read(json, s_options, out string? language);
            if (language is not null && language.IndexOf("python", StringComparison.OrdinalIgnoreCase) < 0)
                return [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }

        var code = new MemoryStream();
        foreach ((_, byte[] source) in cells)
        {
            bool starts = true;
            foreach (byte character in source)
            {
                // A magic becomes a comment, so that lines keep their numbers.
                if (starts && character is (byte)'%' or (byte)'!' or (byte)'?')
                    code.WriteByte((byte)'#');
                code.WriteByte(character);
                starts = character == '\n' || (starts && character is (byte)' ' or (byte)'\t');
            }

            code.WriteByte((byte)'\n');
        }

        return code.ToArray();
    }

    private static ScanResult Scan(List<(int Index, byte[] Source)> cells, CancellationToken cancellationToken)
    {
        var imports = new List<Import>();
        bool complete = true;
        ScanBuffers buffers = ScanBuffers.Rent();
        try
        {
            // The cells share one namespace: the first round learns under which names they know the functions that import.
            int aliases;
            do
            {
                aliases = buffers.Aliases.Count;
                foreach ((_, byte[] source) in cells)
                {
                    buffers.Clear();
                    ImportScanner.Walk(source, SourceSurvey.Of(source, buffers), buffers, isStub: false, notebook: true, cancellationToken);
                }
            }
            while (buffers.Aliases.Count > aliases);

            foreach ((int index, byte[] source) in cells)
            {
                buffers.Clear();
                complete &= ImportScanner.Walk(source, SourceSurvey.Of(source, buffers), buffers, isStub: false, notebook: true, cancellationToken);
                imports.AddRange(ScanResults.Imports(source, buffers, index));
            }
        }
        finally
        {
            buffers.Return();
        }
        // What a cell holds beside Python depends on the kernel: its errors are no finding about the backend.
        return new ScanResult(imports, [], complete);
    }

    /// <summary>The code of a cell, as bytes with <c>\n</c> newlines; null for a cell that another language's magic takes whole.</summary>
    internal static byte[]? Code(string source)
    {
        source = source.Replace("\r\n", "\n").Replace('\r', '\n');
        int start = 0;
        while (start < source.Length && char.IsWhiteSpace(source[start]))
            start++;
        if (string.CompareOrdinal(source, start, "%%", 0, 2) == 0)
        {
            int end = start + 2;
            while (end < source.Length && !char.IsWhiteSpace(source[end]))
                end++;
            if (Array.IndexOf(s_python, source.Substring(start + 2, end - start - 2)) < 0)
                return null;
        }
        return Encoding.UTF8.GetBytes(source);
    }
}
