using System.Text;

namespace DocuSense.Maintenance.Manifests;

/// <summary>Windows-1252 as Python's <c>cp1252</c>, whose five holes are errors; .NET alone does not bring it everywhere.</summary>
internal sealed class Windows1252Encoding : Encoding
{
    private const string High = "\u20ac\0\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\0\u017d\0\0\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\0\u017e\u0178";

    public override string WebName => "windows-1252";

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (int i = 0; i < charCount; i++)
        {
            char c = chars[charIndex + i];
            int high = c == '\0' ? -1 : High.IndexOf(c);
            if (high < 0 && c is >= '\x80' and < '\xa0' or > '\xff')
                throw new EncoderFallbackException($"U+{(int)c:X4} is not in Windows-1252.");
            bytes[byteIndex + i] = high >= 0 ? (byte)(0x80 + high) : (byte)c;
        }

        return charCount;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (int i = 0; i < byteCount; i++)
        {
            byte b = bytes[byteIndex + i];
            char c = b is >= 0x80 and < 0xa0 ? High[b - 0x80] : (char)b;
            if (c == '\0' && b != 0)
                throw new DecoderFallbackException($"Byte 0x{b:X2} stands for nothing in Windows-1252.", [b], i);
            chars[charIndex + i] = c;
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
