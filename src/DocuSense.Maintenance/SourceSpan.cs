namespace DocuSense.Maintenance;

/// <summary>
/// A range of text in a file, as editors and build logs count it: lines and columns from 1, columns in characters
/// (Unicode code points), the end exclusive.
/// </summary>
/// <param name="Line">First line.</param>
/// <param name="Column">Column of the first character.</param>
/// <param name="EndLine">Line of the end.</param>
/// <param name="EndColumn">Column just past the last character.</param>
public readonly record struct SourceSpan(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The very beginning of a file, for findings about a file as a whole.</summary>
    public static SourceSpan Start { get; } = new(1, 1, 1, 1);

    /// <summary>A span that begins and ends on one line.</summary>
    public static SourceSpan OnLine(int line, int column, int length) => new(line, column, line, column + length);
}
