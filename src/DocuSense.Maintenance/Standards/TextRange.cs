namespace DocuSense.Maintenance.Standards;

/// <summary>A part of a text; an empty one tells where the part would be inserted.</summary>
/// <param name="Offset">Offset of its first character, from 0.</param>
/// <param name="Length">Count of its characters (UTF-16).</param>
public readonly record struct TextRange(int Offset, int Length)
{
    /// <summary>Offset just past the last character.</summary>
    public int End => Offset + Length;

    public bool IsEmpty => Length == 0;

    /// <summary>The part itself.</summary>
    /// <param name="text">The text the range was taken from.</param>
    public string Of(string text) => text.Substring(Offset, Length);
}
