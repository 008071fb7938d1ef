namespace DocuSense.Maintenance.Sources;

/// <summary>The form of an import.</summary>
public enum ImportKind
{
    /// <summary><c>import a.b as c</c>; one for each alias.</summary>
    Import,

    /// <summary><c>from a.b import c, d</c>.</summary>
    From,

    /// <summary>A call with a literal name: <c>importlib.import_module("a")</c>, <c>__import__</c>, <c>find_spec</c>, <c>importorskip</c>.</summary>
    Dynamic,
}

/// <summary>One import of a Python source file.</summary>
public sealed record Import
{
    public required ImportKind Kind { get; init; }

    /// <summary>The module as written, without leading dots; empty for <c>from . import x</c>.</summary>
    public required string Module { get; init; }

    /// <summary>The number of leading dots.</summary>
    public int Level { get; init; }

    /// <summary>The names after <c>import</c> of a <c>from</c> import (<c>*</c> included), in order; otherwise empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// The statement's own position as CPython's <c>ast</c> gives it (the keyword <c>import</c> or <c>from</c>, for an alias the alias,
    /// for a dynamic import the call expression), columns in characters from 1.
    /// </summary>
    public required SourceSpan Span { get; init; }

    /// <summary>For a relative dynamic import with a literal package (<c>import_module(".x", "pkg")</c>): that package; otherwise null.</summary>
    public string? Package { get; init; }

    /// <summary>In the body of <c>if TYPE_CHECKING</c>, or in a stub file.</summary>
    public bool TypeChecking { get; init; }

    /// <summary>
    /// In a <c>try</c> whose handlers catch ImportError, ModuleNotFoundError, Exception, BaseException or everything, or under <c>contextlib.suppress</c> of those.
    /// Also in the body of such a handler, as what stands there is the fallback: either of the two suffices. Not in the <c>else</c> and <c>finally</c>.
    /// </summary>
    public bool Optional { get; init; }

    /// <summary>In the body of a function, or (for a call) of a lambda; a class's body runs at once, and does not count.</summary>
    public bool Deferred { get; init; }

    /// <summary>
    /// In a branch that may not be taken, at any depth: of <c>if</c>, <c>for</c>, <c>while</c> and <c>match</c>, in their <c>else</c> or that of <c>try</c>, in an exception
    /// handler, or in the body of a <c>try</c> that has one, as what stands before may fail. The bodies of <c>try</c> without a handler, <c>finally</c>, <c>with</c>
    /// and <c>class</c> run whenever what they stand in does.
    /// </summary>
    public bool Conditional { get; init; }

    /// <summary>For code in a notebook: the index of the cell, from 0; otherwise -1. Lines then count within the cell's source joined in notebook order.</summary>
    public int Cell { get; init; } = -1;
}

/// <summary>Something in a source that Python would refuse, seen without running Python.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">One sentence without a final full stop.</param>
/// <param name="MinimumPython">The first Python minor version (for example 12 for 3.12) that accepts it; null where none does.</param>
public sealed record SourceProblem(SourceSpan Span, string Message, int? MinimumPython = null);

/// <summary>What a scan of one file found.</summary>
/// <param name="Imports">In order of appearance.</param>
/// <param name="Problems">What Python would refuse; empty for most files.</param>
/// <param name="IsComplete">False where part of the file could not be understood, so that an import may have gone unseen.</param>
public sealed record ScanResult(IReadOnlyList<Import> Imports, IReadOnlyList<SourceProblem> Problems, bool IsComplete);
