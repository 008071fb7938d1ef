using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>What a block means for the imports in it.</summary>
[Flags]
internal enum Context : byte
{
    None = 0,
    TypeChecking = 1,
    Optional = 2,
    Deferred = 4,
    Conditional = 8,
}

/// <summary>An import as found, in offsets; places and strings are made once the whole text has been read.</summary>
internal struct RawImport
{
    public ImportKind Kind;
    public Context Context;
    public int Start;
    public int End;
    public int Level;
    public string Module;
    public string[] Names;

    /// <summary>For a dynamic import: the callee as written (<c>il.import_module</c>), judged when all bindings of the file are known.</summary>
    public string? Callee;

    /// <summary>For a dynamic import: the package it is relative to, where that is a literal.</summary>
    public string? Package;
}

/// <summary>A block whose kind matters: a function, a <c>try</c>, an <c>if TYPE_CHECKING</c>, and so on.</summary>
internal struct Block
{
    public BlockKind Kind;
    public Context Context;
    public int Indent;

    /// <summary>For <c>if</c>: whether the branches after this one are for type checking only.</summary>
    public bool ElseIsTypeChecking;

    /// <summary>For <c>try</c> and its handlers: the imports of the <c>try</c> body, as a range of the imports found.</summary>
    public int BodyStart;
    public int BodyEnd;
}

internal enum BlockKind : byte
{
    None,
    Function,
    If,
    Try,
    Except,

    /// <summary>Only its context matters.</summary>
    Plain,
    Match,
    Case,
}

/// <summary>An open bracket. Kind <c>F</c> is the brace of an f-string field, <c>S</c> one whose format specifier has begun.</summary>
internal struct Bracket
{
    public int Offset;
    public byte Kind;
}

/// <summary>An f-string or t-string that is open.</summary>
internal struct FormatString
{
    public int Start;
    public int TextStart;
    public int Base;
    public byte Quote;
    public byte Size;
    public bool Raw;
    public bool IsNewSyntax;
    public bool HasNestedQuote;
    public bool IsTemplate;
}

internal enum TokenKind : byte
{
    Name,
    Number,
    String,
    FormatStart,
    FormatEnd,
    FieldStart,
    FieldEnd,
    Operator,
}

/// <summary>One token of a statement that is looked at closely.</summary>
internal struct Token
{
    public TokenKind Kind;

    /// <summary>For an operator its first byte.</summary>
    public byte Operator;
    public int Start;
    public int End;

    public readonly bool Is(char single) => Kind == TokenKind.Operator && Operator == single && End == Start + 1;
}

/// <summary>A growing array that is kept between files.</summary>
internal sealed class Pool<T>
{
    public T[] Items = new T[16];
    public int Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Push()
    {
        if (Count == Items.Length)
            Array.Resize(ref Items, Items.Length * 2);
        return ref Items[Count++];
    }

    public ref T Top => ref Items[Count - 1];
}

/// <summary>The working memory of one scan, kept for the next scan on the same thread.</summary>
internal sealed class ScanBuffers
{
    private const int SmallestText = 1 << 16;
    private const int LargestText = 1 << 20;

    [ThreadStatic]
    private static ScanBuffers? t_current;

    public readonly Pool<RawImport> Imports = new();
    public readonly Pool<Block> Blocks = new();
    public readonly Pool<Bracket> Brackets = new();
    public readonly Pool<FormatString> Formats = new();
    public readonly Pool<Token> Tokens = new();
    public readonly Pool<Indent> Indents = new();
    public readonly Pool<RawProblem> Problems = new();
    public readonly Pool<Binding> Bindings = new();
    public readonly Pool<byte[]> Aliases = new();
    public readonly Pool<int> Work = new();
    public readonly Pool<string> Words = new();

    /// <summary>Where the text holds a name that may import when called, alone or as a part of a longer one: what <see cref="CandidateCursor"/> goes through.</summary>
    public readonly Pool<int> Candidates = new();

    /// <summary>Where the text holds <c>lambda</c>, alone or as a part of a longer name.</summary>
    public readonly Pool<int> Lambdas = new();

    /// <summary>The comments of the text, where they were asked for.</summary>
    public readonly Pool<Comment> Comments = new();
    public bool KeepComments;

    private byte[] _text = [];
    private int[] _partners = [];

    /// <summary>How many of the imports are dynamic.</summary>
    public int DynamicCount;

    /// <summary>Room for a text with other newlines than its file's, until the end of the scan.</summary>
    public byte[] Text(int length)
    {
        if (_text.Length < length)
            _text = new byte[Math.Max(length, SmallestText)];
        return _text;
    }

    /// <summary>Room for a number about each token of a statement, until the next statement.</summary>
    public int[] Partners(int length)
    {
        if (_partners.Length < length)
            _partners = new int[Math.Max(length, _partners.Length * 2)];
        return _partners;
    }

    /// <summary>The buffers of this thread, empty; a scan within a scan gets its own.</summary>
    public static ScanBuffers Rent()
    {
        ScanBuffers buffers = t_current ?? new ScanBuffers();
        t_current = null;
        buffers.Clear();
        buffers.Bindings.Count = 0;
        buffers.Aliases.Count = 0;
        buffers.KeepComments = false;
        return buffers;
    }

    /// <summary>Hands the buffers back, unless a huge file has blown them up.</summary>
    public void Return()
    {
        if (_text.Length > LargestText)
            _text = [];
        if (Tokens.Items.Length <= 1 << 16 && Brackets.Items.Length <= 1 << 16 && Imports.Items.Length <= 1 << 14
            && Candidates.Items.Length <= 1 << 16 && Lambdas.Items.Length <= 1 << 16)
        {
            Array.Clear(Imports.Items, 0, Imports.Count);
            t_current = this;
        }
    }

    public void Clear()
    {
        Imports.Count = 0;
        DynamicCount = 0;
        Comments.Count = 0;
        Blocks.Count = 0;
        Brackets.Count = 0;
        Formats.Count = 0;
        Tokens.Count = 0;
        Indents.Count = 0;
        Problems.Count = 0;
    }
}

/// <summary>The indentation of a block, and what it is where tabs count as one column.</summary>
internal readonly record struct Indent(int Column, int Alternative)
{
    /// <summary>Compared by hand, at every line: the equality of records asks comparers, and calls them.</summary>
    public bool Is(int column, int alternative) => Column == column && Alternative == alternative;
}

/// <summary>A name that an import binds, and what it stands for.</summary>
internal readonly record struct Binding(string Name, string Origin);

/// <summary>Where a comment stands.</summary>
internal readonly record struct Comment(int Start, int End);

/// <summary>A problem as found, in offsets.</summary>
internal struct RawProblem
{
    public int Start;
    public int End;
    public string Message;
    public int? MinimumPython;
}
