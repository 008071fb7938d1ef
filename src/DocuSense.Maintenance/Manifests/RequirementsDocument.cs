using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>One line of a file: where it begins, how long it is, and how long the line end after it.</summary>
public sealed record PhysicalLine(int Start, int Length, int EndingLength);

/// <summary>
/// A requirements file with everything that is in it: <see cref="ToBytes"/> gives back what was parsed, byte for byte, and an edit
/// changes nothing but the lines it names. Immutable: an edit gives a new document.
/// </summary>
public sealed class RequirementsDocument
{
    private readonly byte[] _bytes;
    private readonly TextDecoding _decoding;
    private readonly Func<string, string?> _environment;
    private readonly LineMap _map;

    private RequirementsDocument(byte[] bytes, Func<string, string?> environment)
    {
        _bytes = bytes;
        _environment = environment;
        _decoding = TextDecoding.Decode(bytes);
        Text = _decoding.Text ?? "";
        _map = new LineMap(Text);
        Lines = Split(Text);
        Requirements = new RequirementsLineReader(this, environment).Read();
    }

    /// <summary>The decoded text, without byte order mark; empty where the file could not be decoded.</summary>
    public string Text { get; }

    /// <summary>Why the file could not be decoded, or null.</summary>
    public string? DecodingError => _decoding.Error;

    /// <summary>The offset of the byte at which decoding failed.</summary>
    public int DecodingErrorOffset => _decoding.ErrorOffset;

    /// <summary>The physical lines, which end where Python's <c>str.splitlines</c> ends them.</summary>
    public IReadOnlyList<PhysicalLine> Lines { get; }

    /// <summary>The logical lines that ask for something, in order.</summary>
    public IReadOnlyList<RequirementsLine> Requirements { get; }

    /// <summary>Parses a file; bad lines are marked as such, and no content whatever raises an exception.</summary>
    public static RequirementsDocument Parse(byte[] bytes) => Parse(bytes, Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="Parse(byte[])"/>, environment variables being looked up elsewhere.</summary>
    public static RequirementsDocument Parse(byte[] bytes, Func<string, string?> environment) => new((byte[])bytes.Clone(), environment);

    /// <summary>The file's content.</summary>
    public byte[] ToBytes() => (byte[])_bytes.Clone();

    /// <summary>Puts another requirement in the place of a line's own; options, comment and line end stay.</summary>
    /// <exception cref="ArgumentException">The text has a line end, or characters that the file's encoding lacks.</exception>
    public RequirementsDocument WithRequirementReplaced(RequirementsLine line, string newText) => WithPartReplaced(line, 0, line.TextRange.Length, newText);

    /// <summary>Puts another text in the place of a part of a line's requirement, and leaves every other character, joints of continuation lines included.</summary>
    /// <param name="line">The line.</param>
    /// <param name="offset">Where the part begins in <see cref="RequirementsLine.Text"/>.</param>
    /// <param name="length">Its length.</param>
    /// <param name="newText">The text to put there.</param>
    /// <exception cref="ArgumentException">The text has a line end, or characters that the file's encoding lacks.</exception>
    internal RequirementsDocument WithPartReplaced(RequirementsLine line, int offset, int length, string newText)
    {
        CheckOwn(line);
        CheckOneLine(newText);
        int start = line.TextRange.Start + offset;
        int from = line.Content.ToSource(start);
        int to = length == 0 ? from : line.Content.ToSource(start + length - 1) + 1;
        return Splice(from, to, newText);
    }

    /// <summary>Removes a line with its continuations, its comment and its line end.</summary>
    public RequirementsDocument WithLineRemoved(RequirementsLine line)
    {
        CheckOwn(line);
        PhysicalLine last = Lines[line.PhysicalLines.End - 1];
        return Splice(Lines[line.PhysicalLines.First].Start, last.Start + last.Length + last.EndingLength, "");
    }

    /// <summary>Adds a line after another one, or at the file's end, with the file's own kind of line end.</summary>
    /// <exception cref="ArgumentException">The text has a line end, or characters that the file's encoding lacks.</exception>
    public RequirementsDocument WithLineAdded(string text, RequirementsLine? after = null)
    {
        if (after is not null)
            CheckOwn(after);
        CheckOneLine(text);
        string ending = Ending();
        int index = after?.PhysicalLines.End ?? Lines.Count;
        if (index == 0)
            return Splice(0, 0, text + ending);
        PhysicalLine before = Lines[index - 1];
        int at = before.Start + before.Length + before.EndingLength;
        string lead = before.EndingLength == 0 ? ending : "";
        // A backslash at the very end would join the new line to the last one.
        if (before.Length > 0 && Text[before.Start + before.Length - 1] == '\\' && index == Lines.Count)
            lead += ending;
        return Splice(at, at, lead + text + ending);
    }

    /// <summary>Adds a line before another one, with the file's own kind of line end.</summary>
    /// <exception cref="ArgumentException">The text has a line end, or characters that the file's encoding lacks.</exception>
    public RequirementsDocument WithLineAddedBefore(string text, RequirementsLine line)
    {
        CheckOwn(line);
        CheckOneLine(text);
        int at = Lines[line.PhysicalLines.First].Start;
        return Splice(at, at, text + Ending());
    }

    internal SourceSpan Span(int start, int end) => _map.Span(start, end);

    private RequirementsDocument Splice(int from, int to, string text)
    {
        if (_decoding.Text is null)
            throw new ArgumentException(_decoding.Error);
        byte[] added;
        try
        {
            added = _decoding.Encoding.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("The file's encoding has not all characters of the new text.", nameof(text), exception);
        }

        int start = _decoding.Preamble + ByteCount(0, from);
        int end = start + ByteCount(from, to);
        byte[] result = new byte[start + added.Length + (_bytes.Length - end)];
        _bytes.AsSpan(0, start).CopyTo(result);
        added.CopyTo(result, start);
        _bytes.AsSpan(end).CopyTo(result.AsSpan(start + added.Length));
        return new RequirementsDocument(result, _environment);
    }

    private int ByteCount(int from, int to)
    {
        char[] part = Text.ToCharArray(from, to - from);
        return _decoding.Encoding.GetByteCount(part, 0, part.Length);
    }

    private string Ending()
    {
        foreach (PhysicalLine line in Lines)
        {
            string ending = Text.Substring(line.Start + line.Length, line.EndingLength);
            if (ending is "\n" or "\r\n" or "\r")
                return ending;
        }

        return "\n";
    }

    private void CheckOwn(RequirementsLine line)
    {
        if (!ReferenceEquals(line.Document, this))
            throw new ArgumentException("The line is one of another document.", nameof(line));
    }

    private static void CheckOneLine(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (PythonText.LineEnd(text, i) > 0)
                throw new ArgumentException("A line end cannot be part of a line.", nameof(text));
        }
    }

    private static List<PhysicalLine> Split(string text)
    {
        var lines = new List<PhysicalLine>();
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            int ending = PythonText.LineEnd(text, i);
            if (ending == 0)
            {
                i++;
                continue;
            }

            lines.Add(new PhysicalLine(start, i - start, ending));
            i += ending;
            start = i;
        }

        if (start < text.Length)
            lines.Add(new PhysicalLine(start, text.Length - start, 0));
        return lines;
    }
}
