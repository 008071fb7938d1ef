using System.Runtime.CompilerServices;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>
/// One pass over Python text (UTF-8, only <c>\n</c> as newline): finds where each statement begins and ends, keeps the blocks that matter for
/// imports, and looks closely only at statements whose first word asks for it. Understands Python 3.8 to 3.14 at once; what only some of
/// these accept is noted as a problem with the version it needs. Memory and time are linear in the text, whatever is nested in it.
/// </summary>
internal ref partial struct SourceWalker
{
    /// <summary>CPython's own limit of nested brackets (MAXLEVEL of its tokenizer).</summary>
    private const int MaximumBrackets = 200;

    /// <summary>How far a mismatched closing bracket looks for its opening one.</summary>
    private const int MismatchReach = 32;

    private const string TabsAndSpaces = "Inconsistent use of tabs and spaces in indentation";
    private const string ExpectedBlock = "Expected an indented block";

    private const int CancellationInterval = 1 << 22;

    private readonly ReadOnlySpan<byte> _text;
    private readonly ScanBuffers _buffers;
    private readonly Context _base;
    private readonly bool _notebook;
    private readonly bool _hasTypeChecking;
    private readonly CancellationToken _cancellation;

    private int _end;
    private int _attention;
    private int _nextCancellation;
    private int _nextCharacter;
    private bool _recording;
    private bool _recovering;
    private bool _complete;
    private bool _pendingDynamic;
    private bool _expectIndent;
    private bool _aliasFound;
    private int _lambdas;

    // No lambda begins from the first of these up to the second.
    private int _noLambdaFrom;
    private int _nextLambda;
    private int _passedLambdas;
    private Context? _headerContext;

    // Whether the tokens read last hold more nested brackets than Python takes: what they mean is looked into no further.
    private bool _tooDeep;
    private CandidateCursor _candidates;
    private MarkCursor _marks;
    private Block _left;
    private bool _noTripleSingle;
    private bool _noTripleDouble;

    public SourceWalker(ReadOnlySpan<byte> text, in SourceSurvey survey, ScanBuffers buffers, bool isStub, bool notebook, CancellationToken cancellation)
    {
        _text = text;
        _buffers = buffers;
        _base = isStub ? Context.TypeChecking : Context.None;
        _notebook = notebook;
        _cancellation = cancellation;
        _end = text.Length;
        _marks = new MarkCursor(text);
        _complete = true;
        _candidates = new CandidateCursor(text, buffers.Candidates, buffers.Aliases);
        _nextCharacter = survey.FirstBeyondAscii;
        _nextLambda = buffers.Lambdas.Count > 0 ? -1 : int.MaxValue;
        _hasTypeChecking = survey.HasTypeChecking;
    }

    /// <summary>Why a walk stopped.</summary>
    private enum Stop
    {
        /// <summary>It did not: the statement goes on.</summary>
        None,
        Line,
        Semicolon,
        Block,
    }

    /// <summary>False where a part of the text could not be understood.</summary>
    public readonly bool IsComplete => _complete;

    /// <summary>Whether a name was found under which a function that imports is called, so that calls by that name before it may have gone unseen.</summary>
    public readonly bool AliasFound => _aliasFound;

    private readonly Context Current => _buffers.Blocks.Count > 0 ? _buffers.Blocks.Top.Context : _base;

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public void Run()
    {
        _nextCancellation = CancellationInterval;
        UpdateAttention();
        _buffers.Indents.Push() = new Indent(0, 0);
        int position = 0;
        while (position < _end)
            position = LogicalLine(position);
        if (_expectIndent)
            Problem(_end, _end, "Expected an indented block at the end of the file");
    }

    /// <summary>Reads one logical line: its indentation, then its statements. Gives the beginning of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LogicalLine(int position)
    {
        ReadOnlySpan<byte> text = _text;
        int spaces = Bytes.CountSpaces(text, position);
        int column = spaces, alternative = spaces, continued = -1;
        position += spaces;
        if (position >= text.Length)
            return position;
        byte first = text[position];
        if (first is (byte)'\t' or (byte)'\f' or (byte)'\\')
        {
            continued = RareIndentation(ref position, ref column, ref alternative);
            if (position >= text.Length)
                return position;
            first = text[position];
        }
        if (first == (byte)'\n')
            return position + 1;
        if (first == (byte)'#')
            return Comment(position, text.Length) + 1;
        if (continued >= 0)
            SplitIndentation(continued, ref column, ref alternative);
        Pool<Indent> indents = _buffers.Indents;
        Pool<Block> blocks = _buffers.Blocks;
        if (indents.Top.Is(column, alternative) && !_expectIndent && (blocks.Count == 0 || blocks.Top.Indent < column))
            _left = default;
        else
            Indentation(column, alternative, position, certain: continued < 0);
        if (_notebook && first is (byte)'%' or (byte)'!' or (byte)'?' && _notebook)
            return SkipMagic(position);
        return Statements(position, column);
    }

    /// <summary>Goes on over indentation that is not of spaces alone. Gives the column of the first backslash that splits it, or -1 for none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int RareIndentation(ref int position, ref int column, ref int alternative)
    {
        ReadOnlySpan<byte> text = _text;
        int continued = -1;
        for (; position < text.Length; position++)
        {
            byte value = text[position];
            if (value == (byte)' ')
            {
                column++;
                alternative++;
            }
            else if (value == (byte)'\t')
            {
                column = (column / 8 + 1) * 8;
                alternative++;
            }
            else if (value == (byte)'\f')
            {
                column = alternative = 0;
            }
            else if (value == (byte)'\\' && position + 1 < text.Length && text[position + 1] == (byte)'\n')
            {
                continued = continued <= 0 ? column : continued;
                position++;
            }
            else
            {
                break;
            }
        }
        return continued;
    }

    /// <summary>A line that IPython itself reads, with what its backslashes join to it.</summary>
    private int SkipMagic(int position)
    {
        _expectIndent = false;
        while (true)
        {
            int newline = Bytes.NextNewline(_text, position);
            if (newline >= _text.Length || _text[newline - 1] != (byte)'\\')
                return newline + 1;
            position = newline + 1;
        }
    }

    /// <summary>Reads the statements of a logical line, those of one-line suites included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Statements(int position, int column)
    {
        _expectIndent = false;
        while (true)
        {
            Stop stop = Statement(ref position, column);
            if (stop == Stop.Line)
                return position + 1;
            position = Bytes.SkipBlanks(_text, position + 1);
            bool atEnd = position >= _end || _text[position] is (byte)'\n' or (byte)'#';
            _left = default;
            if (!atEnd)
                continue;
            _expectIndent = stop == Stop.Block;
            return (position < _end && _text[position] == (byte)'#' ? Comment(position, _end) : position) + 1;
        }
    }

    /// <summary>
    /// Indentation that a backslash splits: up to the first backslash counts, or, where nothing stands before that, what follows. Python 3.8 and
    /// 3.9 see it in ways of their own; where the rule makes no sense here, the next best reading is taken.
    /// </summary>
    private readonly void SplitIndentation(int continued, ref int column, ref int alternative)
    {
        int rule = continued > 0 ? continued : column;
        if (IsPlausible(rule) || !IsPlausible(column))
            column = IsPlausible(rule) || !IsPlausible(0) ? rule : 0;
        alternative = column;
    }

    /// <summary>Whether a line may be indented so: as a block around it is, or as the first line of a block that is due.</summary>
    private readonly bool IsPlausible(int column)
    {
        Pool<Indent> indents = _buffers.Indents;
        if (_expectIndent)
            return column > indents.Top.Column;
        for (int i = indents.Count - 1; i >= 0; i--)
            if (indents.Items[i].Column == column)
                return true;
        return false;
    }

    /// <summary>Keeps the stack of indentations as CPython's tokenizer does, and leaves the blocks that end here.</summary>
    private void Indentation(int column, int alternative, int position, bool certain)
    {
        Pool<Indent> indents = _buffers.Indents;
        (int top, int topAlternative) = indents.Top;
        if (column == top)
        {
            if (alternative != topAlternative && certain)
                Problem(position, position, TabsAndSpaces);
            if (_expectIndent && certain)
                Problem(position, position, ExpectedBlock);
        }
        else if (column > top)
        {
            if (alternative <= topAlternative && certain)
                Problem(position, position, TabsAndSpaces);
            else if (!_expectIndent && certain)
                Problem(position, position, "Unexpected indent");
            indents.Push() = new Indent(column, alternative);
        }
        else
        {
            while (indents.Count > 1 && column < indents.Top.Column)
                indents.Count--;
            if (!certain && column != indents.Top.Column)
                indents.Top = new Indent(column, alternative);
            else if (!certain)
                alternative = indents.Top.Alternative;
            else if (column != indents.Top.Column)
                Problem(position, position, "Unindent does not match any outer indentation level");
            else if (alternative != indents.Top.Alternative)
                Problem(position, position, TabsAndSpaces);
            else if (_expectIndent)
                Problem(position, position, ExpectedBlock);
        }

        _left = default;
        Pool<Block> blocks = _buffers.Blocks;
        while (blocks.Count > 0 && blocks.Top.Indent >= column)
        {
            _left = blocks.Top;
            blocks.Count--;
        }
        if (_left.Indent != column)
            _left = default;
    }

    /// <summary>Notes a problem; only the first of each kind, as it may be the cause of the others.</summary>
    private void Problem(int start, int end, string message, int? minimumPython = null)
    {
        if (_recording)
            return;
        Pool<RawProblem> problems = _buffers.Problems;
        for (int i = 0; i < problems.Count; i++)
            if (ReferenceEquals(problems.Items[i].Message, message) || problems.Items[i].Message == message)
                return;
        problems.Push() = new RawProblem { Start = Math.Min(start, _text.Length), End = Math.Min(Math.Max(start, end), _text.Length), Message = message, MinimumPython = minimumPython };
    }

    /// <summary>Notes a problem after which the meaning of the text is a guess.</summary>
    private void Broken(int start, int end, string message)
    {
        Problem(start, end, message);
        if (_recording)
            return;
        _recovering = true;
        _complete = false;
    }

    /// <summary>Called when a walk has passed the place that asked for attention: a possible dynamic import, a character beyond ASCII, or time to look for cancellation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Attend(int from, int to)
    {
        if (to >= _nextCancellation)
        {
            _cancellation.ThrowIfCancellationRequested();
            _nextCancellation = to + CancellationInterval;
        }
        if (!_recording && _nextCharacter < to)
        {
            if (_nextCharacter >= from)
                CheckCharacters(_nextCharacter, to);
            _nextCharacter = Bytes.NextBeyondAscii(_text, to);
        }
        if (!_recording && _candidates.PassesThrough(from, to))
            _pendingDynamic = true;
        UpdateAttention();
    }

    private void UpdateAttention() => _attention = Math.Min(Math.Min(_candidates.Next, _nextCancellation), _nextCharacter);
}
