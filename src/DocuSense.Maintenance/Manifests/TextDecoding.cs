using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// The encoding of a requirements file as pip finds it: a byte order mark, else a <c># -*- coding: x -*-</c> comment on one of the
/// first two lines, else UTF-8.
/// </summary>
internal sealed record TextDecoding(string? Text, Encoding Encoding, int Preamble, string? Error, int ErrorOffset)
{
    public static readonly Encoding Utf8 = new UTF8Encoding(false, true);

    private static readonly (byte[] Mark, Func<Encoding> Encoding)[] _marks =
    [
        ([0xEF, 0xBB, 0xBF], static () => Utf8),
        // Before UTF-16, whose little-endian mark begins the UTF-32 one.
        ([0xFF, 0xFE, 0, 0], static () => new UTF32Encoding(false, false, true)),
        ([0, 0, 0xFE, 0xFF], static () => new UTF32Encoding(true, false, true)),
        ([0xFF, 0xFE], static () => new UnicodeEncoding(false, false, true)),
        ([0xFE, 0xFF], static () => new UnicodeEncoding(true, false, true)),
    ];

    /// <summary>Decodes a file.</summary>
    /// <returns>The text, or why there is none and the offset of the first byte that stands for nothing.</returns>
    public static TextDecoding Decode(byte[] bytes)
    {
        foreach ((byte[] mark, Func<Encoding> encoding) in _marks)
        {
            if (bytes.AsSpan().StartsWith(mark))
                return Decode(bytes, encoding(), mark.Length);
        }

        string? declared = Declaration(bytes);
        if (declared is null)
            return Decode(bytes, Utf8, 0);
        Encoding? named = Named(declared);
        return named is null
            ? new TextDecoding(null, Utf8, 0, $"The file declares the encoding '{declared}', which is not known.", 0)
            : Decode(bytes, named, 0);
    }

    private static TextDecoding Decode(byte[] bytes, Encoding encoding, int preamble)
    {
        try
        {
            return new TextDecoding(encoding.GetString(bytes, preamble, bytes.Length - preamble), encoding, preamble, null, 0);
        }
        catch (DecoderFallbackException exception)
        {
            int offset = preamble + Math.Max(0, exception.Index);
            return new TextDecoding(null, encoding, preamble, $"The file is not {encoding.WebName.ToUpperInvariant()} text.", offset);
        }
        catch (ArgumentException)
        {
            return new TextDecoding(null, encoding, preamble, $"The file is not {encoding.WebName.ToUpperInvariant()} text.", preamble);
        }
    }

    /// <summary>The name after <c>coding:</c> or <c>coding=</c> in a comment that begins one of the first two lines.</summary>
    private static string? Declaration(byte[] bytes)
    {
        int start = 0;
        for (int line = 0; line < 2 && start < bytes.Length; line++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = length < 0 ? bytes.AsSpan(start) : bytes.AsSpan(start, length);
            if (text.Length > 0 && text[0] == (byte)'#' && Declaration(text) is string name)
                return name;
            if (length < 0)
                break;
            start += length + 1;
        }

        return null;
    }

    private static string? Declaration(ReadOnlySpan<byte> line)
    {
        for (int from = 0; ;)
        {
            int found = line.Slice(from).IndexOf("coding"u8);
            if (found < 0)
                return null;
            int at = from + found + 6;
            from = at;
            if (at >= line.Length || line[at] is not ((byte)':' or (byte)'='))
                continue;
            at++;
            while (at < line.Length && line[at] is (byte)' ' or >= 9 and <= 13)
                at++;
            int end = at;
            while (end < line.Length && IsNameByte(line[end]))
                end++;
            if (end > at)
                return Encoding.ASCII.GetString(line.Slice(at, end - at).ToArray());
        }
    }

    private static bool IsNameByte(byte b) =>
        b is (byte)'-' or (byte)'_' or (byte)'.' or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z');

    /// <summary>The encoding Python knows under a name; null where this program has none such.</summary>
    private static Encoding? Named(string name)
    {
        switch (name.ToLowerInvariant().Replace('_', '-'))
        {
            case "utf-8" or "utf8" or "u8" or "utf" or "utf-8-sig" or "cp65001":
                return Utf8;
            case "ascii" or "us-ascii" or "646" or "ansi-x3.4-1968":
                return Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            case "latin-1" or "latin1" or "latin" or "l1" or "iso-8859-1" or "iso8859-1" or "8859" or "cp819":
                return Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            case "cp1252" or "windows-1252" or "1252":
                return new Windows1252Encoding();
        }

        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
