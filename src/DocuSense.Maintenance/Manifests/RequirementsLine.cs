namespace DocuSense.Maintenance.Manifests;

/// <summary>What a line of a requirements file asks for.</summary>
public enum RequirementsLineKind
{
    /// <summary>A requirement, a path or a URL.</summary>
    Requirement,

    /// <summary><c>-e</c>: a project to install in place.</summary>
    Editable,

    /// <summary><c>-r</c>: another requirements file.</summary>
    Include,

    /// <summary><c>-c</c>: a constraints file.</summary>
    Constraint,

    /// <summary>Only options.</summary>
    Options,

    /// <summary>A line pip refuses.</summary>
    Invalid,
}

/// <summary>
/// A logical line of a requirements file: physical lines joined by trailing backslashes, without comment. Blank lines and lines
/// that hold only a comment are none.
/// </summary>
public sealed class RequirementsLine
{
    internal RequirementsLine(RequirementsDocument document, MappedText content, string expanded)
    {
        Document = document;
        Content = content;
        Expanded = expanded;
    }

    /// <summary>The number pip gives the line: that of its first physical line, as <c>str.splitlines</c> counts.</summary>
    public required int Number { get; init; }

    /// <summary>The physical lines it is made of, from 0: the first, and the one past the last.</summary>
    public required (int First, int End) PhysicalLines { get; init; }

    public required RequirementsLineKind Kind { get; init; }

    /// <summary>
    /// The requirement, the path or the URL as written, continuation lines joined; for includes the file's path. Empty for
    /// lines of options; the whole content for invalid lines.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Where <see cref="Text"/> stands.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The values of <c>--hash</c>, in order; none for an editable, of which pip takes none.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>The comment that ends the line, without <c>#</c> and surrounding blanks; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>What was expected, where pip refuses the line's options; <see cref="ErrorSpan"/> tells where.</summary>
    public string? Error { get; init; }

    public SourceSpan ErrorSpan { get; init; }

    internal RequirementsDocument Document { get; }

    /// <summary>The joined line without comment, environment variables as written.</summary>
    internal MappedText Content { get; }

    /// <summary>The same with environment variables filled in. Never to be shown.</summary>
    internal string Expanded { get; }

    /// <summary>The requirement or path with environment variables filled in, as pip takes it. Never to be shown.</summary>
    internal string Value { get; init; } = "";

    /// <summary>The range of <see cref="Text"/> in <see cref="Content"/>.</summary>
    internal (int Start, int Length) TextRange { get; init; }

    /// <summary>All options, as pip reads them. Never to be shown: their values have environment variables filled in.</summary>
    internal IReadOnlyList<RequirementsOption> Options { get; init; } = [];

    /// <summary>Whether environment variables changed the line, so that nothing but <see cref="Content"/> may be shown of it.</summary>
    internal bool IsExpanded => !ReferenceEquals(Expanded, Content.Text) && Expanded != Content.Text;

    /// <summary>The span from a character of <see cref="Text"/> to its end.</summary>
    internal SourceSpan SpanFrom(int position)
    {
        position = Math.Min(Math.Max(position, 0), TextRange.Length);
        int start = TextRange.Start + position;
        int end = TextRange.Start + TextRange.Length;
        return Document.Span(Content.ToSource(start), end > start ? Content.ToSource(end - 1) + 1 : Content.ToSource(start));
    }
}
