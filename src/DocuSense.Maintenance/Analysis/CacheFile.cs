namespace DocuSense.Maintenance.Analysis;

/// <summary>What the caches' files have in common.</summary>
internal static class CacheFile
{
    /// <summary>What reading a file throws that is not there, or not as this version writes it.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException or OverflowException or IndexOutOfRangeException;

    public static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    public static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteTexts(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        for (int index = 0; index < texts.Count; index++)
            writer.Write(texts[index]);
    }

    public static string[] ReadTexts(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count == 0)
            return [];
        var texts = new string[count];
        for (int index = 0; index < texts.Length; index++)
            texts[index] = reader.ReadString();
        return texts;
    }
}
