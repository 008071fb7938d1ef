using System.Text;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Strings from UTF-8 bytes, on both frameworks.</summary>
internal static class Utf8
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
#if NET
        return Encoding.UTF8.GetString(bytes);
#else
        return Encoding.UTF8.GetString(bytes.ToArray());
#endif
    }

    /// <summary>An identifier in the normal form NFKC, in which Python compares identifiers (PEP 3131).</summary>
    public static string Identifier(ReadOnlySpan<byte> bytes)
    {
        string text = Text(bytes);
        foreach (char character in text)
            if (character >= 0x80)
                return Normalization.Compatible(text);
        return text;
    }

    /// <summary>The offset of the first byte that is not UTF-8 as Python decodes it, or -1.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (Bytes.NextBeyondAscii(bytes, 0) == int.MaxValue)
            return -1;
#if NET
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return -1;
#endif
        int at = 0;
        while (at < bytes.Length)
        {
            int length = SequenceLength(bytes.Slice(at));
            if (length == 0)
                return at;
            at += length;
        }
        return -1;
    }

    /// <summary>The length of the well-formed sequence at the beginning; 0 for none (Unicode standard, table 3-7).</summary>
    public static int SequenceLength(ReadOnlySpan<byte> bytes)
    {
        byte first = bytes[0];
        if (first < 0x80)
            return 1;
        if (first is < 0xC2 or > 0xF4)
            return 0;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (bytes.Length < length)
            return 0;
        byte low = first switch { 0xE0 => 0xA0, 0xF0 => 0x90, _ => 0x80 };
        byte high = first switch { 0xED => 0x9F, 0xF4 => 0x8F, _ => 0xBF };
        if (bytes[1] < low || bytes[1] > high)
            return 0;
        for (int i = 2; i < length; i++)
            if (bytes[i] is < 0x80 or > 0xBF)
                return 0;
        return length;
    }

    /// <summary>Whether the text encodes without loss, that is, holds no lone surrogate.</summary>
    public static bool IsEncodable(string text)
    {
        try
        {
            s_strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
