using System.Buffers;
using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// The text of a source file as Python's tokenizer sees it: UTF-8 without BOM, every newline a <c>\n</c>. For most files that is a part of the
/// bytes given, uncopied.
/// </summary>
internal readonly struct SourceText
{
    private SourceText(ReadOnlyMemory<byte> bytes, in SourceSurvey survey, string? problem, int problemOffset, bool isComplete)
    {
        Bytes = bytes;
        Survey = survey;
        Problem = problem;
        ProblemOffset = problemOffset;
        IsComplete = isComplete;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What <see cref="Bytes"/> hold.</summary>
    public SourceSurvey Survey { get; }

    /// <summary>Why Python would not decode the file; null where it would.</summary>
    public string? Problem { get; }

    /// <summary>Where, in <see cref="Bytes"/>.</summary>
    public int ProblemOffset { get; }

    /// <summary>False where the text may not be what its author wrote.</summary>
    public bool IsComplete { get; }

    /// <summary>
    /// Where bytes stood that are not UTF-8, each replaced by one character; null for none. Python minds them everywhere but in comments (as long
    /// as the file is imported rather than run), so that only the walk can tell whether there is a problem.
    /// </summary>
    public List<int>? Strays { get; private init; }

    /// <summary>The first of these bytes.</summary>
    public byte FirstStray { get; private init; }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="source">All of them.</param>
    /// <param name="buffers">Where the text is made, if it is no part of them.</param>
    public static SourceText Read(ReadOnlyMemory<byte> source, ScanBuffers buffers)
    {
        ReadOnlySpan<byte> span = source.Span;
        bool mark = span.Length >= 3 && span[0] == 0xEF && span[1] == 0xBB && span[2] == 0xBF;
        if (mark)
            source = source.Slice(3);
        else if (span.Length >= 2 && (span[0] == 0xFF && span[1] == 0xFE || span[0] == 0xFE && span[1] == 0xFF))
            return Utf16(source, bigEndian: span[0] == 0xFE, buffers);
        span = source.Span;

        string? problem = null;
        int at = 0;
        bool complete = true;
        string? declared = EncodingDeclaration.Find(span, out int declaredAt);
        string codec = declared is null ? "utf_8" : PythonEncodings.Normalize(declared);
        if (declared is null)
        {
            // UTF-8 it is.
        }
        else if (codec.Length == 0)
        {
            (problem, at, complete) = ($"Unknown encoding '{declared}'", declaredAt, false);
        }
        else if (mark && !IsUtf8ForTokenizer(declared!))
        {
            (problem, at) = ($"The encoding '{declared}' contradicts the UTF-8 byte order mark", declaredAt);
            codec = "utf_8";
        }
        if (codec is not "utf_8" and not "")
            return Transcoded(source, codec, problem, at, complete, buffers);

        SourceSurvey survey = SourceSurvey.Of(span, buffers);
        int invalid = survey.FirstBeyondAscii == int.MaxValue ? -1 : Utf8.FirstInvalid(span);
        if (invalid >= 0)
        {
            byte[] bytes = Replaced(span, out List<int> strays);
            ReadOnlyMemory<byte> text = Newlines(bytes, ref at, buffers, strays);
            return new SourceText(text, SourceSurvey.Of(text.Span, buffers), problem, at, complete) { Strays = strays, FirstStray = span[invalid] };
        }
        if (!survey.HasCarriageReturn)
            return new SourceText(source, survey, problem, at, complete);
        source = Newlines(source, ref at, buffers);
        return new SourceText(source, SourceSurvey.Of(source.Span, buffers), problem, at, complete);
    }

    /// <summary>Beside a byte order mark the tokenizer takes only the spelling utf-8, not utf8.</summary>
    private static bool IsUtf8ForTokenizer(string declared)
    {
        string normal = declared.Substring(0, Math.Min(12, declared.Length)).ToLowerInvariant().Replace('_', '-');
        return normal == "utf-8" || normal.StartsWith("utf-8-", StringComparison.Ordinal);
    }

    private static SourceText Transcoded(ReadOnlyMemory<byte> source, string codec, string? problem, int at, bool complete, ScanBuffers buffers)
    {
        ReadOnlySpan<byte> span = source.Span;
        if (codec == "ascii")
        {
            for (int i = 0; i < span.Length && problem is null; i++)
                if (span[i] >= 0x80)
                    (problem, at) = ($"Byte 0x{span[i]:X2} is not ASCII, which the file declares", i);
            if (problem is not null)
                at = Shift(span, at);
        }
        Encoding? encoding = codec is "ascii" or "latin_1" ? null : PythonEncodings.Get(codec);
        byte[] bytes = encoding is null ? FromLatin1(span) : Encoding.UTF8.GetBytes(encoding.GetString(span.ToArray()));
        ReadOnlyMemory<byte> text = Newlines(bytes, ref at, buffers);
        return new SourceText(text, SourceSurvey.Of(text.Span, buffers), problem, Math.Min(at, bytes.Length), complete);
    }

    /// <summary>Python reads no UTF-16; the imports of such a file count all the same.</summary>
    private static SourceText Utf16(ReadOnlyMemory<byte> source, bool bigEndian, ScanBuffers buffers)
    {
        byte[] raw = source.Slice(2).ToArray();
        byte[] bytes = Encoding.UTF8.GetBytes((bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(raw));
        int at = 0;
        ReadOnlyMemory<byte> text = Newlines(bytes, ref at, buffers);
        return new SourceText(text, SourceSurvey.Of(text.Span, buffers), "The file is UTF-16, which Python does not read", 0, true);
    }

    /// <summary>A text with U+FFFD for every byte that is not part of a well-formed character.</summary>
    private static byte[] Replaced(ReadOnlySpan<byte> span, out List<int> strays)
    {
        strays = [];
        int count = 0;
        for (int i = 0; i < span.Length;)
        {
            int length = Utf8.SequenceLength(span.Slice(i));
            count += length == 0 ? 3 : length;
            i += Math.Max(1, length);
        }
        var bytes = new byte[count];
        int to = 0;
        int at = 0;
        while (at < span.Length)
        {
            int length = Utf8.SequenceLength(span.Slice(at));
            if (length == 0)
            {
                strays.Add(to);
                bytes[to++] = 0xEF;
                bytes[to++] = 0xBF;
                bytes[to++] = 0xBD;
                at++;
                continue;
            }
            span.Slice(at, length).CopyTo(bytes.AsSpan(to));
            to += length;
            at += length;
        }
        return bytes;
    }

    private static byte[] FromLatin1(ReadOnlySpan<byte> span)
    {
        var bytes = new byte[span.Length + Shift(span, span.Length) - span.Length];
        int to = 0;
        foreach (byte value in span)
        {
            if (value < 0x80)
            {
                bytes[to++] = value;
                continue;
            }
            bytes[to++] = (byte)(0xC0 | value >> 6);
            bytes[to++] = (byte)(0x80 | value & 0x3F);
        }
        return bytes;
    }

    /// <summary>Where an offset is once every byte from 0x80 takes two.</summary>
    private static int Shift(ReadOnlySpan<byte> span, int offset)
    {
        int shifted = offset;
        for (int i = 0; i < offset; i++)
            if (span[i] >= 0x80)
                shifted++;
        return shifted;
    }

    /// <summary>The text with <c>\r\n</c> and <c>\r</c> made <c>\n</c>, and an offset moved along.</summary>
    private static ReadOnlyMemory<byte> Newlines(ReadOnlyMemory<byte> source, ref int offset, ScanBuffers buffers, List<int>? others = null)
    {
        int other = 0;
        ReadOnlySpan<byte> span = source.Span;
        int carriage = span.IndexOf((byte)'\r');
        if (carriage < 0)
            return source;
        byte[] bytes = buffers.Text(span.Length);
        int to = 0;
        int from = 0;
        int moved = offset;
        while (carriage >= 0)
        {
            for (; others is not null && other < others.Count && others[other] <= from + carriage; other++)
                others[other] += to - from;
            int length = carriage;
            span.Slice(from, length).CopyTo(bytes.AsSpan(to));
            to += length;
            bytes[to++] = (byte)'\n';
            from += length + 1;
            if (from < span.Length && span[from] == (byte)'\n')
            {
                if (from <= offset)
                    moved--;
                from++;
            }
            carriage = span.Slice(from).IndexOf((byte)'\r');
        }
        for (; others is not null && other < others.Count; other++)
            others[other] += to - from;
        span.Slice(from).CopyTo(bytes.AsSpan(to));
        to += span.Length - from;
        offset = moved;
        return bytes.AsMemory(0, to);
    }
}
